"""What a page says about its article: title, authors, dates, language and the rest, from the best evidence there is.

Evidence is taken in one order for every field: JSON-LD, microdata, Open Graph and other ``meta`` elements, visible
elements, the address.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.authors import find_authors
from newscrawl.dom.metadata.dates import find_modified, find_published
from newscrawl.dom.metadata.language import find_language
from newscrawl.dom.metadata.page import LONGEST_TITLE, MOST_TAGS, Claim, Page, claims_about, gather
from newscrawl.dom.metadata.title import find_title, site_names

_LONGEST_SUMMARY = 2000
_CLOCKS = {"de": "Europe/Berlin", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "zh": "Asia/Shanghai"}
_OTHER_TYPES = frozenset({"AboutPage", "CollectionPage", "ItemList", "ProfilePage", "SearchResultsPage", "WebSite"})
_PLAIN_ADDRESS = re.compile(r"https?://[^/?#\s]++/\S*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says; ``None`` or an empty tuple where it does not.

    Times are aware and UTC, ``*_written`` keeps their form on the page. ``language`` is a BCP 47 tag without region
    (``zh`` simplified, ``zh-Hant`` traditional Chinese), ``timezone`` the clock by which times without a zone were
    read. ``byline`` is the visible line of names. ``article_body`` is the text of the article as JSON-LD repeats it.
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
    is_article: bool | None = None
    sources: dict[str, str] = field(default_factory=dict)
    disagreements: tuple[str, ...] = ()
    is_injected: bool = False


def read_metadata(
    tree: HtmlElement,
    url: str,
    *,
    timezone: str | None = "UTC",
    fetched: datetime | None = None,
) -> Metadata:
    """Read the metadata of the page ``tree`` that came from ``url``.

    ``timezone`` is the clock of times written without a zone; ``None`` is that of most readers of the language in which
    the page is found to be, or else UTC. ``fetched`` is when the page was read: with it relative times
    are understood and future ones refused. The tree is not changed.
    """
    sources: dict[str, str] = {}
    page = gather(Page(tree, url, timezone or "UTC", fetched))
    page.language = find_language(page, sources)
    if timezone is None:
        page.timezone = _CLOCKS.get((page.language or "")[:2], page.timezone)
    disagreements: list[str] = []
    site_name = _first(page, "site_name", sources)
    names = site_names(page, site_name)
    title = find_title(page, names, sources, disagreements)
    page.headline = title
    published = find_published(page, sources, disagreements)
    modified = find_modified(page, published, sources, disagreements)
    authors, byline = find_authors(page, names, sources, disagreements)
    return Metadata(
        title=title,
        authors=authors,
        published=published.moment if published else None,
        published_written=published.written if published else None,
        modified=modified.moment if modified else None,
        modified_written=modified.written if modified else None,
        language=page.language,
        timezone=page.timezone,
        site_name=site_name,
        section=_first(page, "section", sources),
        tags=_tags(page, sources),
        summary=_first(page, "summary", sources, _LONGEST_SUMMARY),
        lead_image=_address(page, claims_about(page, "lead_image"), "lead_image", sources),
        canonical_url=_address(page, _canonical_claims(page), "canonical_url", sources),
        byline=byline,
        article_body=_article_body(page),
        is_article=_is_article(page),
        sources=sources,
        disagreements=tuple(disagreements),
        is_injected=page.is_injected,
    )


def _first(page: Page, name: str, sources: dict[str, str], longest: int = LONGEST_TITLE) -> str | None:
    for claim in claims_about(page, name):
        text = " ".join(claim.text[: 2 * longest].split())[:longest]
        if text:
            sources[name] = claim.source
            return text
    return None


def _tags(page: Page, sources: dict[str, str]) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    best: str | None = None
    for claim in claims_about(page, "tags"):
        if best not in (None, claim.source):
            break
        best = claim.source
        for tag in re.split(r"[,;，、；|]", claim.text[:_LONGEST_SUMMARY]):
            if 0 < len(tag.strip()) <= 60:
                tags.setdefault(tag.strip())
    if tags and best:
        sources["tags"] = best
    return tuple(tags)[:MOST_TAGS]


def _canonical_claims(page: Page) -> Iterator[Claim]:
    if page.canonical:
        yield Claim("link", page.canonical)
    yield from (Claim("open-graph", text) for text in page.metas.get("og:url", ()))


def _address(page: Page, claims: Iterable[Claim], name: str, sources: dict[str, str]) -> str | None:
    for claim in claims:
        address = _absolute(page.url, claim.text)
        if address:
            sources[name] = claim.source
            return address
    return None


def _absolute(base: str, address: str) -> str | None:
    try:
        address = address.strip()[:2048]
        # Most are absolute, and to join them costs more than all else that is done with them.
        url = address if _PLAIN_ADDRESS.fullmatch(address) and "/." not in address else urljoin(base, address)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _is_article(page: Page) -> bool | None:
    kinds = frozenset[str]().union(*page.kinds)
    declared = " ".join(page.metas.get("og:type", ())).lower()
    if page.article or "article" in declared:
        return True
    return False if kinds & _OTHER_TYPES - {"WebSite"} or (kinds and kinds <= _OTHER_TYPES) else None


def _article_body(page: Page) -> str | None:
    texts = jsonld.strings(page.article.get("articleBody")) if page.article else []
    return texts[0] if texts else None
