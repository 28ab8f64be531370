"""The schema is that of the newest migration, and every index has a name that the upgrade can look for."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect

import newscrawl.storage.database
from newscrawl.article import Use, fields_for
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.schema import SCHEMA_VERSION, ArticleRow, Base, index_names
from newscrawl.storage.database.upgrade import open_database

MIGRATIONS = Path(newscrawl.storage.database.__file__).parent / "migrations"


def test_the_version_is_that_of_the_newest_migration():
    numbers = [found[1] for path in MIGRATIONS.rglob("*.py") if (found := re.match("v([0-9]{4})_", path.name))]
    assert max(numbers) == SCHEMA_VERSION
    assert len(numbers) == len(set(numbers))


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('schema')}/articles.db"
    open_database(url).dispose()
    engine = open_engine(url)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_a_new_database_has_every_table_with_its_columns(connection):
    found = inspect(connection)
    for name, table in Base.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}, name


def test_a_new_database_has_every_index(connection):
    declared = {index.name for table in Base.metadata.tables.values() for index in table.indexes}
    assert None not in declared
    assert declared <= set(index_names(connection))


def test_what_is_exported_of_an_article_is_stored():
    columns = {column.name for column in ArticleRow.__table__.columns}
    assert set(fields_for(Use.EXPORT)) - columns == {"images", "tags", "changes"}
