"""The tables: articles with their images, tags and changes; refusals; runs."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


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
    type_annotation_map = {datetime: UtcDateTime, list[str]: JSON, dict[str, str]: JSON}  # noqa: RUF012


class RunRow(Base):
    """One crawl of one spider: when, how it ended, and its counts."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    spider: Mapped[str]
    version: Mapped[str]
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    finish_reason: Mapped[str | None]
    stats: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class ArticleRow(Base):
    """One article, found by its key; the columns are described in docs/data.md."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_site_published", "site", "published"),)

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
    __table_args__ = (UniqueConstraint("article_id", "tag"), Index("ix_tags_tag", "tag"))

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


class RefusalRow(Base):
    """A page that did not become an article, and why; the newest refusal of each key."""

    __tablename__ = "refusals"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    site: Mapped[str]
    url: Mapped[str]
    reason: Mapped[str]
    detail: Mapped[str]
    http_status: Mapped[int | None]
    seen: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
