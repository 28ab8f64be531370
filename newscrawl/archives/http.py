"""Read an HTTP answer as archives hold it: what its head says of the body is checked on the body."""

import re
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newscrawl.archives.compressed import (
    DECODER_ERRORS,
    GZIP_MAGIC,
    READ_BYTES,
    ZSTD_MAGIC,
    BrotliDecoder,
    Decoder,
    Inflater,
    unzstd,
)

MAX_HEAD_BYTES = 256 << 10  # of an answer; servers refuse to send a twentieth of that
_STATUS = re.compile(rb"HTTP/[0-9](?:\.[0-9]{1,2})?[ \t]+([0-9]{3})(?![0-9])", re.IGNORECASE)
HEAD_END = re.compile(rb"\n\r{0,2}\n")
LINE_END = re.compile(rb"\r{0,2}\n")
_CHUNK_SIZE = re.compile(rb"\s{0,4}([0-9a-fA-F]{1,8})[ \t]*+(?:;[^\r\n]{0,4096})?\r?\n")
_MAX_INTERIM_ANSWERS = 10  # such as "103 Early Hints", before the one that counts; chosen by hand
_MAX_LAYERS = 3  # of compression, as in a crawl two and one that a proxy has added

_GZIP_LABELS = ("gzip", "x-gzip")
_GZIP_WINDOW = zlib.MAX_WBITS | 16  # tells zlib to read gzip's envelope
_END_BYTES = 200  # in which the last tag of a page stands, with blanks behind it

CUT_BODY = "cut body"
UNREADABLE = "unreadable body"


class Answer(NamedTuple):
    """Status, headers in their order, and the body as it was sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    sent: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, in lower case, or an empty string."""
        return next((value for known, value in self.headers if known.lower() == name), "")

    @property
    def is_short(self) -> bool:
        """Whether the body is shorter than the headers say, and does not end as a page does."""
        length = self.header("content-length")
        is_shorter = length.isascii() and length.isdecimal() and len(self.sent) < int(length[:18])
        return is_shorter and not self.sent[-_END_BYTES:].rstrip().lower().endswith(b"</html>")


class BodyRead(NamedTuple):
    """A body without transfer and content encoding, and what is wrong with it, if anything."""

    data: bytes
    fault: str | None


def parse_answer(block: bytes) -> Answer | None:
    """Return the answer in the block of a record; ``None`` if it begins with no status line."""
    for _ in range(_MAX_INTERIM_ANSWERS):
        status = _STATUS.match(block)
        if status is None:
            return None
        head_end = HEAD_END.search(block, 0, MAX_HEAD_BYTES)
        head = block[: head_end.start()] if head_end else block[:MAX_HEAD_BYTES]
        rest = block[head_end.end() :] if head_end else b""
        if 100 <= int(status[1]) < 200 and _STATUS.match(rest):
            block = rest
            continue
        return Answer(int(status[1]), tuple(_headers(LINE_END.split(head)[1:])), rest)
    return None


def read_body(answer: Answer, max_bytes: int) -> BodyRead:
    """Return the plain body of an answer, at most ``max_bytes`` of it and a few more.

    A body that is not in chunks, or not compressed, is taken as it is, whatever the headers say: many archives keep
    the headers of the transfer beside the body without it. ``fault`` is ``CUT_BODY`` where the end is missing, and
    ``UNREADABLE`` for a compression that is unknown or broken from its beginning.
    """
    body, fault = answer.sent, None
    if "chunked" in answer.header("transfer-encoding").lower():
        body, fault = _unchunked(body)
    labels = [one.strip().lower() for one in answer.header("content-encoding").split(",")]
    labels = [one for one in labels if one and one not in ("identity", "none", "utf-8")]
    if not labels and fault is None and answer.is_short:
        fault = CUT_BODY
    if not labels and body.startswith(GZIP_MAGIC):
        labels = ["gzip"]  # some crawlers drop the header and keep the compression
    return _unpacked(body, labels, fault, max_bytes)


def _headers(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.decode('latin-1').strip()}")
        elif b":" in line:
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name.strip(), value.strip()))
    return headers


def _unchunked(body: bytes) -> tuple[bytes, str | None]:
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        start, length = size.end(), int(size[1], 16)
        if length == 0:
            return b"".join(pieces), None
        pieces.append(body[start : start + length])
        at = start + length
    if not pieces:
        return body, None  # not in chunks, though declared
    return b"".join(pieces), CUT_BODY


def _unpacked(body: bytes, labels: Sequence[str], fault: str | None, max_bytes: int) -> BodyRead:
    if len(labels) > _MAX_LAYERS:
        return BodyRead(b"", UNREADABLE)
    for label in reversed(labels):
        if not body or not _is_packed(body, label):
            continue
        unpacked = _expand(body, label, max_bytes)
        if unpacked is None:
            return BodyRead(b"", UNREADABLE)
        body, is_cut = unpacked
        fault = fault or (CUT_BODY if is_cut else None)
    return BodyRead(body, fault)


def _is_packed(body: bytes, label: str) -> bool:
    """Tell whether a body may be compressed as its label says; markup is not."""
    if label in _GZIP_LABELS:
        return body.startswith(GZIP_MAGIC)
    if label == "zstd":
        return body.startswith(ZSTD_MAGIC)
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not (start.startswith(b"<") and b"\0" not in start)


def _decoders(label: str) -> tuple[Decoder, ...]:
    match label:
        case "gzip" | "x-gzip":
            return (Inflater(_GZIP_WINDOW),)
        case "deflate":  # with zlib's envelope, as it should be, or without, as some servers send it
            return Inflater(zlib.MAX_WBITS), Inflater(-zlib.MAX_WBITS)
        case "br":
            return (BrotliDecoder(),)
        case "zstd":
            return (unzstd()(),)
    return ()


def _expand(body: bytes, label: str, max_bytes: int) -> tuple[bytes, bool] | None:
    """Return the plain body and whether its end is missing; ``None`` if nothing of it can be read."""
    for first_decoder in _decoders(label):
        decoder: Decoder = first_decoder
        plain = bytearray()
        is_broken = False
        try:
            plain += decoder.decompress(body, READ_BYTES)
            while len(plain) <= max_bytes:
                if decoder.eof and label in _GZIP_LABELS and (decoder.unused_data or b"").startswith(GZIP_MAGIC):
                    rest, decoder = decoder.unused_data or b"", Inflater(_GZIP_WINDOW)  # a body of several members
                    plain += decoder.decompress(rest, READ_BYTES)
                elif decoder.eof or decoder.needs_input:
                    break
                else:
                    plain += decoder.decompress(b"", READ_BYTES)
        except DECODER_ERRORS:
            is_broken = True
        if plain:
            return bytes(plain), is_broken or (not decoder.eof and len(plain) <= max_bytes)
    return None
