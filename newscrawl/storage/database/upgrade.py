"""Make a database, or bring it to the schema of this version of newscrawl: whole steps or nothing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.database.engine import file_of, open_engine, read_url
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.lock import wait_for_lock
from newscrawl.storage.database.schema import APPLICATION_ID, SCHEMA_VERSION, Base, ChecksumsCompleteRow, VersionRow
from newscrawl.storage.database.search_index import bring_up_to_date, is_up_to_date

_FIRST = "0001"  # was released before versions were recorded
_FILLED_AHEAD = "0016"  # the step after it is begun in short transactions


def open_database(database_url: str, *, create: bool = True) -> Engine:
    """Return an engine on a database of the current schema; a missing SQLite file is made if ``create`` says so.

    An older database is upgraded, after a verified backup beside it if it is SQLite's. Raises ``BadArgument`` for a
    database that is newer than this program or not newscrawl's, ``StorageFailed`` for one that cannot be opened.
    """
    with failures():
        engine = open_engine(database_url, create=create)
        try:
            with _alone(engine):
                with engine.begin() as connection:
                    version = version_of(connection)
                    if version is None:
                        _make(connection)
                if version not in (None, SCHEMA_VERSION):
                    _upgrade(engine, database_url)
                bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def reading(database_url: str) -> Iterator[Engine]:
    """Give a read-only engine on an existing database of the current schema, which it is upgraded to if need be.

    With a rollback journal a reader keeps writers waiting: read in short transactions.
    """
    engine = open_engine(database_url, read_only=True)
    try:
        with failures():
            with engine.connect() as connection:
                is_current = version_of(connection) == SCHEMA_VERSION and is_up_to_date(connection)
            if not is_current:
                open_database(database_url, create=False).dispose()
            yield engine
    finally:
        engine.dispose()


def schema_version(database_url: str) -> str | None:
    """Return the schema version of an existing database as it is, without an upgrade; ``None`` if it is empty."""
    with failures():
        engine = open_engine(database_url, read_only=True)
        try:
            with engine.connect() as connection:
                return version_of(connection)
        finally:
            engine.dispose()


def version_of(connection: Connection) -> str | None:
    """Return the version of the schema, ``None`` if there is none.

    Raises ``BadArgument`` for a database that is not ours or newer than we are.
    """
    if connection.dialect.name == "sqlite":
        marked = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if marked not in (0, APPLICATION_ID):
            raise BadArgument("NEWSCRAWL_DATABASE_URL: the file is a database of another program")
    tables = set(inspect(connection).get_table_names())
    if VersionRow.__tablename__ in tables:
        version = connection.execute(select(VersionRow.version_num)).scalar_one_or_none() or _FIRST
    elif "articles" in tables and "refusals" in tables:
        version = _FIRST
    elif tables and connection.dialect.name == "sqlite":
        raise BadArgument("NEWSCRAWL_DATABASE_URL: the file is a database of another program")
    else:
        return None
    if version > SCHEMA_VERSION:
        raise BadArgument(
            f"NEWSCRAWL_DATABASE_URL: the database has schema {version}, this newscrawl knows {SCHEMA_VERSION} at most:"
            " use the newer newscrawl that wrote it"
        )
    return version


def _make(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    connection.execute(insert(VersionRow), {"version_num": SCHEMA_VERSION})
    connection.execute(insert(ChecksumsCompleteRow), {"since": datetime.now(UTC)})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _upgrade(engine: Engine, database_url: str) -> None:
    with engine.connect() as connection:
        version = _version_now(connection)
        path = file_of(read_url(database_url))
        if path and version != SCHEMA_VERSION:
            back_up(database_url, _backup_name(path, version))
        while version != SCHEMA_VERSION:
            try:
                if version == _FILLED_AHEAD:
                    _fill_ahead(engine)
                _run_migrations(connection, version, _FILLED_AHEAD if version < _FILLED_AHEAD else SCHEMA_VERSION)
            except (SQLAlchemyError, StorageFailed):
                # Another process that upgrades the same file may have been faster with this step.
                if _version_now(connection) == version:
                    raise
            version = _version_now(connection)


def _version_now(connection: Connection) -> str:
    with connection.begin():
        return version_of(connection) or _FIRST


def _fill_ahead(engine: Engine) -> None:
    from newscrawl.storage.database.migrations.versions.v0017_checksums import fill_ahead  # noqa: PLC0415 - as below

    fill_ahead(engine)


def _run_migrations(connection: Connection, version: str, target: str) -> None:
    # Loaded only here: an upgrade is rare, and Alembic takes longer to load than a database to open.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", "newscrawl.storage.database:migrations")
    config.attributes.update(connection=connection, on_version_apply=_check_foreign_keys)
    with _foreign_keys_off(connection):
        try:
            if not connection.dialect.has_table(connection, VersionRow.__tablename__):
                connection.rollback()
                command.stamp(config, version)
            connection.rollback()
            command.upgrade(config, target)
        except CommandError as error:
            raise StorageFailed(f"the database could not be upgraded from schema {version}: {error}") from error


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """A table that is copied and dropped must not take the rows that refer to it with it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        yield
    finally:
        connection.rollback()
        cursor.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(ctx: Any, **_details: Any) -> None:
    """End a step, inside its transaction, that would leave rows which refer to nothing."""
    if ctx.connection.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1)
        if broken:
            raise StorageFailed(f"the upgrade would leave a row that refers to nothing, in table {broken[0][0]}")


def _alone(engine: Engine) -> AbstractContextManager[None]:
    """Keep others from making or upgrading the same database; transactions of SQLite do that by themselves."""
    return wait_for_lock(engine, "upgrade") if engine.dialect.name == "postgresql" else nullcontext()


def _backup_name(path: Path, version: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return path.with_name(f"{path.name}.schema-{version}.{stamp}.backup")
