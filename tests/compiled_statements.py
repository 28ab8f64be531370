"""Let all databases of a process share the statements that SQLAlchemy has compiled.

Each test has a database, and so an engine and a cache, of its own: a third of the CPU time of the tests of storage was
taken by compiling the same statements for each. Forks of a process that shares them have them, too.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from newscrawl.storage.database import engine as engines

MAX_STATEMENTS = 2000  # several times what the whole suite compiles for one kind of database


class _Statements(LRUCache[tuple[Any, ...], Any]):
    """Statements by all that SQLAlchemy tells them apart by, except that each engine has a dialect object of its own."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(_without_engine(key), default)

    def __setitem__(self, key: tuple[Any, ...], statement: Any) -> None:
        super().__setitem__(_without_engine(key), statement)


def _without_engine(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *others = key
    return (dialect.name, *others)


def share() -> None:
    """Let the engines that are opened from now on have one cache."""
    create_engine, statements = engines.create_engine, _Statements(MAX_STATEMENTS)

    def create(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        engine._compiled_cache = statements
        return engine

    engines.create_engine = create
