"""What all kinds of archives consist of, and where a record ends if its length is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from newscrawl.archives.stream import ByteStream

# Bytes of a record that are kept in memory: thrice the largest page that is read, for bodies in chunks and not yet
# expanded. The rest of a longer record is skipped.
MAX_BLOCK_BYTES = 16 << 20

# What is wrong with a record.
WRONG_LENGTH = "wrong length"
CUT = "cut"
TOO_LARGE = "too large"
DAMAGED_MEMBER = "damaged compression"
BAD_HEADER = "bad record header"


class Record(NamedTuple):
    """One record of an archive.

    ``kind`` is the record's type in lower case (``response``, ``revisit`` …), empty where it has none. ``fields`` are
    the record's own, by their names in lower case. ``block`` is what it holds, at most ``MAX_BLOCK_BYTES`` of it.
    ``faults`` say what is wrong with the record.
    """

    kind: str
    url: str
    date: str
    fields: Mapping[str, str]
    block: bytes
    faults: tuple[str, ...] = ()


class Borders(NamedTuple):
    """How the records of a format begin: ``start`` at the place itself, ``following`` in a text that is searched.

    ``max_bytes`` is the length that no match is longer than.
    """

    start: re.Pattern[bytes]
    following: re.Pattern[bytes]
    max_bytes: int


def records_of(stream: ByteStream, borders: Borders, take_record: Callable[[], Record | None]) -> Iterator[Record]:
    """Yield what ``take_record`` takes from ``stream`` until its end.

    It gives ``None`` where no record begins: bytes up to the next one are then a record without a kind, as are members
    of a compressed file of which nothing can be read.
    """
    while True:
        stream.skip_blank()
        at_end = stream.is_at_end()
        for _ in range(stream.lost_members()):
            yield lost_member()
        if at_end:
            return
        start = stream.position
        record = take_record()
        stream.skip_blank()  # a checksum stands behind the last byte
        is_damaged = stream.damages_since(start)
        if record is None:
            stream.take(1)  # the search must not find the same place
            stream.take_until(borders.following, 0, borders.max_bytes)
            stream.damages_since(start)
            yield Record("", "", "", {}, b"", (BAD_HEADER,))
        else:
            yield record._replace(faults=(*record.faults, DAMAGED_MEMBER)) if is_damaged else record


def lost_member() -> Record:
    """Return the record that stands for a compressed member of which nothing can be read."""
    return Record("", "", "", {}, b"", (DAMAGED_MEMBER,))


def take_block(stream: ByteStream, written: str, borders: Borders) -> tuple[bytes, tuple[str, ...]]:
    """Return the block of a record whose length is ``written`` so, and what is wrong with it.

    A length is believed only where a record, or the end of the file, comes behind it. Else the block ends where the
    next record begins, before or behind the written end.
    """
    if not written.isascii() or not written.isdecimal():
        return stream.take_until(borders.following, MAX_BLOCK_BYTES, borders.max_bytes).rstrip(b"\r\n"), (WRONG_LENGTH,)
    length = int(written[:18])
    block = stream.take(min(length, MAX_BLOCK_BYTES))
    left = length - len(block)
    skipped = stream.skip(left) if len(block) == MAX_BLOCK_BYTES else 0
    is_whole = skipped == left
    ends_here = is_whole and _ends_here(stream, borders)
    if ends_here and (left or block.endswith(b"\n") or stream.peek(1) in (b"\r", b"\n", b"")):
        return block, (TOO_LARGE,) if left else ()
    # The next record may begin in the last bytes of a block whose length is a little too large, and what is left of
    # its first line ("tp://…" in an ARC file) look like one, too.
    swallowed = None if skipped else borders.following.search(b"\n" + block + stream.peek(borders.max_bytes))
    is_swallowed = swallowed is not None and swallowed.start() <= len(block)
    if ends_here and not is_swallowed:
        return block, ()
    if swallowed and is_swallowed:
        end = swallowed.start() - 1
        stream.put_back(block[end:])
        return block[:end].rstrip(b"\r\n"), (WRONG_LENGTH,)
    if not is_whole:
        return block, (CUT,)
    if stream.peek(4).startswith((b"\r\n\r\n", b"\n\n")):
        return block, (TOO_LARGE,) if left else ()  # the length is right, and something else stands between records
    more = stream.take_until(borders.following, MAX_BLOCK_BYTES - len(block), borders.max_bytes)
    return block + more.rstrip(b"\r\n"), (WRONG_LENGTH,)


def _ends_here(stream: ByteStream, borders: Borders) -> bool:
    ahead = stream.peek(borders.max_bytes).lstrip(b"\r\n")
    return not ahead or borders.start.match(ahead) is not None
