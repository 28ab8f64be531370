"""Write articles: a new one, a new version of a stored one, or a copy that is not good enough to replace it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, exists, func, insert, select, update

from newscrawl.article import Article, Refusal, Use, fields_for
from newscrawl.errors import Refused
from newscrawl.rights.purposes import WITHHELD
from newscrawl.storage.crawl.boilerplate_counts import BoilerplateCounter
from newscrawl.storage.crawl.forgotten import FORGOTTEN, forgotten_keys
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.crawl.prepared import PreparedArticle
from newscrawl.storage.crawl.raw import RawWriter
from newscrawl.storage.crawl.rights import write_rights
from newscrawl.storage.database.checksums import article_checksum
from newscrawl.storage.database.inserts import insert_rows
from newscrawl.storage.database.packing import pack_content
from newscrawl.storage.database.row_checksums import revision_checksum
from newscrawl.storage.database.rows import columns_of, parts_of, read_articles
from newscrawl.storage.database.schema import (
    ArticleRow,
    Base,
    ChangeRow,
    ImageRow,
    RawPageRow,
    RefusalRow,
    RefusedPageRow,
    RevisionRow,
    TagRow,
)
from newscrawl.storage.database.search_index import Indexable, index

Outcome = Literal["stored", "updated", "unchanged", "kept"]
RevisionReason = Literal["replaced", "reextracted"]  # the page has changed; the rules have

_RANKS = {"damaged": 0, "lossy": 1, "ok": 2}

# Statements that each article needs are built once: SQLAlchemy takes as long to build one as SQLite to run it.
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_DELETE_REFUSALS = tuple(delete(table).where(table.key.in_(_KEYS)) for table in (RefusalRow, RefusedPageRow))
# PostgreSQL keeps others from changing what is looked up, in one order, so that nobody waits in a ring.
_STORED = (
    select(
        ArticleRow.id,
        ArticleRow.key,
        ArticleRow.content_hash,
        ArticleRow.status,
        ArticleRow.flags,
        ArticleRow.first_seen,
        ArticleRow.last_changed,
        ArticleRow.run_id,
        ArticleRow.rights,
        func.length(ArticleRow.body_text).label("length"),
        exists().where(RawPageRow.article_id == ArticleRow.id, RawPageRow.revision_id.is_(None)).label("has_raw"),
    )
    .where(ArticleRow.key.in_(_KEYS))
    .order_by(ArticleRow.key)
    .with_for_update(of=ArticleRow)
)
_INSERT_NEW = {
    dialect: new(ArticleRow).on_conflict_do_nothing(index_elements=["key"]).returning(ArticleRow.id, ArticleRow.key)
    for dialect, new in INSERTS.items()
}


class Raced(Exception):
    """Another process stored the same key, or counted, between our look and our insert: look again."""


class ArticleWriter:
    """Writes articles, their versions, pages and index entries within a transaction of the caller.

    ``run_id`` is the run that they belong to.
    """

    def __init__(self, raw: RawWriter, counter: BoilerplateCounter, now: Callable[[], datetime]) -> None:
        self.run_id: int | None = None
        self._raw = raw
        self._counter = counter
        self._now = now

    def forget(self) -> None:
        """Forget what a failed transaction may have taken with it."""
        self._raw.forget()
        self._counter.forget()

    def write(self, connection: Connection, copies: Sequence[PreparedArticle]) -> Iterator[Outcome]:
        """Store articles of different keys, and yield what became of each.

        Raises ``Raced`` if it must be repeated, and ``Refused`` if one of them was forgotten.
        """
        keys = [copy.key for copy in copies]
        if forgotten_keys(connection, keys):
            raise Refused(FORGOTTEN)
        for statement in _DELETE_REFUSALS:
            connection.execute(statement, {"keys": keys})
        stored = {row.key: row for row in connection.execute(_STORED, {"keys": keys})}
        new = [copy for copy in copies if copy.article.key not in stored]
        new_ids = self._insert(connection, new)
        self._raw.prepare(connection, (page for copy in new for page in copy.article.raw))
        parts: list[tuple[int, Article]] = []
        stated: list[tuple[int, Article]] = []
        indexed: list[Indexable] = []
        pages: list[dict[str, Any]] = []
        for copy in copies:
            article, old = copy.article, stored.get(copy.article.key)
            outcome = _judge(copy, old)
            if old is None:
                article_id = new_ids[article.key]
                parts.append((article_id, article))
                indexed.append(_indexable(article_id, copy, article.published or self._now()))
                pages += self._raw.rows(connection, article_id, article.raw)
            elif outcome == "updated":
                self._supersede(connection, copy, old, "replaced")
                parts.append((old.id, article))
                indexed.append(_indexable(old.id, copy, article.published or old.first_seen))
                pages += self._raw.rows(connection, old.id, article.raw)
            elif outcome == "kept":
                revision_id = self._keep_skipped(connection, copy, old)
                if revision_id and self._raw.keeps_all:
                    pages += self._raw.rows(connection, old.id, article.raw, revision_id)
            elif not old.has_raw:
                pages += self._raw.rows(connection, old.id, article.raw)
            stated.append((new_ids[article.key] if old is None else old.id, article))
            if old and outcome in ("unchanged", "kept"):
                self._update_rights(connection, old, article.rights)
            yield outcome
        _insert_parts(connection, parts)
        write_rights(connection, stated, self._now, self.run_id)
        insert_rows(connection, RawPageRow, pages)
        index(connection, indexed)
        if not self._counter.count(connection, [copy.article for copy in copies if copy.article.key in new_ids]):
            raise Raced

    def replace(self, connection: Connection, copy: PreparedArticle) -> Outcome:
        """Put a new reading of the same pages in place of the stored one, which becomes a revision."""
        old = connection.execute(_STORED, {"keys": [copy.key]}).one()
        if old.content_hash == copy.content_hash:
            return "unchanged"
        self._supersede(connection, copy, old, "reextracted")
        _write_parts(connection, old, copy)
        return "updated"

    def withhold(self, connection: Connection, refusal: Refusal) -> bool:
        """Mark the stored article of a page that its rights forbid by now; return whether there is one.

        It stays as it is, with the rights that its page has now, and exports leave it out.
        """
        old = connection.execute(_STORED, {"keys": [refusal.key]}).one_or_none()
        if old is None:
            return False
        self._update_rights(connection, old, refusal.rights, withheld=(f"{WITHHELD}{refusal.reason}",))
        article = read_articles(connection, [old.id])[old.id].evolve(signals=refusal.signals)
        write_rights(connection, [(old.id, article)], self._now, self.run_id)
        return True

    def restore(self, connection: Connection, copy: PreparedArticle) -> None:
        """Write a stored article anew; what stands there is not kept."""
        old = connection.execute(_STORED, {"keys": [copy.key]}).one()
        values = self._values(copy, old.first_seen, old.last_changed)
        connection.execute(update(ArticleRow).where(ArticleRow.id == old.id).values(values | {"run_id": old.run_id}))
        _delete_parts(connection, old.id)
        _write_parts(connection, old, copy)

    def _insert(self, connection: Connection, copies: Sequence[PreparedArticle]) -> dict[str, int]:
        """Insert new articles; return their numbers by key."""
        if not copies:
            return {}
        now = self._now()
        values = [self._values(copy, now, now) | {"first_seen": now} for copy in copies]
        rows = connection.execute(_INSERT_NEW[connection.dialect.name], values)
        ids = {row.key: row.id for row in rows}
        if len(ids) < len(copies):
            raise Raced
        return ids

    def _supersede(self, connection: Connection, copy: PreparedArticle, old: Row[Any], reason: RevisionReason) -> None:
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

    def _update_rights(
        self,
        connection: Connection,
        old: Row[Any],
        rights: Mapping[str, Any] | None,
        withheld: tuple[str, ...] = (),
    ) -> None:
        """Give a stored article the rights that its page has now: what may be done with it is no version of it."""
        rights = old.rights if rights is None else rights
        flags = (*(flag for flag in old.flags if not flag.startswith(WITHHELD)), *withheld)
        if rights == old.rights and list(flags) == list(old.flags):
            return
        stored = read_articles(connection, [old.id])[old.id].evolve(rights=rights, flags=flags)
        checksum = article_checksum(stored, old.content_hash, old.first_seen, old.last_changed)
        values = {"rights": rights, "flags": list(flags), "checksum": checksum}
        connection.execute(update(ArticleRow).where(ArticleRow.id == old.id).values(values))

    def _keep_skipped(self, connection: Connection, copy: PreparedArticle, old: Row[Any]) -> int | None:
        """Keep a copy that was not good enough as a revision, the newest of each article; the same one only once."""
        former = (RevisionRow.article_id == old.id, RevisionRow.reason == "skipped")
        if connection.execute(select(RevisionRow.content_hash).where(*former)).scalar() == copy.content_hash:
            return None
        revisions = select(RevisionRow.id).where(*former)
        self._raw.delete(connection, RawPageRow.revision_id.in_(revisions))
        connection.execute(delete(RevisionRow).where(*former))
        values = {
            "article_id": old.id,
            "reason": "skipped",
            "status": copy.article.status,
            "content_hash": copy.content_hash,
            "seen": self._now(),
            "run_id": self.run_id,
            "content": pack_content(version_of(copy.article)),
        }
        return _insert_revision(connection, values)

    def _values(self, copy: PreparedArticle, first_seen: datetime, last_changed: datetime) -> dict[str, Any]:
        return columns_of(copy.article) | {
            "content_hash": copy.content_hash,
            "checksum": article_checksum(copy.article, copy.content_hash, first_seen, last_changed),
            "last_changed": last_changed,
            "run_id": self.run_id,
        }


def version_of(article: Article) -> dict[str, Any]:
    """Return what a revision keeps of an article."""
    return {name: getattr(article, name) for name in fields_for(Use.VERSION)}


def _insert_revision(connection: Connection, values: dict[str, Any]) -> int:
    """Insert a version with its checksum; return its number."""
    row = values | {"checksum": revision_checksum(values)}
    return connection.execute(insert(RevisionRow).returning(RevisionRow.id), row).scalar_one()


def _judge(copy: PreparedArticle, old: Row[Any] | None) -> Outcome:
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


def _indexable(article_id: int, copy: PreparedArticle, dated: datetime) -> Indexable:
    article = copy.article
    return Indexable(article_id, article.site, dated, article.title or "", article.body_text, copy.terms)


def _write_parts(connection: Connection, old: Row[Any], copy: PreparedArticle) -> None:
    _insert_parts(connection, [(old.id, copy.article)])
    index(connection, [_indexable(old.id, copy, copy.article.published or old.first_seen)])


def _delete_parts(connection: Connection, article_id: int) -> None:
    for part in (ImageRow, TagRow, ChangeRow):
        connection.execute(delete(part).where(part.article_id == article_id))


def _insert_parts(connection: Connection, articles: Sequence[tuple[int, Article]]) -> None:
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    for article_id, article in articles:
        for table, row in parts_of(article_id, article):
            rows.setdefault(table, []).append(row)
    for table, found in rows.items():
        insert_rows(connection, table, found)
