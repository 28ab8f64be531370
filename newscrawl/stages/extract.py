"""Page to article: fields and body as they stand on the page, by the site's declaration or by the generic reader."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lxml.html import HtmlElement
from parsel import Selector

from newscrawl.article import Article, Change
from newscrawl.dom.body import Body
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.lead_picture import drop_repeated_lead_picture, find_lead_picture, put_lead_picture
from newscrawl.dom.metadata import Metadata, read_metadata
from newscrawl.dom.metadata.tags import without_keywords_of_site
from newscrawl.dom.metadata.warnings import SHORTENED, doubts_about
from newscrawl.dom.page_elements import PageElements
from newscrawl.dom.render.addresses import document_base, make_absolute
from newscrawl.dom.render.formulas import mark_formulas
from newscrawl.dom.tree import (
    TooMuchMarkup,
    as_fragment,
    detach,
    first_words,
    fold_space,
    parse,
    text_length,
    visible_text,
)
from newscrawl.dom.visible_text import key_of
from newscrawl.errors import Refused
from newscrawl.rights import AGENT
from newscrawl.rights.page import page_signals
from newscrawl.rights.signals import bounded, facts_of, joined_facts
from newscrawl.site import Selector as Spec
from newscrawl.site import Site, Template, XPathRule
from newscrawl.stages.validate import MIN_BODY_ALPHANUMERICS, check_length
from newscrawl.text.dates import find_date
from newscrawl.text.decode import Decoded
from newscrawl.text.language_tags import is_cjk
from newscrawl.text.measure import count_alphanumerics
from newscrawl.text.refusals import has_challenge, refusal_of_title
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step
from newscrawl.urls import is_web, join_url
from newscrawl.urls.resolve import absolute_address

_TEXT_FIELDS = ("title", "byline", "uploader", "source", "section", "summary")
_LIST_FIELDS = ("authors", "tags")
_TIME_FIELDS = ("published", "modified")
_PARTS_OF_TIMES = {
    "published": ("published", "published_written", "published_day", "published_precision"),
    "modified": ("modified", "modified_written"),
}
_DERIVED_FIELDS = frozenset(part for time, parts in _PARTS_OF_TIMES.items() for part in parts if part != time)
SUMMARY_IS_TITLE = "summary/is-title"
SUMMARY_IS_OPENING = "summary/is-opening"
_MAX_OPENING_CHARACTERS = 2000  # of a body, which a summary may be cut from
DISPUTED_FLAG = "disputed/"  # begins the flags that say for which fields the page contradicts itself
_CONFIDENCE_LOST_BY_DISPUTE = 0.1  # by which each makes the article less sure
# Of the whole page, scripts apart: seven times the longest body that is read. To read them takes 0.7 s a million (AMD
# EPYC, 2026), so that no page uses up its two seconds by its length.
MAX_PAGE_CHARACTERS = 2_000_000
_MAX_TITLE_CHARACTERS = 1000  # characters that are looked at
# For each element these axes look at many others: 25 s for one query on a page of 90,000 elements (measured 2026).
_QUADRATIC_AXIS = re.compile(r"(?:preceding|following)(?:-sibling)?\s*+::|[\[(]\s*+//")
_MAX_QUADRATIC_ELEMENTS = 5000  # of a page on which such a query is tried; it takes at most 0.3 s there
# Text of elements that hold many others, asked for by each of these; and searches in searches.
_TEXT_AROUND = re.compile(r"[\[(,=<>|+]\s*+/(?!/)|(?:ancestor|parent)\b[^:]{0,20}+::|\.\.")
_SEARCH_INSIDE = re.compile(r"\.//|descendant")
_MAX_SEARCHES_INSIDE = 1  # of one query on pages with more elements than that
_MAX_TEXT_READ = 100_000_000  # characters that one query may read at most: 0.2 s (measured 2026)
_XPATH = re.compile(r"[/(]|[a-z-]{1,30}+\(")
# Beside a captcha that may still be a gatekeeper's; chosen by hand.
_MAX_CHALLENGE_CHARACTERS = 600  # of a body
_MAX_CHALLENGE_PAGE_CHARACTERS = 3000  # that a page shows around it


_MIN_TEASERS = 3  # elements of a body, each with a linked heading, that are teasers of other articles …
_MAX_TEASER_CHARACTERS = 500  # … if they have no more text than this on average; chosen by hand


class Extracted(NamedTuple):
    """An article as found, and the addresses of its whole text on one page and of its next part.

    ``fallbacks`` are the fields for which the site declares a selector that found nothing, so that the generic reader
    filled them: a sign that the site's layout has changed.
    """

    article: Article
    whole: str | None = None
    next_page: str | None = None
    fallbacks: tuple[str, ...] = ()


def extract_article(page: Decoded, url: str, site: Site, *, fetched: datetime | None = None) -> Extracted:
    """Read the article of a decoded page.

    Fields come from the first template of ``site`` whose body is on the page and is no list of teasers, and where that
    is silent from the page's own metadata; without such a template the generic reader finds the body. ``fetched`` is
    the time that relative dates count from. Raises ``Refused`` for a page that is no article.
    """
    text = _replaced(page.text, site)
    tree = _parsed(text, page.utf_8 if text is page.text else None)
    base = document_base(tree, url)  # before the tree is cut
    _refuse_by_title(tree, site)
    elements = PageElements(tree)
    metadata = read_metadata(tree, url, timezone=site.timezone, fetched=fetched, elements=elements, base=base)
    signals = page_signals(tree, url, AGENT, metadata.linked_data, elements.related)
    selector = Selector(root=tree, type="html")
    stripped = tuple(_strip_elements(selector, site.strip_xpaths))
    template, bodies = _template(selector, site, metadata)
    if template is None and not site.is_article(url):
        raise Refused("not an article", "neither its address nor its layout is that of one")
    found = _Fields(selector, template, metadata.timezone, fetched) if template else None
    links = found.links(base) if found else (None, None)
    lead = find_lead_picture(tree, metadata.title, metadata.lead_image)
    found_body = _body(tree, bodies, metadata)
    parts = found_body.parts
    # Only beside hardly any text is a captcha the page itself, and to search every page for one would cost a parse.
    if (
        sum(map(text_length, parts)) < _MAX_CHALLENGE_CHARACTERS
        and has_challenge(page.text)
        and len(visible_text(tree)) < _MAX_CHALLENGE_PAGE_CHARACTERS
    ):
        raise Refused("blocked page", "a captcha and hardly any text")
    if not parts:
        raise Refused("not an article", found_body.reason or "")
    body = as_fragment(parts)
    lead_address = put_lead_picture(body, lead) if lead is not None else ""
    if base != url:  # the body alone no longer tells what its addresses are relative to
        make_absolute(body, base)
    check_length(body)
    values, sources = _merge(found.values if found else {}, metadata)
    if lead_address and not values.get("lead_image") and (address := absolute_address(base, lead_address)):
        values["lead_image"], sources["lead_image"] = address, "visible"
    if sources.get("tags") == "meta":
        values["tags"] = without_keywords_of_site(
            values["tags"], f"{metadata.title or ''} {metadata.summary or ''} {visible_text(body)}"
        )
    disputed = [name for name in metadata.disagreements if sources.get(name) != "site"]
    article = Article(
        url=url,
        key=site.key(url),
        site=site.name,
        language=site.language or metadata.language,
        charset=page.charset,
        charset_evidence=page.evidence,
        flags=(
            *doubts_about(text, fetched, is_dated="published" in values),
            *(DISPUTED_FLAG + name for name in disputed),
            *(("injected",) if metadata.is_injected else ()),
            *_doubts_about_summary(values, body),
            *((SHORTENED,) if _is_shortened(body, metadata) else ()),
        ),
        confidence=round(max(0.0, found_body.confidence - _CONFIDENCE_LOST_BY_DISPUTE * len(disputed)), 2),
        status="lossy" if page.lossy else "ok",
        field_sources={**sources, "body": found_body.source},
        signals=signals,
        rights=facts_of(signals),
        changes=(*stripped, *(Change("extract", "body", *step) for step in found_body.steps)),
        **values,
    ).with_body(Body(body))
    return Extracted(article, *links, _fallbacks(site, template, values, sources))


def _doubts_about_summary(values: dict[str, Any], body: HtmlElement) -> Iterator[str]:
    """Yield a flag if the summary only repeats the title, or how the body begins."""
    summary = key_of((values.get("summary") or "").rstrip("….[] "))
    if not summary:
        return
    if summary == key_of(values.get("title") or ""):
        yield SUMMARY_IS_TITLE
    elif key_of(first_words(body, _MAX_OPENING_CHARACTERS)).startswith(summary):
        yield SUMMARY_IS_OPENING


def _is_shortened(body: HtmlElement, metadata: Metadata) -> bool:
    """Tell whether the page states at least twice as many words as it shows; of scripts without blanks, never."""
    return (
        bool(metadata.word_count)
        and 2 * len(visible_text(body).split()) < (metadata.word_count or 0)
        and not is_cjk(metadata.language)
    )


def join_parts(parts: Sequence[Article]) -> Article:
    """Return one article from its pages in order; the first gives the fields, all give the body and the rights."""
    first, *others = parts
    if not others:
        return first
    status = "lossy" if any(part.status == "lossy" for part in parts) else first.status
    for part in others:
        drop_repeated_lead_picture(part.body.tree, first.body.tree)
    body = as_fragment([part.body.tree for part in parts])
    joined = first.with_body(Body(body), status=status, raw=tuple(page for part in parts for page in part.raw))
    return with_rights_of(joined, parts)


def with_rights_of(article: Article, pages: Sequence[Article]) -> Article:
    """Return the article with what all ``pages`` that it was read from say of its rights, and the strictest facts."""
    signals = tuple(bounded(one for page in pages for one in page.signals))
    known = [dict(page.rights) for page in pages if page.rights is not None]
    return article.evolve(signals=signals, rights=joined_facts(known) if known else None)


class _Fields:
    """What a template's selectors find on a page."""

    def __init__(self, page: Selector, template: Template, timezone: str, fetched: datetime | None) -> None:
        self.page = page
        self.template = template
        self.values: dict[str, Any] = {}
        for name in _TEXT_FIELDS:
            self._keep(name, next(iter(self._texts(getattr(template, name))), None))
        for name in _LIST_FIELDS:
            self._keep(name, tuple(dict.fromkeys(filter(None, map(_bare, self._texts(getattr(template, name)))))))
        for name in _TIME_FIELDS:
            self._keep_time(name, timezone, fetched)

    def links(self, url: str) -> tuple[str | None, str | None]:
        """Return the addresses of the whole text and of the next part, resolved against ``url``."""
        return self._link(self.template.whole, url), self._link(self.template.next_page, url)

    def _keep(self, name: str, value: Any) -> None:
        if value:
            self.values[name] = value

    def _keep_time(self, name: str, timezone: str, fetched: datetime | None) -> None:
        for text in self._texts(getattr(self.template, name)):
            found = find_date(text, timezone=timezone, now=fetched)
            if found:
                self.values |= {name: found.instant, f"{name}_written": found.written}
                if name == "published":
                    self.values |= {"published_day": found.day, "published_precision": found.precision}
                return

    def _link(self, spec: Spec, url: str) -> str | None:
        for text in self._texts(spec):
            link = join_url(url, text)
            if is_web(link) and link != url:
                return link
        return None

    def _texts(self, spec: Spec) -> list[str]:
        """Return the texts of the first selector that finds any, each with its white space folded."""
        for query in _queries(spec):
            texts = [text for one in _select(self.page, query) if (text := _text(one))]
            if texts:
                return texts
        return []


def _bare(tag: str) -> str:
    """Return a tag without the sign that sites set before it."""
    return tag.lstrip("#＃ ")


def _text(found: HtmlElement | str) -> str:
    """Return the text of what a selector of the site has found."""
    return fold_space(found) if isinstance(found, str) else visible_text(found)


def _queries(spec: Spec) -> tuple[str, ...]:
    """Return the selectors that a field of the template names."""
    return (spec,) if isinstance(spec, str) else spec


def _select(page: Selector, query: str) -> list[HtmlElement | str]:
    """Return the elements and texts that a query finds; XPath begins with a slash, a bracket or a function."""
    if not _XPATH.match(query):
        return [one.root for one in page.css(query)]
    if _is_too_expensive(query, page.root):
        return []
    try:
        found = page.xpath(query)
    except ValueError:  # its syntax is right, its types are not: only evaluation tells
        return []
    return [one.root for one in found if isinstance(one.root, str | HtmlElement)]


def _is_too_expensive(query: str, root: HtmlElement) -> bool:
    """Tell whether an XPath may look at far more than there is on the page, by its form; nothing can interrupt one."""
    is_quadratic = _QUADRATIC_AXIS.search(query) or len(_SEARCH_INSIDE.findall(query)) > _MAX_SEARCHES_INSIDE
    reads_around = _TEXT_AROUND.search(query)
    if not is_quadratic and not reads_around:
        return False
    elements = sum(1 for _ in root.iter())
    if is_quadratic and elements > _MAX_QUADRATIC_ELEMENTS:
        return True
    return bool(reads_around) and elements * text_length(root) > _MAX_TEXT_READ


def _bodies(page: Selector, spec: Spec) -> list[HtmlElement]:
    """Return the outermost elements of the first query that finds any."""
    for query in _queries(spec):
        found = [one for one in _select(page, query) if not isinstance(one, str)]
        if found:
            return [one for one in found if not any(other in found for other in one.iterancestors())]
    return []


def _strip_elements(page: Selector, rules: Sequence[XPathRule]) -> Iterator[Change]:
    """Take out of a page what rules find, and yield a change for each that finds something."""
    for rule in rules:
        found = [one for one in _select(page, rule.xpath) if not isinstance(one, str) and one.getparent() is not None]
        if found:
            before = visible_text(found[0])[:EXCERPT_CHARACTERS]
            for one in found:
                one.drop_tree()
            yield Change("strip", "body", f"{rule.kind}/{rule.name}", len(found), before, "")


def _fallbacks(
    site: Site, template: Template | None, values: dict[str, Any], sources: dict[str, str]
) -> tuple[str, ...]:
    """Return the fields that the site's selectors did not find, and extraction read without them."""
    if template is None:
        return ("body",) if site.templates else ()
    declared = (name for name in (*_TEXT_FIELDS, *_LIST_FIELDS, *_TIME_FIELDS) if getattr(template, name))
    return tuple(name for name in declared if values.get(name) and sources.get(name) != "site")


def _replaced(text: str, site: Site) -> str:
    for old, new in site.replacements:
        text = text.replace(old, new)
    return text


def _parsed(text: str, utf_8: bytes | None) -> HtmlElement:
    try:
        tree = parse(text, utf_8=utf_8)
    except TooMuchMarkup as error:
        raise Refused("too expensive", str(error)) from None
    if len(text) > MAX_PAGE_CHARACTERS and text_length(tree) > MAX_PAGE_CHARACTERS:
        characters = len(visible_text(tree))
        if characters > MAX_PAGE_CHARACTERS:
            raise Refused("too expensive", f"{characters} characters of text, more than {MAX_PAGE_CHARACTERS}")
    mark_formulas(tree)
    return tree


def _refuse_by_title(tree: HtmlElement, site: Site) -> None:
    title = (tree.findtext("head/title") or tree.findtext(".//title") or "")[:_MAX_TITLE_CHARACTERS]
    reason = refusal_of_title(title)
    if any(re.search(form, title) for form in site.refused_titles):
        reason = "soft 404"
    if reason:
        raise Refused(reason, " ".join(title.split())[:200])


def _template(page: Selector, site: Site, metadata: Metadata) -> tuple[Template | None, list[HtmlElement]]:
    """Return the first template of the site whose body is on the page, and that body."""
    day = metadata.published_day
    for template in site.templates:
        in_time = day is None or ((template.since or day) <= day <= (template.until or day))
        bodies = _bodies(page, template.body) if in_time else []
        if bodies and not _is_misplaced(bodies):
            return template, bodies
    return None, []


def _is_misplaced(bodies: list[HtmlElement]) -> bool:
    """Tell whether what a template takes for the body is a list of teasers, or holds no text and no picture."""
    texts = list(map(visible_text, bodies))
    if sum(map(count_alphanumerics, texts)) < MIN_BODY_ALPHANUMERICS:
        return all(next(body.iter("img"), None) is None for body in bodies)
    is_short = sum(map(len, texts)) < _MAX_TEASER_CHARACTERS * len(texts)
    return len(bodies) >= _MIN_TEASERS and is_short and all(map(_has_linked_heading, bodies))


def _has_linked_heading(element: HtmlElement) -> bool:
    headings = element.iter("h1", "h2", "h3", "h4")
    return any(next(heading.iter("a"), None) is not None for heading in headings)


class _Body(NamedTuple):
    parts: list[HtmlElement]
    source: str
    confidence: float
    reason: str | None = None  # why there are no parts
    steps: tuple[Step, ...] = ()  # what of the container was left out


def _body(tree: HtmlElement, bodies: list[HtmlElement], metadata: Metadata) -> _Body:
    """Take the elements that hold the body out of the page: those that a template has found, or the reader's."""
    if bodies:
        return _Body(list(map(detach, bodies)), "site", 1.0)
    content = find_content(
        tree,
        title=metadata.title,
        summary=metadata.summary,
        article_body=metadata.article_body,
    )
    return _Body(content.elements, "generic", content.confidence, content.reason, content.steps)


def _merge(found: dict[str, Any], metadata: Metadata) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields and their sources: the template's, and the page's own metadata where it is silent."""
    names = (*_TEXT_FIELDS, *_LIST_FIELDS, "site_name", "lead_image", "canonical_url")
    values = {name: value for name in names if (value := getattr(metadata, name, None))}
    if "byline" in found and metadata.sources.get("authors") == "visible":
        values.pop("authors", None)  # the site's own line of names is to be believed, not what looks like one
    sources = {name: metadata.sources.get(name, "meta") for name in values}
    for name in _TIME_FIELDS:
        if getattr(metadata, name):
            values |= {part: getattr(metadata, part) for part in _PARTS_OF_TIMES[name]}
            sources[name] = metadata.sources.get(name, "meta")
    sources |= dict.fromkeys((name for name in found if name not in _DERIVED_FIELDS), "site")
    return values | found, sources
