"""Captions that are no ``figcaption``: told by a class name, by ``small`` type or by how credits begin."""

from itertools import islice

from lxml.html import HtmlElement

from newscrawl.dom.class_names import Sign, sign_of
from newscrawl.dom.tree import visible_text
from newscrawl.dom.widgets.by_words import is_image_credit

_CAPTION_TAGS = frozenset({"figcaption", "span", "small", "em", "i", "div", "p", "cite", "font", "dd"})
_CREDIT_TAGS = frozenset({"p", "div", "span", "figcaption", "small"})  # of a line below a picture
_WRAPPER_TAGS = frozenset({"div", "p", "span", "center", "li", "section", "dl", "dt"})
# Chosen by hand on the pages under tests/sites.
_MAX_PICTURES = 200  # that are looked at
_MAX_WRAPPERS = 4  # elements around a picture that may hold its caption
_MAX_PARTS = 30  # elements in such a wrapper
_MAX_CAPTION_CHARACTERS = 400
_MAX_OTHER_CHARACTERS = 20  # beside the captions in a wrapper, such as "zoom in"


def is_captioned_picture(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a picture with its caption and nothing else, or a part of one.

    A class, ``small`` type or the words of a credit tell a caption.
    """
    before = element.getprevious()
    if before is not None and _holds_one_picture(before) and not visible_text(before):
        return _is_caption_below(element)
    around = next((one for one in (element, *islice(element.iterancestors(), 2)) if _holds_one_picture(one)), None)
    if around is None or not 0 < len(text := visible_text(around)) <= _MAX_CAPTION_CHARACTERS:
        return False
    return bool(_captions_in(around)) or is_image_credit(text)


def mark_captions(body: HtmlElement) -> None:
    """Make what stands around a picture and its caption a ``figure``, in place, and of the caption a ``figcaption``.

    That is so for a caption that a class names, for ``small`` type beside a picture, and for a line right below a
    picture that begins as credits do.
    """
    for picture in list(islice(body.iter("img"), _MAX_PICTURES)):
        wrapper = _wrapper(picture, body)
        if wrapper is None:
            continue
        captions = _captions_in(wrapper)
        if not captions and (credit := _credit_below(wrapper)) is not None:
            credit.tail, tail = None, credit.tail
            wrapper.append(credit)
            wrapper.tail = (wrapper.tail or "") + (tail or "")
            captions = [credit]
        for caption in captions:
            caption.tag = "figcaption"
        if captions:
            wrapper.tag = "figure"


def _holds_one_picture(element: HtmlElement) -> bool:
    tags = [part.tag for part in islice(element.iter(), _MAX_PARTS + 2)]  # the element and its parts
    return tags.count("img") == 1 and len(tags) <= _MAX_PARTS + 1


def _wrapper(picture: HtmlElement, body: HtmlElement) -> HtmlElement | None:
    """Return the largest element that holds this picture, no other one, and no text but captions."""
    found = None
    for wrapper in islice(picture.iterancestors(), _MAX_WRAPPERS):
        if wrapper is body or wrapper.tag == "figure":
            break
        if wrapper.tag == "a":
            continue
        is_small = sum(1 for _ in islice(wrapper.iterdescendants(), _MAX_PARTS + 1)) <= _MAX_PARTS
        if wrapper.tag not in _WRAPPER_TAGS or not is_small or len(list(islice(wrapper.iter("img"), 2))) > 1:
            break
        captions = _captions_in(wrapper)
        text = len(visible_text(wrapper)) - sum(len(visible_text(caption)) for caption in captions)
        if text > _MAX_OTHER_CHARACTERS:
            break
        found = wrapper
    return None if found is None or next(found.iterancestors("figure"), None) is not None else found


def _captions_in(wrapper: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for one in wrapper.iterdescendants():
        if one.tag not in _CAPTION_TAGS or any(other in found for other in one.iterancestors()):
            continue
        names = one.get("class")
        is_named = one.tag in ("small", "figcaption", "dd") or (names and sign_of(names) == Sign.CAPTION)
        if is_named and next(one.iter("img"), None) is None and 0 < len(visible_text(one)) <= _MAX_CAPTION_CHARACTERS:
            found.append(one)
    return found


def _credit_below(wrapper: HtmlElement) -> HtmlElement | None:
    below = wrapper.getnext()
    if below is None or below.tag not in _CREDIT_TAGS or (wrapper.tail and not wrapper.tail.isspace()):
        return None
    return below if _is_caption_below(below) else None


def _is_caption_below(element: HtmlElement) -> bool:
    """Tell whether a line is the caption of the picture above it, by its class or by how credits begin."""
    if len(element) > 1 or next(element.iter("img"), None) is not None:
        return False
    is_named = element.tag == "figcaption" or sign_of(element.get("class") or "") == Sign.CAPTION
    text = visible_text(element)
    return (is_named and 0 < len(text) <= _MAX_CAPTION_CHARACTERS) or is_image_credit(text)
