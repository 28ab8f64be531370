"""Give known pages and statements about rights checksums; keep since when all that is stored has its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import sqlalchemy as sa
from alembic import op

from newscrawl.storage.database.progress import Progress
from newscrawl.storage.database.row_checksums import PAGE_COLUMNS, RIGHTS_COLUMNS, row_checksum

revision = "0017"
down_revision = "0016"

_BATCH_ROWS = 5000  # that are filled in a transaction, of 0.3 s of CPU
_FILLED = (("pages", "key", PAGE_COLUMNS), ("rights", "id", RIGHTS_COLUMNS))

_Begin = Callable[[], AbstractContextManager[sa.Connection]]


def fill_ahead(engine: sa.Engine) -> None:
    """Do most of the step before it, in short transactions: others can write between two of them.

    What was interrupted goes on where it stopped. To a database of the schema before, columns without a value are new.
    """
    for table, key, columns in _FILLED:
        _fill(engine.begin, table, key, columns)


def upgrade() -> None:
    """Add and fill what is left. Older articles may be without a checksum: that table stays empty."""
    op.create_table(
        "checksums_complete",
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("since", name="pk_checksums_complete"),
    )
    for table, key, columns in _FILLED:
        _fill(lambda: nullcontext(op.get_bind()), table, key, columns)


def _column(name: str) -> sa.ColumnClause[object]:
    return sa.column(name, sa.JSON() if name == "value" else None)


def _fill(begin: _Begin, name: str, key: str, columns: tuple[str, ...]) -> None:
    """Fill the column, which is added if need be; ``begin`` opens the transaction of a batch."""
    table = sa.table(name, sa.column(key), sa.column("checksum"), *map(_column, set(columns) - {key}))
    wanted = sa.select(table).where(table.c.checksum.is_(None)).order_by(table.c[key]).limit(_BATCH_ROWS)
    statement = sa.update(table).where(table.c[key] == sa.bindparam("row")).values(checksum=sa.bindparam("sum"))
    with begin() as connection:
        if "checksum" not in {column["name"] for column in sa.inspect(connection).get_columns(name)}:
            connection.execute(sa.text(f"ALTER TABLE {name} ADD COLUMN checksum VARCHAR(64)"))
        count = sa.select(sa.func.count()).select_from(table).where(table.c.checksum.is_(None))
        progress = Progress(f"giving {name} checksums", connection.execute(count).scalar_one())
    batch = wanted
    while True:
        with begin() as connection:
            rows = connection.execute(batch).mappings().all()
            if not rows:
                return
            connection.execute(statement, [{"row": row[key], "sum": row_checksum(row, columns)} for row in rows])
        progress.add(len(rows))
        batch = wanted.where(table.c[key] > rows[-1][key])
