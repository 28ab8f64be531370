"""What sites reserve: the statements of each page with its article, those of each host with their time."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from newscrawl.article import Article
from newscrawl.rights.signals import Place, Signal
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.inserts import insert_rows
from newscrawl.storage.database.schema import RightsRow, WellKnownFileRow
from newscrawl.storage.database.values import MAX_KEY, clean_text
from newscrawl.urls import host_of

WELL_KNOWN_HOURS = 24  # for which a well-known file, or that there is none, is not asked for again

_DELETE_OF_ARTICLES = delete(RightsRow).where(RightsRow.article_id.in_(bindparam("numbers", expanding=True)))

_Transaction = Callable[[], AbstractContextManager[Connection]]


class WellKnownFile(NamedTuple):
    """An answer to the request for tdmrep.json; ``http_status`` is ``None`` where nobody answered."""

    http_status: int | None
    body: str


class RightsChange(NamedTuple):
    """A statement that a host makes since this run, or makes no more."""

    host: str
    kind: Literal["now says", "no longer says"]
    place: Place
    name: str
    value: str | int | bool

    def __str__(self) -> str:
        value = {True: "", "y": " yes", "n": " no"}.get(self.value, f" {self.value}") if self.value != 1 else ""
        return f"{self.host} {self.kind} {self.name}{value} ({self.place})"


class HostRights:
    """Answers of the database about hosts; each method is one short transaction, and may raise ``StorageFailed``."""

    def __init__(self, transaction: _Transaction, now: Callable[[], datetime]) -> None:
        self.run_id: int | None = None
        self._transaction = transaction
        self._now = now

    def well_known_file(self, host: str) -> WellKnownFile | None:
        """Return what ``host`` answered within the last day, if it was asked."""
        wanted = select(WellKnownFileRow.http_status, WellKnownFileRow.body)
        fresh = WellKnownFileRow.fetched > self._now() - timedelta(hours=WELL_KNOWN_HOURS)
        with self._transaction() as connection:
            row = connection.execute(wanted.where(WellKnownFileRow.host == host, fresh)).one_or_none()
        return WellKnownFile(*row) if row else None

    def keep_well_known_file(self, host: str, answer: WellKnownFile) -> None:
        """Keep what ``host`` has answered now."""
        values = {"http_status": answer.http_status, "body": clean_text(answer.body), "fetched": self._now()}
        with self._transaction() as connection:
            upsert = INSERTS[connection.dialect.name](WellKnownFileRow)
            upsert = upsert.on_conflict_do_update(index_elements=["host"], set_=values)
            connection.execute(upsert, {"host": host, **values})

    def record(self, host: str, place: Place, signals: Sequence[Signal]) -> list[RightsChange]:
        """Keep what ``host`` says in ``place``; return what differs from before, nothing when it is seen first.

        A statement that is no longer made ends now, one that is made again begins anew.
        """
        host, now = host[:MAX_KEY], self._now()
        said = {_identity(one): one for one in signals}
        of_place = (RightsRow.host == host, RightsRow.place == place, RightsRow.article_id.is_(None))
        columns = (RightsRow.id, RightsRow.name, RightsRow.value, RightsRow.ended)
        with self._transaction() as connection:
            rows = connection.execute(select(*columns).where(*of_place)).all()
            current = {(row.name, _written(row.value)): row for row in rows if row.ended is None}
            gone = [row for identity, row in current.items() if identity not in said]
            come = [one for identity, one in said.items() if identity not in current]
            if gone:
                ended = update(RightsRow).where(RightsRow.id.in_([row.id for row in gone]))
                connection.execute(ended.values(ended=now))
            insert_rows(connection, RightsRow, [_row(one, host, None, now, self.run_id) for one in come])
        changes = [RightsChange(host, "now says", place, one.name, one.value) for one in come if rows]
        return changes + [RightsChange(host, "no longer says", place, row.name, row.value) for row in gone]


def write_rights(
    connection: Connection, articles: Sequence[tuple[int, Article]], now: Callable[[], datetime], run_id: int | None
) -> None:
    """Put the statements that the articles of those numbers were read with in place of those that are stored."""
    numbers = [number for number, article in articles if article.rights is not None]
    if numbers:
        connection.execute(_DELETE_OF_ARTICLES, {"numbers": numbers})
    if any(article.signals for _, article in articles):
        moment = now()
        rows = [
            _row(one, host_of(article.url), number, moment, run_id)
            for number, article in articles
            for one in article.signals
        ]
        insert_rows(connection, RightsRow, rows)


def _row(one: Signal, host: str, number: int | None, now: datetime, run_id: int | None) -> dict[str, Any]:
    return {
        "article_id": number,
        "host": host,
        "place": one.place,
        "name": one.name,
        "value": clean_text(one.value) if isinstance(one.value, str) else one.value,
        "source": clean_text(one.source),
        "seen": now,
        "run_id": run_id,
    }


def _identity(one: Signal) -> tuple[str, str]:
    return one.name, _written(clean_text(one.value) if isinstance(one.value, str) else one.value)


def _written(value: str | int | bool) -> str:
    return f"{type(value).__name__} {value}"
