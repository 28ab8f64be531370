"""Find the article on any page: which elements hold its text, without rules made for the site."""

import copy
import re
from typing import NamedTuple

from lxml import etree
from lxml.html import Element, HtmlElement


class Content(NamedTuple):
    """What of a page is the article.

    ``elements`` are copies in document order, at home in no tree; the page they come from is left as it was.
    ``confidence`` goes from 0 to 1. ``reason`` says why nothing was found, and is ``None`` otherwise.
    """

    elements: list[HtmlElement]
    confidence: float
    reason: str | None = None


# One call into libxml2 finds every run of text: many times faster than a walk over all elements from Python,
# most of which (scripts, drawings, pictures, wrappers) hold no text of their own.
_RUNS = etree.XPath(".//text()[normalize-space()][not(parent::script or parent::style)]")

_UNSEEN = frozenset(
    "script style noscript template head title svg iframe object button select textarea option nav menu "
    "footer dialog canvas video audio map applet frameset input label datalist".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark math mi mo mn mrow ms msub msup "
    "nobr o:p output q rp rt ruby s samp small span st1:chmetcnv strike strong sub sup time tt u var wbr".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Blocks that are a piece of prose rather than a container of it.
_PIECES = frozenset("p blockquote pre li dd dt td th figure figcaption h1 h2 h3 h4 h5 h6".split())

_NOT_ARTICLE = """
about-author abstract-toolbar actions ad adbox adcontainer ads adsense adslot adunit advert advertisement advertorial
advertisment affiliate-disclosure agegate alert also-like also-read apple-news archive-list article-list article-tags
article-tools author author-bio author-box author-card author-info authorbox authors
banner bio bookmark bottom-bar breadcrumb breadcrumbs bread browsehappy byline
category-list citation-tools colophon combx comment comment-list commentlist comments comments-area community
consent contact-form content-footer contribute cookie cookies copy-paste copyright copyrights cross-sell cta
dateline disclaimer disclosure discuss discussion disqus disqus_thread donate donation download-app
editors-picks email-signup embed-newsletter endnote entry-footer entry-meta entry-utility error-message extra
fb-comments feedback flyout follow follow-us foot footer footnav footlink fyre
gdpr gallery-thumbs global-nav google-ad hot hotnews hidden hide
infobar inline-promo jp-relatedposts js-read-more keep-reading latest latest-news legal livefyre login
masthead media-credit menu meta metadata mobile-nav modal more-from more-info more-like more-news more-on more-stories
most-popular most-read mostpopular mostread nav navbar navigation newsletter newsletter-signup newsletters next-article
next-post next-prev notice offscreen optanon outbrain overlay
page-header pagebar pager pagination paging partner-content paywall-prompt pinglun popular popup post-footer post-meta
post-nav post-navigation post-tags premium-box prev-next print-only printfriendly privacy profile-card promo promobox
promotion promos publish-date pullquote-promo
rail ranking rank read-also read-more read-next readmore readnext recent-posts recirc recirculation recommend
recommendation recommendations recommended recommended-posts recommends related related-articles related-content
related-links related-news related-posts related-stories relatedlinks relatednews relatedposts remark replies reply
report-abuse respond rss
screen-reader-text search search-form searchbox see-also share share-bar share-buttons sharebar sharedaddy sharing
shop shoutbox side sidebar signin signup site-footer site-header site-nav skip-link skyscraper social social-links
social-media social-share sponsor sponsored sr-only sticky-footer story-tools subnav subscribe subscription suggested
supplemental
tag tag-cloud tagcloud taglist tags teaser teasers ticker timestamp toc tool toolbar tools top-nav topbar trending
trc_related_container up-next userinfo utility visually-hidden visuallyhidden vote weixin widget widgets wp-caption-text
yarpp yarpp-related you-may-also-like zhuanfa
""".split()
_ARTICLE = """
article article-body article-content article-copy article-main article-page article-text article__body article__content
articlebody articlecontent articlepage articletext artibody body-content body-copy body-text bodytext
content__article-body content-body contenttext detail-content endtext entry entry-content entrytext main-content
main_content mainbody maincontent newsbody newscontent newstext news-content news-text news_content news_txt post
post-body post-content post-text post__content postbody postcontent rich-text richtext single-content single-post
story story-body story-content story-text story__body storybody storycontent text-content text_content theiacontent
trs_editor wysiwyg zhengwen zoom
""".split()


def _word_pattern(words: list[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    return re.compile(f"(?<![^ _-])(?:{alternatives})(?![^ _0-9])")


_COMMENTS = "comment comments commentlist disqus disqus_thread livefyre pinglun replies respond".split()
_COMMENTS_NAME = _word_pattern(_COMMENTS)
_BESIDE_NAME = _word_pattern(_NOT_ARTICLE)
_ARTICLE_NAME = _word_pattern(_ARTICLE)
_STOPS = re.compile("[.!?;:,。！？；：，、．]")
_BESIDE_TAGS = frozenset({"aside", "header"})


W_LINK, W_NEG, W_UP = 2.0, 1.0, 1.2


class _Box:
    """One block element that holds text, with what was counted in it and below it."""

    __slots__ = (
        "article",
        "children",
        "element",
        "links",
        "named",
        "out",
        "own",
        "parent",
        "prose",
        "runs",
        "score",
        "tag",
        "text",
    )

    def __init__(self, element: HtmlElement, tag: str, parent: "_Box | None", named: int = 0) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.named = named
        self.children: list[_Box] = []
        self.runs: list[str] = []
        self.text = 0
        self.links = 0
        self.own = 0.0
        self.prose = 0.0
        self.score = 0.0
        self.out = False
        self.article = named > 0 or tag in ("h1", "main")
        if parent is not None:
            parent.children.append(self)


def find_content(
    tree: HtmlElement,
    *,
    title: str | None = None,
    summary: str | None = None,
    article_body: str | None = None,
) -> Content:
    """Find the main content."""
    boxes = _gather(tree)
    if len(boxes) == 1 and not boxes[0].text:
        return Content([], 0.0, "no text")
    _add_up(boxes)
    if not boxes[0].prose:
        return Content([], 0.0, "no prose")
    _set_aside(boxes)
    chosen = _choose(boxes)
    return Content([_copy(chosen, _prunable(chosen))], 0.5)


def _gather(tree: HtmlElement) -> list[_Box]:
    root = _Box(tree, str(tree.tag), None)
    boxes = [root]
    places: dict[HtmlElement, tuple[_Box, bool] | None] = {tree: (root, False)}
    signs: dict[str, int] = {}
    for run in _RUNS(tree):
        element = run.getparent()
        if run.is_tail:
            element = element.getparent()
        if element not in places:
            _place(element, places, boxes, signs)
        place = places[element]
        if place is None:
            continue
        box, linked = place
        size = len(run.strip().encode())
        if linked:
            box.links += size
        else:
            box.runs.append(run)
            box.text += size
    return boxes


def _place(
    element: HtmlElement,
    places: dict[HtmlElement, tuple[_Box, bool] | None],
    boxes: list[_Box],
    signs: dict[str, int],
) -> None:
    chain = []
    while element not in places:
        chain.append(element)
        element = element.getparent()
    place = places[element]
    for element in reversed(chain):
        if place is not None:
            box, linked = place
            tag = element.tag
            if not isinstance(tag, str) or tag in _UNSEEN:
                place = None
            elif tag in _INLINE:
                if tag == "a" and not linked:
                    place = (box, True)
            else:
                box = _Box(element, tag, box, _sign(element, tag, signs))
                boxes.append(box)
                place = (box, linked)
        places[element] = place


def _sign(element: HtmlElement, tag: str, signs: dict[str, int]) -> int:
    if tag == "body":
        return 0
    if not element.keys():
        return -1 if tag in _BESIDE_TAGS else 0
    name = " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "role"))))
    sign = signs.get(name)
    if sign is None:
        lower = name.lower()
        if _COMMENTS_NAME.search(lower):
            sign = -2
        elif _BESIDE_NAME.search(lower):
            sign = -1
        else:
            sign = 1 if _ARTICLE_NAME.search(lower) else 0
        signs[name] = sign
    return -1 if sign >= 0 and tag in _BESIDE_TAGS else sign


def _add_up(boxes: list[_Box]) -> None:
    for box in boxes:
        box.prose = prose = _prose(box)
        if prose:
            box.own = prose
        elif box.tag in _HEADINGS:
            box.own = -0.5 * W_LINK * box.links
        else:
            box.own = -(W_LINK * box.links + 0.5 * box.text)
    for box in reversed(boxes):
        parent = box.parent
        if parent is not None:
            parent.text += box.text
            parent.links += box.links
            parent.prose += box.prose
            parent.article = parent.article or box.article


def _prose(box: _Box) -> float:
    size = box.text
    if size <= box.links or box.tag in _HEADINGS:
        return 0.0
    marks = len(_STOPS.findall(" ".join(box.runs)))
    if (size >= 60 and marks) or size >= 150:
        return size
    return size * 0.5 if size >= 25 and marks else 0.0


def _set_aside(boxes: list[_Box]) -> None:
    total = boxes[0].prose
    comments = 0.0
    for box in boxes:
        box.out = box.parent is not None and box.parent.out
        if box.named == -2 and not box.out and box.prose < 0.95 * total and not box.article:
            box.out = True
            comments += box.prose
    total -= comments
    for box in boxes:
        if box.parent is not None and box.parent.out:
            box.out = True
        elif box.named < 0 and box.prose < (0.5 if box.article else 0.8) * total:
            box.out = True


def _choose(boxes: list[_Box]) -> _Box:
    best: dict[_Box, _Box] = {}
    for box in reversed(boxes):
        if box.out:
            continue
        box.score += box.own
        candidate = best.get(box)
        if candidate is None or box.score > W_UP * candidate.score:
            if box.tag not in _PIECES or box.tag in ("td", "th", "li"):
                best[box] = candidate = box
        parent = box.parent
        if parent is None:
            continue
        parent.score += box.score if box.score > 0 else W_NEG * box.score
        if candidate is not None:
            known = best.get(parent)
            if known is None or candidate.score > known.score:
                best[parent] = candidate
    return best[boxes[0]]


def _prunable(chosen: _Box) -> set[HtmlElement]:
    dropped: set[HtmlElement] = set()
    stack = [chosen]
    while stack:
        box = stack.pop()
        for child in box.children:
            if _is_boilerplate(child):
                dropped.add(child.element)
            else:
                stack.append(child)
    return dropped


def _is_boilerplate(box: _Box) -> bool:
    if box.tag == "h1" or box.out:
        return True
    return box.links > box.text and box.tag not in _HEADINGS


def _copy(chosen: _Box, dropped: set[HtmlElement]) -> HtmlElement:
    element = copy.deepcopy(chosen.element)
    element.tail = None
    twins = list(zip(chosen.element.iter(), element.iter(), strict=True))
    for original, twin in twins:
        if original in dropped or (twin is not element and original.tag in _UNSEEN):
            twin.drop_tree()
    return element
