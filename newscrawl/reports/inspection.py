"""What newscrawl makes of a page, step by step, and why: for a person who wants to see it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.article import Article, Change
from newscrawl.dom.metadata.page_data import gather_page_data, statements_about
from newscrawl.dom.tree import parse_or_none, visible_text
from newscrawl.dom.visible_text import VisibleText
from newscrawl.dom.widgets.by_selector import strip_widgets
from newscrawl.dom.widgets.rules import COMMON_WIDGETS, WidgetRule
from newscrawl.errors import Refused
from newscrawl.site import Site
from newscrawl.stages.chain import finish_article
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import extract_article
from newscrawl.text.decode import Decoded, charset_of
from newscrawl.text.decode.charsets import CANDIDATES
from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.plausibility import likelihood_in

MARK = "data-newscrawl"  # the attribute that says what became of an element: "kept", or the rule that took it out
_NUMBER = "data-newscrawl-number"
_FIELDS = "title authors published modified section tags summary site_name lead_image canonical_url".split()
_MAX_LOSERS = 6  # statements of one field that are named
_MAX_CHARSETS = 6  # that are shown with their scores (chosen by hand)
_MAX_VALUE_CHARACTERS = 300  # of a statement that are shown (chosen by hand)
_MIN_EXCERPT_CHARACTERS = 8  # by which an element is recognised as the example of a rule
_SEEN = ("img", "figure", "iframe", "video")  # elements that a reader sees without a text
_MAX_STRIPPED = 500  # elements that are marked (chosen by hand)


class CharsetScore(NamedTuple):
    """How much like text a sample of the page reads in a charset; higher is better."""

    charset: str
    score: float


class FieldFinding(NamedTuple):
    """A field, its value, where that was found, and what other places say: pairs of source and value."""

    name: str
    value: str
    source: str | None
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What was found out about one page.

    ``article`` is ``None`` where the page is none; ``refused`` and ``detail`` then say why. ``changes`` are those up to
    there. ``marked`` is the page with ``MARK`` on its elements; it is a stranger's, and to be shown without script.
    """

    url: str
    site: str
    is_declared: bool
    size: int
    charset: str | None = None
    lossy: bool = False
    evidence: tuple[str, ...] = ()
    scores: tuple[CharsetScore, ...] = ()
    fields: tuple[FieldFinding, ...] = ()
    article: Article | None = None
    refused: str | None = None
    detail: str = ""
    changes: tuple[Change, ...] = ()
    fallbacks: tuple[str, ...] = ()
    marked: str = field(default="", repr=False)


def inspect_page(
    body: bytes, url: str, site: Site, *, content_type: str = "", fetched: datetime | None = None
) -> Inspection:
    """Read a page as a crawl does, and return what was found out on the way; nothing is raised for a bad page."""
    known: dict[str, Any] = {
        "url": url,
        "site": site.name,
        "is_declared": bool(site.templates),
        "size": len(body),
    }
    scores = _scores(body, charset_of(content_type))
    try:
        page = decode_page(body, content_type)
    except Refused as refused:
        return Inspection(**known, scores=scores, refused=refused.reason, detail=refused.detail)
    read: dict[str, Any] = {"charset": page.charset, "lossy": page.lossy, "evidence": page.evidence, "scores": scores}
    article: Article | None = None
    refusal: Refused | None = None
    changes: tuple[Change, ...] = ()
    fallbacks: tuple[str, ...] = ()
    try:
        extracted = extract_article(page, url, site, fetched=fetched)
        changes, fallbacks = extracted.article.changes, extracted.fallbacks
        article = finish_article(extracted.article, site)
        changes = article.changes
    except Refused as refused:
        refusal = refused
    return Inspection(
        **known,
        **read,
        article=article,
        refused=refusal.reason if refusal else None,
        detail=refusal.detail if refusal else "",
        changes=changes,
        fallbacks=fallbacks,
        fields=_fields(page, url, article),
        marked=_marked(page, url, site, fetched, changes),
    )


def _scores(body: bytes, http_charset: str | None) -> tuple[CharsetScore, ...]:
    sample = Examination(body, http_charset).sample
    if sample.isascii():
        return ()
    scored = (
        CharsetScore(one.codec, round(likelihood_in(one.codec, sample).total + one.prior, 1)) for one in CANDIDATES
    )
    return tuple(sorted(scored, key=lambda one: one.score, reverse=True)[:_MAX_CHARSETS])


def _fields(page: Decoded, url: str, article: Article | None) -> tuple[FieldFinding, ...]:
    tree = parse_or_none(page.text)
    if tree is None:
        return ()
    data = gather_page_data(tree, url, VisibleText(tree))
    found = []
    for name in _FIELDS:
        value = _words(getattr(article, name)) if article else ""
        source = article.field_sources.get(name) if article else None
        stated = [(one.source, _words(one.text)) for one in statements_about(data, name)]
        if name == "title":
            stated += [("window title", _words(data.window_title))] if data.window_title else []
            stated += [("h1", _words(text)) for text in data.headings[:2]]
        others = [one for one in dict.fromkeys(stated) if one[1] and not (one[0] == source and one[1] == value)]
        if value or others:
            found.append(FieldFinding(name, value, source if value else None, tuple(others[:_MAX_LOSERS])))
    if article:
        found.append(FieldFinding("language", article.language or "", None, ()))
        found.append(
            FieldFinding("body", f"{len(article.body_text)} characters", article.field_sources.get("body"), ())
        )
    return tuple(found)


def _words(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    said = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
    said = " ".join(said[: 4 * _MAX_VALUE_CHARACTERS].split())
    return said if len(said) <= _MAX_VALUE_CHARACTERS else f"{said[:_MAX_VALUE_CHARACTERS]}…"


def _marked(page: Decoded, url: str, site: Site, fetched: datetime | None, changes: Sequence[Change]) -> str:
    """Return the page with each outermost element marked that was kept or taken out.

    The page is read again with a number on each element, and what is left of the numbers tells what was kept.
    """
    tree = parse_or_none(page.text)
    if tree is None:
        return ""
    numbered: dict[str, HtmlElement] = {}
    for number, element in enumerate(tree.iter(etree.Element)):
        element.attrib.pop(MARK, None)
        element.set(_NUMBER, str(number))
        numbered[str(number)] = element
    written = lxml.html.tostring(tree, encoding="unicode")
    read: HtmlElement | None = None
    with suppress(Refused):  # nothing was kept
        read = extract_article(Decoded(written, "utf-8", (), False), url, site, fetched=fetched).article.body.tree
    if read is not None:
        _mark_body(read, numbered, site, changes)
    for element in numbered.values():
        element.attrib.pop(_NUMBER, None)
    marked: str = lxml.html.tostring(tree, encoding="unicode")
    return marked


def _mark_body(read: HtmlElement, numbered: dict[str, HtmlElement], site: Site, changes: Sequence[Change]) -> None:
    chosen = _numbers(read)
    rules = {f"{rule.kind}/{rule.name}": rule for rule in (*COMMON_WIDGETS, *site.widgets)}
    used = [change for change in changes if change.stage in ("strip", "extract", "boilerplate")]
    matches = {
        number: change.rule for change in used if change.rule in rules for number in _found_by(read, rules[change.rule])
    }
    strip_widgets(read, (*COMMON_WIDGETS, *site.widgets), language=site.language)
    kept = _numbers(read)
    root = _common_ancestor([numbered[number] for number in sorted(chosen, key=int) if number in numbered])
    if root is None:
        return
    root.set(MARK, "kept")
    gone = [one for one in _outermost_without(root, kept) if one.tag in _SEEN or visible_text(one).strip()]
    told = [
        (one, matches.get(one.get(_NUMBER, "")) or _rule_by_excerpt(visible_text(one), used))
        for one in gone[:_MAX_STRIPPED]
    ]
    left = {change.rule for change in used} - {rule for _, rule in told}
    untold = left.pop() if len(left) == 1 else "left out"
    for element, rule in told:
        element.set(MARK, rule or untold)


def _numbers(tree: HtmlElement) -> set[str]:
    return {number for one in tree.iter(etree.Element) if (number := one.get(_NUMBER))}


def _found_by(tree: HtmlElement, rule: WidgetRule) -> Iterator[str]:
    yield from (number for one in tree.cssselect(rule.css) if (number := one.get(_NUMBER)))


def _common_ancestor(elements: Sequence[HtmlElement]) -> HtmlElement | None:
    if not elements:
        return None
    paths = [[*reversed(list(one.iterancestors())), one] for one in (elements[0], elements[-1])]
    common = None
    for one, other in zip(*paths, strict=False):
        if one is not other:
            break
        common = one
    return common


def _outermost_without(root: HtmlElement, kept: set[str]) -> Iterator[HtmlElement]:
    """Yield the outermost elements below ``root`` of which nothing was kept."""
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if any(one.get(_NUMBER) in kept for one in element.iter(etree.Element)):
            waiting += list(element)
        else:
            yield element


def _rule_by_excerpt(text: str, changes: Sequence[Change]) -> str | None:
    folded = "".join(text.split())
    for change in changes:
        excerpt = "".join(change.before.rstrip("…").split())
        if len(excerpt) >= _MIN_EXCERPT_CHARACTERS and folded.startswith(excerpt[: len(folded)]) and folded:
            return change.rule
    return None
