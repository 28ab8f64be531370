"""From the bytes of an answer to the text of a page."""

import re

from newscrawl.errors import Refused
from newscrawl.text.decode import Decoded, charset_of, decode

MAX_PAGE_BYTES = 5 << 20  # bytes of a page; the largest of a newspaper have half of that

# How files that are no page begin, whatever their header says.
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "RIFF",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"\xd0\xcf\x11\xe0": "OLE",
    b"OggS": "Ogg",
    b"ID3": "MP3",
    b"wOFF": "font",
}
_PAGE_TYPES = re.compile(r"text/(?:html|plain|xml)|application/(?:xhtml\+xml|xml)|$", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\f\r\x1b")
_MAX_CONTROL_SHARE = 0.02  # of the beginning of a text; zero bytes may be halves of UTF-16; chosen by hand
_DECLARES_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DECLARATION_BYTES = 4096  # bytes at the beginning in which a document type stands


def decode_page(body: bytes, content_type: str) -> Decoded:
    """Return the text of a page by the evidence of its bytes; raises ``Refused`` as ``check_body`` does."""
    check_body(body, content_type)
    return decode(body, charset_of(content_type))


def check_body(body: bytes, content_type: str) -> None:
    """Raise ``Refused`` for an answer that is no page: too large, of another kind, or markup that declares entities."""
    kind = content_type.partition(";")[0].strip()
    if not _PAGE_TYPES.match(kind):
        raise Refused("not a page", kind[:80])
    if len(body) > MAX_PAGE_BYTES:
        raise Refused("not a page", f"more than {MAX_PAGE_BYTES} bytes")
    start = body[:_DECLARATION_BYTES].lstrip()
    for signature, name in _SIGNATURES.items():
        if start.startswith(signature):
            raise Refused("not a page", name)
    if len(start) - len(start.translate(None, _CONTROLS)) > _MAX_CONTROL_SHARE * len(start):
        raise Refused("not a page", "it is no text")
    if _DECLARES_ENTITIES.search(start):
        raise Refused("not a page", "it declares entities")
