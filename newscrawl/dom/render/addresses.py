"""Addresses of links and pictures as a page gives them: found, made absolute, and http(s) only."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.urls import join_url
from newscrawl.urls.resolve import QUERY_OR_FRAGMENT_START, WEB_START, with_slashes

IMAGE_TAGS = frozenset({"img", "amp-img"})
_LAZY_ADDRESS_ATTRIBUTES = (
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
_SRCSET_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset")
LAZY_ATTRIBUTES = frozenset((*_LAZY_ADDRESS_ATTRIBUTES, *_SRCSET_ATTRIBUTES))
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer?|loading|lazy(?:load|img)?|placeholder|transparent|missing-image|gr[ae]y|none)"
    r"\.(?:gif|png|svg)|(?:1x1|dot|pixel|clear)\.gif",
    re.IGNORECASE,
)
# Most links are absolute; to take one apart and join it again costs as much as to render its line.
_ABSOLUTE_ADDRESS = re.compile(r"https?://[A-Za-z0-9_.-]++(?>(?::\d{1,5})?)/[!-~]*+(?<![?#])")
# One that begins at the root of its host, and that neither joining nor quoting would change otherwise: without dots
# for folders, and without an empty query, fragment or parameter (these are looked for apart).
_ROOTED_ADDRESS = re.compile(r"/(?!/)[A-Za-z0-9_!$&'()*+,/:=@~.?#%-]*+")
_CHANGED_PARTS = ("/.", "?#")
_CHANGED_ENDS = ("?", "#")
_UNQUOTED_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"  # of an address, beside letters, digits and "_.-"


# An address runs to white space; commas at its end, or one after its descriptor, end the candidate.
_SRCSET_CANDIDATE = re.compile(r"(?<![^\s,])([^\s,](?>(?:\S*[^\s,])?))(?:,++(?=\s|\Z)|\s++([^,]*+))?")


def document_base(tree: HtmlElement, url: str) -> str:
    """Return what relative addresses of the page at ``url`` are resolved against (HTML Living Standard, 4.2.3)."""
    written = next((href for element in tree.iter("base") if (href := element.get("href")) is not None), "")
    try:
        base = urljoin(url, with_slashes(written.strip()))
        return url if urlsplit(base).scheme in ("data", "javascript") else base
    except ValueError:  # "http://[" and the like
        return url


def make_absolute(element: HtmlElement, base_url: str) -> None:
    """Make the addresses of links and pictures in ``element`` absolute, in place.

    Pictures that a script would load get their real address as ``src``. An address that cannot be resolved is
    removed.
    """
    origin = _origin(base_url)
    for link in element.iter("a"):
        _resolve(link, "href", link.get("href"), base_url, origin)
    for image in element.iter(*IMAGE_TAGS):
        address = picture_address(image)
        for name in LAZY_ATTRIBUTES.intersection(image.keys()):
            del image.attrib[name]
        _resolve(image, "src", address, base_url, origin)


def _origin(url: str) -> str:
    """Return scheme and host of ``url`` as rendered links have them; nothing where joining and quoting change them."""
    root = join_url(url, "/")
    return root[:-1] if WEB_START.match(root) and quote(root, safe=_UNQUOTED_CHARACTERS) == root else ""


def _resolve(node: HtmlElement, name: str, address: str | None, base_url: str, origin: str) -> None:
    if not address:
        return
    address = address.strip()
    if origin and _is_rooted(address):
        address = origin + address
    elif not _ABSOLUTE_ADDRESS.fullmatch(address):
        address = quote(join_url(base_url, with_slashes(address)), safe=_UNQUOTED_CHARACTERS)
        if not address:
            node.attrib.pop(name, None)
            return
    node.set(name, address)


def _is_rooted(address: str) -> bool:
    """Tell whether an address needs only its host before it; the three tests in one pattern would be quadratic."""
    return (
        _ROOTED_ADDRESS.fullmatch(address) is not None
        and not address.endswith(_CHANGED_ENDS)
        and not any(part in address for part in _CHANGED_PARTS)
    )


def picture_address(image: HtmlElement) -> str:
    """Return the address a script would load, the widest of a set, or ``src``, in this order; else ""."""
    return next((found for address in _addresses(image) if address and _is_real(found := address.strip())), "")


def _addresses(image: HtmlElement) -> Iterator[str | None]:
    if not LAZY_ATTRIBUTES.isdisjoint(image.keys()):
        yield from (image.get(name) for name in _LAZY_ADDRESS_ATTRIBUTES)
        yield from (_widest(image.get(name)) for name in _SRCSET_ATTRIBUTES[:2])
    yield image.get("src")
    yield _widest(image.get("srcset"))
    # Not only the parent: libxml2 does not know that a source has no end tag and puts the picture into it.
    for picture in image.iterancestors("picture"):
        yield from (_widest(source.get(name)) for source in picture.iter("source") for name in _SRCSET_ATTRIBUTES)


def _is_real(address: str) -> bool:
    if not address or address[:5].lower() == "data:":
        return False
    return not _PLACEHOLDER.fullmatch(QUERY_OR_FRAGMENT_START.split(address, maxsplit=1)[0].rpartition("/")[2])


def _widest(source_set: str | None) -> str:
    """Return the candidate with the largest descriptor of a ``srcset`` (HTML Living Standard, 4.8.4.2.1)."""
    best, best_size = "", -1.0
    for address, descriptor in _SRCSET_CANDIDATE.findall(source_set or ""):
        try:
            size = float(descriptor.strip()[:-1] or 0)
        except ValueError:
            size = 0.0
        if size > best_size:
            best, best_size = address, size
    return best


def is_pixel(image: HtmlElement) -> bool:
    """Tell whether an image only counts readers."""
    return image.get("width", "").strip() in ("0", "1") or image.get("height", "").strip() in ("0", "1")
