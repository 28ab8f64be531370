"""The record that flows from the spider to the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, NamedTuple, Self

from newscrawl.dom.render.images import Image
from newscrawl.errors import Refused
from newscrawl.text.dates import written_day
from newscrawl.text.fingerprints import Paragraph
from newscrawl.text.repaired import Step

Status = Literal["ok", "lossy", "damaged"]


class Change(NamedTuple):
    """One rule that a stage applied to one field, with counts and excerpts as in ``Step``."""

    stage: str
    field: str
    rule: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """A page as it was fetched, without its content encoding: bytes, headers in their order, status and time.

    ``charset`` and ``charset_evidence`` say how it was read then.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    fetched: datetime
    charset: str | None = None
    charset_evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as a plain value; every stage returns a new one.

    ``None`` or an empty tuple means that the page does not say. Times are aware and UTC; ``*_written`` keeps the form
    that stood on the page. ``language`` is a BCP 47 tag: ``zh`` is Chinese in simplified characters, ``zh-Hant`` in
    traditional ones. ``body_html`` is allow-listed markup; ``body_text`` and ``body_markdown`` are rendered from it.
    ``byline`` is the line of names as written, from which the credit stage reads authors, source and uploader.
    ``field_sources`` says where each field was found (``site``, ``json-ld``, ``meta``, ``generic`` …).
    ``confidence`` is how sure the reader was to have the body (1 where the site's declaration found it, from 0 to 1
    where the generic reader did), less a tenth for each field for which the page says two things.
    ``status`` is ``ok``, ``lossy`` (some characters are lost and marked) or ``damaged`` (not fit for use: fetch again).
    ``raw`` holds the pages that it was read from, in order, until they are stored. ``asked`` is the address that the
    crawl asked for, where another one answered. ``paragraphs`` is what the site may say on other articles, too, for
    the database to count.
    """

    url: str
    key: str
    site: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    uploader: str | None = None
    source: str | None = None
    byline: str | None = None
    published: datetime | None = None
    published_written: str | None = None
    modified: datetime | None = None
    modified_written: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    images: tuple[Image, ...] = ()
    lead_image: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    body_html: str = ""
    body_text: str = ""
    body_markdown: str = ""
    charset: str | None = None
    charset_evidence: tuple[str, ...] = ()
    status: Status = "ok"
    flags: tuple[str, ...] = ()
    confidence: float | None = None
    comments_removed: int = 0
    field_sources: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    raw: tuple[RawPage, ...] = field(default=(), repr=False, compare=False)
    asked: str | None = field(default=None, repr=False, compare=False)
    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False, compare=False)

    @property
    def date(self) -> date | None:
        """The day of publication on the site's own clock; ``published`` may fall on another one in UTC."""
        if self.published is None:
            return None
        return written_day(self.published_written, self.published) if self.published_written else self.published.date()

    def changed(self, stage: str, field_name: str, steps: Iterable[Step]) -> tuple[Change, ...]:
        """Return the changes so far and those of ``steps``, for ``replace(changes=…)``."""
        return (*self.changes, *(Change(stage, field_name, *step) for step in steps))

    def flagged(self, flag: str) -> Self:
        """Return the article with ``flag`` among its flags."""
        return self if flag in self.flags else replace(self, flags=(*self.flags, flag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that did not become an article, and why; it flows to the database like an article.

    ``asked`` as in ``Article``.
    """

    url: str
    key: str
    site: str
    reason: str
    detail: str = ""
    http_status: int | None = None
    asked: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, article: Article, refused: Refused) -> Self:
        """Return the refusal of an article that a later stage gave up."""
        return cls(
            url=article.url,
            key=article.key,
            site=article.site,
            reason=refused.reason,
            detail=refused.detail,
            asked=article.asked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A page that was scheduled and of which nothing is to be stored; it flows to the ledger.

    ``state`` is ``unchanged`` (it is as it was), ``duplicate`` (of one that has been asked for) or ``skipped`` (not
    wanted); ``reason`` says more. ``asked`` is the address that the crawl asked for.
    """

    asked: str
    key: str
    site: str
    state: Literal["unchanged", "duplicate", "skipped"]
    reason: str
