"""The picture that stands above an article, outside of the element that holds its text."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign, sign_of
from newscrawl.dom.render.addresses import IMAGE_TAGS, is_pixel, picture_address
from newscrawl.dom.tree import HEADING_TAGS, detach, text_length, visible_text
from newscrawl.dom.visible_text import key_of
from newscrawl.urls import split_url

# Chosen by hand on the pages under tests/sites.
_MAX_PICTURES = 60  # of a page that are looked at
_MAX_DISTANCE = 4  # steps up from the heading to what holds the picture, too
_MAX_HOLDERS = 4  # elements around the picture that may be named for it
_MAX_CAPTION_CHARACTERS = 500  # of all text that stands with it
_MIN_WIDTH = 200  # pixels
_MIN_STEM_CHARACTERS = 5  # of a file's name that says which picture it is: "1.jpg" does not

_NAMES = frozenset(
    "hero lead featured intro cover masthead teaserbild aufmacher aufmacherbild keyvisual mainvisual topimage".split()
)
_WHOLE_NAMES = frozenset(
    """article-image article-img article__image main-image main-img top-img top-image post-thumbnail wp-post-image
    entry-thumb post-image post-media article-media article__media story-image opening-image""".split()
)
_ELSEWHERE = frozenset({"nav", "aside", "footer", "form", "li", "table"})
_PICTURE_FILES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")


def find_lead_picture(tree: HtmlElement, title: str | None, stated: str | None) -> HtmlElement | None:
    """Return the picture (``img``) that stands above the text of a page, at its heading; ``None`` if there is none.

    It is the one whose file the page's metadata name (``stated``), or one in a ``figure`` or an element that is named
    for such a picture. No other heading stands between it and the article's own.
    """
    heading = _heading(tree, title)
    if heading is None:
        return None
    around = next(iter(list(islice(heading.iterancestors(), _MAX_DISTANCE))[::-1]), heading)
    stem = _stem(stated or "")
    named: HtmlElement | None = None
    for picture in islice(_near(around, heading), _MAX_PICTURES):
        address = picture_address(picture)
        if not address or _is_small(picture) or _is_elsewhere(picture, around):
            continue
        if stem and _stem(address) == stem:
            return picture
        if named is None and not _is_link_to_page(picture) and _is_named(picture):
            named = picture
    return named


def put_lead_picture(body: HtmlElement, picture: HtmlElement) -> str:
    """Return the address of ``picture``; put a copy with its caption at the beginning of ``body``, in place.

    A picture of which nothing is said stays out, as decoration. One that is in the body already stays as it is, and has
    no address to be returned.
    """
    address = picture_address(picture)
    if not address or any(picture_address(one) == address for one in body.iter(*IMAGE_TAGS)):
        return ""
    figure = _as_figure(picture)
    if (picture.get("alt") or "").strip() or visible_text(figure):
        figure.tail, body.text = body.text, None
        body.insert(0, figure)
    return address


def drop_repeated_lead_picture(body: HtmlElement, first_page: HtmlElement) -> None:
    """Take the picture at the beginning of ``body`` out, in place, if the first page of the article has it, too."""
    first = next(iter(body), None)
    if first is None or first.tag != "figure" or (body.text and body.text.strip()):
        return
    known = {picture_address(one) for one in first_page.iter(*IMAGE_TAGS)}
    if known.issuperset(map(picture_address, first.iter(*IMAGE_TAGS))):
        body.text = first.tail
        detach(first)


def _as_figure(picture: HtmlElement) -> HtmlElement:
    holder = picture
    for element in islice(picture.iterancestors(), _MAX_HOLDERS):
        if len(list(islice(element.iter(*IMAGE_TAGS, *HEADING_TAGS), 2))) > 1:
            break
        if text_length(element) > _MAX_CAPTION_CHARACTERS:
            break
        holder = element
        if element.tag == "figure":
            break
    copy: HtmlElement = deepcopy(holder)
    copy.tail = None
    if holder is picture:
        figure: HtmlElement = picture.makeelement("figure")
        figure.append(copy)
        return figure
    copy.tag = "figure"
    return copy


def _heading(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    headings = list(islice(tree.iter("h1"), _MAX_HOLDERS))
    key = key_of(title or "")
    return next((one for one in headings if key and key_of(visible_text(one)) == key), next(iter(headings), None))


def _near(around: HtmlElement, heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the pictures between the last heading before ``heading`` and the first after it."""
    before: list[HtmlElement] = []
    is_after = False
    for element in around.iter(*IMAGE_TAGS, *HEADING_TAGS):
        if element is heading:
            is_after = True
            yield from before
        elif element.tag in HEADING_TAGS:
            if is_after:
                return
            before.clear()
        elif is_after:
            yield element
        else:
            before.append(element)


def _is_named(picture: HtmlElement) -> bool:
    if picture.get("itemprop") == "image":
        return True
    holders = [picture, *islice(picture.iterancestors(), _MAX_HOLDERS)]
    return any(holder.tag == "figure" or _has_name(holder) for holder in holders)


def _has_name(element: HtmlElement) -> bool:
    names = (element.get("class") or "").lower().split()
    words = {word for name in names for word in name.replace("_", "-").split("-")}
    return bool(_NAMES & words or _WHOLE_NAMES.intersection(names))


def _is_elsewhere(picture: HtmlElement, around: HtmlElement) -> bool:
    for element in picture.iterancestors():
        if element is around:
            return False
        if element.tag in _ELSEWHERE or sign_of(element.get("class") or "") < Sign.NONE:
            return True
    return False


def _is_small(picture: HtmlElement) -> bool:
    """Tell whether a picture says that it is a pixel, an icon or the portrait of an author."""
    width = (picture.get("width") or "").strip().removesuffix("px")
    return is_pixel(picture) or (width.isdecimal() and int(width[:9]) < _MIN_WIDTH)


def _is_link_to_page(picture: HtmlElement) -> bool:
    link = next(picture.iterancestors("a"), None)
    address = (link.get("href") or "") if link is not None else ""
    return bool(address) and not address.lower().partition("?")[0].endswith(_PICTURE_FILES) and address[0] != "#"


def _stem(address: str) -> str:
    """Return the name of a picture's file without its ending and size: "board-1200-80" is "board"."""
    name = split_url(address).path.rpartition("/")[2].lower()
    words = name.rpartition(".")[0].replace("_", "-").replace("@", "-").split("-")
    while len(words) > 1 and (words[-1].isdecimal() or words[-1] in ("scaled", "large") or _is_size(words[-1])):
        words.pop()
    stem = "-".join(words)
    return stem if len(stem) >= _MIN_STEM_CHARACTERS else ""


def _is_size(word: str) -> bool:
    width, cross, height = word.partition("x")
    return bool(cross) and width.isdecimal() and height.isdecimal()
