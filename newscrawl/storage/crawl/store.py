"""Keep articles, their versions and pages, and refusals: committed before the call returns."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, Self

from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, select, update

from newscrawl.article import Article, Refusal, Skipped, Use, fields_for
from newscrawl.errors import Refused
from newscrawl.storage.crawl.boilerplate import Learner
from newscrawl.storage.crawl.known_urls import KnownUrls
from newscrawl.storage.crawl.ledger import INSERTS, Ending, Ledger, Scheduled, close_interrupted, count_states
from newscrawl.storage.crawl.raw import RawWriter, Retention
from newscrawl.storage.database.checksums import article_checksum, revision_checksum
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.packing import pack_content
from newscrawl.storage.database.rows import columns_of, parts_of, read_articles
from newscrawl.storage.database.schema import (
    ArticleRow,
    Base,
    ChangeRow,
    ImageRow,
    RawPageRow,
    RefusalRow,
    RevisionRow,
    RunRow,
    TagRow,
)
from newscrawl.storage.database.search_index import Indexable, index
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.database.values import clean_text, storable

FINISHED = "finished"  # the reason of a crawl that came to its end by itself
STORAGE_ERROR = "storage_error"  # the reason of one that its database has ended

Outcome = Literal["stored", "updated", "unchanged", "kept"]
RevisionReason = Literal["replaced", "reextracted"]  # the page has changed; the rules have

_RANKS = {"damaged": 0, "lossy": 1, "ok": 2}


class _Raced(Exception):
    """Another process stored the same key, or counted, between our look and our insert: look again."""


class _Copy(NamedTuple):
    """A fetched article and the hash of its content."""

    article: Article
    content_hash: str


class Store:
    """An open database and the run that writes to it.

    What ``save``, ``save_all`` and ``refuse`` acknowledge by returning is committed and survives a crash, together with
    its line in the run's ledger. They raise ``Refused`` for values that cannot be stored and ``StorageFailed`` when the
    database takes nothing more. ``raw`` says which fetched pages are kept: of the newest version of each article, of
    every version, or none. New articles are due to be looked at again for ``revisit_days``.
    """

    def __init__(
        self,
        database_url: str,
        *,
        raw: Retention = "latest",
        revisit_days: float = 7,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = open_database(database_url)
        self._insert_or = INSERTS[self._engine.dialect.name]
        self._raw = RawWriter(raw)
        self._learner = Learner(now)
        self._revisit_days = revisit_days
        self._now = now
        self._run_id: int | None = None
        self._ledger: Ledger | None = None
        self.known_urls = KnownUrls(self._engine)

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

        Pages that earlier runs of ``spider`` have left open are ended as failed, and due; return how many these are. No
        other run of ``spider`` may be active (``lock_run``).
        """
        with self._transaction() as connection:
            interrupted = close_interrupted(connection, spider, self._now())
            row = connection.execute(
                insert(RunRow).returning(RunRow.id),
                {"spider": spider, "version": version, "started": self._now(), "beat": self._now()},
            )
            self._run_id = row.scalar_one()
        self._ledger = Ledger(self._run_id, self._now, self._revisit_days)
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
        return self._learner.stripped(clean_text(site), self._transaction)

    def save(self, article: Article) -> Outcome:
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

    def save_all(self, articles: Sequence[Article]) -> list[Outcome | Refused]:
        """Store several articles in as few transactions as can be; an answer for each, in their order.

        An article that cannot be stored is answered with the reason and keeps no other from being stored.
        """
        answers: list[Outcome | Refused] = []
        for group in _without_repeats(articles):
            answers += self._save_group(group)
        return answers

    def replace(self, article: Article) -> Outcome:
        """Put a new reading of the same stored pages in place of the stored one, which becomes a revision.

        Nothing is compared but the content: whether the new reading is better is for the caller to say.
        """
        article = storable(article)
        content_hash = _content_hash(article)
        with self._transaction() as connection:
            old = connection.execute(_stored([article.key])).one()
            if old.content_hash == content_hash:
                return "unchanged"
            self._supersede(connection, _Copy(article, content_hash), old, "reextracted")
            _insert_parts(connection, [(old.id, article)])
            index(connection, [_indexable(old.id, article, article.published or old.first_seen)])
        return "updated"

    def restore(self, article: Article) -> None:
        """Write a stored article anew, in place of one that something else has changed; that one is not kept."""
        article = storable(article)
        with self._transaction() as connection:
            old = connection.execute(_stored([article.key])).one()
            values = self._values(_Copy(article, _content_hash(article)), old.first_seen, old.last_changed)
            connection.execute(
                update(ArticleRow).where(ArticleRow.id == old.id).values(values | {"run_id": old.run_id})
            )
            _delete_parts(connection, old.id)
            _insert_parts(connection, [(old.id, article)])
            index(connection, [_indexable(old.id, article, article.published or old.first_seen)])

    def refuse(self, refusal: Refusal) -> None:
        """Record why a page did not become an article; a stored article of the same key stays as it is."""
        refusal = storable(refusal)
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
            self._end(connection, endings)
        self._settle(endings)

    def _end(self, connection: Connection, endings: Iterable[Ending]) -> None:
        if self._ledger:
            self._ledger.end(connection, endings)

    def _settle(self, endings: Iterable[Ending]) -> None:
        if self._ledger:
            self._ledger.settle(endings)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with failures(), self._engine.begin() as connection:
                yield connection
        except BaseException:
            self._raw.forget()
            self._learner.forget()
            raise

    def _save_group(self, articles: Sequence[Article]) -> list[Outcome | Refused]:
        try:
            while True:
                try:
                    with self._transaction() as connection:
                        cleaned = [storable(article) for article in articles]
                        outcomes = list(self._write(connection, cleaned))
                        endings = list(map(Ending.of_article, cleaned, outcomes))
                        self._end(connection, endings)
                except _Raced:
                    continue
                self._settle(endings)
                return list(outcomes)
        except Refused as refused:
            if len(articles) == 1:
                return [refused]
            return [answer for article in articles for answer in self._save_group([article])]

    def _write(self, connection: Connection, articles: Sequence[Article]) -> Iterator[Outcome]:
        copies = [_Copy(article, _content_hash(article)) for article in articles]
        keys = [article.key for article in articles]
        connection.execute(delete(RefusalRow).where(RefusalRow.key.in_(keys)))
        stored = {row.key: row for row in connection.execute(_stored(keys))}
        new_ids = self._insert(connection, [copy for copy in copies if copy.article.key not in stored])
        parts: list[tuple[int, Article]] = []
        indexed: list[Indexable] = []
        pages: list[dict[str, Any]] = []
        for copy in copies:
            article, old = copy.article, stored.get(copy.article.key)
            outcome = _judge(copy, old)
            if old is None:
                article_id = new_ids[article.key]
                parts.append((article_id, article))
                indexed.append(_indexable(article_id, article, article.published or self._now()))
                pages += self._raw.rows(connection, article_id, article.raw)
            elif outcome == "updated":
                self._supersede(connection, copy, old, "replaced")
                parts.append((old.id, article))
                indexed.append(_indexable(old.id, article, article.published or old.first_seen))
                pages += self._raw.rows(connection, old.id, article.raw)
            elif outcome == "kept":
                revision_id = self._keep_skipped(connection, copy, old)
                if revision_id and self._raw.keeps_all:
                    pages += self._raw.rows(connection, old.id, article.raw, revision_id)
            elif not old.has_raw:
                pages += self._raw.rows(connection, old.id, article.raw)
            yield outcome
        _insert_parts(connection, parts)
        _insert_rows(connection, RawPageRow, pages)
        index(connection, indexed)
        if not self._learner.learn(connection, [copy.article for copy in copies if copy.article.key in new_ids]):
            raise _Raced

    def _insert(self, connection: Connection, copies: Sequence[_Copy]) -> dict[str, int]:
        """Insert new articles; return their numbers by key."""
        if not copies:
            return {}
        now = self._now()
        values = [self._values(copy, now, now) | {"first_seen": now} for copy in copies]
        statement = self._insert_or(ArticleRow).on_conflict_do_nothing(index_elements=["key"])
        rows = connection.execute(statement.returning(ArticleRow.id, ArticleRow.key), values)
        ids = {row.key: row.id for row in rows}
        if len(ids) < len(copies):
            raise _Raced
        return ids

    def _supersede(self, connection: Connection, copy: _Copy, old: Row[Any], reason: RevisionReason) -> None:
        """Put an article in place of the stored one, which becomes a revision; its parts are still to be written."""
        article_id, now = old.id, self._now()
        former = read_articles(connection, [article_id])[article_id]
        revision_id = _insert_revision(
            connection,
            {
                "article_id": article_id,
                "reason": reason,
                "status": former.status,
                "content_hash": old.content_hash,
                "seen": old.last_changed,
                "replaced": now,
                "run_id": old.run_id,
                "content": pack_content(version_of(former)),
            },
        )
        if reason == "replaced":
            self._raw.retire(connection, article_id, revision_id)
        values = self._values(copy, old.first_seen, now)
        connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(values))
        _delete_parts(connection, article_id)

    def _keep_skipped(self, connection: Connection, copy: _Copy, old: Row[Any]) -> int | None:
        """Keep a copy that was not good enough as a revision, the newest of each article; the same one only once."""
        former = (RevisionRow.article_id == old.id, RevisionRow.reason == "skipped")
        if connection.execute(select(RevisionRow.content_hash).where(*former)).scalar() == copy.content_hash:
            return None
        connection.execute(delete(RevisionRow).where(*former))
        values = {
            "article_id": old.id,
            "reason": "skipped",
            "status": copy.article.status,
            "content_hash": copy.content_hash,
            "seen": self._now(),
            "run_id": self._run_id,
            "content": pack_content(version_of(copy.article)),
        }
        return _insert_revision(connection, values)

    def _values(self, copy: _Copy, first_seen: datetime, last_changed: datetime) -> dict[str, Any]:
        return columns_of(copy.article) | {
            "content_hash": copy.content_hash,
            "checksum": article_checksum(copy.article, copy.content_hash, first_seen, last_changed),
            "last_changed": last_changed,
            "run_id": self._run_id,
        }


def version_of(article: Article) -> dict[str, Any]:
    """Return what a revision keeps of an article."""
    return {name: getattr(article, name) for name in fields_for(Use.VERSION)}


def _insert_revision(connection: Connection, values: dict[str, Any]) -> int:
    """Insert a version with its checksum; return its number."""
    row = values | {"checksum": revision_checksum(values)}
    return connection.execute(insert(RevisionRow).returning(RevisionRow.id), row).scalar_one()


def _without_repeats(articles: Sequence[Article]) -> Iterator[list[Article]]:
    """Split ``articles``, in order, into groups of different keys."""
    group: dict[str, Article] = {}
    for article in articles:
        if article.key in group:
            yield list(group.values())
            group = {}
        group[article.key] = article
    yield list(group.values())


def _stored(keys: Sequence[str]) -> Select[Any]:
    """Look articles up; PostgreSQL keeps others from changing them, in one order, so that nobody waits in a ring."""
    has_raw = exists().where(RawPageRow.article_id == ArticleRow.id, RawPageRow.revision_id.is_(None))
    columns = (
        ArticleRow.id,
        ArticleRow.key,
        ArticleRow.content_hash,
        ArticleRow.status,
        ArticleRow.flags,
        ArticleRow.first_seen,
        ArticleRow.last_changed,
        ArticleRow.run_id,
        func.length(ArticleRow.body_text).label("length"),
        has_raw.label("has_raw"),
    )
    return select(*columns).where(ArticleRow.key.in_(keys)).order_by(ArticleRow.key).with_for_update(of=ArticleRow)


def _judge(copy: _Copy, old: Row[Any] | None) -> Outcome:
    if old is None:
        return "stored"
    if copy.content_hash == old.content_hash:
        return "unchanged"
    return "kept" if _is_worse(copy.article, old) else "updated"


def _is_worse(article: Article, old: Row[Any]) -> bool:
    new_rank, old_rank = _RANKS[article.status], _RANKS[old.status]
    if new_rank != old_rank:
        return new_rank < old_rank
    if "mirror" in article.flags and "mirror" not in old.flags:
        return True
    return len(article.body_text) * 2 < int(old.length)


def _indexable(article_id: int, article: Article, dated: datetime) -> Indexable:
    return Indexable(article_id, article.site, dated, article.title or "", article.body_text)


def _delete_parts(connection: Connection, article_id: int) -> None:
    for part in (ImageRow, TagRow, ChangeRow):
        connection.execute(delete(part).where(part.article_id == article_id))


def _insert_parts(connection: Connection, articles: Sequence[tuple[int, Article]]) -> None:
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    for article_id, article in articles:
        for table, row in parts_of(article_id, article):
            rows.setdefault(table, []).append(row)
    for table, found in rows.items():
        _insert_rows(connection, table, found)


def _insert_rows(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _content_hash(article: Article) -> str:
    content = [getattr(article, name) for name in fields_for(Use.CONTENT)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
