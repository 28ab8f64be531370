"""What a document says about its own charset and language; hints, no more."""

import re
from collections.abc import Iterator

_META_CHARSET = re.compile(rb"charset\s{0,9}+=[\s\"']{0,9}+([\w.:()+-]{1,40}+)")


_XML_ENCODING = re.compile(rb"\s*+<\?xml\s[^>]{0,200}?encoding\s{0,9}+=\s{0,9}+[\"']([\w.:()+-]{1,40}+)")


HEAD_BYTES = 4096  # four times what HTML wants the label to stand in (WHATWG, 4.2.5.4)

# Bounds for hostile pages, chosen by hand: labels looked at, bytes of a tag before its label, of a comment around it.
_MAX_LABELS = 50
_MAX_TAG_BYTES = 1000
_MAX_COMMENT_BYTES = 100_000


_DOCUMENT_LANGUAGE = re.compile(rb"(?:\blang=[\"']?|<language>)([A-Za-z]{2})(?:[-_]([A-Za-z]{2,4})\b)?")


_TRADITIONAL_REGIONS = frozenset({b"tw", b"hk", b"mo", b"hant"})


def document_labels(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield who in a document names a charset (``XML``, ``meta``), and the label."""
    lowered = body.lower()
    if xml := _XML_ENCODING.match(lowered[:400]):
        yield "XML", xml[1].decode("ascii", "replace")
    place = -1
    for _ in range(_MAX_LABELS):
        place = lowered.find(b"charset", place + 1)
        if place < 0:
            return
        tag = lowered.rfind(b"<", max(0, place - _MAX_TAG_BYTES), place)
        label = _META_CHARSET.match(lowered, place)
        if label and lowered.startswith(b"<meta", tag) and not _in_comment(lowered, tag):
            yield "meta", label[1].decode("ascii", "replace")


def _in_comment(body: bytes, place: int) -> bool:
    opened = body.rfind(b"<!--", max(0, place - _MAX_COMMENT_BYTES), place)
    return opened >= 0 and body.find(b"-->", opened, place) < 0


def document_language(body: bytes) -> str | None:
    """Find the language that the head of the document names, as a tag of ``ranks.tsv``; a hint, no more."""
    named = _DOCUMENT_LANGUAGE.search(body[:2000])
    if not named:
        return None
    language, region = named[1].lower(), (named[2] or b"").lower()
    if language == b"zh":
        return "zh-Hant" if region in _TRADITIONAL_REGIONS else "zh-Hans"
    return language.decode("ascii")
