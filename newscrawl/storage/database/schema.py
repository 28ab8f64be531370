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
    LargeBinary,
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
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from newscrawl.storage.database.row_checksums import PAGE_COLUMNS, RIGHTS_COLUMNS, row_checksum

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


class Base(DeclarativeBase):
    """Root of the tables; ``metadata`` holds them all."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - as SQLAlchemy declares it
        datetime: UtcDateTime,
        list[str]: JSON,
        list[list[str]]: JSON,
        dict[str, str]: JSON,
        bytes: LargeBinary,
    }


class VersionRow(Base):
    """The version of the schema; the table is Alembic's."""

    __tablename__ = "alembic_version"

    version_num: Mapped[str] = mapped_column(String(32), primary_key=True)


class RunRow(Base):
    """One crawl of one spider: when, how it ended, its counts, what was measured, and its verdict."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_spider", "spider", "id"), Index("ix_runs_finished", "finished"))

    id: Mapped[int] = mapped_column(primary_key=True)
    spider: Mapped[str]
    version: Mapped[str]
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    finish_reason: Mapped[str | None]
    stats: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    beat: Mapped[datetime | None]
    exit_code: Mapped[int | None]
    counts: Mapped[dict[str, int] | None] = mapped_column(JSON)
    measures: Mapped[dict[str, float] | None] = mapped_column(JSON)
    why: Mapped[list[str] | None] = mapped_column(JSON)


class FetchRow(Base):
    """A line of a run's ledger: one address that it scheduled, and what became of it."""

    __tablename__ = "fetches"
    __table_args__ = (
        Index("ix_fetches_run_id", "run_id"),
        Index("ix_fetches_open", "run_id", sqlite_where=text("state = 'open'")),  # of PostgreSQL: below
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    key: Mapped[str]
    url: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    http_status: Mapped[int | None]
    scheduled: Mapped[datetime]
    ended: Mapped[datetime | None]


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

    key: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    url: Mapped[str]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    tries: Mapped[int]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    seen: Mapped[datetime]
    visited: Mapped[datetime | None]
    revisit_seconds: Mapped[int | None]
    due: Mapped[datetime | None]
    found_by: Mapped[str | None] = mapped_column(String(16))
    found_on: Mapped[str | None]
    # Of what stays as it was first written; whoever inserts a row need not think of it.
    checksum: Mapped[str | None] = mapped_column(String(64), default=_row_checksum(PAGE_COLUMNS))


class ListRow(Base):
    """A listing page, feed or sitemap whose articles have all been scheduled, and how deep it was read."""

    __tablename__ = "lists"
    __table_args__ = (Index("ix_lists_site", "site"),)

    url: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    max_pages: Mapped[int]
    read: Mapped[datetime]


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

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    site: Mapped[str]
    url: Mapped[str]
    canonical_url: Mapped[str | None]
    status: Mapped[str] = mapped_column(String(16))
    title: Mapped[str | None]
    authors: Mapped[list[str]]
    uploader: Mapped[str | None]
    source: Mapped[str | None]
    byline: Mapped[str | None]
    published: Mapped[datetime | None]
    published_written: Mapped[str | None]
    modified: Mapped[datetime | None]
    modified_written: Mapped[str | None]
    language: Mapped[str | None]
    section: Mapped[str | None]
    summary: Mapped[str | None]
    site_name: Mapped[str | None]
    lead_image: Mapped[str | None]
    body_text: Mapped[str]
    body_markdown: Mapped[str]
    body_html: Mapped[str]
    charset: Mapped[str | None]
    charset_evidence: Mapped[list[str]]
    flags: Mapped[list[str]]
    comments_removed: Mapped[int]
    field_sources: Mapped[dict[str, str]]
    content_hash: Mapped[str] = mapped_column(String(64))
    first_seen: Mapped[datetime]
    last_changed: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    confidence: Mapped[float | None]
    checksum: Mapped[str | None] = mapped_column(String(64))
    rights: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    published_day: Mapped[date | None]
    published_precision: Mapped[str | None] = mapped_column(String(8))


# When an article was published or, if nobody says, first stored; written as in the indexes.
DATED = func.coalesce(ArticleRow.published, ArticleRow.first_seen, type_=UtcDateTime())


class ImageRow(Base):
    """A picture of an article, in the order of the page."""

    __tablename__ = "images"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    alt: Mapped[str | None]
    caption: Mapped[str | None]


class TagRow(Base):
    """A tag of an article, in the order of the page."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("article_id", "tag"), Index("ix_tags_tag", "tag", "article_id"))

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str]


class ChangeRow(Base):
    """One rule that changed one field of an article, in the order of the stages."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_rule", "rule"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    field: Mapped[str]
    rule: Mapped[str]
    count: Mapped[int]
    before: Mapped[str]
    after: Mapped[str]


class RevisionRow(Base):
    """A version of an article that is not, or no longer, in ``articles``."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_article_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    content_hash: Mapped[str] = mapped_column(String(64))
    seen: Mapped[datetime]
    replaced: Mapped[datetime | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    content: Mapped[bytes]
    checksum: Mapped[str | None] = mapped_column(String(64))


class RawBaseRow(Base):
    """A page that others of its host are compressed against."""

    __tablename__ = "raw_bases"
    __table_args__ = (Index("ix_raw_bases_host", "host"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str]
    body: Mapped[bytes]


class RawPageRow(Base):
    """A page as it was fetched; an article over several pages has several, in order."""

    __tablename__ = "raw_pages"
    __table_args__ = (
        Index("ix_raw_pages_article_id", "article_id"),
        Index("ix_raw_pages_revision_id", "revision_id"),
        Index("ix_raw_pages_file_hash", "file_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    position: Mapped[int]
    url: Mapped[str]
    http_status: Mapped[int]
    headers: Mapped[list[list[str]]]
    fetched: Mapped[datetime]
    charset: Mapped[str | None]
    charset_evidence: Mapped[list[str]]
    size: Mapped[int]
    base_id: Mapped[int] = mapped_column(ForeignKey("raw_bases.id"))
    body: Mapped[bytes]  # empty if the page is a file of a raw store
    checksum: Mapped[str | None] = mapped_column(String(64))
    store_id: Mapped[int | None]
    file_hash: Mapped[str | None] = mapped_column(String(64))


class RawStoreRow(Base):
    """A directory or bucket that holds fetched pages."""

    __tablename__ = "raw_stores"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]


class ReleasedRawFileRow(Base):
    """A file of a raw store that a row has let go of, and that is deleted once no other row names it."""

    __tablename__ = "released_raw_files"

    store_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    file_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class RefusalRow(Base):
    """A page that did not become an article, and why; the newest refusal of each key."""

    __tablename__ = "refusals"
    __table_args__ = (Index("ix_refusals_site", "site"), Index("ix_refusals_url", "url"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    site: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]
    http_status: Mapped[int | None]
    seen: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    accepted: Mapped[datetime | None]


class ImportRow(Base):
    """An archive that is or was imported: how many of its records are done, and what became of them by reason."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_identity", "identity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    identity: Mapped[str | None] = mapped_column(String(64))
    selection: Mapped[str]
    records: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    started: Mapped[datetime]
    beat: Mapped[datetime]
    finished: Mapped[datetime | None]


class RightsRow(Base):
    """One statement about rights: of a page, with its article, or of a host, since when and until when."""

    __tablename__ = "rights"
    __table_args__ = (Index("ix_rights_article_id", "article_id"), Index("ix_rights_host", "host"))

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    host: Mapped[str]
    place: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(32))
    value: Mapped[Any] = mapped_column(JSON)
    source: Mapped[str]
    seen: Mapped[datetime]
    ended: Mapped[datetime | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    checksum: Mapped[str | None] = mapped_column(String(64), default=_row_checksum(RIGHTS_COLUMNS))


class ChecksumsCompleteRow(Base):
    """Since when every article, version and fetched page has a checksum; no row where older ones may have none."""

    __tablename__ = "checksums_complete"

    since: Mapped[datetime] = mapped_column(primary_key=True)


class WellKnownFileRow(Base):
    """What a host has answered to the request for ``/.well-known/tdmrep.json``, and when."""

    __tablename__ = "well_known_files"

    host: Mapped[str] = mapped_column(primary_key=True)
    http_status: Mapped[int | None]
    fetched: Mapped[datetime]
    body: Mapped[str]


class ForgetSaltRow(Base):
    """What hashes of forgotten keys are salted with; a single row, made when something is forgotten first."""

    __tablename__ = "forget_salt"

    salt: Mapped[str] = mapped_column(String(64), primary_key=True)


class ForgottenRow(Base):
    """The salted hash of the key of an article that was forgotten and must not come back."""

    __tablename__ = "forgotten"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class RemovalRow(Base):
    """A receipt: how many articles were forgotten, when, and a hash over what they were."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    removed: Mapped[datetime]
    articles: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class RefusedPageRow(Base):
    """The bytes of a page that was refused, by the key of its refusal, so that it can be read again."""

    __tablename__ = "refused_pages"
    __table_args__ = (Index("ix_refused_pages_fetched", "fetched"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    url: Mapped[str]
    http_status: Mapped[int]
    headers: Mapped[list[list[str]]]
    fetched: Mapped[datetime]
    size: Mapped[int]
    body: Mapped[bytes]


class IndexVersionRow(Base):
    """The rules that search entries and MinHash signatures were made by; a single row."""

    __tablename__ = "index_version"

    version: Mapped[str] = mapped_column(String(32), primary_key=True)


class SearchEntryRow(Base):
    """The version of an article that the search index knows, by the number that it has there.

    Numbers are never used again: SQLite's index has no texts to look up what a replaced version said, and keeps it.
    """

    __tablename__ = "search_entries"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy declares it

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), unique=True)
    site: Mapped[str]
    dated: Mapped[datetime]


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

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    signature: Mapped[bytes]


class BandRow(Base):
    """A band of a signature (locality-sensitive hashing); similar articles mostly have one in common."""

    __tablename__ = "minhash_bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # of the past, maybe: no reference


class DuplicateRow(Base):
    """Two articles that are nearly the same: the one that was stored or changed later, and the other."""

    __tablename__ = "duplicates"
    __table_args__ = (Index("ix_duplicates_other_id", "other_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    similarity: Mapped[float]


class BoilerplateRow(Base):
    """A paragraph that several articles of a site have, how often, and what becomes of it."""

    __tablename__ = "boilerplate"

    site: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    excerpt: Mapped[str]
    alphanumerics: Mapped[int]
    numbers: Mapped[int] = mapped_column(BigInteger)
    varies: Mapped[bool]
    articles: Mapped[int]
    edge: Mapped[int]
    first_number: Mapped[int]
    last_number: Mapped[int]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    decided: Mapped[datetime | None]


class ParagraphsRow(Base):
    """The paragraphs of one of the last articles of a site, by which the next one is compared."""

    __tablename__ = "paragraphs"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    site: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # of the article among those counted
    fingerprints: Mapped[bytes]
