"""Suggest selectors for a layout that has changed, from stored pages; a person decides."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.article import Article
from newscrawl.discovery.probe import find_body
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.tree import parse_or_none, visible_text
from newscrawl.site import Site
from newscrawl.storage.views.read import StoredPages, read_newest_pages
from newscrawl.text.decode import charset_of, decode

# Chosen by hand, all of them: a person looks at what is suggested.
_MAX_PAGES = 40  # the newest of a site that are looked at
_MIN_PAGES = 3  # pages of the new layout that must agree
_MIN_AGREEMENT_SHARE = 0.6  # of the pages of the new layout
_MAX_ELEMENTS = 3000  # of one page
_MAX_EXTRA_CHARACTERS = 50  # spaces and line ends, by which an element's text is longer than the value
_FIELDS = ("title", "published", "authors")


class _StoredPage(NamedTuple):
    article: Article
    tree: HtmlElement


def suggestions(database_url: str, site: Site) -> Iterator[str]:
    """Yield a line for each field whose declared selector no longer finds it, with one that would on the newest pages.

    Only fields that stored pages of better days show to be found by the declaration then are looked at.
    """
    bodies = [template.body for template in site.templates]
    if not bodies:
        return
    new: list[_StoredPage] = []
    old: list[_StoredPage] = []
    for page in _pages(read_newest_pages(database_url, site.name, _MAX_PAGES), site):
        (old if any(page.tree.cssselect(css) for css in bodies) else new).append(page)
    if len(new) < _MIN_PAGES or not old:
        return
    body = _most_common(
        found.css for page in new if (found := find_body(page.tree, read_metadata(page.tree, page.article.url)))
    )
    yield from _suggestion("body", body, len(new), len(old))
    for name in _FIELDS:
        yield from _suggestion(
            name, _most_common(css for page in new for css in _css_of_value(page, name)), len(new), len(old)
        )


def _suggestion(name: str, found: tuple[str, int] | None, new: int, old: int) -> Iterator[str]:
    if found and found[1] >= max(_MIN_PAGES, _MIN_AGREEMENT_SHARE * new):
        css, count = found
        yield (
            f"suggestion for {name}: {css} finds it on {count} of the {new} newest pages without the declared body"
            f" ({old} stored pages still have it)"
        )


def _pages(stored: Iterable[StoredPages], site: Site) -> Iterator[_StoredPage]:
    for article, pages in stored:
        if not pages:
            continue
        page = pages[0]
        declared = next((value for name, value in page.headers if name.lower() == "content-type"), "")
        tree = parse_or_none(decode(page.body, charset_of(declared)).text)
        if tree is not None:
            yield _StoredPage(article, tree)


def _css_of_value(page: _StoredPage, name: str) -> Iterator[str]:
    """Yield the CSS of the smallest element whose whole text is the field's value as written."""
    value = {
        "title": page.article.title,
        "published": page.article.published_written,
        "authors": page.article.authors[0] if page.article.authors else None,
    }[name]
    if not value:
        return
    wanted = "".join(value.split())
    for element in reversed(list(islice(page.tree.iter("*"), _MAX_ELEMENTS))):
        classes = element.get("class", "").split()
        if classes and classes[0].replace("-", "").replace("_", "").isalnum():
            text = visible_text(element)
            if len(text) <= len(value) + _MAX_EXTRA_CHARACTERS and "".join(text.split()) == wanted:
                yield f"{element.tag}.{classes[0]}"
                return


def _most_common(found: Iterable[str]) -> tuple[str, int] | None:
    return next(iter(Counter(found).most_common(1)), None)
