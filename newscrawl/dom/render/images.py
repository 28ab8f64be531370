"""Pictures of an article, and the addresses of pictures and links as a page gives them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

IMAGES = frozenset({"img", "amp-img"})
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
LAZY_ADDRESSES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazyload",
    "data-actualsrc",
    "data-original-src",
    "data-original-mos",
    "data-orig-file",
    "data-hi-res-src",
    "data-full-src",
    "data-url",
    "data-echo",
    "data-ks-lazyload",
    "data-runner-src",
    "data-delay",
    "ajax",
    "zoomfile",
    "file",
)
SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
OF_SCRIPTS = frozenset((*LAZY_ADDRESSES, *SOURCE_SETS))
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer?|loading|lazy(?:load|img)?|placeholder|transparent|missing-image|gr[ae]y|none)"
    r"\.(?:gif|png|svg)|(?:1x1|dot|pixel|clear)\.gif",
    re.IGNORECASE,
)
_QUERY = re.compile("[?#]")


class Image(NamedTuple):
    """A picture of the article: absolute address, alternative text, caption with its credit."""

    url: str
    alt: str | None = None
    caption: str | None = None


def web_address(address: str | None) -> str:
    """Return an absolute http(s) address without white space, or nothing."""
    address = (address or "").strip()
    if not _WEB.match(address):
        return ""
    if " " in address or not address.isprintable():
        return "".join(address.split("\n")).replace("\t", "").replace("\r", "").replace(" ", "%20")
    return address


def picture_address(image: HtmlElement) -> str:
    """Return the address a script would load, the widest of a set, or ``src``, in this order; else ""."""
    return next((found for address in _addresses(image) if address and _is_real(found := address.strip())), "")


def _addresses(image: HtmlElement) -> Iterator[str | None]:
    if not OF_SCRIPTS.isdisjoint(image.keys()):
        yield from (image.get(name) for name in LAZY_ADDRESSES)
        yield from (_widest(image.get(name)) for name in SOURCE_SETS[:2])
    yield image.get("src")
    yield _widest(image.get("srcset"))
    # Not only the parent: libxml2 does not know that a source has no end tag and puts the picture into it.
    for picture in image.iterancestors("picture"):
        yield from (_widest(source.get(name)) for source in picture.iter("source") for name in SOURCE_SETS)


def _is_real(address: str) -> bool:
    if not address or address[:5].lower() == "data:":
        return False
    return not _PLACEHOLDER.fullmatch(_QUERY.split(address, maxsplit=1)[0].rpartition("/")[2])


def _widest(source_set: str | None) -> str:
    """Return the candidate with the largest descriptor of a ``srcset`` (HTML Living Standard, 4.8.4.2.1)."""
    best, best_size = "", -1.0
    for candidate in (source_set or "").replace(",\n", ", ").split(", "):
        address, _, descriptor = candidate.strip().rstrip(",").partition(" ")
        try:
            size = float(descriptor.strip()[:-1] or 0)
        except ValueError:
            size = 0.0
        if address and size > best_size:
            best, best_size = address, size
    return best


def is_pixel(image: HtmlElement) -> bool:
    """Tell whether an image only counts readers."""
    return image.get("width", "").strip() in ("0", "1") or image.get("height", "").strip() in ("0", "1")
