"""What a page offers as evidence: its data, gathered in one pass, and its visible lines, looked for when needed.

The tables say which name in which vocabulary stands for which field, in the order in which they are believed.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import accumulate, count, dropwhile, filterfalse, islice
from operator import add
from typing import Any, NamedTuple, cast
from urllib.parse import SplitResult, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.text.dates import FoundDate

LONGEST_TITLE = 500
LONGEST_LINE = 240  # characters of a visible line that may be a byline or a date
MOST_TAGS = 50
MOST_ELEMENTS = 40  # of one kind that are looked at

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

# Parts of a page whose names and dates belong to something else.
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)(?:comments?|comment-?list|respond|related|recommend\w{0,8}|sidebar|aside|(?<!post-)(?<!entry-)(?<!article-)footer|"
    r"most-?(?:read|popular|viewed)|trending|popular|promo|teasers?|newsletter|more-?(?:news|stories)|carousel|"
    r"read-?(?:next|more)|hot-?(?:news|list)|ranking|breadcrumbs?|cookie|nav|menu)(?![a-z])",
)


class Claim(NamedTuple):
    """What one kind of data (``json-ld``, ``microdata``, ``open-graph``, ``meta``, ``link``) says of a field."""

    source: str
    text: str


_RUNS = etree.XPath("descendant::text()[not(parent::script or parent::style)][normalize-space()]")


@dataclass
class Page:
    """The evidence of one page, gathered in one pass; the visible parts are looked for only when needed."""

    root: HtmlElement
    url: str
    timezone: str
    fetched: datetime | None
    metas: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    nodes: list[jsonld.Node] = field(default_factory=list)
    kinds: list[frozenset[str]] = field(default_factory=list)  # of the nodes
    article: jsonld.Node | None = None
    canonical: str | None = None
    headings: list[str] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    title: str | None = None  # what the window is called
    language: str | None = None
    headline: str | None = None  # what was found to be the title
    is_injected: bool = False  # spam stands in the place of a title
    url_date: FoundDate | None = None
    date_line: str | None = None  # the visible line of the date of publication …
    date_place: int | None = None  # … and the number of its run of text
    flow: "_Flow | None" = None
    lines: dict[HtmlElement, str] = field(default_factory=dict)
    elsewhere: dict[HtmlElement, bool] = field(default_factory=dict)

    @cached_property
    def runs(self) -> list[Any]:
        """The runs of text but for scripts and styles, each with ``getparent()``, ``is_text`` and ``is_tail`` of lxml.

        One call into libxml2 finds them, faster than a walk over all elements from Python: most of them (scripts,
        drawings, pictures, wrappers) hold no text of their own and are never touched.
        """
        return cast("list[Any]", _RUNS(self.root))

    @property
    def is_cjk(self) -> bool:
        """Whether the page is in Chinese, Japanese or Korean, once its language is known."""
        return (self.language or "")[:2] in ("zh", "ja", "ko")


def gather(page: Page) -> Page:
    """Fill ``page`` with what the data in its head, JSON-LD, microdata, times and main headings say; return it."""
    blocks: list[str] = []
    for element in page.root.iter(*_GATHERERS):
        _GATHERERS[element.tag](page, element, blocks)
    for names in _ITEM_NAMES(page.root)[: 10 * MOST_ELEMENTS]:
        _gather_item(page, names.getparent(), names)
    page.nodes = jsonld.read_blocks(blocks)
    page.kinds = list(map(jsonld.types, page.nodes))
    page.article = _article_node(page)
    return page


def _gather_meta(page: Page, element: HtmlElement, _: list[str]) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    if name and (name := name.strip().lower()) in _KNOWN_META and (content := (element.get("content") or "").strip()):
        page.metas.setdefault(name, []).append(content)


def _gather_link(page: Page, element: HtmlElement, _: list[str]) -> None:
    rel = element.get("rel")
    if rel and rel.lower() == "canonical" and page.canonical is None:
        page.canonical = element.get("href")


def _gather_script(_: Page, element: HtmlElement, blocks: list[str]) -> None:
    if "ld+json" in (element.get("type") or "") and element.text:
        blocks.append(element.text)


def _gather_time(page: Page, element: HtmlElement, _: list[str]) -> None:
    if len(page.times) < MOST_ELEMENTS:
        page.times.append(element)


def _gather_heading(page: Page, element: HtmlElement, _: list[str]) -> None:
    if len(page.headings) < MOST_ELEMENTS:
        text = line_of(element, LONGEST_TITLE)
        if text:
            page.headings.append(" ".join(text.split()))


def _gather_title(page: Page, element: HtmlElement, _: list[str]) -> None:
    if page.title is None and element.text and element.getparent() is not None and element.getparent().tag != "svg":
        page.title = " ".join(element.text[:LONGEST_TITLE].split()) or None


_GATHERERS: dict[str, Callable[[Page, HtmlElement, list[str]], None]] = {
    "meta": _gather_meta,
    "link": _gather_link,
    "script": _gather_script,
    "time": _gather_time,
    "h1": _gather_heading,
    "title": _gather_title,
}


def _gather_item(page: Page, element: HtmlElement, names: str) -> None:
    for name in names.lower().split():
        fact = _MICRODATA.get(name)
        if fact and len(page.items.setdefault(fact, [])) < MOST_TAGS and not is_elsewhere(page, element):
            value = element.get("content") or element.get("datetime") or _item_text(element)
            if value:
                page.items[fact].append(value.strip())


def _item_text(element: HtmlElement) -> str:
    """Return the text of an item, or of the ``name`` inside it."""
    inner = next((one for one in element.iterdescendants() if one.get("itemprop") == "name"), None)
    return (inner.get("content") if inner is not None else None) or line_of(element if inner is None else inner)


def _article_node(page: Page) -> jsonld.Node | None:
    """Return the JSON-LD object of the article: the one that names this address, or the first that has a headline."""
    nodes = [node for node, kinds in zip(page.nodes, page.kinds, strict=True) if kinds & _ARTICLE_TYPES]
    path = split_address(page.url).path.strip("/")
    here = (node for node in nodes if path and any(path in text for text in jsonld.strings(node.get("url"))))
    headed = (node for node in nodes if node.get("headline") or node.get("datePublished"))
    return next(here, None) or next(headed, None) or next(iter(nodes), None)


_JSON_LD = {
    "title": "headline",
    "section": "articleSection",
    "tags": "keywords",
    "summary": "description",
    "lead_image": "image",
    "language": "inLanguage",
}


def claims_about(page: Page, name: str) -> Iterator[Claim]:
    """Yield what the data say of the field ``name``, the most believed kind first."""
    if page.article and name in _JSON_LD:
        yield from (Claim("json-ld", text) for text in jsonld.strings(page.article.get(_JSON_LD[name])))
    yield from (Claim("microdata", text) for text in page.items.get(name, ()))
    for meta in filter(page.metas.__contains__, _META.get(name, ())):
        for text in page.metas[meta]:
            yield Claim("open-graph" if meta.startswith(("og:", "article:")) else "meta", text)


def split_address(address: str) -> SplitResult:
    """Return the parts of ``address``, all empty if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def key_of(text: str) -> str:
    """Return the letters and digits of ``text`` in small letters, by which names and titles are compared."""
    return "".join(filter(str.isalnum, text.casefold()))


SHORTEST_HEADLINE = 4  # characters
HEADLINES = frozenset(["h1", "h2", "h3", "b", "strong", "big", "center"])


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


def flow_of(page: Page) -> _Flow:
    """Return the runs of text of the page; made once, since they are asked often."""
    if page.flow is None:
        shown = dropwhile(lambda run: run.getparent().tag in _HEAD_TAGS, page.runs)
        page.flow = _Flow(list(filterfalse(str.isspace, shown)))
    return page.flow


_HEAD_TAGS = frozenset(["head", "title", "noscript"])


def is_own(page: Page, text: Any) -> bool:
    """Tell whether a run of text is shown and belongs to the article."""
    parent = text.getparent()
    return (parent.tag not in _HIDDEN_TAGS or text.is_tail) and not is_elsewhere(page, parent)


_HIDDEN_TAGS = frozenset(["script", "style", "option", "a", "noscript", "textarea", "button"])
SHORT_TEXT = 60  # characters
WIDEST = 5  # ancestors of a text that may still be its line


def line_around(page: Page, run: Any) -> str:
    """Return the text of the widest element around a run of text that is still a line."""
    line = " ".join(run.split())
    for element in islice(elements_around(run), WIDEST):
        wider = page.lines.get(element)
        if wider is None:
            wider = page.lines[element] = line_of(element)
        if not wider:
            break
        line = wider
    return line


def elements_around(run: Any) -> Iterator[HtmlElement]:
    """Yield the elements around a run of text, from the innermost to the last that can be a line."""
    element = run.getparent() if run.is_text else run.getparent().getparent()
    while element is not None and element.tag not in _PAGE_TAGS:
        yield element
        element = element.getparent()


_PAGE_TAGS = frozenset(
    ["html", "body", "head", "script", "style", "input", "option", "select", "button", "textarea", "form"]
)
_INLINE = frozenset(["a", "b", "i", "em", "strong", "font", "u", "small", "sup", "sub", "abbr", "mark"])


def is_elsewhere(page: Page, element: HtmlElement) -> bool:
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


def marks_of(element: HtmlElement) -> str:
    """Return the names by which the page calls an element: its classes and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


def marked_elements(root: HtmlElement, is_wanted: Callable[[str], bool]) -> Iterator[HtmlElement]:
    """Yield the elements of which class, id or, of links, ``rel`` say that they are wanted."""
    # Not by XPath: for a union, or the parents of attributes, libxml2 takes the square of their number.
    for element in root.iter(etree.Element):
        names, identifier = element.get("class"), element.get("id")
        if ((names and is_wanted(names)) or (identifier and is_wanted(identifier))) and element.tag not in _PAGE_TAGS:
            yield element


@lru_cache(maxsize=16384)
def _names_elsewhere(names: str) -> bool:
    return _ELSEWHERE.search(names[:300].lower()) is not None


_PARTS_OF_LINE = ("start", "end", "comment", "pi")
_MOST_EVENTS = 200  # of a walk through a line


def folded(text: str) -> str:
    """Return ``text`` with all its white space folded to single blanks."""
    return " ".join(text.split())


def line_of(element: HtmlElement, longest: int = LONGEST_LINE) -> str:
    """Return the text of a small element, its blocks and spans divided by line ends; of a large one, nothing."""
    if not len(element):  # most elements that are asked
        own = folded((element.text or "")[: 8 * longest]) if element.tag not in _PAGE_TAGS else ""
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
            parts.append(folded(text[: 8 * longest]))
            length += len(parts[-1])
        if length > longest:
            return ""
    if node is not element:  # too many parts for a line
        return ""
    line = "\n".join(filter(None, map(folded, " ".join(parts).split("\n"))))
    return line if len(line) <= longest else ""
