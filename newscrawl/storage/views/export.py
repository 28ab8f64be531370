"""Write stored articles to files that other programs read, without holding more than a few in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, select

from newscrawl.article import Article
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.storage.crawl.raw import read_raw
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow
from newscrawl.storage.database.upgrade import reading
from newscrawl.storage.views.formats import FORMATS, Format, Record
from newscrawl.storage.views.search import matching

_BATCH = 50  # articles, with their pages, in memory at a time
_FIRST_BATCH = 5  # articles, so that who reads the output does not wait for more
_TIMES = select(ArticleRow.id, ArticleRow.first_seen, ArticleRow.last_changed).where(
    ArticleRow.id.in_(bindparam("ids", expanding=True))
)

Watch = Callable[
    [Iterable[Record], int], Iterable[Record]
]  # passes on what it is given; knows how many will come at most


def export(
    database_url: str,
    form: str,
    target: Path | None,
    *,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    query: str | None = None,
    takes: Callable[[int], bool] = lambda _place: True,
    keep: Callable[[Article], bool] = lambda _article: True,
    watch: Watch = lambda records, _count: records,
) -> int:
    """Write articles to ``target``, or to standard output without one, in one of ``FORMATS``; return how many.

    ``site``, ``since`` (published at that time or later), ``until`` (published before that time) and ``query`` (as for
    a search) narrow them down; ``takes`` tells by its place, from 0, whether an article is written, ``keep`` by what it
    says. A file is written beside ``target`` and takes its place when it is whole. Raises ``BadArgument`` for a
    format that is not known or not installed, and for a target that cannot be written or is the database,
    ``StorageFailed`` if the writing fails.
    """
    if form not in FORMATS:
        raise BadArgument(f"--format must be one of {', '.join(FORMATS)}, not {form!r}")
    chosen = FORMATS[form]
    if target:
        _check(target, chosen, database_url)
    with reading(database_url) as engine:
        with engine.connect() as connection:
            found = select_ids(connection, site, since, until, query, newest_first=chosen.newest_first)
        ids = [number for place, number in enumerate(found) if takes(place)]

        def records() -> Iterator[Record]:
            for some in chain(batched(ids[:_FIRST_BATCH]), batched(ids[_FIRST_BATCH:], _BATCH)):
                with engine.connect() as connection:  # a short transaction each, since writers may wait for it
                    batch = list(_read(connection, some, chosen))
                yield from batch

        written = 0
        try:
            with chosen.opened(target) as write:
                for record in watch((one for one in records() if keep(one.article)), len(ids)):
                    write(record)
                    written += 1
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StorageFailed(f"cannot write {target or 'standard output'}: {error.strerror or error}") from error
    return written


def _check(target: Path, form: Format, database_url: str) -> None:
    database = file_of(read_url(database_url))
    if database and target.exists() and database.exists() and target.samefile(database):
        raise BadArgument(f"{target} is the database")
    if form.is_folder and target.exists() and not target.is_dir():
        raise BadArgument(f"{target} is a file: this format takes a folder")
    if not form.is_folder and target.is_dir():
        raise BadArgument(f"{target} is a folder")
    if target.exists() and not target.is_file() and not form.is_folder:
        raise BadArgument(f"{target} is no regular file")
    if not target.parent.is_dir():
        raise BadArgument(f"there is no folder {target.parent}")


def select_ids(
    connection: Connection,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    query: str | None,
    *,
    newest_first: bool,
) -> Sequence[int]:
    """Return the numbers of the articles that are left, in the order in which they are written."""
    dated = func.coalesce(ArticleRow.published, ArticleRow.first_seen)
    wanted = select(ArticleRow.id)
    if newest_first:
        wanted = wanted.order_by(dated.desc(), ArticleRow.id)
    if site is not None:
        wanted = wanted.where(ArticleRow.site == site)
    if since is not None:
        wanted = wanted.where(dated >= since)
    if until is not None:
        wanted = wanted.where(dated < until)
    ids = connection.execute(wanted).scalars().all()
    if not newest_first:
        ids = sorted(ids)  # here: for this order, SQLite would read the whole table
    if query is None:
        return ids
    found = matching(connection, query)
    return [number for number in ids if number in found]


def _read(connection: Connection, ids: Sequence[int], form: Format) -> Iterator[Record]:
    articles = read_articles(connection, ids)
    pages = read_raw(connection, ids, former=True) if form.with_pages else {}
    seen = {row.id: row for row in connection.execute(_TIMES, {"ids": ids})}
    for number in ids:
        if number in articles:  # and was not deleted meanwhile
            row = seen[number]
            yield Record(number, articles[number], row.first_seen, row.last_changed, pages.get(number, ()))
