"""Tables declared as classes: SQLAlchemy's declarative style without its object-relational mapper.

Nothing here loads objects, and the mapper takes a third of the time that SQLAlchemy needs to be imported and ready.
A class stands for its table wherever a statement takes one, and its attributes are the columns:

    class NoteRow(Base):
        __tablename__ = "notes"

        id: TableColumn[int] = column(primary_key=True)
        text: TableColumn[str | None]
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from sqlalchemy import Boolean, Column, Date, DateTime, Double, Integer, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeEngine

Value = TypeVar("Value")

STANDARD_TYPES: dict[Any, Any] = {
    bool: Boolean,
    bytes: LargeBinary,
    date: Date,
    datetime: DateTime,
    float: Double,
    int: Integer,
    str: String,
}


class TableColumn(Generic[Value]):
    """The attribute of a class that is one of its table's columns, whose values are of type ``Value``."""

    def __init__(self, column: Column[Value]) -> None:
        self._column = column

    def __get__(self, _row: None, _table: type) -> Column[Value]:
        return self._column


class _Declared(NamedTuple):
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]


def column(*arguments: Any, **options: Any) -> Any:
    """Declare a column as ``Column`` takes it, without its name; its type may follow from the annotation."""
    return _Declared(arguments, options)


class TableClass(type):
    """The type of classes that stand for tables, of a root with ``metadata`` and ``column_types``."""

    metadata: MetaData
    column_types: Mapping[Any, Any]
    __table__: Table
    __tablename__: str

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> None:
        super().__init__(name, bases, body)
        if "__tablename__" not in body:
            return
        declared = [
            cls._column(one, annotation, body.get(one, _Declared((), {})))
            for one, annotation in body["__annotations__"].items()
        ]
        arguments = body.get("__table_args__", ())
        options = arguments if isinstance(arguments, dict) else {}
        cls.__table__ = Table(
            body["__tablename__"], cls.metadata, *declared, *(() if options else arguments), **options
        )
        for one in cls.__table__.columns:
            setattr(cls, one.name, TableColumn(one))

    def __clause_element__(cls) -> Table:  # what SQLAlchemy asks of whatever stands for a part of a statement
        return cls.__table__

    def _column(cls, name: str, annotation: Any, declared: _Declared) -> Column[Any]:
        [written] = get_args(annotation)
        alternatives = get_args(written) if isinstance(written, UnionType) else (written,)
        arguments = declared.arguments
        if not any(map(_is_type, arguments)):
            [python_type] = (one for one in alternatives if one is not NoneType)
            arguments = (cls.column_types[python_type], *arguments)
        return Column(name, *arguments, **{"nullable": NoneType in alternatives, **declared.options})


def _is_type(argument: object) -> bool:
    return isinstance(argument, TypeEngine) or (isinstance(argument, type) and issubclass(argument, TypeEngine))
