"""Articles that say something else than before, the newest change first."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from newscrawl.storage.database.packing import unpack_content
from newscrawl.storage.database.schema import ArticleRow, RevisionRow
from newscrawl.storage.views.revisions import Version, history_of

_TITLE_CHARACTERS = 300


class Edit(NamedTuple):
    """A change of a published article: the version that was replaced and the next one.

    ``is_silent`` says that the newer version names no later time of change than the older one.
    """

    revision_id: int
    article_id: int
    site: str
    language: str | None
    title: str
    replaced: datetime
    older: dict[str, Any]
    newer: dict[str, Any]
    is_silent: bool


class EditPage(NamedTuple):
    """Edits, the newest first, and the revision behind which the next page begins, if there is one."""

    edits: tuple[Edit, ...]
    older: int | None


def list_edits(
    connection: Connection, *, site: str | None = None, before: int | None = None, limit: int = 10, silent: bool = True
) -> EditPage:
    """Return the newest ``limit`` edits; only ``silent`` ones unless that is false.

    An edit is silent if its article says no time of change, or none after the older version was stored.
    """
    columns = (
        RevisionRow.id,
        RevisionRow.article_id,
        RevisionRow.replaced,
        RevisionRow.seen,
        RevisionRow.content,
        ArticleRow.site,
        ArticleRow.language,
        func.substr(func.coalesce(ArticleRow.title, ""), 1, _TITLE_CHARACTERS).label("title"),
        or_(ArticleRow.modified.is_(None), ArticleRow.modified <= RevisionRow.seen).label("is_silent"),
    )
    wanted = (
        select(*columns)
        .join(ArticleRow, ArticleRow.id == RevisionRow.article_id)
        .where(RevisionRow.reason == "replaced")
        .order_by(RevisionRow.id.desc())
        .limit(limit + 1)
    )
    if site is not None:
        wanted = wanted.where(ArticleRow.site == site)
    if before is not None:
        wanted = wanted.where(RevisionRow.id < before)
    if silent:
        wanted = wanted.where(or_(ArticleRow.modified.is_(None), ArticleRow.modified <= RevisionRow.seen))
    rows = connection.execute(wanted).all()
    edits = tuple(
        Edit(
            row.id,
            row.article_id,
            row.site,
            row.language,
            row.title,
            row.replaced or row.seen,
            unpack_content(row.content),
            _next_version(connection, row.article_id, row.seen).content,
            bool(row.is_silent),
        )
        for row in rows[:limit]
    )
    return EditPage(edits, edits[-1].revision_id if len(rows) > limit else None)


def _next_version(connection: Connection, article_id: int, seen: datetime) -> Version:
    versions = [one for one in history_of(connection, article_id).versions if one.reason != "skipped"]
    later = [one for one in versions if one.seen > seen]
    return later[0] if later else versions[-1]
