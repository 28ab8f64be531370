"""Keep articles and refusals: one transaction each, committed before the call returns."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, Self

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from newscrawl.article import Article, Refusal
from newscrawl.storage.engine import open_engine
from newscrawl.storage.schema import ArticleRow, Base, ChangeRow, ImageRow, RefusalRow, RunRow, TagRow

Outcome = Literal["stored", "updated", "unchanged", "kept"]

# What an article says; a difference here is a new version. How it was read (charset, changes, sources) is not.
_CONTENT = (
    "title", "authors", "uploader", "source", "published", "modified", "language", "section", "tags", "summary",
    "images", "body_html", "status",
)  # fmt: skip
_COLUMNS = tuple(
    column.name
    for column in ArticleRow.__table__.columns
    if column.name not in {"id", "content_hash", "first_seen", "last_changed", "run_id"}
)
_RANKS = {"damaged": 0, "lossy": 1, "ok": 2}


class Store:
    """An open database and the run that writes to it.

    ``save`` and ``refuse`` commit before they return: what they acknowledge survives a crash. Errors of the database
    are SQLAlchemy's and are not caught here.
    """

    def __init__(self, database_url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = open_engine(database_url)
        self._now = now
        self._run_id: int | None = None
        with self._engine.begin() as connection:
            Base.metadata.create_all(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def begin_run(self, spider: str, version: str) -> None:
        """Record that a crawl begins; what is saved from now on belongs to it."""
        with self._engine.begin() as connection:
            row = connection.execute(
                insert(RunRow).returning(RunRow.id),
                {"spider": spider, "version": version, "started": self._now()},
            )
            self._run_id = row.scalar_one()

    def end_run(self, reason: str, stats: Mapping[str, Any]) -> None:
        """Record how the crawl ended; times and other values in ``stats`` are kept as text."""
        plain = json.loads(json.dumps(dict(stats), default=str))
        with self._engine.begin() as connection:
            connection.execute(
                update(RunRow)
                .where(RunRow.id == self._run_id)
                .values(finished=self._now(), finish_reason=reason, stats=plain)
            )

    def save(self, article: Article, *, mirror: bool = False) -> Outcome:
        """Store ``article`` under its key and say what became of it.

        ``stored``: it is new. ``updated``: its content differs from the stored one, which it replaces. ``unchanged``:
        the content is the same; nothing is written. ``kept``: the stored one is better and stays, because this copy
        has a worse status, comes from a mirror while the stored one does not, or has less than half the text.
        """
        content_hash = _content_hash(article)
        with self._engine.begin() as connection:
            connection.execute(delete(RefusalRow).where(RefusalRow.key == article.key))
            old = connection.execute(_stored(article.key)).mappings().one_or_none()
            if old is None:
                self._insert(connection, article, content_hash, mirror)
                return "stored"
            if old["content_hash"] == content_hash:
                return "unchanged"
            if _is_worse(article, mirror, old):
                return "kept"
            self._update(connection, old["id"], article, content_hash, mirror)
            return "updated"

    def refuse(self, refusal: Refusal) -> None:
        """Record why a page did not become an article; a stored article of the same key stays as it is."""
        values = {
            "site": refusal.site,
            "url": refusal.url,
            "reason": refusal.reason,
            "detail": refusal.detail,
            "http_status": refusal.http_status,
            "seen": self._now(),
            "run_id": self._run_id,
        }
        with self._engine.begin() as connection:
            changed = connection.execute(update(RefusalRow).where(RefusalRow.key == refusal.key).values(values))
            if not changed.rowcount:
                connection.execute(insert(RefusalRow), {"key": refusal.key, **values})

    def _insert(self, connection: Connection, article: Article, content_hash: str, mirror: bool) -> None:
        now = self._now()
        values = self._values(article, content_hash, mirror) | {"first_seen": now, "last_changed": now}
        article_id = connection.execute(insert(ArticleRow).returning(ArticleRow.id), values).scalar_one()
        _insert_parts(connection, article_id, article)

    def _update(
        self, connection: Connection, article_id: int, article: Article, content_hash: str, mirror: bool
    ) -> None:
        values = self._values(article, content_hash, mirror) | {"last_changed": self._now()}
        connection.execute(update(ArticleRow).where(ArticleRow.id == article_id).values(values))
        for part in (ImageRow, TagRow, ChangeRow):
            connection.execute(delete(part).where(part.article_id == article_id))
        _insert_parts(connection, article_id, article)

    def _values(self, article: Article, content_hash: str, mirror: bool) -> dict[str, Any]:
        flags = [*article.flags, "mirror"] if mirror else list(article.flags)
        values = {name: getattr(article, name) for name in _COLUMNS} | {"flags": flags}
        return {**values, "content_hash": content_hash, "run_id": self._run_id}


def _stored(key: str) -> Any:
    columns = (
        ArticleRow.id,
        ArticleRow.content_hash,
        ArticleRow.status,
        ArticleRow.flags,
        ArticleRow.body_text,
    )
    return select(*columns).where(ArticleRow.key == key)


def _is_worse(article: Article, mirror: bool, old: RowMapping) -> bool:
    new_rank, old_rank = _RANKS[article.status], _RANKS[old["status"]]
    if new_rank != old_rank:
        return new_rank < old_rank
    if mirror and "mirror" not in old["flags"]:
        return True
    return len(article.body_text) * 2 < len(old["body_text"])


def _insert_parts(connection: Connection, article_id: int, article: Article) -> None:
    parts: dict[type[Base], list[dict[str, Any]]] = {
        ImageRow: [image._asdict() for image in article.images],
        TagRow: [{"tag": tag} for tag in dict.fromkeys(article.tags)],
        ChangeRow: [change._asdict() for change in article.changes],
    }
    for table, rows in parts.items():
        if rows:
            numbered = [{"article_id": article_id, "position": position, **row} for position, row in enumerate(rows)]
            connection.execute(insert(table), numbered)


def _content_hash(article: Article) -> str:
    content = [getattr(article, name) for name in _CONTENT]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode("utf-8", "replace")).hexdigest()
