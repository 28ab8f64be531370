"""Articles that say something else than before, the newest change first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, or_, select

from newscrawl.storage.database.packing import unpack_content
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow, RevisionRow
from newscrawl.storage.views.revisions import plain_version

_TITLE_CHARACTERS = 300  # of a title that are shown in a list (chosen by hand)


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
    newer = _next_versions(connection, rows[:limit])
    edits = tuple(
        Edit(
            row.id,
            row.article_id,
            row.site,
            row.language,
            row.title,
            row.replaced or row.seen,
            unpack_content(row.content),
            newer[row.id],
            bool(row.is_silent),
        )
        for row in rows[:limit]
    )
    return EditPage(edits, edits[-1].revision_id if len(rows) > limit else None)


def _next_versions(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, dict[str, Any]]:
    """Return by the numbers of revisions the content of the version that was stored after each."""
    articles = {row.article_id for row in rows}
    stored = (
        select(RevisionRow.id, RevisionRow.article_id, RevisionRow.seen)
        .where(RevisionRow.article_id.in_(articles), RevisionRow.reason != "skipped")
        .order_by(RevisionRow.seen, RevisionRow.id)
    )
    later = connection.execute(stored).all()
    following = {
        row.id: next((one.id for one in later if one.article_id == row.article_id and one.seen > row.seen), None)
        for row in rows
    }
    wanted = [number for number in following.values() if number is not None]
    contents = select(RevisionRow.id, RevisionRow.content).where(RevisionRow.id.in_(wanted))
    revisions = {row.id: unpack_content(row.content) for row in connection.execute(contents)}
    current = read_articles(connection, [row.article_id for row in rows if following[row.id] is None])
    return {
        row.id: plain_version(current[row.article_id]) if (number := following[row.id]) is None else revisions[number]
        for row in rows
    }
