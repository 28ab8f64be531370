"""Keep articles, their versions and pages, and refusals: committed before the call returns."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, insert, update

from newscrawl.article import Article, Refusal, Skipped
from newscrawl.errors import Refused
from newscrawl.storage.crawl.article_writer import ArticleWriter, Outcome, Raced
from newscrawl.storage.crawl.boilerplate_counts import BoilerplateCounter
from newscrawl.storage.crawl.forgotten import FORGOTTEN
from newscrawl.storage.crawl.known_urls import KnownUrls
from newscrawl.storage.crawl.ledger import INSERTS, Ending, Ledger, Scheduled, close_interrupted, count_states
from newscrawl.storage.crawl.prepared import PreparedArticle, prepare
from newscrawl.storage.crawl.quarantine import NOTHING, Bounds, Quarantine
from newscrawl.storage.crawl.raw import RawWriter, Retention
from newscrawl.storage.crawl.rights import HostRights
from newscrawl.storage.database.failures import failures, transaction
from newscrawl.storage.database.raw_store import delete_released
from newscrawl.storage.database.schema import (
    RefusalRow,
    RunRow,
)
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.database.values import clean_text, storable

Stored = TypeVar("Stored", Article | PreparedArticle, PreparedArticle)

FINISHED = "finished"  # the reason of a crawl that came to its end by itself
STORAGE_ERROR = "storage_error"  # the reason of one that its database has ended


class Store:
    """An open database and the run that writes to it.

    What ``save``, ``save_all`` and ``refuse`` acknowledge by returning is committed and survives a crash, together with
    its line in the run's ledger. They raise ``Refused`` for values that cannot be stored and ``StorageFailed`` when the
    database takes nothing more. ``raw`` says which fetched pages are kept: of the newest version of each article, of
    every version, or none; ``raw_store`` is the directory or bucket that they go to (``file:///…``, ``s3://…``) instead
    of the database; ``keep_refused`` bounds what is kept of refused ones. New articles are due to be looked at
    again for ``revisit_days``.
    """

    def __init__(
        self,
        database_url: str,
        *,
        raw: Retention = "latest",
        raw_store: str | None = None,
        keep_refused: Bounds = NOTHING,
        revisit_days: float = 7,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = open_database(database_url)
        self._insert_or = INSERTS[self._engine.dialect.name]
        self._boilerplate = BoilerplateCounter(now)
        self._writer = ArticleWriter(RawWriter(raw, store_url=raw_store), self._boilerplate, now)
        self._revisit_days = revisit_days
        self._now = now
        self._quarantine = Quarantine(keep_refused, now)
        self._run_id: int | None = None
        self._ledger: Ledger | None = None
        self.known_urls = KnownUrls(self._engine)
        self.host_rights = HostRights(self._transaction, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @property
    def run_id(self) -> int | None:
        """The number of the run, once it has begun."""
        return self._run_id

    def begin_run(self, spider: str, version: str) -> int:
        """Record that a crawl begins; what is saved from now on belongs to it.

        Files of raw stores that earlier runs have let go of are deleted. Pages that earlier runs of ``spider`` left
        open are ended as failed, and due; return how many these are. No other run of ``spider`` may be active
        (``lock_run``).
        """
        with self._transaction() as connection:
            interrupted = close_interrupted(connection, spider, self._now())
            row = connection.execute(
                insert(RunRow).returning(RunRow.id),
                {"spider": spider, "version": version, "started": self._now(), "beat": self._now()},
            )
            self._run_id = self._writer.run_id = self.host_rights.run_id = row.scalar_one()
        self._ledger = Ledger(self._run_id, self._now, self._revisit_days)
        with failures():
            delete_released(self._engine)
        return interrupted

    def beat(self) -> None:
        """Record that the run is alive."""
        with self._transaction() as connection:
            connection.execute(update(RunRow).where(RunRow.id == self._run_id).values(beat=self._now()))

    def end_run(
        self,
        reason: str,
        stats: Mapping[str, Any],
        counts: Mapping[str, int] | None = None,
        measure: Callable[[Mapping[str, int]], Mapping[str, float]] | None = None,
    ) -> dict[str, int]:
        """Record how the crawl ended; times and other values in ``stats`` are kept as text.

        ``measure`` tells by the counts of the ledger what the run is measured by.

        What a run that was stopped has not come to is skipped and due in the next one. Return the counts of the ledger:
        pages ``scheduled``, and how many are in each state; ``unbalanced`` are those of which the run and the database
        do not say the same.
        """
        plain = json.loads(json.dumps(dict(stats), default=str))
        with self._transaction() as connection:
            found = self._balance(connection, reason)
            values = {
                "finished": self._now(),
                "finish_reason": reason,
                "stats": plain,
                "counts": {**(counts or {}), **found},
                "measures": dict(measure(found)) if measure else {},
            }
            connection.execute(update(RunRow).where(RunRow.id == self._run_id).values(values))
        return found

    def _balance(self, connection: Connection, reason: str) -> dict[str, int]:
        if self._ledger is None or self._run_id is None:
            return {}
        ended = dict(self._ledger.ended)
        if reason != FINISHED:
            ended["skipped"] = ended.get("skipped", 0) + self._ledger.skip_rest(connection)
        states = count_states(connection, self._run_id)
        unbalanced = sum(abs(states.get(one, 0) - ended.get(one, 0)) for one in states.keys() | ended.keys())
        return {"scheduled": sum(states.values()), **{one: count for one, count in states.items() if count},
                "unbalanced": unbalanced}  # fmt: skip

    def schedule(self, pages: Sequence[Scheduled]) -> None:
        """Write pages into the ledger before they are asked for."""
        if self._ledger and pages:
            with self._transaction() as connection:
                lines = self._ledger.schedule(connection, pages)
            self._ledger.opened(lines)

    def skip(self, page: Skipped) -> None:
        """End a page of which nothing is to be stored."""
        self.end([Ending.of_skipped(page)])

    def end(self, endings: Sequence[Ending]) -> None:
        """Write how pages ended, and nothing else."""
        with self._transaction() as connection:
            self._end(connection, endings)
        self._settle(endings)

    def is_open(self, url: str) -> bool:
        """Tell whether the run has scheduled ``url`` and not ended it."""
        return self._ledger is not None and self._ledger.is_open(url)

    def stripped(self, site: str) -> Collection[int]:
        """Return the fingerprints of what is learned to be boilerplate of ``site``, by now."""
        return self._boilerplate.stripped(clean_text(site), self._transaction)

    def save(self, article: Article | PreparedArticle) -> Outcome:
        """Store ``article`` under its key and say what became of it.

        ``stored``: it is new. ``updated``: its content differs from the stored one, which becomes a revision.
        ``unchanged``: the content is the same; nothing is written. ``kept``: the stored one is better and stays,
        because this copy has a worse status, comes from a mirror while the stored one does not, or has less than half
        the text; the newest such copy is a revision, too.
        """
        [result] = self.save_all([article])
        if isinstance(result, Refused):
            raise result
        return result

    def save_all(self, articles: Sequence[Article | PreparedArticle]) -> list[Outcome | Refused]:
        """Store several articles in as few transactions as can be; an answer for each, in their order.

        An article that cannot be stored is answered with the reason and keeps no other from being stored.
        """
        answers: list[Outcome | Refused] = []
        for group in without_repeats(articles):
            answers += self._save_group(group)
        return answers

    def replace(self, article: Article) -> Outcome:
        """Put a new reading of the same stored pages in place of the stored one, which becomes a revision.

        Nothing is compared but the content: whether the new reading is better is for the caller to say.
        """
        prepared = prepare(article)
        with self._transaction() as connection:
            return self._writer.replace(connection, prepared)

    def replace_all(self, articles: Sequence[Article]) -> list[Outcome | Refused]:
        """Replace several articles as ``replace`` does, in one transaction if nothing is wrong with any of them."""
        try:
            prepared = [prepare(article) for article in articles]
            with self._transaction() as connection:
                return [self._writer.replace(connection, one) for one in prepared]
        except Refused as refused:
            if len(articles) == 1:
                return [refused]
            return [answer for article in articles for answer in self.replace_all([article])]

    def restore(self, article: Article) -> None:
        """Write a stored article anew, in place of one that something else has changed; that one is not kept."""
        prepared = prepare(article)
        with self._transaction() as connection:
            self._writer.restore(connection, prepared)

    def refuse(self, refusal: Refusal) -> bool:
        """Record why a page did not become an article; a stored article of the same key stays as it is.

        If the page was refused for its rights, that article is marked, and exports leave it out; return whether it is.
        """
        refusal = storable(refusal)
        if refusal.reason == FORGOTTEN:  # its address is not kept, either
            asked = refusal.asked or refusal.url
            self.end([Ending(asked, FORGOTTEN, refusal.site, "skipped", FORGOTTEN)])
            return False
        values = {
            "site": refusal.site,
            "url": refusal.url,
            "reason": refusal.reason,
            "detail": refusal.detail,
            "http_status": refusal.http_status,
            "seen": self._now(),
            "run_id": self._run_id,
        }
        upsert = self._insert_or(RefusalRow).on_conflict_do_update(index_elements=["key"], set_=values)
        endings = [Ending.of_refusal(refusal)]
        with self._transaction() as connection:
            connection.execute(upsert, {"key": refusal.key, **values})
            withheld = refusal.rights is not None and self._writer.withhold(connection, refusal)
            self._quarantine.keep(connection, refusal)
            self._end(connection, endings)
        self._settle(endings)
        return withheld

    def _end(self, connection: Connection, endings: Iterable[Ending]) -> None:
        if self._ledger:
            self._ledger.end(connection, endings)

    def _settle(self, endings: Iterable[Ending]) -> None:
        if self._ledger:
            self._ledger.settle(endings)

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine, self._forget)

    def _forget(self) -> None:
        self._writer.forget()
        self._quarantine.forget()

    def _save_group(self, articles: Sequence[Article | PreparedArticle]) -> list[Outcome | Refused]:
        try:
            while True:
                try:
                    with self._transaction() as connection:
                        prepared = [prepare(article) for article in articles]
                        outcomes = list(self._writer.write(connection, prepared))
                        endings = [
                            Ending.of_article(one.article, outcome)
                            for one, outcome in zip(prepared, outcomes, strict=True)
                        ]
                        self._end(connection, endings)
                except Raced:
                    continue
                self._settle(endings)
                return list(outcomes)
        except Refused as refused:
            if len(articles) == 1:
                return [refused]
            return [answer for article in articles for answer in self._save_group([article])]


def without_repeats(articles: Sequence[Stored]) -> Iterator[list[Stored]]:
    """Split ``articles``, in order, into groups of different keys."""
    group: dict[str, Stored] = {}
    for article in articles:
        if article.key in group:
            yield list(group.values())
            group = {}
        group[article.key] = article
    yield list(group.values())
