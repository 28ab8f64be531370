"""What a page says about its article: title, authors, dates, language and the rest.

Every field is looked for in one order: JSON-LD, microdata, Open Graph and other ``meta`` elements, visible elements,
the address. ``page_data`` gathers the data, ``visible_text`` the text; title, dates, authors and language are each
found by a function of these values.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.authors import find_authors
from newscrawl.dom.metadata.credits import VisiblePage
from newscrawl.dom.metadata.dates import Clock, find_modified, find_published
from newscrawl.dom.metadata.language import find_language, names_day_first
from newscrawl.dom.metadata.page_data import (
    MAX_TITLE_CHARACTERS,
    Found,
    PageData,
    Statement,
    gather_page_data,
    statements_about,
)
from newscrawl.dom.metadata.tags import find_tags
from newscrawl.dom.metadata.title import find_title, site_keys
from newscrawl.dom.metadata.vocabulary import OTHER_PAGE_TYPES
from newscrawl.dom.page_elements import PageElements
from newscrawl.dom.render.addresses import document_base
from newscrawl.dom.tree import fold_space
from newscrawl.dom.visible_text import VisibleText
from newscrawl.text.dates import Precision
from newscrawl.text.language_tags import is_cjk

# Bounds for hostile pages, chosen by hand.
_MAX_SUMMARY_CHARACTERS = 2000
_MAX_ADDRESS_CHARACTERS = 2048
_MAX_COUNT_DIGITS = 8  # of a number of words
# The clock of most readers of a language.
_TIMEZONES = {"de": "Europe/Berlin", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "zh": "Asia/Shanghai"}
_PLAIN_ADDRESS = re.compile(r"https?://[^/?#\s]++/\S*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says; ``None`` or an empty tuple where it does not.

    Times are aware and UTC, ``*_written`` keeps their form on the page, ``published_day`` and
    ``published_precision`` are as in ``FoundDate``. ``language`` is a BCP 47 tag without region (``zh`` simplified,
    ``zh-Hant`` traditional Chinese), ``timezone`` the clock by which times without a zone were read. ``byline`` is the
    visible line of names. ``article_body`` is the text of the article as JSON-LD repeats it, ``word_count`` the number
    of its words, ``linked_data`` are all objects of its JSON-LD.
    ``is_article`` is ``None`` when the page does not say what it is. ``sources`` tells for each field where it was
    found. ``disagreements`` names the fields for which the page says two things that cannot both be true: names
    without one in common, days of publication more than two days apart (of JSON-LD, microdata, ``meta`` and the
    address), a change before the publication, a title unlike the window's. The value is the more believed one's, but
    less sure than another. ``is_injected`` tells that spam stood in the place of a title, and another was taken.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_written: str | None = None
    published_day: date | None = None
    published_precision: Precision | None = None
    modified: datetime | None = None
    modified_written: str | None = None
    language: str | None = None
    timezone: str = "UTC"
    site_name: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None
    lead_image: str | None = None
    canonical_url: str | None = None
    byline: str | None = None
    article_body: str | None = None
    word_count: int | None = None
    is_article: bool | None = None
    linked_data: tuple[jsonld.Node, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    disagreements: tuple[str, ...] = ()
    is_injected: bool = False


def read_metadata(
    tree: HtmlElement,
    url: str,
    *,
    timezone: str | None = "UTC",
    fetched: datetime | None = None,
    elements: PageElements | None = None,
    base: str | None = None,
) -> Metadata:
    """Read the metadata of the page ``tree`` that came from ``url``.

    ``timezone`` is the clock of times written without a zone; ``None`` is that of most readers of the language in which
    the page is found to be, or else UTC. ``fetched`` is when the page was read: with it relative times
    are understood and future ones refused. ``elements`` are those of the tree, ``base`` is what its addresses are
    relative to, if they are at hand. The tree is not changed.
    """
    base = document_base(tree, url) if base is None else base
    text = VisibleText(tree, elements)
    page = gather_page_data(tree, url, text)
    language = find_language(page, text)
    cjk = is_cjk(language.value)
    zone = timezone or _TIMEZONES.get((language.value or "")[:2], "UTC")
    clock = Clock(zone, fetched, day_first=names_day_first(page, language.value))
    site_name = _first(page, "site_name")
    keys = site_keys(page, site_name.value)
    title, is_injected = find_title(page, text, keys, is_cjk=cjk)
    dated = find_published(page, text, clock)
    published = dated.date
    modified = find_modified(page, clock, dated)
    authors, byline = find_authors(VisiblePage(page, text, keys, title.value, cjk, dated.line, dated.place))
    found: dict[str, Found[Any]] = {
        "title": title,
        "published": published,
        "modified": modified,
        "authors": authors,
        "language": language,
        "site_name": site_name,
        "section": _first(page, "section"),
        "tags": find_tags(page, text, keys),
        "summary": _first(page, "summary", _MAX_SUMMARY_CHARACTERS),
        "lead_image": _address(base, statements_about(page, "lead_image")),
        "canonical_url": _address(base, _canonical_statements(page)),
    }
    return Metadata(
        title=title.value,
        authors=authors.value,
        published=published.value.instant if published.value else None,
        published_written=published.value.written if published.value else None,
        published_day=published.value.day if published.value else None,
        published_precision=published.value.precision if published.value else None,
        modified=modified.value.instant if modified.value else None,
        modified_written=modified.value.written if modified.value else None,
        language=language.value,
        timezone=clock.timezone,
        site_name=site_name.value,
        section=found["section"].value,
        tags=found["tags"].value,
        summary=found["summary"].value,
        lead_image=found["lead_image"].value,
        canonical_url=found["canonical_url"].value,
        byline=byline,
        article_body=_article_body(page),
        word_count=_word_count(page),
        is_article=_is_article(page),
        linked_data=tuple(page.nodes),
        sources={name: one.source for name, one in found.items() if one.source},
        disagreements=tuple(name for name, one in found.items() if one.is_disputed),
        is_injected=is_injected,
    )


def _first(page: PageData, name: str, max_characters: int = MAX_TITLE_CHARACTERS) -> Found[str | None]:
    for statement in statements_about(page, name):
        text = fold_space(statement.text[: 2 * max_characters])[:max_characters]
        if text:
            return Found(text, statement.source)
    return Found(None)


def _canonical_statements(page: PageData) -> Iterator[Statement]:
    if page.canonical:
        yield Statement("link", page.canonical)
    yield from (Statement("open-graph", text) for text in page.metas.get("og:url", ()))


def _address(base: str, statements: Iterable[Statement]) -> Found[str | None]:
    for statement in statements:
        address = _absolute(base, statement.text)
        if address:
            return Found(address, statement.source)
    return Found(None)


def _absolute(base: str, address: str) -> str | None:
    try:
        address = address.strip()[:_MAX_ADDRESS_CHARACTERS]
        # Most are absolute, and to join them costs more than all else that is done with them.
        url = address if _PLAIN_ADDRESS.fullmatch(address) and "/." not in address else urljoin(base, address)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _is_article(page: PageData) -> bool | None:
    kinds = frozenset[str]().union(*page.kinds)
    declared = " ".join(page.metas.get("og:type", ())).lower()
    if page.article or "article" in declared:
        return True
    is_other = kinds & OTHER_PAGE_TYPES - {"WebSite"} or (kinds and kinds <= OTHER_PAGE_TYPES)
    return False if is_other else None


def _article_body(page: PageData) -> str | None:
    texts = jsonld.strings(page.article.get("articleBody")) if page.article else []
    return texts[0] if texts else None


def _word_count(page: PageData) -> int | None:
    count = page.article.get("wordCount") if page.article else None
    if isinstance(count, str) and count.isdecimal() and len(count) <= _MAX_COUNT_DIGITS:
        count = int(count)
    return count if isinstance(count, int) and count > 0 else None
