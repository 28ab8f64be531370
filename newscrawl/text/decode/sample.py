"""Choose the bytes by which a charset is judged."""

import re

# All sizes here are chosen by hand.
SAMPLE_BYTES = 1500  # more bytes make a judgement no better, but slower
SMALL_SAMPLE_BYTES = 250  # enough where one charset must be plausible, and others do not compete

# Whatever is cut at the end of the sample shall count as an error: gb18030 may take up to four bytes.
END_OF_SAMPLE = b"\n\n\n"

_MAX_PARTS = 100  # stretches between tags in a sample
_MIN_PARTS = 4  # stretches that share a sample, where the page has them: one of them may be in another charset
_WINDOWS = 10  # looked into where a page is larger than all of them together
_WINDOW_BYTES = 1000  # of each; chosen by hand

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def sample_bytes(body: bytes, size: int) -> bytes:
    """Collect about ``size`` bytes of stretches with bytes beyond ASCII from all over the page.

    Stretches begin at ``<``, a byte that is never the second half of a character in any candidate charset.
    """
    parts = _parts_in_windows(body) if len(body) > _WINDOWS * _WINDOW_BYTES else []
    if sum(map(len, parts)) < 2 * size:
        parts = _parts(body)
    parts = parts[:: max(1, len(parts) // _MAX_PARTS)]
    max_bytes = size // max(1, min(_MIN_PARTS, len(parts)))
    pieces = [_from_first_high_byte(part, max_bytes) for part in parts]
    step = max(1, sum(map(len, pieces)) // size)
    return b"\n".join(pieces[::step]) + END_OF_SAMPLE


def _parts(body: bytes) -> list[bytes]:
    return [part for part in body.split(b"<") if not part.isascii()]


def _parts_in_windows(body: bytes) -> list[bytes]:
    """Look into a large page at regular distances only."""
    starts = range(0, len(body), len(body) // _WINDOWS)
    windows = (body[start : start + _WINDOW_BYTES] for start in starts)
    return [part for window in windows for part in _parts(window.partition(b"<")[2].rpartition(b"<")[0])]


def _from_first_high_byte(part: bytes, max_bytes: int) -> bytes:
    if len(part) <= max_bytes:
        return part
    first = _HIGH_BYTE.search(part)
    start = first.start() if first else 0
    return part[start : start + max_bytes]
