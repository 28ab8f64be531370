"""Really Simple Licensing documents (RSL 1.0, rslstandard.org), as far as they say which uses are permitted."""

from collections.abc import Iterator

from lxml import etree

from newscrawl.rights.signals import UNKNOWN, Signal, signal
from newscrawl.rights.url_patterns import comparable_target, parse_pattern
from newscrawl.urls import split_url

RSL_TYPE = "application/rsl+xml"
MAX_RSL_CHARACTERS = 256 * 1024  # of a document inside a page; chosen by hand, as for JSON-LD
MAX_USAGE_WORDS = 50  # of one element; chosen by hand: the standard has six

_NAMESPACE = "{https://rslstandard.org/rsl}"
_FACTS = {f"{_NAMESPACE}permits": "rsl-permits", f"{_NAMESPACE}prohibits": "rsl-prohibits"}


def read_rsl(document: str, url: str) -> Iterator[Signal]:
    """Yield which uses the document permits and prohibits for the page at ``url``, in its own words.

    ``content`` elements speak about the page if their ``url`` is its address, or a path that matches it as in
    robots.txt. The namespace is required.
    """
    root = _parse(document) if len(document) <= MAX_RSL_CHARACTERS else None
    if root is None or not str(root.tag).startswith(_NAMESPACE):
        yield signal("page", UNKNOWN, document.strip(), document)
        return
    for content in root.iter(f"{_NAMESPACE}content"):
        if not _is_about(content.get("url"), url):
            continue
        for element in content.iter(*_FACTS):
            if (element.get("type") or "").strip().lower() == "usage":
                source = etree.tostring(element, encoding="unicode", with_tail=False)
                for word in (element.text or "").split(",")[:MAX_USAGE_WORDS]:
                    if word.strip():
                        yield signal("page", _FACTS[element.tag], word.strip(), source)


def _parse(document: str) -> etree._Element | None:
    # Neither entities nor the net: the document is a stranger's.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        parser.feed(document.strip().encode("utf-8", "replace"))
        return parser.close()
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_about(pattern: str | None, url: str) -> bool:
    pattern = (pattern or "").strip()
    if pattern.startswith(("/", "*")) and not pattern.startswith("//"):
        return parse_pattern(pattern).matches(comparable_target(url))
    theirs, ours = split_url(pattern), split_url(url)
    if not theirs.scheme or theirs.netloc.lower() != ours.netloc.lower():
        return False
    path = (theirs.path or "/") + (f"?{theirs.query}" if theirs.query else "")
    return parse_pattern(path).matches(comparable_target(url))
