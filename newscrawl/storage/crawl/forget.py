"""Forget articles: every row and byte that the database has of them, so that they do not come back."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, Executable, case, delete, event, func, insert, or_, select, update

from newscrawl.errors import StorageFailed
from newscrawl.stages.boilerplate import strip_boilerplate, what_is_counted
from newscrawl.storage.crawl.boilerplate_counts import SHORT, short_fingerprints
from newscrawl.storage.crawl.forgotten import FORGOTTEN, remember_forgotten
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.packing import PackingBase, pack, unpack
from newscrawl.storage.database.raw_store import delete_released, release
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import (
    APPLICATION_ID,
    ArticleRow,
    BandRow,
    BoilerplateRow,
    FetchRow,
    IndexVersionRow,
    ListRow,
    PageRow,
    ParagraphsRow,
    RawBaseRow,
    RawPageRow,
    RefusalRow,
    RefusedPageRow,
    RemovalRow,
    RightsRow,
)
from newscrawl.storage.database.search_index import bring_up_to_date
from newscrawl.storage.database.upgrade import open_database, reading
from newscrawl.urls import host_of

_BATCH_ROWS = 200  # articles, keys or pages of one statement; chosen by hand
_MIN_REPEATED_ARTICLES = 2  # that say what is called repeated
_SQLITE = b"SQLite format 3\x00"
_APPLICATION_ID_OFFSET = 68  # bytes into an SQLite file (its format, section 1.3)


Value = TypeVar("Value")


class Wanted(NamedTuple):
    """What is to be forgotten: keys or addresses, a site, an author, or what was published before a time.

    Where several are given, all must hold. What has no date counts from the day on which it was stored first.
    """

    names: tuple[str, ...] = ()
    site: str | None = None
    author: str | None = None
    before: datetime | None = None


class Found(NamedTuple):
    """An article, or with ``article_id`` ``None`` what is known of a page that is none."""

    key: str
    site: str
    article_id: int | None
    url: str
    title: str | None


class Receipt(NamedTuple):
    """How many articles and other pages were forgotten, and when; ``hash`` is kept in ``removals``.

    ``warnings`` say where bytes may still be.
    """

    articles: int
    pages: int
    removed: datetime
    hash: str
    warnings: tuple[str, ...]


def find(database_url: str, wanted: Wanted) -> tuple[Found, ...]:
    """Return what would be forgotten, articles first."""
    with reading(database_url) as engine, engine.connect() as connection:
        return _find(connection, wanted)


def forget(database_url: str, wanted: Wanted) -> Receipt:
    """Forget what ``wanted`` finds; raises ``StorageFailed``, and then nothing is forgotten.

    In one transaction, rows of articles, versions, fetched pages, refusals, ledger and near-duplicates are deleted,
    other pages are compressed anew where a forgotten one was their base, and the search index is made anew. Then the
    file is written anew, so that no free page of it holds old bytes, and files of raw stores are deleted.
    """
    engine = open_database(database_url, create=False)
    now = datetime.now(UTC)
    try:
        with failures():
            _be_thorough(engine)
            with engine.begin() as connection:
                found = _find(connection, wanted)
                _delete(connection, found, wanted)
                hashes = remember_forgotten(connection, {one.key for one in found})
                digest = hashlib.sha256("".join(hashes).encode()).hexdigest()
                articles = sum(one.article_id is not None for one in found)
                receipt = {"removed": now, "articles": articles, "hash": digest}
                connection.execute(insert(RemovalRow), receipt)
                connection.execute(delete(IndexVersionRow))
            bring_up_to_date(engine)
            warnings = tuple(_delete_files(engine))
        warnings += (*_write_anew(engine), *_copies(database_url))
    finally:
        engine.dispose()
    return Receipt(articles, len(found) - articles, now, digest, warnings)


def _find(connection: Connection, wanted: Wanted) -> tuple[Found, ...]:
    articles = [
        Found(row.key, row.site, row.id, row.url, row.title)
        for row in connection.execute(_articles(wanted))
        if wanted.author is None or _is_by(row.authors, wanted.author)
    ]
    keys = {one.key for one in articles}
    others: dict[str, Found] = {}
    if wanted.author is None and wanted.before is None:  # pages that are no articles have neither
        for table in (PageRow, RefusalRow):
            for row in connection.execute(_others(table, wanted)):
                if row.key not in keys:
                    others[row.key] = Found(row.key, row.site, None, row.url, None)
    return (*articles, *others.values())


def _articles(wanted: Wanted) -> Executable:
    columns = (ArticleRow.id, ArticleRow.key, ArticleRow.site, ArticleRow.url, ArticleRow.title, ArticleRow.authors)
    chosen = select(*columns).order_by(ArticleRow.id)
    if wanted.names:
        by_address = or_(ArticleRow.url.in_(wanted.names), ArticleRow.canonical_url.in_(wanted.names))
        chosen = chosen.where(or_(ArticleRow.key.in_(wanted.names), by_address))
    if wanted.site is not None:
        chosen = chosen.where(ArticleRow.site == wanted.site)
    if wanted.before is not None:
        chosen = chosen.where(func.coalesce(ArticleRow.published, ArticleRow.first_seen) < wanted.before)
    return chosen


def _others(table: type[PageRow | RefusalRow], wanted: Wanted) -> Executable:
    chosen = select(table.key, table.site, table.url)
    if wanted.names:
        chosen = chosen.where(or_(table.key.in_(wanted.names), table.url.in_(wanted.names)))
    return chosen.where(table.site == wanted.site) if wanted.site is not None else chosen


def _is_by(authors: Sequence[str], name: str) -> bool:
    """Tell whether an article to be forgotten is by a person."""
    return any(author.casefold() == name.casefold() for author in authors)


def _delete(connection: Connection, found: Sequence[Found], wanted: Wanted) -> None:
    ids = [one.article_id for one in found if one.article_id is not None]
    _delete_boilerplate(connection, ids)
    hosts = _delete_pages(connection, ids)
    for some in batched(ids, _BATCH_ROWS):
        for table in (RightsRow, BandRow):
            connection.execute(delete(table).where(table.article_id.in_(some)))
        connection.execute(delete(ArticleRow).where(ArticleRow.id.in_(some)))  # and its parts with it
    for keys in batched((one.key for one in found), _BATCH_ROWS):
        for keyed in (PageRow, RefusalRow, RefusedPageRow):
            connection.execute(delete(keyed).where(keyed.key.in_(keys)))
    for some_found in batched(found, _BATCH_ROWS):
        _blot_ledger(connection, {one.key for one in some_found} | {one.url for one in some_found})
    _replace_bases(connection, hosts)
    if wanted.site is not None and wanted == Wanted(site=wanted.site):
        for of_site in (ListRow, BoilerplateRow, ParagraphsRow):
            connection.execute(delete(of_site).where(of_site.site == wanted.site))


def _blot_ledger(connection: Connection, names: Collection[str]) -> None:
    """Leave lines of the ledger without what they were about: a run's counts must add up to its lines."""
    lines = or_(FetchRow.key.in_(names), FetchRow.url.in_(names))
    if connection.execute(update(FetchRow).where(lines).values(key=FORGOTTEN, url=FORGOTTEN)).rowcount:
        blank = {"key": FORGOTTEN, "site": "", "url": FORGOTTEN, "state": "skipped", "reason": "", "tries": 0}
        page = INSERTS[connection.dialect.name](PageRow).on_conflict_do_nothing(index_elements=["key"])
        connection.execute(page, blank | {"seen": datetime.now(UTC)})
    for table in (FetchRow, PageRow):  # of an address that led to one of them
        connection.execute(update(table).where(table.reason.in_(names)).values(reason=FORGOTTEN))


def _delete_boilerplate(connection: Connection, ids: Sequence[int]) -> None:
    """Take what the articles say out of what their sites are known to repeat, unless others say it, too."""
    for some in batched(ids, _BATCH_ROWS):
        for article in read_articles(connection, some).values():
            paragraphs = what_is_counted(strip_boilerplate(article, ()))
            said = {one.fingerprint for one in paragraphs}
            of_site = BoilerplateRow.site == article.site
            for fingerprints in batched(said, _BATCH_ROWS):
                these = (of_site, BoilerplateRow.fingerprint.in_(fingerprints))
                fewer = BoilerplateRow.articles - 1
                edge = case((BoilerplateRow.edge > fewer, fewer), else_=BoilerplateRow.edge)
                connection.execute(update(BoilerplateRow).where(*these).values(articles=fewer, edge=edge))
                connection.execute(
                    delete(BoilerplateRow).where(*these, BoilerplateRow.articles < _MIN_REPEATED_ARTICLES)
                )
            _empty_window(connection, article.site, short_fingerprints(paragraphs))


def _empty_window(connection: Connection, site: str, shorts: Collection[int]) -> None:
    """Empty the lines of ``paragraphs`` most of which the article says; nobody knows which article a line is of."""
    lines = select(ParagraphsRow.number, ParagraphsRow.fingerprints).where(ParagraphsRow.site == site)
    for number, packed in connection.execute(lines).all():
        line = {short for (short,) in SHORT.iter_unpack(packed)}
        if 2 * len(line.intersection(shorts)) > len(line):
            this = (ParagraphsRow.site == site, ParagraphsRow.number == number)
            connection.execute(update(ParagraphsRow).where(*this).values(fingerprints=b""))


def _delete_pages(connection: Connection, ids: Sequence[int]) -> set[str]:
    """Delete the fetched pages of articles; return their hosts."""
    hosts = set[str]()
    for some in batched(ids, _BATCH_ROWS):
        these = RawPageRow.article_id.in_(some)
        hosts |= set(map(host_of, connection.execute(select(RawPageRow.url).where(these)).scalars()))
        release(connection, these)
        connection.execute(delete(RawPageRow).where(these))
    return hosts


def _replace_bases(connection: Connection, hosts: set[str]) -> None:
    """Delete pages of ``hosts`` that others are compressed against, unless they are stored pages themselves.

    Which article a base was of, nobody knows, and it may be a former version of a forgotten one.
    """
    for some in batched(sorted(hosts), _BATCH_ROWS):
        bases = select(RawBaseRow.id).where(RawBaseRow.host.in_(some)).order_by(RawBaseRow.id)
        for number in connection.execute(bases).scalars().all():
            _replace_base(connection, number)


def _replace_base(connection: Connection, number: int) -> None:
    base = connection.execute(select(RawBaseRow.host, RawBaseRow.body).where(RawBaseRow.id == number)).one()
    old = PackingBase(unpack(base.body))
    if not old.body:  # says nothing, and stands for files
        return
    pages = select(RawPageRow.id, RawPageRow.body).where(RawPageRow.base_id == number).order_by(RawPageRow.id)
    rows = connection.execute(pages).all()
    unpacked = ((row.id, old.unpack(row.body)) for row in rows)
    if any(PackingBase(body).body == old.body for _, body in unpacked):
        return
    if rows:
        first = old.unpack(rows[0].body)
        new = PackingBase(first)
        values = {"host": base.host, "body": pack(new.body)}
        new_number = connection.execute(insert(RawBaseRow).returning(RawBaseRow.id), values).scalar_one()
        for row in rows:
            packed = {"base_id": new_number, "body": new.pack(old.unpack(row.body))}
            connection.execute(update(RawPageRow).where(RawPageRow.id == row.id).values(**packed))
    connection.execute(delete(RawBaseRow).where(RawBaseRow.id == number))


def _delete_files(engine: Engine) -> Iterator[str]:
    """Delete files of raw stores; yield what has failed."""
    try:
        left = delete_released(engine)
    except StorageFailed as failure:
        yield f"{failure}; the next run or `forget` tries again"
        return
    if left:
        yield f"{left} files of the raw store are being written anew: `forget` again"


def _be_thorough(engine: Engine) -> None:
    """Let SQLite write zeros over what is forgotten, where it would only mark it as free."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA secure_delete=ON"))
        engine.dispose()  # connections that are open already


def _write_anew(engine: Engine) -> Iterator[str]:
    """Write the file anew, since pages that were freed before today may hold old versions; yield what has failed."""
    if engine.dialect.name != "sqlite":
        yield "PostgreSQL keeps deleted rows in its files and its log for a while: run VACUUM FULL"
        return
    connection = engine.raw_connection()
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        yield f"the file could not be written anew ({error}): its free pages may hold old bytes; forget again"
        return
    finally:
        connection.close()
    if busy:
        yield "another process reads the database: old bytes stand in its log (-wal) until that has ended"


def _copies(database_url: str) -> Iterator[str]:
    """Yield what is not reached: copies beside the database by name, and those elsewhere."""
    path = file_of(read_url(database_url))
    if path is not None:
        for other in sorted(path.parent.iterdir()):
            if other.is_file() and not other.samefile(path) and _is_ours(other):
                yield f"not reached: {other} is a database of newscrawl, too"
    yield "not reached: backups elsewhere, exports, and what others have copied"


def _is_ours(path: Path) -> bool:
    """Tell whether a file beside the database is a copy of one of ours, which still holds what is to be forgotten."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(_APPLICATION_ID_OFFSET + 4)
        return head.startswith(_SQLITE) and head.endswith(APPLICATION_ID.to_bytes(4, "big"))
    return False
