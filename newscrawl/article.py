"""The record that flows from the spider to the database."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import Flag, auto
from functools import cache
from typing import Annotated, Any, Generic, Literal, NamedTuple, Self, TypeVar, cast, get_type_hints
from zoneinfo import ZoneInfo

from newscrawl.dom.body import Body
from newscrawl.dom.render.images import Image
from newscrawl.errors import Refused
from newscrawl.rights.signals import Signal, facts_of
from newscrawl.text.dates import Precision, written_day
from newscrawl.text.fingerprints import Paragraph
from newscrawl.text.repaired import Step

Status = Literal["ok", "lossy", "damaged"]
Value = TypeVar("Value")


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


class Use(Flag):
    """What a field of an article is for."""

    CONTENT = auto()  # what the article says: where it differs, there is a new version
    VERSION = auto()  # kept with every version
    EXPORT = auto()  # written to files
    REPAIR = auto()  # text of the page, which may be damaged
    COVERAGE = auto()  # watched: the share of articles that have it tells whether a site has changed
    RENDERED = auto()  # written from the body


_SAID = Use.CONTENT | Use.VERSION | Use.EXPORT
_TEXT = _SAID | Use.REPAIR
_KEPT = Use.VERSION | Use.EXPORT


class FromBody(Generic[Value]):
    """A field that holds a value, or a ``Body`` from which the value is written when somebody asks for it."""

    def __init__(self, default: Value, write: Callable[[Body], Value]) -> None:
        self._default = default
        self._write = write

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, article: object | None, owner: type | None = None) -> Value:
        if article is None:  # asked by ``dataclass``
            return self._default
        value = article.__dict__[self._name]
        if isinstance(value, Body):
            value = article.__dict__[self._name] = self._write(value)
        return cast("Value", value)

    def __set__(self, article: object, value: Value) -> None:
        article.__dict__[self._name] = value


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as a plain value; every stage returns a new one.

    ``None`` or an empty tuple means that the page does not say. Times are aware and UTC; ``*_written`` keeps the form
    that stood on the page. ``language`` is a BCP 47
    tag: ``zh`` is Chinese in simplified characters, ``zh-Hant`` in traditional ones. ``body_html`` is allow-listed
    markup; ``body_text`` and ``body_markdown`` are rendered from it.
    ``byline`` is the line of names as written, from which the credit stage reads authors, source and uploader.
    ``field_sources`` says where each field was found (``site``, ``json-ld``, ``meta``, ``generic`` …).
    ``confidence`` is how sure the reader was to have the body (1 where the site's declaration found it, from 0 to 1
    where the generic reader did), less a tenth for each field for which the page says two things.
    ``rights`` is what page, response and host state about its use, under the names of docs/rights.md; ``None`` where
    that was not looked at.
    ``status`` is ``ok``, ``lossy`` (some characters are lost and marked) or ``damaged`` (not fit for use: fetch again).

    ``published_day`` is the day of publication on the site's own clock; ``published_precision`` is ``time`` where
    the page gives the time, ``day`` where it gives the day, and ``about`` for "2 months ago". Of a bare day
    ``published`` is the first moment in UTC, so that it is that day everywhere.

    Five fields belong to an article on its way only, and are not stored. ``raw`` holds the pages that it was read
    from, in order, until they are stored. ``asked`` is the address that the crawl asked for, where another one
    answered. ``signals`` are the statements that ``rights`` sums up, with their texts. ``paragraphs`` is what the site
    may say on other articles, too, for the database to count. ``parsed`` is the body as a tree: stages hand it on and
    change it in place, so that a page is parsed once; ``body_html`` and what is rendered from it are written when
    somebody asks for them. Use ``evolve`` to change a field without that. Pickling writes them.
    """

    url: Annotated[str, _KEPT]
    key: Annotated[str, Use.EXPORT]
    site: Annotated[str, Use.EXPORT]
    title: Annotated[str | None, _TEXT | Use.COVERAGE] = None
    authors: Annotated[tuple[str, ...], _TEXT | Use.COVERAGE] = ()
    uploader: Annotated[str | None, _TEXT] = None
    source: Annotated[str | None, _TEXT] = None
    byline: Annotated[str | None, _KEPT | Use.REPAIR] = None
    published: Annotated[datetime | None, _SAID | Use.COVERAGE] = None
    published_day: Annotated[date | None, _KEPT] = None
    published_precision: Annotated[Precision | None, _KEPT] = None
    published_written: Annotated[str | None, _KEPT] = None
    modified: Annotated[datetime | None, _SAID] = None
    modified_written: Annotated[str | None, _KEPT] = None
    language: Annotated[str | None, _SAID] = None
    section: Annotated[str | None, _TEXT] = None
    tags: Annotated[tuple[str, ...], _TEXT | Use.COVERAGE] = ()
    summary: Annotated[str | None, _TEXT | Use.COVERAGE] = None
    images: Annotated[FromBody[tuple[Image, ...]], _SAID | Use.RENDERED | Use.COVERAGE] = FromBody(
        (), lambda body: body.images
    )
    lead_image: Annotated[str | None, Use.EXPORT] = None
    site_name: Annotated[str | None, Use.EXPORT | Use.REPAIR] = None
    canonical_url: Annotated[str | None, Use.EXPORT] = None
    body_html: Annotated[FromBody[str], _SAID | Use.RENDERED] = FromBody("", lambda body: body.html)
    body_text: Annotated[FromBody[str], _KEPT | Use.RENDERED] = FromBody("", lambda body: body.text)
    body_markdown: Annotated[FromBody[str], _KEPT | Use.RENDERED] = FromBody("", lambda body: body.markdown)
    charset: Annotated[str | None, Use.EXPORT] = None
    charset_evidence: Annotated[tuple[str, ...], Use.EXPORT] = ()
    status: Annotated[Status, _SAID] = "ok"
    flags: Annotated[tuple[str, ...], _KEPT] = ()
    confidence: Annotated[float | None, Use.EXPORT] = None
    comments_removed: Annotated[int, Use.EXPORT] = 0
    field_sources: Annotated[Mapping[str, str], Use.EXPORT] = field(default_factory=dict)
    changes: Annotated[tuple[Change, ...], Use.EXPORT] = ()
    rights: Annotated[Mapping[str, Any] | None, Use.EXPORT] = None
    raw: tuple[RawPage, ...] = field(default=(), repr=False, compare=False)
    asked: str | None = field(default=None, repr=False, compare=False)
    signals: tuple[Signal, ...] = field(default=(), repr=False, compare=False)
    paragraphs: tuple[Paragraph, ...] = field(default=(), repr=False, compare=False)
    parsed: Body | None = field(default=None, repr=False, compare=False)

    @property
    def body(self) -> Body:
        """The body: the one that stages have handed on, or ``body_html`` to be parsed."""
        html = self.__dict__["body_html"]
        if self.parsed and (html is self.parsed or self.parsed.is_written_as(html)):
            return self.parsed
        return Body.of_markup(html)

    def with_body(self, body: Body, **values: Any) -> Self:
        """Return the article with another body, of which everything rendered is written on request, and ``values``."""
        names = fields_for(Use.RENDERED) if body.is_rendered else ("body_html",)
        return self.evolve(**dict.fromkeys(names, body), parsed=body, **values)

    def evolve(self, **values: Any) -> Self:
        """Return the article with some fields changed. Unlike ``dataclasses.replace``, it writes nothing."""
        return type(self)(**(self.__dict__ | values))

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"parsed": None}

    def to_dict(self) -> dict[str, Any]:
        """Return the exported fields as plain values under their names: times in ISO 8601, records as dicts."""
        return {name: _plain(getattr(self, name)) for name in fields_for(Use.EXPORT)}

    def to_json(self) -> str:
        """Return ``to_dict`` as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @property
    def date(self) -> date | None:
        """The day of publication on the site's own clock; ``published`` may fall on another one in UTC."""
        if self.published_day or self.published is None:
            return self.published_day
        return written_day(self.published_written, self.published) if self.published_written else self.published.date()

    def published_on(self, timezone: str) -> datetime | None:
        """Return when it was published; of a bare day, when that day begins in ``timezone``."""
        if self.published_precision == "day" and self.published_day:
            return datetime.combine(self.published_day, time(), ZoneInfo(timezone))
        return self.published

    def changed(self, stage: str, field_name: str, steps: Iterable[Step]) -> tuple[Change, ...]:
        """Return the changes so far and those of ``steps``, for ``evolve(changes=…)``."""
        return (*self.changes, *(Change(stage, field_name, *step) for step in steps))

    def with_signals(self, signals: Iterable[Signal]) -> Self:
        """Return the article with these statements before its own, and the rights that follow from all."""
        known = (*signals, *self.signals)
        return self.evolve(signals=known, rights=facts_of(known))

    def flagged(self, flag: str) -> Self:
        """Return the article with ``flag`` among its flags."""
        return self if flag in self.flags else self.evolve(flags=(*self.flags, flag))


@cache
def fields_for(use: Use) -> tuple[str, ...]:
    """Return the names of the fields of an article that are for ``use``, in the order of their declaration.

    >>> fields_for(Use.RENDERED)
    ('images', 'body_html', 'body_text', 'body_markdown')
    """
    hints = get_type_hints(Article, include_extras=True)
    uses = {name: getattr(hint, "__metadata__", (Use(0),))[0] for name, hint in hints.items()}
    return tuple(name for name in uses if use in uses[name])


def value_text(value: object) -> str:
    """Return the value of a field as a person reads it: a list with commas, an empty text for none."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # or a time
        return value.isoformat()
    if isinstance(value, Image | Change):
        return value._asdict()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A page that did not become an article, and why; it flows to the database like an article.

    ``asked`` as in ``Article``. ``raw`` holds the page, where there was one, to be read again by better rules.
    ``rights`` and ``signals`` are as in ``Article``, of a page that is refused because of them.
    """

    url: str
    key: str
    site: str
    reason: str
    detail: str = ""
    http_status: int | None = None
    asked: str | None = field(default=None, repr=False, compare=False)
    raw: tuple[RawPage, ...] = field(default=(), repr=False, compare=False)
    rights: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)
    signals: tuple[Signal, ...] = field(default=(), repr=False, compare=False)

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
            raw=article.raw[:1],
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
