"""A class stands for its table, and its attributes are the columns that its annotations declare."""

from datetime import date, datetime

import pytest
from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, create_engine, insert, select

from newscrawl.storage.database.table_class import STANDARD_TYPES, TableClass, TableColumn, column


class Root(metaclass=TableClass):
    metadata = MetaData()
    column_types = STANDARD_TYPES | {list[str]: JSON}


class NoteRow(Root):
    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_written", "written"),)

    id: TableColumn[int] = column(primary_key=True)
    text: TableColumn[str | None]
    kind: TableColumn[str] = column(String(8))
    tags: TableColumn[list[str]]
    written: TableColumn[datetime]
    day: TableColumn[date | None]
    share: TableColumn[float]
    answers: TableColumn[int | None] = column(ForeignKey("notes.id"))


COLUMNS = [
    ("id", "INTEGER", False),
    ("text", "VARCHAR", True),
    ("kind", "VARCHAR(8)", False),
    ("tags", "JSON", False),
    ("written", "DATETIME", False),
    ("day", "DATE", True),
    ("share", "DOUBLE", False),
    ("answers", "INTEGER", True),
]


def test_annotations_say_type_and_whether_a_column_may_be_empty():
    assert [(one.name, str(one.type), one.nullable) for one in NoteRow.__table__.columns] == COLUMNS


def test_keys_references_and_indexes_are_those_of_the_table():
    assert [one.name for one in NoteRow.__table__.primary_key] == ["id"]
    assert [key.target_fullname for key in NoteRow.__table__.foreign_keys] == ["notes.id"]
    assert [one.name for one in NoteRow.__table__.indexes] == ["ix_notes_written"]


def test_statements_take_the_class_and_its_attributes():
    note = {"id": 1, "text": None, "kind": "a", "tags": ["x"], "written": datetime(2026, 1, 2), "day": None, "share": 0.5, "answers": None}  # fmt: skip
    with create_engine("sqlite://").begin() as connection:
        Root.metadata.create_all(connection)
        connection.execute(insert(NoteRow), note)
        assert connection.execute(select(NoteRow).where(NoteRow.kind == "a")).mappings().one() == note
        assert connection.execute(select(NoteRow.tags)).scalar_one() == ["x"]


def test_a_type_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        type(Root)("BadRow", (Root,), {"__tablename__": "bad", "__annotations__": {"id": TableColumn[complex]}})
