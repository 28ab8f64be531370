"""The title of a page without the site around it, and the headline of pages that are called something else."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page_data import (
    MAX_ELEMENTS,
    MAX_TITLE_CHARACTERS,
    Found,
    PageData,
    Statement,
    statements_about,
)
from newscrawl.dom.tree import fold_space
from newscrawl.dom.visible_text import (
    HEADLINE_TAGS,
    MAX_SHORT_CHARACTERS,
    MIN_HEADLINE_CHARACTERS,
    TextNode,
    VisibleText,
    elements_around,
    fold_blanks,
    key_of,
    line_of,
)
from newscrawl.dom.widgets.spam import looks_injected
from newscrawl.urls import split_url

_SEPARATOR = re.compile(r"\s[-|–—:·•»«~/]{1,3}\s|\s?[|｜_]\s?|\s?(?:--|::|—|–)\s?|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])")
_CHANNEL_SEPARATOR = re.compile(r"(?<=[^\x00-\x7f])\s?[|｜_〉<>]\s?(?=[^\x00-\x7f])|\s[-|]\s")
_WORD = re.compile(r"[\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff]|[^\W\u3400-\u9fff\uac00-\ud7af\u3040-\u30ff_]++")
# What stands between a title and the name of the site.
_SITE_JOINTS = tuple("-_|｜")

# Chosen by hand on the pages under tests/sites.
_MIN_PROSE_CHARACTERS = 60  # of a text node that begins the article
_MAX_NODES_BEFORE_PROSE = 8  # between a headline and the article
_MAX_SITE_CHARACTERS = 30  # of the last part of a title that is the name of an unknown site
_MIN_SHARED_WORDS = 3
_MAX_KICKER_WORDS = 4  # before a headline, in the same heading
_MAX_LOGO_WORDS = 3  # of the name of a site
_ARROW = "»"  # of a path from the site to the article
_MIN_PART_CHARACTERS = 12  # of a heading that is only a part of the other title
_MIN_CJK_PART_CHARACTERS = 5


class FoundTitle(NamedTuple):
    """The title; ``is_injected`` tells that spam stood in the place of one, and another was taken."""

    title: Found[str | None]
    is_injected: bool


def find_title(page: PageData, text: VisibleText, site_keys: frozenset[str], *, is_cjk: bool) -> FoundTitle:
    """Return the title without the site, whose names have the keys ``site_keys``, and without the page's number.

    Spam that was put in the place of one title is left out if the page has another. The title is disputed if it is
    unlike the window's. ``is_cjk`` says that the page is in Chinese, Japanese or Korean.
    """
    statements = list(statements_about(page, "title"))
    sound, sound_statements = _without_spam(page, statements)
    found = _find_whole_title(sound, text, sound_statements, site_keys, is_cjk=is_cjk)
    title = found.value
    if title is None:
        return FoundTitle(found, sound is not page)
    is_disputed = found.source != "visible" and bool(sound.window_title) and not _agree(title, sound.window_title or "")
    return FoundTitle(
        Found(_PAGE_NUMBER.sub("", title) or title, found.source, is_disputed),
        sound is not page,
    )


# A number that a page of several has, or a page's place in a listing.
_PAGE_NUMBER = re.compile(
    r"\s?[（(]\s?(?:\d{1,3}\s?/\s?\d{1,3}\s?(?:ページ|页|頁|pages?)|(?:page|seite|p\.)\s?\d{1,3}(?:\s?/\s?\d{1,3})?|"
    r"第\s?\d{1,3}\s?[页頁]|[页頁]\s?\d{1,3})\s?[)）]\s?\Z",
    re.IGNORECASE,
)


def _without_spam(page: PageData, statements: list[Statement]) -> tuple[PageData, list[Statement]]:
    """Return page and statements without titles that are spam; if nothing else is left, they come back as they are."""
    window = page.window_title if page.window_title and not looks_injected(page.window_title) else None
    headings = [heading for heading in page.headings if not looks_injected(heading)]
    sound = [one for one in statements if not looks_injected(one.text[:MAX_TITLE_CHARACTERS])]
    has_spam = window != page.window_title or len(headings) < len(page.headings) or len(sound) < len(statements)
    if not has_spam or not (window or headings or sound):
        return page, statements
    return replace(page, window_title=window, headings=headings), sound


def _find_whole_title(
    page: PageData, text: VisibleText, statements: list[Statement], site_keys: frozenset[str], *, is_cjk: bool
) -> Found[str | None]:
    """Return the heading that agrees with what the page calls itself, else what it calls itself without the site."""
    stated = [fold_space(one.text[:MAX_TITLE_CHARACTERS]) for one in statements]
    forms = (*stated, page.window_title or "")
    logos = [heading for heading in page.headings if _is_other_part(heading, page)]
    site_keys |= {key_of(logo).removeprefix("the") for logo in logos}
    for heading in page.headings:
        is_site = heading in logos or key_of(heading) in site_keys
        if not is_site and any(_agree(heading, one) for one in forms):
            whole = (_without_site(one, site_keys, unknown=True) for one in forms)
            return Found(_without_channels(_as_written(heading, whole)), "visible")
    for statement, one in zip(statements, stated, strict=True):
        title = _without_channels(_without_site(one, site_keys))
        if title and key_of(title) not in site_keys:
            return Found(title, statement.source)
    window_title = _STRAY_SEPARATORS.sub("", page.window_title or "")
    own = _longest_part(_without_site(window_title, site_keys, unknown=True))
    if key_of(own).removeprefix("the") in site_keys:
        own = ""
    visible = _visible_headline(page, text, own) if is_cjk else ""
    if not visible and not own:
        visible = _first_heading(page, site_keys) or (
            _headline_before_prose(text) if _is_name_of_site(page.logos) else ""
        )
    if visible:
        return Found(_without_channels(visible), "visible")
    if own:
        return Found(own, "title")
    return Found(next(iter(page.logos), None), "visible" if page.logos else None)


def _is_other_part(heading: str, page: PageData) -> bool:
    """Tell whether a heading is the last or first part of the window's title, and an ``h2`` is the longest one.

    So pages write whose logo is their ``h1``.
    """
    parts = _SEPARATOR.split(page.window_title or "")
    if len(parts) < 2 or key_of(heading) not in (key_of(parts[0]), key_of(parts[-1])):
        return False
    longest = key_of(max(parts, key=len))
    is_first = key_of(heading) == key_of(parts[0])
    if is_first and 2 * len(key_of(heading)) > len(longest):  # the headline comes first, mostly
        return False
    subheadings = islice(page.root.iter("h2"), MAX_ELEMENTS)
    return longest != key_of(heading) and any(
        key_of(line_of(one, MAX_TITLE_CHARACTERS)) == longest for one in subheadings
    )


def _as_written(heading: str, forms: Iterable[str]) -> str:
    """Return the form of a heading in which its parts are joined, and without the number of its comments.

    A kicker and a headline in an element each have nothing between them; the page's other titles have a colon, or leave
    the kicker out.
    """
    key = key_of(heading)
    bare = _COMMENT_COUNT.sub("", heading)
    for form in forms:
        if key_of(form) == key and _JOINTS.sub(" ", form).split() == _JOINTS.sub(" ", heading).split():
            return form
        if form and _is_kicker(heading.removesuffix(form).rstrip(), heading):
            return form
        if bare != heading and key_of(form) == key_of(bare):
            return bare
    return heading


_JOINTS = re.compile(r"[:–—|-]")


def _is_kicker(start: str, heading: str) -> bool:
    """Tell whether the start of a heading is a kicker without a mark behind it, and no article or year."""
    is_word = not start.isdecimal() and start.lower() not in _ARTICLES_OF_NOUNS
    return is_word and start != heading and len(start.split()) <= _MAX_KICKER_WORDS and not start.endswith(_JOINT_ENDS)


_ARTICLES_OF_NOUNS = frozenset("a an das der die el il la le les lo the ein eine un una une".split())
_JOINT_ENDS = (*":–—|-,", "：")
_COMMENT_COUNT = re.compile(
    r"\s?[(\[]\d{1,6}(?:\s[^\W\d]{1,12})?[)\]]\Z|\s\d{1,6}\s(?:comments?|kommentare?|commentaires?)\Z", re.IGNORECASE
)
_SITE_WITH_COLON = re.compile(r"([^:]{2,40}):\s")
_STRAY_SEPARATORS = re.compile(r"^[-|–—:·•»«~/_\s]++|\s[-|–—:·•»«~/_]{1,3}$")


def names_beside_headline(page: PageData) -> frozenset[str]:
    """Return the keys of what the window's title has before or after the headline: mostly the name of the site."""
    headlines = {key_of(one) for one in (*page.headings, *page.metas.get("og:title", ()))}
    parts = _SEPARATOR.split(page.window_title or "")
    whole = {key_of(part) for part in parts}
    return frozenset(filter(None, whole - headlines)) if len(parts) > 1 and whole & headlines else frozenset()


def _is_name_of_site(logos: list[str]) -> bool:
    """Tell whether what looks like a logo is as short as the name of a site; a longer one may be the headline."""
    return bool(logos) and len(logos[0].split()) <= _MAX_LOGO_WORDS


def _first_heading(page: PageData, site_keys: frozenset[str]) -> str:
    return next((heading for heading in page.headings if key_of(heading) not in site_keys), "")


def _visible_headline(page: PageData, text: VisibleText, own: str) -> str:
    """Return the visible headline of a Chinese, Japanese or Korean page that has none in ``h1``.

    That is ``own``, the title of its window, or what of that stands on the page. Many old pages call every window by
    the name of the site or of the channel.
    """
    if own and (shown := _shown(text, own)):
        return shown if own.startswith(shown) and own[len(shown) :].lstrip()[:1] in _SITE_JOINTS else ""
    parts = sorted(_SEPARATOR.split(page.window_title or ""), key=len, reverse=True)
    return next(filter(None, (_shown(text, part) for part in parts)), "") or _headline_before_prose(text)


def _shown(text: VisibleText, title: str) -> str:
    """Return the text node outside links that says what ``title`` says."""
    key = key_of(title)
    if len(key) < MIN_HEADLINE_CHARACTERS:
        return ""
    start = title.split(maxsplit=1)[0][:MIN_HEADLINE_CHARACTERS]  # blanks between words are often others on the page
    for node in map(text.nodes.__getitem__, islice(text.places(start), MAX_ELEMENTS)):
        found = key_of(node.text)
        is_same = (found in key or key in found) and 2 * min(len(key), len(found)) >= max(len(key), len(found))
        if is_same and not _is_linked(node) and text.is_own(node):
            return fold_blanks(node.text)
    return ""


def _headline_before_prose(text: VisibleText) -> str:
    """Return the nearest line before the first prose that is set off as headlines are."""
    long = (place for place, one in enumerate(text.nodes.texts) if len(one) >= _MIN_PROSE_CHARACTERS)
    first = next((place for place in long if text.is_own(text.nodes[place])), 0)
    for node in reversed(text.nodes[max(0, first - _MAX_NODES_BEFORE_PROSE) : first]):
        line = fold_blanks(node.text)
        if (
            MIN_HEADLINE_CHARACTERS < len(line) <= MAX_SHORT_CHARACTERS
            and not _NOT_IN_HEADLINES.search(line)
            and not _is_linked(node)
            and any(_sets_off(element) for element in islice(elements_around(node), 2))
        ):
            return line
    return ""


_NOT_IN_HEADLINES = re.compile(r"。|[:：]$|^\W*\d*\W*$|\d:\d\d|(?:19|20)\d\d\s?[-/年.]\s?\d|作者|来源|來源|记者|記者")
_HEADLINE_MARK = re.compile(r"title|heading|headline|subject|biaoti")


def _sets_off(element: HtmlElement) -> bool:
    names = element.get("class") or element.get("id") or ""
    return element.tag in HEADLINE_TAGS or element.tag == "font" or bool(_HEADLINE_MARK.search(names[:300].lower()))


def _is_linked(node: TextNode) -> bool:
    return any(element.tag == "a" for element in islice(elements_around(node), 3))


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
    if a == b or (
        len(a) >= (_MIN_PART_CHARACTERS if a.isascii() else _MIN_CJK_PART_CHARACTERS)
        and is_part
        and 5 * len(a) >= 2 * len(b)
    ):
        return True
    if is_part and not a.isascii():  # the site's name, or a channel's
        return False
    words, others = set(_WORD.findall(heading.casefold())), set(_WORD.findall(other.casefold()))
    return (
        10 * len(words & others) >= 6 * max(1, min(len(words), len(others)))
        and len(words & others) >= _MIN_SHARED_WORDS
    )


def _without_site(title: str, site_keys: frozenset[str], *, unknown: bool = False) -> str:
    """Cut the site's name off the end or the start of ``title``; ``unknown`` cuts a short last part in any case."""
    named = _SITE_WITH_COLON.match(title)
    if named and key_of(named[1]) in site_keys:
        title = title[named.end() :]
    while True:
        separators = list(_SEPARATOR.finditer(title))
        if not separators:
            return title
        first, last = separators[0], separators[-1]
        tail, head = title[last.end() :], title[: first.start()]
        is_short = 2 * len(tail) < len(title[: last.start()]) and len(tail) < _MAX_SITE_CHARACTERS
        if _is_site(tail, site_keys) or (unknown and (is_short or "«" in last[0])):
            title = title[: last.start()].rstrip()
        elif _is_site(head, site_keys):
            # What stands between two arrows is a channel.
            title = title[(last if _ARROW in last[0] else first).end() :].lstrip()
        else:
            return title


def _is_site(part: str, site_keys: frozenset[str]) -> bool:
    key = key_of(part).removeprefix("the")
    is_longer_form = (len(name) > 3 and name in key and len(key) < 2 * len(name) for name in site_keys)
    return not key or key in site_keys or any(is_longer_form)


def site_keys(page: PageData, site_name: str | None) -> frozenset[str]:
    """Return the keys of the names by which the site may sign: its own, its publisher's, its host's."""
    publishers = jsonld.strings(page.article.get("publisher")) if page.article else []
    known = [site_name or "", *page.logos, *publishers[:3], *page.metas.get("application-name", ())[:1]]
    for node, kinds in zip(page.nodes[:20], page.kinds, strict=False):
        if not kinds.isdisjoint(("WebSite", "NewsMediaOrganization")):
            known += jsonld.strings(node.get("name"))[:1]
    labels = (split_url(page.url).hostname or "").split(".")
    hosts = [label for label in labels[:-1] if len(label) > 2 and label not in ("www", "com", "news", "blog")]
    keys = {key_of(name).removeprefix("the") for name in (*known, *hosts, ".".join(labels[-2:]))}
    return frozenset(key for key in keys if len(key) > 1)
