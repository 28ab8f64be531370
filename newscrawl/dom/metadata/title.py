"""The title of a page without the site around it, and the headline of pages that are called something else."""

import re
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page import (
    HEADLINES,
    LONGEST_TITLE,
    MOST_ELEMENTS,
    SHORT_TEXT,
    SHORTEST_HEADLINE,
    Claim,
    Page,
    claims_about,
    elements_around,
    flow_of,
    folded,
    is_own,
    key_of,
    split_address,
)
from newscrawl.dom.widgets.spam import looks_injected

_SEPARATOR = re.compile(r"\s[-|–—:·•»«~/]{1,3}\s|\s?[|｜_]\s?|\s?(?:--|::|—|–)\s?|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])")
_CHANNEL_SEPARATOR = re.compile(r"(?<=[^\x00-\x7f])\s?[|｜_〉>]\s?(?=[^\x00-\x7f])|\s[-|]\s")
_WORD = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]|[^\W\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff_]++")


def find_title(page: Page, names: frozenset[str], sources: dict[str, str], disagreements: list[str]) -> str | None:
    """Return the title without the site, whose ``names`` are keys, and without the number of the page.

    Spam that was put in the place of one title is left out if the page has another; ``page.is_injected`` is set then.
    """
    claims = _without_spam(page, list(claims_about(page, "title")))
    title = _whole_title(page, claims, names, sources)
    if title and sources["title"] != "visible" and page.title and not _agree(title, page.title):
        disagreements.append("title")
    return _PAGE_NUMBER.sub("", title) or title if title else None


# A number that a page of several has, or a page's place in a listing.
_PAGE_NUMBER = re.compile(
    r"\s?[（(]\s?(?:\d{1,3}\s?/\s?\d{1,3}\s?(?:ページ|页|頁|pages?)|(?:page|seite|p\.)\s?\d{1,3}(?:\s?/\s?\d{1,3})?|"
    r"第\s?\d{1,3}\s?[页頁]|[页頁]\s?\d{1,3})\s?[)）]\s?\Z",
    re.IGNORECASE,
)


def _without_spam(page: Page, claims: list[Claim]) -> list[Claim]:
    """Return the claims that are no spam, and take spam from title and headings; if nothing else is left, it stays."""
    title = page.title if page.title and not looks_injected(page.title) else None
    headings = [heading for heading in page.headings if not looks_injected(heading)]
    sound = [claim for claim in claims if not looks_injected(claim.text[:LONGEST_TITLE])]
    is_injected = title != page.title or len(headings) < len(page.headings) or len(sound) < len(claims)
    if not is_injected or not (title or headings or sound):
        return claims
    page.title, page.headings, page.is_injected = title, headings, True
    return sound


def _whole_title(page: Page, claims: list[Claim], names: frozenset[str], sources: dict[str, str]) -> str | None:
    """Return the heading that agrees with what the page calls itself, else what it calls itself without the site."""
    called = [" ".join(claim.text[:LONGEST_TITLE].split()) for claim in claims]
    for heading in page.headings:
        if key_of(heading) not in names and any(_agree(heading, one) for one in (*called, page.title or "")):
            sources["title"] = "visible"
            return _without_channels(heading)
    for claim, text in zip(claims, called, strict=True):
        title = _without_channels(_without_site(text, names))
        if title and key_of(title) not in names:
            sources["title"] = claim.source
            return title
    own = _longest_part(_without_site(page.title, names, unknown=True)) if page.title else ""
    if key_of(own) in names:
        own = ""
    visible = _headline_of_cjk(page, own) or ("" if own else _lonely_heading(page, names))
    if visible or own:
        sources["title"] = "visible" if visible else "title"
    return _without_channels(visible) or own or None


def _lonely_heading(page: Page, names: frozenset[str]) -> str:
    return next((one for one in page.headings if key_of(one) not in names), "")


def _headline_of_cjk(page: Page, own: str) -> str:
    """Return the visible headline of a Chinese, Japanese or Korean page that has none in ``h1``.

    That is ``own``, the title of its window, or what of that stands on the page. Many old pages call every window by
    the name of the site or of the channel.
    """
    if not page.is_cjk:
        return ""
    if own and (shown := _shown(page, own)):
        return shown if own.startswith(shown) and own[len(shown) :].lstrip()[:1] in _JOINTS else ""
    parts = sorted(_SEPARATOR.split(page.title or ""), key=len, reverse=True)
    return next(filter(None, (_shown(page, part) for part in parts)), "") or _headline_before_text(page)


_JOINTS = tuple("-_|｜")  # what stands between a title and the name of the site


def _shown(page: Page, title: str) -> str:
    """Return the run of text outside links that says what ``title`` says."""
    key = key_of(title)
    if len(key) < SHORTEST_HEADLINE:
        return ""
    flow = flow_of(page)
    start = title.split(maxsplit=1)[0][:SHORTEST_HEADLINE]  # the blanks between words are often others on the page
    for run in map(flow.runs.__getitem__, islice(flow.places(start), MOST_ELEMENTS)):
        found = key_of(run)
        is_same = (found in key or key in found) and 2 * min(len(key), len(found)) >= max(len(key), len(found))
        if is_same and not _is_linked(run) and is_own(page, run):
            return folded(run)
    return ""


def _headline_before_text(page: Page) -> str:
    """Return the nearest line before the first prose that is set off as headlines are."""
    runs = flow_of(page).runs
    first = next((place for place, run in enumerate(runs) if len(run) >= _PROSE and is_own(page, run)), 0)
    for run in reversed(runs[max(0, first - _BEFORE_PROSE) : first]):
        line = folded(run)
        if (
            SHORTEST_HEADLINE < len(line) <= SHORT_TEXT
            and not _NOT_IN_HEADLINES.search(line)
            and not _is_linked(run)
            and any(_sets_off(element) for element in islice(elements_around(run), 2))
        ):
            return line
    return ""


_PROSE = 60  # characters of a run of text
_BEFORE_PROSE = 8  # runs
_NOT_IN_HEADLINES = re.compile(r"。|[:：]$|^\W*\d*\W*$|\d:\d\d|(?:19|20)\d\d\s?[-/年.]\s?\d|作者|来源|來源|记者|記者")
_HEADLINE_MARK = re.compile(r"title|heading|headline|subject|biaoti")


def _sets_off(element: HtmlElement) -> bool:
    names = element.get("class") or element.get("id") or ""
    return element.tag in HEADLINES or element.tag == "font" or bool(_HEADLINE_MARK.search(names[:300].lower()))


def _is_linked(run: Any) -> bool:
    return any(element.tag == "a" for element in islice(elements_around(run), 3))


def _without_channels(title: str) -> str:
    """Return the longest part of a title in which several channels or the path to the article stand, too."""
    return _longest_part(title) if len(_CHANNEL_SEPARATOR.findall(title)) > 1 else title


def _longest_part(title: str) -> str:
    """Return the longest part of a Chinese, Japanese or Korean title that stands among channels and the site's name."""
    if title.isascii():
        return title
    return max(_CHANNEL_SEPARATOR.split(title), key=len).strip() or title


def _agree(heading: str, other: str) -> bool:
    a, b = key_of(heading), key_of(other)
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


def _is_site(part: str, names: frozenset[str]) -> bool:
    key = key_of(part).removeprefix("the")
    return not key or key in names or any(len(name) > 3 and name in key and len(key) < 2 * len(name) for name in names)


def site_names(page: Page, site_name: str | None) -> frozenset[str]:
    """Return the keys of the names by which the site may sign: its own, its publisher's, its host's."""
    publishers = jsonld.strings(page.article.get("publisher")) if page.article else []
    known = [site_name or "", *publishers[:3], *page.metas.get("application-name", ())[:1]]
    for node, kinds in zip(page.nodes[:20], page.kinds, strict=False):
        if not kinds.isdisjoint(("WebSite", "NewsMediaOrganization")):
            known += jsonld.strings(node.get("name"))[:1]
    labels = (split_address(page.url).hostname or "").split(".")
    hosts = [label for label in labels[:-1] if len(label) > 2 and label not in ("www", "com", "news", "blog")]
    keys = {key_of(name).removeprefix("the") for name in (*known, *hosts, ".".join(labels[-2:]))}
    return frozenset(key for key in keys if len(key) > 1)
