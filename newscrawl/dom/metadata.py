"""What a page says about its article: title, authors, dates, language and the rest, from the best evidence there is.

Evidence is taken in one order for every field: JSON-LD, microdata, Open Graph and other ``meta`` elements, visible
elements, the address. The tables below say which name in which vocabulary stands for which field.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain, count, dropwhile, filterfalse, islice
from operator import add
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom import jsonld
from newscrawl.dom.tree import Texts
from newscrawl.text.bylines import (
    Byline,
    is_chinese_name,
    read_byline,
    read_credits,
    read_names,
    read_signature,
)
from newscrawl.text.chinese import simplified_count, traditional_count
from newscrawl.text.dates import FoundDate, find_date, parse_date

_LONGEST_TITLE = 500
_LONGEST_LINE = 240  # characters of a visible line that may be a byline or a date
_LONGEST_SUMMARY = 2000
_MOST_TAGS = 50
_MOST_ELEMENTS = 40  # of one kind that are looked at

_ARTICLE_TYPES = frozenset(
    {
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "BackgroundNewsArticle",
        "BlogPosting",
        "DiscussionForumPosting",
        "LiveBlogPosting",
        "MedicalScholarlyArticle",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "Review",
        "ReviewNewsArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    }
)
_OTHER_TYPES = frozenset({"AboutPage", "CollectionPage", "ItemList", "ProfilePage", "SearchResultsPage", "WebSite"})

# meta names (name, property, itemprop; lower case) in the order in which they are believed.
_META = {
    "title": (
        "og:title",
        "twitter:title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "citation_title",
    ),
    "published": (
        "article:published_time",
        "article.published",
        "og:published_time",
        "og:article:published_time",
        "og:release_date",
        "datepublished",
        "rnews:datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "cxenseparse:publishtime",
        "bt:pubdate",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "citation_publication_date",
        "citation_online_date",
        "publication_date",
        "originalpublicationdate",
        "article_date_original",
        "published_time",
        "published-date",
        "publish-date",
        "publish_date",
        "publishdate",
        "pub_date",
        "pubdate",
        "ptime",
        "weibo:article:create_at",
        "analyticsattributes.articledate",
        "shareaholic:article_published_time",
        "dc.date",
        "dcterms.date",
        "citation_date",
        "article:create_at",
        "date",
    ),
    "modified": (
        "article:modified_time",
        "og:updated_time",
        "og:article:modified_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "article.updated",
        "shareaholic:article_modified_time",
        "weibo:article:update_at",
        "last-modified",
        "lastmod",
        "revised",
    ),
    "authors": (
        "author",
        "article:author_name",
        "article:author",
        "article.author",
        "og:article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
        "byline",
        "rnews:creator",
        "cxenseparse:author",
        "mediator_author",
        "shareaholic:article_author_name",
        "writer",
        "authors",
        "author_name",
        "analyticsattributes.author",
    ),
    "section": (
        "article:section",
        "parsely-section",
        "og:article:section",
        "sailthru.section",
        "section",
        "category",
    ),
    "tags": ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords"),
    "summary": (
        "og:description",
        "description",
        "twitter:description",
        "dc.description",
        "sailthru.description",
    ),
    "lead_image": (
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
    ),
    "site_name": ("og:site_name", "application-name", "apple-mobile-web-app-title"),
    "language": ("content-language", "language", "og:locale", "dc.language", "dcterms.language"),
}

_KNOWN_META = frozenset({"og:url", "og:type"}.union(*_META.values()))

# The itemprop names of schema.org's Article.
_MICRODATA = {
    "headline": "title",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "author": "authors",
    "creator": "authors",
    "articlesection": "section",
    "keywords": "tags",
}


_ITEM_NAMES: Callable[[HtmlElement], list[Any]] = etree.XPath("//@itemprop")  # type: ignore[assignment]

# Of names in small letters: to tell letters apart is three times as fast as not to.
_SIGNED_MARK = re.compile(r"auth(?:or|name)|byline|writer|reporter|contributor")
_DATED_MARK = re.compile(r"date|time|publi|pub[-_]|posted")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en)?|writers?|people|staff|contributors?|bios?|journalists?|profile)/", re.I
)
_BY_WORD = re.compile(r"(?:(?:reporting|written|words|story)\s)?(?:by|von)(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_LIKE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年년]\s?\d|\d{1,2}(?:st|nd|rd|th)?[.,]?\s(?:19|20)\d\d|[a-z]\.?\s(?:19|20)\d\d|\d/(?:19|20)\d\d",
    re.IGNORECASE,
)

# Parts of a page whose names and dates belong to something else.
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)(?:comments?|comment-?list|respond|related|recommend\w{0,8}|sidebar|aside|(?<!post-)(?<!entry-)(?<!article-)footer|"
    r"most-?(?:read|popular|viewed)|trending|popular|promo|teasers?|newsletter|more-?(?:news|stories)|carousel|"
    r"read-?(?:next|more)|hot-?(?:news|list)|ranking|breadcrumbs?|cookie|nav|menu)(?![a-z])",
)
_MODIFIED_MARK = re.compile(r"modif|updat|revis|aktualisiert|更新|수정", re.IGNORECASE)
_PUBLISHED_MARK = re.compile(
    r"publi|creat|posted|pubdate|entry-date|veröffentlicht|发布|發布|發佈|发表|發表|公開|入力|입력|등록|来源|來源|张贴",
    re.IGNORECASE,
)
_DATE_WORD = re.compile("时间|時間|日期")  # of either kind
_OTHERS_MARK = re.compile("推荐|推薦|相关|相關|热门|熱門|関連|관련|related|recommended", re.IGNORECASE)

# Words beside which Chinese, Japanese and Korean pages say who and whence, most telling first.
_CREDIT_WORDS = (
    "作者",
    "撰文",
    "执笔",
    "執筆",
    "记者",
    "記者",
    "기자",
    "发表于",
    "發表於",
    "张贴",
    "文/",
    "文／",
    "文：",
    "文|",
    "通讯员",
    "通訊員",
    "发文机关",
)
_SOURCE_WORDS = ("来源", "來源", "稿源", "出处", "出處")
_EDITOR_WORDS = ("编辑", "編輯", "责编", "責編")
_INTRODUCING = (*_CREDIT_WORDS, *_SOURCE_WORDS, *_EDITOR_WORDS)
_ANY_INTRODUCING = re.compile("|".join(map(re.escape, _INTRODUCING)))

_SEPARATOR = re.compile(r"\s[-|–—:·•»«~/]{1,3}\s|\s?[|｜_]\s?|\s?(?:--|::|—|–)\s?|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])")
_CHANNEL_SEPARATOR = re.compile(r"(?<=[^\x00-\x7f])\s?[|｜_〉>]\s?(?=[^\x00-\x7f])|\s[-|]\s")
_WORD = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]|[^\W\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff_]++")
_URL_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<mark>[-/_]?)(?P<m>0[1-9]|1[0-2]|(?<=[-/_])[1-9])(?P=mark)(?P<d>0[1-9]|[12]\d|3[01]|(?<=[-/_])[1-9])(?!\d)"
    r"|(?<!\d)(?P<y2>(?:19|20)\d{2})[-/](?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
)
_PLAIN_ADDRESS = re.compile(r"https?://[^/?#\s]++/\S*+")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2,8}))?(?:[-_]([a-z]{2}))?", re.IGNORECASE)
_COMMON_WORDS = {
    "de": frozenset(
        ["der", "die", "das", "und", "nicht", "ist", "mit", "für", "von", "ein", "eine", "auf", "den", "sich"]
    ),
    "en": frozenset(["the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "was", "are", "by"]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says; ``None`` or an empty tuple where it does not.

    Times are aware and UTC, ``*_written`` keeps their form on the page. ``language`` is a BCP 47 tag without region
    (``zh`` simplified, ``zh-Hant`` traditional Chinese). ``byline`` is the visible line of names. ``article_body`` is
    the text of the article as JSON-LD repeats it. ``is_article`` is ``None`` when the page does not say what it is.
    ``sources`` tells for each field where it was found; ``disagreements`` names the fields for which the page says
    two things that cannot both be true: names without one in common, days of publication more than two days apart (of
    JSON-LD, microdata, ``meta`` and the address), a change before the publication, a title unlike the window's. The
    value is the more believed one's, but less sure than another.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_written: str | None = None
    modified: datetime | None = None
    modified_written: str | None = None
    language: str | None = None
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


class _Claim(NamedTuple):
    source: str
    text: str


@dataclass(slots=True)
class _Page:
    """The evidence of one page, gathered in one pass; the visible parts are looked for only when needed."""

    root: HtmlElement
    url: str
    timezone: str
    fetched: datetime | None
    texts: Texts
    metas: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    nodes: list[jsonld.Node] = field(default_factory=list)
    kinds: list[frozenset[str]] = field(default_factory=list)  # of the nodes
    article: jsonld.Node | None = None
    canonical: str | None = None
    headings: list[str] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    headline: str | None = None
    url_date: FoundDate | None = None
    date_line: str | None = None
    date_place: int | None = None
    flow: "_Flow | None" = None
    lines: dict[HtmlElement, str] = field(default_factory=dict)
    elsewhere: dict[HtmlElement, bool] = field(default_factory=dict)

    @property
    def is_cjk(self) -> bool:
        return (self.language or "")[:2] in ("zh", "ja", "ko")


def read_metadata(
    tree: HtmlElement,
    url: str,
    *,
    timezone: str = "UTC",
    fetched: datetime | None = None,
    texts: Texts | None = None,
) -> Metadata:
    """Read the metadata of the page ``tree`` that came from ``url``.

    ``timezone`` is the clock of times written without a zone. ``fetched`` is when the page was read: with it relative
    times are understood and future ones refused. ``texts`` are those of the tree, if they have been found already.
    The tree is not changed.
    """
    sources: dict[str, str] = {}
    page = _gather(_Page(tree, url, timezone, fetched, texts or Texts(tree)))
    page.language = _language(page, sources)
    disagreements: list[str] = []
    site_name = _first(page, "site_name", sources)
    names = _site_names(page, site_name)
    title = _title(page, names, sources, disagreements)
    page.headline = title
    published = _published(page, sources, disagreements)
    modified = _date(_date_claims(page, "modified", "dateModified"), page, "modified", sources)
    if published and modified and published.moment - modified.moment > _SAME_EVENT:
        disagreements.append("modified")
    authors, byline = _authors(page, names, sources, disagreements)
    return Metadata(
        title=title,
        authors=authors,
        published=published.moment if published else None,
        published_written=published.written if published else None,
        modified=modified.moment if modified else None,
        modified_written=modified.written if modified else None,
        language=page.language,
        site_name=site_name,
        section=_first(page, "section", sources),
        tags=_tags(page, sources),
        summary=_first(page, "summary", sources, _LONGEST_SUMMARY),
        lead_image=_address(page, _claims(page, "lead_image"), "lead_image", sources),
        canonical_url=_address(page, _canonical_claims(page), "canonical_url", sources),
        byline=byline,
        article_body=_article_body(page),
        is_article=_is_article(page),
        sources=sources,
        disagreements=tuple(disagreements),
    )


# Gathering


def _gather(page: _Page) -> _Page:
    blocks: list[str] = []
    for element in page.root.iter(*_GATHERERS):
        _GATHERERS[element.tag](page, element, blocks)
    for names in _ITEM_NAMES(page.root)[: 10 * _MOST_ELEMENTS]:
        _gather_item(page, names.getparent(), names)
    page.nodes = jsonld.read_blocks(blocks)
    page.kinds = list(map(jsonld.types, page.nodes))
    page.article = _article_node(page)
    return page


def _gather_meta(page: _Page, element: HtmlElement, _: list[str]) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    if name and (name := name.strip().lower()) in _KNOWN_META and (content := (element.get("content") or "").strip()):
        page.metas.setdefault(name, []).append(content)


def _gather_link(page: _Page, element: HtmlElement, _: list[str]) -> None:
    rel = element.get("rel")
    if rel and rel.lower() == "canonical" and page.canonical is None:
        page.canonical = element.get("href")


def _gather_script(_: _Page, element: HtmlElement, blocks: list[str]) -> None:
    if "ld+json" in (element.get("type") or "") and element.text:
        blocks.append(element.text)


def _gather_time(page: _Page, element: HtmlElement, _: list[str]) -> None:
    if len(page.times) < _MOST_ELEMENTS:
        page.times.append(element)


def _gather_heading(page: _Page, element: HtmlElement, _: list[str]) -> None:
    if len(page.headings) < _MOST_ELEMENTS:
        text = _line(element, _LONGEST_TITLE)
        if text:
            page.headings.append(" ".join(text.split()))


def _gather_title(page: _Page, element: HtmlElement, _: list[str]) -> None:
    if page.title is None and element.text and element.getparent() is not None and element.getparent().tag != "svg":
        page.title = " ".join(element.text[:_LONGEST_TITLE].split()) or None


_GATHERERS: dict[str, Callable[[_Page, HtmlElement, list[str]], None]] = {
    "meta": _gather_meta,
    "link": _gather_link,
    "script": _gather_script,
    "time": _gather_time,
    "h1": _gather_heading,
    "title": _gather_title,
}


def _gather_item(page: _Page, element: HtmlElement, names: str) -> None:
    for name in names.lower().split():
        fact = _MICRODATA.get(name)
        if fact and len(page.items.setdefault(fact, [])) < _MOST_TAGS and not _is_elsewhere(page, element):
            value = element.get("content") or element.get("datetime") or _item_text(element)
            if value:
                page.items[fact].append(value.strip())


def _item_text(element: HtmlElement) -> str:
    """Return the text of an item, or of the ``name`` inside it."""
    inner = next((one for one in element.iterdescendants() if one.get("itemprop") == "name"), None)
    return (inner.get("content") if inner is not None else None) or _line(element if inner is None else inner)


def _article_node(page: _Page) -> jsonld.Node | None:
    """Return the JSON-LD object of the article: the one that names this address, or the first that has a headline."""
    nodes = [node for node, kinds in zip(page.nodes, page.kinds, strict=True) if kinds & _ARTICLE_TYPES]
    path = _split(page.url).path.strip("/")
    here = (node for node in nodes if path and any(path in text for text in jsonld.strings(node.get("url"))))
    headed = (node for node in nodes if node.get("headline") or node.get("datePublished"))
    return next(here, None) or next(headed, None) or next(iter(nodes), None)


# Claims: what each vocabulary says about a field, in the order in which they are believed

_JSON_LD = {
    "title": "headline",
    "section": "articleSection",
    "tags": "keywords",
    "summary": "description",
    "lead_image": "image",
    "language": "inLanguage",
}


def _claims(page: _Page, name: str) -> Iterator[_Claim]:
    if page.article and name in _JSON_LD:
        yield from (_Claim("json-ld", text) for text in jsonld.strings(page.article.get(_JSON_LD[name])))
    yield from (_Claim("microdata", text) for text in page.items.get(name, ()))
    for meta in filter(page.metas.__contains__, _META.get(name, ())):
        for text in page.metas[meta]:
            yield _Claim("open-graph" if meta.startswith(("og:", "article:")) else "meta", text)


def _first(page: _Page, name: str, sources: dict[str, str], longest: int = _LONGEST_TITLE) -> str | None:
    for claim in _claims(page, name):
        text = " ".join(claim.text[: 2 * longest].split())[:longest]
        if text:
            sources[name] = claim.source
            return text
    return None


def _tags(page: _Page, sources: dict[str, str]) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    best: str | None = None
    for claim in _claims(page, "tags"):
        if best not in (None, claim.source):
            break
        best = claim.source
        for tag in re.split(r"[,;，、；|]", claim.text[:_LONGEST_SUMMARY]):
            if 0 < len(tag.strip()) <= 60:
                tags.setdefault(tag.strip())
    if tags and best:
        sources["tags"] = best
    return tuple(tags)[:_MOST_TAGS]


def _canonical_claims(page: _Page) -> Iterator[_Claim]:
    if page.canonical:
        yield _Claim("link", page.canonical)
    yield from (_Claim("open-graph", text) for text in page.metas.get("og:url", ()))


def _address(page: _Page, claims: Iterable[_Claim], name: str, sources: dict[str, str]) -> str | None:
    for claim in claims:
        address = _absolute(page.url, claim.text)
        if address:
            sources[name] = claim.source
            return address
    return None


def _split(address: str) -> SplitResult:
    """Return the parts of ``address``, all empty if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _absolute(base: str, address: str) -> str | None:
    try:
        address = address.strip()[:2048]
        # Most are absolute, and to join them costs more than all else that is done with them.
        url = address if _PLAIN_ADDRESS.fullmatch(address) and "/." not in address else urljoin(base, address)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


# Title


def _title(page: _Page, names: frozenset[str], sources: dict[str, str], disagreements: list[str]) -> str | None:
    title = _whole_title(page, names, sources)
    if title and sources["title"] != "visible" and page.title and not _agree(title, page.title):
        disagreements.append("title")
    return _PAGE_NUMBER.sub("", title) or title if title else None


# A number that a page of several has, or a page's place in a listing.
_PAGE_NUMBER = re.compile(
    r"\s?[（(]\s?(?:\d{1,3}\s?/\s?\d{1,3}\s?(?:ページ|页|頁|pages?)|(?:page|seite|p\.)\s?\d{1,3}(?:\s?/\s?\d{1,3})?|"
    r"第\s?\d{1,3}\s?[页頁]|[页頁]\s?\d{1,3})\s?[)）]\s?\Z",
    re.IGNORECASE,
)


def _whole_title(page: _Page, names: frozenset[str], sources: dict[str, str]) -> str | None:
    """Return the heading that agrees with what the page calls itself, else what it calls itself without the site."""
    claims = list(_claims(page, "title"))
    called = [" ".join(claim.text[:_LONGEST_TITLE].split()) for claim in claims]
    for heading in page.headings:
        if _key(heading) not in names and any(_agree(heading, one) for one in (*called, page.title or "")):
            sources["title"] = "visible"
            return _without_channels(heading)
    for claim, text in zip(claims, called, strict=True):
        title = _without_channels(_without_site(text, names))
        if title and _key(title) not in names:
            sources["title"] = claim.source
            return title
    own = _longest_part(_without_site(page.title, names, unknown=True)) if page.title else ""
    if _key(own) in names:
        own = ""
    visible = _headline_of_cjk(page, own) or ("" if own else _lonely_heading(page, names))
    if visible or own:
        sources["title"] = "visible" if visible else "title"
    return _without_channels(visible) or own or None


def _lonely_heading(page: _Page, names: frozenset[str]) -> str:
    return next((one for one in page.headings if _key(one) not in names), "")


def _headline_of_cjk(page: _Page, own: str) -> str:
    """Return the headline of a Chinese, Japanese or Korean page that has none in ``h1`` and no ``own`` in its title.

    Many old ones call every window by the name of the site or of the channel.
    """
    if not page.is_cjk or (own and _shown(page, own)):
        return ""
    parts = sorted(_SEPARATOR.split(page.title or ""), key=len, reverse=True)
    return next(filter(None, (_shown(page, part) for part in parts)), "") or _headline_before_text(page)


def _shown(page: _Page, title: str) -> str:
    """Return the run of text outside links that says what ``title`` says."""
    key = _key(title)
    if len(key) < _SHORTEST_HEADLINE:
        return ""
    flow = _flow(page)
    start = title.split(maxsplit=1)[0][:_SHORTEST_HEADLINE]  # the blanks between words are often others on the page
    for run in map(flow.runs.__getitem__, islice(flow.places(start), _MOST_ELEMENTS)):
        found = _key(run)
        is_same = (found in key or key in found) and 2 * min(len(key), len(found)) >= max(len(key), len(found))
        if is_same and not _is_linked(run) and _is_own(page, run):
            return _folded(run)
    return ""


def _headline_before_text(page: _Page) -> str:
    """Return the nearest line before the first prose that is set off as headlines are."""
    runs = _flow(page).runs
    first = next((place for place, run in enumerate(runs) if len(run) >= _PROSE and _is_own(page, run)), 0)
    for run in reversed(runs[max(0, first - _BEFORE_PROSE) : first]):
        line = _folded(run)
        if (
            _SHORTEST_HEADLINE < len(line) <= _SHORT_TEXT
            and not _NOT_IN_HEADLINES.search(line)
            and not _is_linked(run)
            and any(_sets_off(element) for element in islice(_around(run), 2))
        ):
            return line
    return ""


_PROSE = 60  # characters of a run of text
_BEFORE_PROSE = 8  # runs
_NOT_IN_HEADLINES = re.compile(r"。|[:：]$|^\W*\d*\W*$|\d:\d\d|(?:19|20)\d\d\s?[-/年.]\s?\d|作者|来源|來源|记者|記者")
_HEADLINE_MARK = re.compile(r"title|heading|headline|subject|biaoti")


def _sets_off(element: HtmlElement) -> bool:
    names = element.get("class") or element.get("id") or ""
    return element.tag in _HEADLINES or element.tag == "font" or bool(_HEADLINE_MARK.search(names[:300].lower()))


def _is_linked(run: Any) -> bool:
    return any(element.tag == "a" for element in islice(_around(run), 3))


def _without_channels(title: str) -> str:
    """Return the longest part of a title in which several channels or the path to the article stand, too."""
    return _longest_part(title) if len(_CHANNEL_SEPARATOR.findall(title)) > 1 else title


def _longest_part(title: str) -> str:
    """Return the longest part of a Chinese, Japanese or Korean title that stands among channels and the site's name."""
    if title.isascii():
        return title
    return max(_CHANNEL_SEPARATOR.split(title), key=len).strip() or title


def _agree(heading: str, other: str) -> bool:
    a, b = _key(heading), _key(other)
    if not a or not b:
        return False
    is_part = a in b or b in a
    if a == b or (len(a) >= (5 if not a.isascii() else 12) and is_part and 5 * len(a) >= 2 * len(b)):
        return True
    if is_part and not a.isascii():  # the site's name, or a channel's
        return False
    words, others = set(_WORD.findall(heading.casefold())), set(_WORD.findall(other.casefold()))
    return 10 * len(words & others) >= 6 * max(1, min(len(words), len(others))) and len(words & others) >= 3


def _without_site(title: str, names: frozenset[str], *, unknown: bool = False) -> str:
    """Cut the site's name off the end or the start of ``title``; ``unknown`` cuts a short last part in any case."""
    while True:
        separators = list(_SEPARATOR.finditer(title))
        if not separators:
            return title
        first, last = separators[0], separators[-1]
        tail, head = title[last.end() :], title[: first.start()]
        if _is_site(tail, names) or (unknown and 2 * len(tail) < len(title[: last.start()]) and len(tail) < 30):
            title = title[: last.start()].rstrip()
        elif _is_site(head, names):
            title = title[first.end() :].lstrip()
        else:
            return title


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_site(part: str, names: frozenset[str]) -> bool:
    key = _key(part).removeprefix("the")
    return not key or key in names or any(len(name) > 3 and name in key and len(key) < 2 * len(name) for name in names)


def _site_names(page: _Page, site_name: str | None) -> frozenset[str]:
    """Return the keys of the names by which the site may sign: its own, its publisher's, its host's."""
    publishers = jsonld.strings(page.article.get("publisher")) if page.article else []
    known = [site_name or "", *publishers[:3], *page.metas.get("application-name", ())[:1]]
    for node, kinds in zip(page.nodes[:20], page.kinds, strict=False):
        if not kinds.isdisjoint(("WebSite", "NewsMediaOrganization")):
            known += jsonld.strings(node.get("name"))[:1]
    labels = (_split(page.url).hostname or "").split(".")
    hosts = [label for label in labels[:-1] if len(label) > 2 and label not in ("www", "com", "news", "blog")]
    keys = {_key(name).removeprefix("the") for name in (*known, *hosts, ".".join(labels[-2:]))}
    return frozenset(key for key in keys if len(key) > 1)


# Dates


def _published(page: _Page, sources: dict[str, str], disagreements: list[str]) -> FoundDate | None:
    stated = _stated_dates(page)
    page.url_date = _url_date(page)
    found: FoundDate | None
    if stated:
        sources["published"], found = next(iter(stated.items()))
    else:
        found = _visible_date(page, sources) or _date_of_url(page, sources)
    others = [*islice(stated.values(), 1, None), *filter(None, [page.url_date])]
    if found and any(abs(found.moment - other.moment) > _SAME_EVENT for other in others):
        disagreements.append("published")
    return found


_SAME_EVENT = timedelta(days=2)  # zones, and articles that are announced in the evening


def _stated_dates(page: _Page) -> dict[str, FoundDate]:
    """Return the date of publication that each kind of data states, the most believed first."""
    stated: dict[str, FoundDate] = {}
    for claim in _date_claims(page, "published", "datePublished"):
        if claim.source not in stated and (found := _read_date(claim.text, page)):
            stated[claim.source] = found
    return stated


def _date_of_url(page: _Page, sources: dict[str, str]) -> FoundDate | None:
    if page.url_date:
        sources["published"] = "url"
    return page.url_date


def _date_claims(page: _Page, name: str, key: str) -> Iterator[_Claim]:
    if page.article:
        yield from (_Claim("json-ld", text) for text in jsonld.strings(page.article.get(key)))
    for node, kinds in zip(page.nodes[:20], page.kinds, strict=False):
        if node is not page.article and not kinds.isdisjoint(("WebPage", "ItemPage")):
            yield from (_Claim("json-ld", text) for text in jsonld.strings(node.get(key)))
    yield from _claims(page, name)


def _date(claims: Iterable[_Claim], page: _Page, name: str, sources: dict[str, str]) -> FoundDate | None:
    for claim in claims:
        found = _read_date(claim.text, page)
        if found:
            sources[name] = claim.source
            return found
    return None


def _read_date(text: str, page: _Page) -> FoundDate | None:
    found = find_date(text, timezone=page.timezone, now=page.fetched)
    if found is None:
        moment = parse_date(text, timezone=page.timezone, now=page.fetched)
        return FoundDate(moment, text.strip()) if moment else None
    return found


class _Seen(NamedTuple):
    """A date on the page, how much speaks for it, and its line.

    ``place`` is the number of its run of text, if it was found by that; ``is_marked`` says that an element calls it a
    date, so that the line is that element's.
    """

    found: FoundDate
    weight: int
    line: str
    place: int | None = None
    is_marked: bool = True


def _visible_date(page: _Page, sources: dict[str, str]) -> FoundDate | None:
    """Return the visible date for which most speaks, of equals one that is marked as a date, then the first."""
    best = _best(_until_convinced(page, chain(_stated_times(page), _dates_with_year(page))))
    if page.fetched and (best is None or not best.is_marked):
        best = _best((*filter(None, [best]), *_marked_dates(page)))
    if best is None:
        return None
    page.date_place = best.place
    page.date_line = best.line if best.is_marked else _line_around(page, _flow(page).runs[best.place or 0])
    sources["published"] = "visible"
    return best.found


def _until_convinced(page: _Page, dates: Iterable[_Seen]) -> Iterator[_Seen]:
    """Yield dates up to the first for which hardly more could speak."""
    enough = _CONVINCING + (_AS_IN_URL if page.url_date else 0)
    for seen in dates:
        yield seen
        if seen.weight >= enough:
            break


_CONVINCING = 6  # marked as a date, with a clock, and a word that it is the date of publication
_AS_IN_URL = 8


def _best(seen: Iterable[_Seen]) -> _Seen | None:
    return max(seen, key=lambda one: (one.weight, one.is_marked), default=None)  # max takes the first of equals


def _stated_times(page: _Page) -> Iterator[_Seen]:
    for element in page.times:
        if not _is_elsewhere(page, element):
            yield from _weighed(page, element.get("datetime") or _line(element), _marks(element), 4)


def _dates_with_year(page: _Page) -> Iterator[_Seen]:
    asked: set[HtmlElement] = set()
    runs = _flow(page).runs
    for place in islice(_places_with_year(page), _MOST_ELEMENTS):
        element = _marked_around(runs[place])
        line = _line(element) if element is not None else ""
        if element is None or not line:
            if _DATE_LIKE.search(runs[place]):
                label = runs[place - 1] if place and len(runs[place - 1]) < _SHORT_LABEL else ""
                seen = _weighed(page, str(runs[place]), label, 0)
                yield from (one._replace(place=place, is_marked=False) for one in seen)
        elif element not in asked:
            asked.add(element)
            yield from (one._replace(place=place) for one in _weighed(page, line, _marks(element), 2))


def _places_with_year(page: _Page) -> Iterator[int]:
    """Yield the numbers of the runs of text that may hold a date."""
    flow = _flow(page)
    for place in sorted({*flow.places("20"), *flow.places("19")}):
        run = flow.runs[place]
        if len(run) < _LONGEST_LINE and _YEAR.search(run) and _is_own(page, run):
            yield place


def _marked_around(run: Any) -> HtmlElement | None:
    """Return the innermost element around a run of text that calls itself a date."""
    for element in islice(_around(run), _WIDEST):
        if _is_dated(element.get("class") or "") or _is_dated(element.get("id") or ""):
            return element
    return None


def _marked_dates(page: _Page) -> Iterator[_Seen]:
    """Yield dates without a year, and relative ones: believed only where an element says that it holds a date."""
    for element in islice(_marked(page.root, _is_dated), 4 * _MOST_ELEMENTS):
        if not _is_elsewhere(page, element):
            yield from _weighed(page, _line(element), _marks(element), 2)


_SHORT_LABEL = 20  # characters of the text before a date that may say which date it is


def _weighed(page: _Page, line: str, marks: str, weight: int) -> Iterator[_Seen]:
    """Yield the date in ``line``, if there is one; ``marks`` are words about it, ``weight`` is where it starts."""
    found = _read_date(line, page)
    if found is None:
        return
    around = f"{marks} {line[:_LONGEST_LINE]}"
    if page.url_date and abs(found.moment - page.url_date.moment) <= timedelta(days=1):
        weight += _AS_IN_URL
    if ":" in found.written or "：" in found.written or "时" in found.written:
        weight += 2
    if _PUBLISHED_MARK.search(around):
        weight += 2
    elif _MODIFIED_MARK.search(around):
        weight -= 3
    elif _DATE_WORD.search(around):
        weight += 2
    if _OTHERS_MARK.search(around):
        weight -= 4
    if len(line) > 4 * len(found.written) + 20:
        weight -= 2  # a sentence that mentions a date
    yield _Seen(found, weight, line)


def _url_date(page: _Page) -> FoundDate | None:
    found = _URL_DATE.search(page.url[:1024])
    if not found:
        return None
    year, month, day = (found[name] or found[name + "2"] for name in "ymd")
    moment = parse_date(f"{year}-{month}-{day}", timezone=page.timezone, now=page.fetched)
    return FoundDate(moment, found[0]) if moment else None


# Authors


def _authors(
    page: _Page, names: frozenset[str], sources: dict[str, str], disagreements: list[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return the authors and the visible line of names.

    Chinese, Japanese and Korean pages often give the newsroom's software or the paper in ``meta``: there a labelled
    name on the page comes first.
    """
    persons, houses = _json_ld_authors(page)
    stated: list[tuple[str, tuple[str, ...]]] = [
        ("json-ld", _people(persons, names)),
        ("microdata", _people(page.items.get("authors", ()), names)),
        ("meta", _meta_people(page, names)),
    ]
    first, *others = [one for one in stated if one[1]] or [("", ())]
    if others and not _share_a_name(first[1], others[0][1]):
        disagreements.append("authors")
    if first[1] and not page.is_cjk:
        sources["authors"] = first[0]
        return first[1], None
    credit = _visible_credit(page, names)
    ranked = [
        (first[0], first[1] if first[0] != "meta" or not page.is_cjk else ()),
        ("visible", credit.authors),
        (first[0], tuple(name for name in first[1] if not _HOUSE.search(name))),
        ("json-ld", _people(houses, names)),
        ("visible", credit.editors),
    ]
    for source, people in ranked:
        if people:
            sources["authors"] = source
            return people, credit.line
    return (), credit.line


_HOUSE = re.compile("网络|科技|传媒|集团|中心|公司|日报|晚报|[网網报報社台]$|管理员|[0-9]")


def _meta_people(page: _Page, names: frozenset[str]) -> tuple[str, ...]:
    people = _people((claim.text for claim in _claims(page, "authors") if claim.source != "microdata"), names)
    # A sentence about the site that was cut at its commas is not a list of names.
    return () if page.is_cjk and any(len(name) > 8 and not name.isascii() for name in people) else people


def _json_ld_authors(page: _Page) -> tuple[list[str], list[str]]:
    """Return the names of persons, and of organisations that sign."""
    if not page.article:
        return [], []
    value = page.article.get("author") or page.article.get("creator")
    persons = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    houses: list[str] = []
    known = {name: node for node in page.nodes if isinstance(name := node.get("@id"), str)} if value else {}
    for one in jsonld.objects(value):
        reference = one.get("@id")
        node = one if "name" in one or not isinstance(reference, str) else known.get(reference, one)
        (houses if jsonld.types(node) & _HOUSES else persons).extend(jsonld.strings(node.get("name")))
    return persons, houses


_HOUSES = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite"})


def _people(texts: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
    """Return the names of people in ``texts``, without those of the site."""
    people: dict[str, None] = {}
    for text in texts:
        if _key(text[:_LONGEST_TITLE]).removeprefix("the") in names:
            continue
        for name in read_names(text):
            if _key(name).removeprefix("the") not in names:
                people.setdefault(name)
    return tuple(people)


def _share_a_name(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(_key(a) in _key(b) or _key(b) in _key(a) for a in some for b in others)


class _Credit(NamedTuple):
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    line: str | None = None


def _visible_credit(page: _Page, names: frozenset[str]) -> _Credit:
    """Return the first credit that names an author; its line is the info bar if that names the source."""
    bar = _read_bar(page)
    fallback = _Credit(line=_without_prose(bar.line) if bar and bar.labelled.source else None)
    for line, byline in _bylines(page, bar):
        authors = _people(byline.authors, names)
        editors = fallback.editors or byline.editors
        if authors or byline.source or editors:
            fallback = _Credit(authors, editors, fallback.line or _without_prose(line))
        if authors:
            break
    return fallback


def _without_prose(line: str) -> str:
    """Return a line in one piece, without the sentences that stand in the same element."""
    parts = line.split("\n")
    return _folded(" ".join(part for part in parts if len(part) <= _LONGEST_PART or "。" not in part) or line)


_LONGEST_PART = 80  # characters of a part of a line: a longer one with a stop is prose


class _Bar(NamedTuple):
    """The line beside the date: what is labelled in it, and with that its bare names."""

    line: str
    labelled: Byline
    byline: Byline


_BRACKET = re.compile(r"[\[【［〔]")


def _read_bar(page: _Page) -> _Bar | None:
    if page.date_line is None or not page.is_cjk:
        return None
    labelled = read_credits(page.date_line)
    if labelled.authors or (
        labelled.source and not _BRACKET.search(page.date_line)
    ):  # a bare name there is no author's
        return _Bar(page.date_line, labelled, labelled)
    byline = read_byline(page.date_line)
    return _Bar(page.date_line, labelled, byline._replace(authors=tuple(filter(is_chinese_name, byline.authors))))


def _bylines(page: _Page, bar: _Bar | None) -> Iterator[tuple[str, Byline]]:
    """Yield lines that may name people, the most telling kinds of place first."""
    if bar:
        yield bar.line, bar.byline
    if page.is_cjk:
        yield from _cjk_bylines(page)
    signed = [(line, element) for element in _signed_elements(page) if (line := _line(element))]
    yield from ((line, byline) for line, _ in signed if (byline := read_credits(line)).authors)
    if not page.is_cjk:
        yield from _lines_with_by(page)
        yield from ((line, read_byline(line)) for line in map(_line, _author_links(page)))
    for line, element in signed:
        if (
            len(line) <= _SHORT_TEXT and _AUTHOR_CLASS.search(_marks(element))
            if page.is_cjk
            else len(line) <= _BARE_LINE
        ):
            yield line, read_byline(line)
    for line in _names_under_headline(page) if page.is_cjk else _names_before_date(page):
        yield line, Byline(authors=read_names(line))


def _names_under_headline(page: _Page) -> Iterator[str]:
    """Yield lines of nothing but Chinese names between a headline and the text, as essays are signed."""
    runs = _flow(page).runs[:_MOST_RUNS]
    for headline, run, following in zip(runs, runs[1:], runs[2:], strict=False):
        if (
            len(run) <= _LONGEST_SIGNATURE
            and len(following) >= _LONG_RUN
            and _are_chinese_names(_folded(run))
            and _is_headline(headline, page)
            and run.getparent().tag != "a"
            and _is_own(page, run)
        ):
            yield _folded(run)


_MOST_RUNS = 200
_LONGEST_SIGNATURE = 40  # characters, with blanks around it
_LONG_RUN = 30  # characters of a run of text with which an article may begin


def _is_headline(run: Any, page: _Page) -> bool:
    """Tell whether a run of text is what the page is called, or short and in letters for headlines."""
    line = _folded(run)
    if not _SHORTEST_HEADLINE <= len(line) <= _SHORT_TEXT or "。" in line:
        return False
    is_title = _key(line) in _key(f"{page.title or ''} {page.headline or ''}")
    return is_title or any(one.tag in _HEADLINES for one in islice(_around(run), 2))


_SHORTEST_HEADLINE = 4  # characters
_HEADLINES = frozenset(["h1", "h2", "h3", "b", "strong", "big", "center"])


def _are_chinese_names(line: str) -> bool:
    names = _BETWEEN_HAN_NAMES.split(line)
    return len(names) <= _MOST_NAMES and is_chinese_name(names[0]) and all(map(_SHORT_HAN.fullmatch, names))


_BETWEEN_HAN_NAMES = re.compile(r"\s?[、,，/]\s?|\s")
_SHORT_HAN = re.compile("[\u3400-\u9fff]{2,4}")
_MOST_NAMES = 5


def _names_before_date(page: _Page) -> Iterator[str]:
    """Yield the name that stands just before the date in an element of the same kind: ``Jane Roe | Apr 3, 2024``."""
    place = page.date_place
    if place:
        before, date = _flow(page).runs[place - 1 : place + 1]
        kinds = [(run.getparent().tag, run.getparent().get("class")) for run in (before, date)]
        name = _folded(before)
        is_name = _WESTERN_NAME.fullmatch(name) and _SECTION_WORDS.isdisjoint(name.lower().split())
        if is_name and before.is_text and date.is_text and kinds[0] == kinds[1]:
            yield name


# What else stands before a date.
_SECTION_WORDS = frozenset(
    """analysis article articles blog business comments entertainment feature features gallery guide health life news
    opinion politics posted press published release review reviews science shares sports stories story tech technology
    travel update updated video videos views world""".split()
)


_WESTERN_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{1,20}(?:[-'’ ][^\W\d_a-z](?:[^\W\d_]{1,20}|\.)){1,3}")


_BARE_LINE = 160  # characters; a longer one is about somebody
_AUTHOR_CLASS = re.compile(r"(?<![a-z])(?:author|byline|writer|reporter)(?:-?_?name)?(?![a-z])", re.IGNORECASE)


def _signed_elements(page: _Page) -> list[HtmlElement]:
    own = (element for element in _named_for_authors(page) if not _is_elsewhere(page, element))
    return list(islice(own, _MOST_ELEMENTS))


def _named_for_authors(page: _Page) -> Iterator[HtmlElement]:
    """Yield elements that say that they hold an author; in Chinese, Japanese and Korean those beside the info bar.

    Far from it they hold readers who comment.
    """
    if page.date_place is None or not page.is_cjk:
        yield from _marked(page.root, _is_signed)
        return
    first = max(page.date_place - _BESIDE, 0)
    asked: set[HtmlElement] = set()
    for run in _flow(page).runs[first : page.date_place + _BESIDE]:
        for element in islice(_around(run), _WIDEST):
            if element in asked:
                break
            asked.add(element)
            if _is_signed(element.get("class") or "") or _is_signed(element.get("id") or ""):
                yield element


_BESIDE = 15  # runs of text


def _cjk_bylines(page: _Page) -> Iterator[tuple[str, Byline]]:
    yield from ((line, read_credits(line)) for line in _unrepeated(_credit_lines(page)))
    signature = read_signature(_flow(page).text)
    if signature:
        yield signature, Byline(authors=(signature,))


def _unrepeated(lines: Iterable[str]) -> Iterator[str]:
    known: set[str] = set()
    for line in lines:
        if line not in known:
            known.add(line)
            yield line


def _is_capitalised(name: str) -> bool:
    words = name.split()
    return words[0][0].isupper() and words[-1][0].isupper()


def _lines_with_by(page: _Page) -> Iterator[tuple[str, Byline]]:
    for run in _flow(page).runs:
        start = run.lstrip()[:_LONGEST_BY]
        if start[:1] in _STARTS_OF_BY and _BY_WORD.match(start) and len(run) < _LONGEST_LINE and _is_own(page, run):
            for line in (_line(run.getparent()), " ".join(run.split())):
                byline = read_credits(line)
                if byline.authors and all(map(_is_capitalised, byline.authors)):
                    yield line, byline


_LONGEST_BY = 16  # characters
_STARTS_OF_BY = frozenset("bvrwsBVRWS")


def _author_links(page: _Page) -> Iterator[HtmlElement]:
    for element in page.root.iter("a"):
        is_profile = element.get("rel") == "author" or _PROFILE.search(element.get("href") or "")
        if is_profile and not _is_elsewhere(page, element):
            yield element


def _credit_lines(page: _Page) -> Iterator[str]:
    """Yield lines in which a word stands that introduces names."""
    flow = _flow(page)
    found = set(_ANY_INTRODUCING.findall(flow.text))
    for word in filter(found.__contains__, _INTRODUCING):
        having = (run for place in flow.places(word) if _is_own(page, run := flow.runs[place]))
        for run in islice(having, _MOST_NODES_WITH):
            yield from _excerpts(page, run, word)


class _Flow:
    """The shown runs of text of a page, each knowing its element, and all of them as one text to search in."""

    def __init__(self, runs: list[Any]) -> None:
        self.runs = runs
        self.text = "\n".join(runs)
        self._ends = list(map(add, accumulate(map(len, runs)), count(1)))

    def places(self, word: str) -> Iterator[int]:
        """Yield the numbers of the runs that hold ``word``."""
        place = self.text.find(word)
        while place >= 0:
            number = bisect_right(self._ends, place)
            yield number
            place = self.text.find(word, self._ends[number])


def _flow(page: _Page) -> _Flow:
    """Return the runs of text of the page; made once, since they are asked often."""
    if page.flow is None:
        shown = dropwhile(lambda run: run.getparent().tag in _HEAD_TAGS, page.texts.runs)
        page.flow = _Flow(list(filterfalse(str.isspace, shown)))
    return page.flow


_HEAD_TAGS = frozenset(["head", "title", "noscript"])


def _is_own(page: _Page, text: Any) -> bool:
    """Tell whether a run of text is shown and belongs to the article."""
    parent = text.getparent()
    return (parent.tag not in _HIDDEN_TAGS or text.is_tail) and not _is_elsewhere(page, parent)


_HIDDEN_TAGS = frozenset(["script", "style", "option", "a", "noscript", "textarea", "button"])


_MOST_NODES_WITH = 5


def _excerpts(page: _Page, node: Any, word: str) -> Iterator[str]:
    """Yield the line around a short text; of a paragraph, what stands in brackets."""
    if len(node) <= _SHORT_TEXT:
        yield _line_around(page, node)
        return
    for bracketed in re.findall(r"[(（]([^()（）]{2,40})[)）]", node[:200] + "\n" + node[200:][-200:]):
        if word in bracketed:
            yield bracketed


_SHORT_TEXT = 60  # characters
_WIDEST = 5  # ancestors of a text that may still be its line


def _line_around(page: _Page, run: Any) -> str:
    """Return the text of the widest element around a run of text that is still a line."""
    line = " ".join(run.split())
    for element in islice(_around(run), _WIDEST):
        wider = page.lines.get(element)
        if wider is None:
            wider = page.lines[element] = _line(element)
        if not wider:
            break
        line = wider
    return line


def _around(run: Any) -> Iterator[HtmlElement]:
    """Yield the elements around a run of text, from the innermost to the last that can be a line."""
    element = run.getparent() if run.is_text else run.getparent().getparent()
    while element is not None and element.tag not in _PAGE_TAGS:
        yield element
        element = element.getparent()


# Language


def _language(page: _Page, sources: dict[str, str]) -> str | None:
    """Return the declared language, unless the text is evidently in another script."""
    sample = _sample(page)
    seen = _seen_language(sample)
    declared = _declared_language(page)
    if declared and (seen is None or seen[:2] not in ("zh", "ja", "ko")):
        sources["language"], language = declared
        return language
    if declared and declared[1][:2] == (seen or "")[:2]:
        sources["language"] = declared[0]
        return seen
    if seen is None:
        seen = _latin_language(sample)
    if seen:
        sources["language"] = "text"
    return seen


def _declared_language(page: _Page) -> tuple[str, str] | None:
    html = page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for source, text in (("html", html), *_claims(page, "language")):
        found = _LANGUAGE.fullmatch(text.strip())
        if found:
            parts = {part.lower() for part in found.groups()[1:] if part}
            base = found[1].lower()
            return source, "zh-Hant" if base == "zh" and parts & {"hant", "tw", "hk", "mo"} else base
    return None


_SAMPLE = 500  # characters by which script and language are told


def _sample(page: _Page) -> str:
    parts = [page.title or "", *page.headings[:1], *page.metas.get("og:description", ())[:1]]
    length = 0
    for run in page.texts.runs:
        if len(run) > 20:
            parts.append(run[:400].strip())
            length += len(parts[-1])
            if length > _SAMPLE:
                break
    return " ".join(parts)[:_SAMPLE]


def _seen_language(sample: str) -> str | None:
    """Return the language that the script of ``sample`` tells; ``None`` for alphabets."""
    if sample.isascii():
        return None
    han, kana, hangul, latin = ("".join(script.findall(sample)) for script in _SCRIPTS)
    cjk = len(han) + len(kana) + len(hangul)
    if cjk < 5 or 8 * cjk < len(latin):
        return None
    if len(hangul) > len(han):
        return "ko"
    if 10 * len(kana) > len(han):
        return "ja"
    telling = han[:_ENOUGH_HAN]
    return "zh-Hant" if traditional_count(telling) > simplified_count(telling) else "zh"


_ENOUGH_HAN = 100  # characters: one in three or four differs between the scripts
_SCRIPTS = tuple(re.compile(f"[{span}]+") for span in ("\u4e00-\u9fff", "\u3040-\u30ff", "\uac00-\ud7af", "a-zA-Z"))


def _latin_language(sample: str) -> str | None:
    words = sample.lower().split()
    counts = {language: sum(word in common for word in words) for language, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 5 and counts[best] >= 2 * min(counts.values()) else None


# What kind of page


def _is_article(page: _Page) -> bool | None:
    kinds = frozenset[str]().union(*page.kinds)
    declared = " ".join(page.metas.get("og:type", ())).lower()
    if page.article or "article" in declared:
        return True
    return False if kinds & _OTHER_TYPES - {"WebSite"} or (kinds and kinds <= _OTHER_TYPES) else None


def _article_body(page: _Page) -> str | None:
    texts = jsonld.strings(page.article.get("articleBody")) if page.article else []
    return texts[0] if texts else None


# Elements

_PAGE_TAGS = frozenset(
    ["html", "body", "head", "script", "style", "input", "option", "select", "button", "textarea", "form"]
)
_INLINE = frozenset(["a", "b", "i", "em", "strong", "font", "u", "small", "sup", "sub", "abbr", "mark"])


def _is_elsewhere(page: _Page, element: HtmlElement) -> bool:
    """Tell whether ``element`` belongs to comments, related posts, navigation or the like."""
    asked: list[HtmlElement] = []
    one: HtmlElement | None = element
    answer: bool | None = None
    while answer is None:
        if one is None or one.tag in ("body", "html", "article"):
            answer = False
        elif one in page.elsewhere:
            answer = page.elsewhere[one]
        else:
            asked.append(one)
            answer = True if one.tag in ("nav", "footer") or _is_named_elsewhere(one) else None
            one = one.getparent()
    page.elsewhere.update(dict.fromkeys(asked, answer))
    return answer


def _is_named_elsewhere(element: HtmlElement) -> bool:
    names, identifier = element.get("class"), element.get("id")
    return bool((names and _names_elsewhere(names)) or (identifier and _names_elsewhere(identifier)))


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


def _marked(root: HtmlElement, is_wanted: Callable[[str], bool]) -> Iterator[HtmlElement]:
    """Yield the elements of which class, id or, of links, ``rel`` say that they are wanted."""
    # Not by XPath: for a union, or the parents of attributes, libxml2 takes the square of their number.
    for element in root.iter(etree.Element):
        names, identifier = element.get("class"), element.get("id")
        if ((names and is_wanted(names)) or (identifier and is_wanted(identifier))) and element.tag not in _PAGE_TAGS:
            yield element


# Names repeat within a page and a site.
@lru_cache(maxsize=16384)
def _is_signed(names: str) -> bool:
    return _SIGNED_MARK.search(names[:300].lower()) is not None


@lru_cache(maxsize=16384)
def _is_dated(names: str) -> bool:
    return _DATED_MARK.search(names[:300].lower()) is not None


@lru_cache(maxsize=16384)
def _names_elsewhere(names: str) -> bool:
    return _ELSEWHERE.search(names[:300].lower()) is not None


_PARTS_OF_LINE = ("start", "end", "comment", "pi")
_MOST_EVENTS = 200  # of a walk through a line


def _folded(text: str) -> str:
    return " ".join(text.split())


def _line(element: HtmlElement, longest: int = _LONGEST_LINE) -> str:
    """Return the text of a small element, its blocks and spans divided by line ends; of a large one, nothing."""
    if not len(element):  # most elements that are asked
        own = _folded((element.text or "")[: 8 * longest]) if element.tag not in _PAGE_TAGS else ""
        return own if len(own) <= longest else ""
    parts: list[str] = []
    length = 0
    for event, node in islice(etree.iterwalk(element, events=_PARTS_OF_LINE), _MOST_EVENTS + 1):
        if event == "start":
            text = node.text if node.tag not in _PAGE_TAGS else None
            if node.tag not in _INLINE:
                parts.append("\n")
        else:  # of comments and instructions, too, it is what stands after them
            text = node.tail if node is not element else None
        if text:
            parts.append(_folded(text[: 8 * longest]))
            length += len(parts[-1])
        if length > longest:
            return ""
    if node is not element:  # too many parts for a line
        return ""
    line = "\n".join(filter(None, map(_folded, " ".join(parts).split("\n"))))
    return line if len(line) <= longest else ""
