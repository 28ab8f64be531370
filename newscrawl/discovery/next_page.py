"""Find the link from one page of a list to the next, and a selector that finds it on every page."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.discovery.selectors import css_of
from newscrawl.dom.tree import visible_text

_MARKED = (
    *("a[rel~=next]", "link[rel~=next]", "a.next", ".next > a", "a.next-page", ".nav-previous > a", "a.page-next"),
    *("a.pagination__next", "a.pagination-next", ".pagination-next > a", "a.pager__next", ".pager-next > a"),
    *("a.next_page", "a.nextpage", "a.nextpostslink", ".next-page > a", "a.load-more", "a.btn-next"),
)
_WORDS = frozenset(
    {
        *("next", "next page", "older", "older posts", "older articles", "older entries", "more articles"),
        *("下一页", "下一頁", "下页", "次へ", "次のページ", "次のページへ", "다음", "다음 페이지"),
        *("weiter", "nächste", "nächste seite", "ältere beiträge", "ältere artikel"),
        *("load more", "show more", "mehr laden", "加载更多", "查看更多", "もっと見る", "더보기"),
        *("suivant", "page suivante", "siguiente", "página siguiente", "successiva", "volgende", "следующая", "далее"),
    }
)
_MARKS = " \t\n»›>→·…"  # around such words
# What holds the number of the page that is shown, in lists of numbered pages.
_CURRENT = ("[aria-current]", ".current", ".active", ".selected", ".on", ".cur", ".thisclass", ".now")
_CURRENT_TAGS = ("strong", "span", "b", "em")
_MAX_ANCHORS = 3000  # of one page that are read
_SIMPLE = re.compile(r"[^'\"]{1,40}")


def find_next_page(tree: HtmlElement) -> str | None:
    """Return CSS or XPath of the link to the next page of a list, ``None`` if there is none or it cannot be named.

    Looked for are marked links (``rel=next``), links whose words say so, and the link after the number of this page.
    """
    for css in _MARKED:
        if tree.cssselect(css):
            return css
    return _by_words(tree) or _by_number(tree)


def _by_words(tree: HtmlElement) -> str | None:
    for link in islice(tree.iter("a"), _MAX_ANCHORS):
        text = visible_text(link).strip(_MARKS)
        if text.lower() in _WORDS:
            css = css_of(tree, [link])
            if tree.cssselect(css) == [link]:
                return css
            if not text.isascii() and " " not in text:  # hardly a headline holds it
                return f"a:contains('{text}')"
            written = " ".join(link.text_content().split())
            return f"//a[normalize-space(.)='{written}']" if _SIMPLE.fullmatch(written) else None
    return None


def _by_number(tree: HtmlElement) -> str | None:
    """Return CSS of the link after the number of the first page: it leads to the second, and so on."""
    for current in (*_CURRENT, *_CURRENT_TAGS):
        for css in (f"{current} + a", f"{current} + li > a"):
            links = [link for link in tree.cssselect(css) if visible_text(link).strip() == "2"]
            if not links:
                continue
            around = links[0].getparent() if css.endswith("+ a") else links[0].getparent().getparent()
            place = css_of(tree, [around])
            if tree.cssselect(place) == [around]:
                return f"{place} > {css}"
    return None
