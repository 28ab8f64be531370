"""The tables: articles with their images, tags, changes, revisions and raw pages; refusals; runs and what they know.

A change here needs a migration in ``migrations/versions`` and a new ``SCHEMA_VERSION``; a test compares the two ways.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    event,
    func,
    text,
)
from sqlalchemy.engine import Dialect

from newscrawl.storage.database.row_checksums import PAGE_COLUMNS, RIGHTS_COLUMNS, row_checksum
from newscrawl.storage.database.table_class import STANDARD_TYPES, TableClass, TableColumn, column

SCHEMA_VERSION = "0017"
APPLICATION_ID = 0x6E637277  # "ncrw": tells SQLite files of newscrawl from others


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time; stored in UTC without a zone, since SQLite has none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert an aware time to naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a stored time its zone back."""
        return value.replace(tzinfo=UTC) if value else None


def _row_checksum(columns: tuple[str, ...]) -> Callable[[Any], str]:
    return lambda context: row_checksum(context.get_current_parameters(), columns)


class Base(metaclass=TableClass):
    """Root of the tables; ``metadata`` holds them all."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    column_types = STANDARD_TYPES | {
        datetime: UtcDateTime,
        list[str]: JSON,
        list[list[str]]: JSON,
        dict[str, str]: JSON,
    }


class VersionRow(Base):
    """The version of the schema; the table is Alembic's."""

    __tablename__ = "alembic_version"

    version_num: TableColumn[str] = column(String(32), primary_key=True)


class RunRow(Base):
    """One crawl of one spider: when, how it ended, its counts, what was measured, and its verdict."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_spider", "spider", "id"), Index("ix_runs_finished", "finished"))

    id: TableColumn[int] = column(primary_key=True)
    spider: TableColumn[str]
    version: TableColumn[str]
    started: TableColumn[datetime]
    finished: TableColumn[datetime | None]
    finish_reason: TableColumn[str | None]
    stats: TableColumn[dict[str, Any] | None] = column(JSON)
    beat: TableColumn[datetime | None]
    exit_code: TableColumn[int | None]
    counts: TableColumn[dict[str, int] | None] = column(JSON)
    measures: TableColumn[dict[str, float] | None] = column(JSON)
    why: TableColumn[list[str] | None] = column(JSON)


class FetchRow(Base):
    """A line of a run's ledger: one address that it scheduled, and what became of it."""

    __tablename__ = "fetches"
    __table_args__ = (
        Index("ix_fetches_run_id", "run_id"),
        Index("ix_fetches_open", "run_id", sqlite_where=text("state = 'open'")),  # of PostgreSQL: below
    )

    id: TableColumn[int] = column(primary_key=True)
    run_id: TableColumn[int] = column(ForeignKey("runs.id", ondelete="CASCADE"))
    key: TableColumn[str]
    url: TableColumn[str]
    state: TableColumn[str] = column(String(16))
    reason: TableColumn[str]
    http_status: TableColumn[int | None]
    scheduled: TableColumn[datetime]
    ended: TableColumn[datetime | None]


@event.listens_for(FetchRow.__table__, "before_create")
def _index_open_fetches(fetches: Table, connection: Connection, **_details: Any) -> None:
    # An argument `postgresql_where` would load that dialect, a tenth of a second, for everybody who uses SQLite.
    if connection.dialect.name == "postgresql":
        index = next(index for index in fetches.indexes if index.name == "ix_fetches_open")
        index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


class PageRow(Base):
    """A page that is known, whatever became of it, and when it is due again; the newest state of each key."""

    __tablename__ = "pages"
    __table_args__ = (Index("ix_pages_site_due", "site", "due"), Index("ix_pages_site_state", "site", "state"))

    key: TableColumn[str] = column(primary_key=True)
    site: TableColumn[str]
    url: TableColumn[str]
    state: TableColumn[str] = column(String(16))
    reason: TableColumn[str]
    tries: TableColumn[int]
    etag: TableColumn[str | None]
    last_modified: TableColumn[str | None]
    seen: TableColumn[datetime]
    visited: TableColumn[datetime | None]
    revisit_seconds: TableColumn[int | None]
    due: TableColumn[datetime | None]
    found_by: TableColumn[str | None] = column(String(16))
    found_on: TableColumn[str | None]
    # Of what stays as it was first written; whoever inserts a row need not think of it.
    checksum: TableColumn[str | None] = column(String(64), default=_row_checksum(PAGE_COLUMNS))


class ListRow(Base):
    """A listing page, feed or sitemap whose articles have all been scheduled, and how deep it was read."""

    __tablename__ = "lists"
    __table_args__ = (Index("ix_lists_site", "site"),)

    url: TableColumn[str] = column(primary_key=True)
    site: TableColumn[str]
    etag: TableColumn[str | None]
    last_modified: TableColumn[str | None]
    max_pages: TableColumn[int]
    read: TableColumn[datetime]


_DATED = text("coalesce(published, first_seen)")


class ArticleRow(Base):
    """One article, found by its key; the columns are described in docs/data.md.

    Lists are in the order of ``DATED``; the last index covers their counts by site, language and status.
    """

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_site_published", "site", "published"),
        Index("ix_articles_dated", _DATED, "id"),
        Index("ix_articles_site_dated", "site", _DATED, "id"),
        Index("ix_articles_language_dated", "language", _DATED, "id"),
        Index("ix_articles_status_dated", "status", _DATED, "id"),
        Index("ix_articles_site_language_status", "site", "language", "status"),
        Index("ix_articles_last_changed", "last_changed"),
        Index("ix_articles_site_last_changed", "site", "last_changed"),
        Index("ix_articles_url", "url"),
    )

    id: TableColumn[int] = column(primary_key=True)
    key: TableColumn[str] = column(unique=True)
    site: TableColumn[str]
    url: TableColumn[str]
    canonical_url: TableColumn[str | None]
    status: TableColumn[str] = column(String(16))
    title: TableColumn[str | None]
    authors: TableColumn[list[str]]
    uploader: TableColumn[str | None]
    source: TableColumn[str | None]
    byline: TableColumn[str | None]
    published: TableColumn[datetime | None]
    published_written: TableColumn[str | None]
    modified: TableColumn[datetime | None]
    modified_written: TableColumn[str | None]
    language: TableColumn[str | None]
    section: TableColumn[str | None]
    summary: TableColumn[str | None]
    site_name: TableColumn[str | None]
    lead_image: TableColumn[str | None]
    body_text: TableColumn[str]
    body_markdown: TableColumn[str]
    body_html: TableColumn[str]
    charset: TableColumn[str | None]
    charset_evidence: TableColumn[list[str]]
    flags: TableColumn[list[str]]
    comments_removed: TableColumn[int]
    field_sources: TableColumn[dict[str, str]]
    content_hash: TableColumn[str] = column(String(64))
    first_seen: TableColumn[datetime]
    last_changed: TableColumn[datetime]
    run_id: TableColumn[int | None] = column(ForeignKey("runs.id"))
    confidence: TableColumn[float | None]
    checksum: TableColumn[str | None] = column(String(64))
    rights: TableColumn[dict[str, Any] | None] = column(JSON(none_as_null=True))
    published_day: TableColumn[date | None]
    published_precision: TableColumn[str | None] = column(String(8))


# When an article was published or, if nobody says, first stored; written as in the indexes.
DATED = func.coalesce(ArticleRow.published, ArticleRow.first_seen, type_=UtcDateTime())


class ImageRow(Base):
    """A picture of an article, in the order of the page."""

    __tablename__ = "images"

    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: TableColumn[int] = column(primary_key=True)
    url: TableColumn[str]
    alt: TableColumn[str | None]
    caption: TableColumn[str | None]


class TagRow(Base):
    """A tag of an article, in the order of the page."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("article_id", "tag"), Index("ix_tags_tag", "tag", "article_id"))

    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: TableColumn[int] = column(primary_key=True)
    tag: TableColumn[str]


class ChangeRow(Base):
    """One rule that changed one field of an article, in the order of the stages."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_rule", "rule"),)

    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: TableColumn[int] = column(primary_key=True)
    stage: TableColumn[str]
    field: TableColumn[str]
    rule: TableColumn[str]
    count: TableColumn[int]
    before: TableColumn[str]
    after: TableColumn[str]


class RevisionRow(Base):
    """A version of an article that is not, or no longer, in ``articles``."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_article_id", "article_id"),)

    id: TableColumn[int] = column(primary_key=True)
    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"))
    reason: TableColumn[str] = column(String(16))
    status: TableColumn[str] = column(String(16))
    content_hash: TableColumn[str] = column(String(64))
    seen: TableColumn[datetime]
    replaced: TableColumn[datetime | None]
    run_id: TableColumn[int | None] = column(ForeignKey("runs.id"))
    content: TableColumn[bytes]
    checksum: TableColumn[str | None] = column(String(64))


class RawBaseRow(Base):
    """A page that others of its host are compressed against."""

    __tablename__ = "raw_bases"
    __table_args__ = (Index("ix_raw_bases_host", "host"),)

    id: TableColumn[int] = column(primary_key=True)
    host: TableColumn[str]
    body: TableColumn[bytes]


class RawPageRow(Base):
    """A page as it was fetched; an article over several pages has several, in order."""

    __tablename__ = "raw_pages"
    __table_args__ = (
        Index("ix_raw_pages_article_id", "article_id"),
        Index("ix_raw_pages_revision_id", "revision_id"),
        Index("ix_raw_pages_file_hash", "file_hash"),
    )

    id: TableColumn[int] = column(primary_key=True)
    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"))
    revision_id: TableColumn[int | None] = column(ForeignKey("revisions.id", ondelete="CASCADE"))
    position: TableColumn[int]
    url: TableColumn[str]
    http_status: TableColumn[int]
    headers: TableColumn[list[list[str]]]
    fetched: TableColumn[datetime]
    charset: TableColumn[str | None]
    charset_evidence: TableColumn[list[str]]
    size: TableColumn[int]
    base_id: TableColumn[int] = column(ForeignKey("raw_bases.id"))
    body: TableColumn[bytes]  # empty if the page is a file of a raw store
    checksum: TableColumn[str | None] = column(String(64))
    store_id: TableColumn[int | None]
    file_hash: TableColumn[str | None] = column(String(64))


class RawStoreRow(Base):
    """A directory or bucket that holds fetched pages."""

    __tablename__ = "raw_stores"

    id: TableColumn[int] = column(primary_key=True)
    url: TableColumn[str]


class ReleasedRawFileRow(Base):
    """A file of a raw store that a row has let go of, and that is deleted once no other row names it."""

    __tablename__ = "released_raw_files"

    store_id: TableColumn[int] = column(primary_key=True, autoincrement=False)
    file_hash: TableColumn[str] = column(String(64), primary_key=True)


class RefusalRow(Base):
    """A page that did not become an article, and why; the newest refusal of each key."""

    __tablename__ = "refusals"
    __table_args__ = (Index("ix_refusals_site", "site"), Index("ix_refusals_url", "url"))

    id: TableColumn[int] = column(primary_key=True)
    key: TableColumn[str] = column(unique=True)
    site: TableColumn[str]
    url: TableColumn[str]
    reason: TableColumn[str]
    detail: TableColumn[str]
    http_status: TableColumn[int | None]
    seen: TableColumn[datetime]
    run_id: TableColumn[int | None] = column(ForeignKey("runs.id"))
    accepted: TableColumn[datetime | None]


class ImportRow(Base):
    """An archive that is or was imported: how many of its records are done, and what became of them by reason."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_identity", "identity"),)

    id: TableColumn[int] = column(primary_key=True)
    source: TableColumn[str]
    identity: TableColumn[str | None] = column(String(64))
    selection: TableColumn[str]
    records: TableColumn[int]
    counts: TableColumn[dict[str, int]] = column(JSON)
    started: TableColumn[datetime]
    beat: TableColumn[datetime]
    finished: TableColumn[datetime | None]


class RightsRow(Base):
    """One statement about rights: of a page, with its article, or of a host, since when and until when."""

    __tablename__ = "rights"
    __table_args__ = (Index("ix_rights_article_id", "article_id"), Index("ix_rights_host", "host"))

    id: TableColumn[int] = column(primary_key=True)
    article_id: TableColumn[int | None] = column(ForeignKey("articles.id", ondelete="CASCADE"))
    host: TableColumn[str]
    place: TableColumn[str] = column(String(16))
    name: TableColumn[str] = column(String(32))
    value: TableColumn[Any] = column(JSON)
    source: TableColumn[str]
    seen: TableColumn[datetime]
    ended: TableColumn[datetime | None]
    run_id: TableColumn[int | None] = column(ForeignKey("runs.id"))
    checksum: TableColumn[str | None] = column(String(64), default=_row_checksum(RIGHTS_COLUMNS))


class ChecksumsCompleteRow(Base):
    """Since when every article, version and fetched page has a checksum; no row where older ones may have none."""

    __tablename__ = "checksums_complete"

    since: TableColumn[datetime] = column(primary_key=True)


class WellKnownFileRow(Base):
    """What a host has answered to the request for ``/.well-known/tdmrep.json``, and when."""

    __tablename__ = "well_known_files"

    host: TableColumn[str] = column(primary_key=True)
    http_status: TableColumn[int | None]
    fetched: TableColumn[datetime]
    body: TableColumn[str]


class ForgetSaltRow(Base):
    """What hashes of forgotten keys are salted with; a single row, made when something is forgotten first."""

    __tablename__ = "forget_salt"

    salt: TableColumn[str] = column(String(64), primary_key=True)


class ForgottenRow(Base):
    """The salted hash of the key of an article that was forgotten and must not come back."""

    __tablename__ = "forgotten"

    hash: TableColumn[str] = column(String(64), primary_key=True)


class RemovalRow(Base):
    """A receipt: how many articles were forgotten, when, and a hash over what they were."""

    __tablename__ = "removals"

    id: TableColumn[int] = column(primary_key=True)
    removed: TableColumn[datetime]
    articles: TableColumn[int]
    hash: TableColumn[str] = column(String(64))


class RefusedPageRow(Base):
    """The bytes of a page that was refused, by the key of its refusal, so that it can be read again."""

    __tablename__ = "refused_pages"
    __table_args__ = (Index("ix_refused_pages_fetched", "fetched"),)

    key: TableColumn[str] = column(primary_key=True)
    site: TableColumn[str]
    url: TableColumn[str]
    http_status: TableColumn[int]
    headers: TableColumn[list[list[str]]]
    fetched: TableColumn[datetime]
    size: TableColumn[int]
    body: TableColumn[bytes]


class IndexVersionRow(Base):
    """The rules that search entries and MinHash signatures were made by; a single row."""

    __tablename__ = "index_version"

    version: TableColumn[str] = column(String(32), primary_key=True)


class SearchEntryRow(Base):
    """The version of an article that the search index knows, by the number that it has there.

    Numbers are never used again: SQLite's index has no texts to look up what a replaced version said, and keeps it.
    """

    __tablename__ = "search_entries"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy declares it

    id: TableColumn[int] = column(primary_key=True)
    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), unique=True)
    site: TableColumn[str]
    dated: TableColumn[datetime]


# The index itself is made of what only one database has.
SEARCH_INDEX = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5"
        " (title, body, content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE search_index (entry_id INTEGER PRIMARY KEY REFERENCES search_entries (id) ON DELETE CASCADE,"
        " vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_search_index_vector ON search_index USING gin (vector)",
    ),
}


# SQLAlchemy's inspector passes over an index of an expression.
_INDEX_NAMES = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'index'"),
    "postgresql": text("SELECT indexname FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))"),
}


def index_names(connection: Connection) -> set[str]:
    """Return the names of all indexes that the database has."""
    return set(connection.execute(_INDEX_NAMES[connection.dialect.name]).scalars())


@event.listens_for(SearchEntryRow.__table__, "after_create")
def _make_search_index(_table: Table, connection: Connection, **_details: Any) -> None:
    for statement in SEARCH_INDEX[connection.dialect.name]:
        connection.exec_driver_sql(statement)


class SignatureRow(Base):
    """The MinHash signature of an article, by which its similarity to others is estimated; a few words have none."""

    __tablename__ = "minhash_signatures"

    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    signature: TableColumn[bytes]


class BandRow(Base):
    """A band of a signature (locality-sensitive hashing); similar articles mostly have one in common."""

    __tablename__ = "minhash_bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    value: TableColumn[int] = column(BigInteger, primary_key=True, autoincrement=False)
    article_id: TableColumn[int] = column(primary_key=True, autoincrement=False)  # of the past, maybe: no reference


class DuplicateRow(Base):
    """Two articles that are nearly the same: the one that was stored or changed later, and the other."""

    __tablename__ = "duplicates"
    __table_args__ = (Index("ix_duplicates_other_id", "other_id"),)

    article_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    other_id: TableColumn[int] = column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    similarity: TableColumn[float]


class BoilerplateRow(Base):
    """A paragraph that several articles of a site have, how often, and what becomes of it."""

    __tablename__ = "boilerplate"

    site: TableColumn[str] = column(primary_key=True)
    fingerprint: TableColumn[int] = column(BigInteger, primary_key=True, autoincrement=False)
    state: TableColumn[str] = column(String(16))
    excerpt: TableColumn[str]
    alphanumerics: TableColumn[int]
    numbers: TableColumn[int] = column(BigInteger)
    varies: TableColumn[bool]
    articles: TableColumn[int]
    edge: TableColumn[int]
    first_number: TableColumn[int]
    last_number: TableColumn[int]
    first_seen: TableColumn[datetime]
    last_seen: TableColumn[datetime]
    decided: TableColumn[datetime | None]


class ParagraphsRow(Base):
    """The paragraphs of one of the last articles of a site, by which the next one is compared."""

    __tablename__ = "paragraphs"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    site: TableColumn[str] = column(primary_key=True)
    number: TableColumn[int] = column(primary_key=True, autoincrement=False)  # of the article among those counted
    fingerprints: TableColumn[bytes]
