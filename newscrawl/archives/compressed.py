"""Undo compression piece by piece, within bounds, and go on behind what is damaged."""

import bz2
import lzma
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

import brotli  # type: ignore[import-untyped]

from newscrawl.errors import BadArgument

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
LZ4_MAGIC = b"\x04\x22\x4d\x18"
BZIP2_MAGIC = b"BZh"
XZ_MAGIC = b"\xfd7zXZ\x00"
# A skippable frame that holds the dictionary of the frames behind it, as files of WARC with Zstandard begin.
ZSTD_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"

READ_BYTES = 1 << 16  # that are read, or come out of a decoder, at a time
_MAX_REPLAYED_BYTES = 4 << 20  # of a damaged member that are searched for the next one
_MAX_DICTIONARY_BYTES = 16 << 20  # the largest dictionaries in use have a sixteenth of that
_SALVAGE_BYTES = 256  # in which it is found what a decoder fails at; chosen by hand

ReadPiece = Callable[[int], bytes]


class Damage(NamedTuple):
    """Stands between two pieces where something is missing or wrong.

    ``is_alone`` tells that nothing before it is of the damaged member: whatever that held is lost.
    """

    reason: str
    is_alone: bool = False


class Decoder(Protocol):
    """What the decoders of the standard library have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether all that was handed over is used up."""

    @property
    def unused_data(self) -> bytes | None:
        """What stands behind the member."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most ``max_length`` bytes."""


class Inflater:
    """``zlib`` under the names of the other decoders."""

    def __init__(self, window_bits: int) -> None:
        self._inner = zlib.decompressobj(window_bits)
        self._is_full = False  # there may be more of what was handed over

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether all that was handed over is used up."""
        return not self._is_full and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What stands behind the member."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return at most ``max_length`` bytes."""
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._is_full = len(piece) == max_length
        return piece


class BrotliDecoder:
    """The decoder of archived responses that Brotli has compressed, under the names of the other decoders.

    It does not tell what stands behind its data.
    """

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self.unused_data = b""
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the end of the data was reached."""
        return bool(self._inner.is_finished())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return about ``max_length`` bytes at most."""
        piece: bytes = self._inner.process(data, output_buffer_limit=max_length)
        self.needs_input = len(piece) < max_length
        return piece


def inflater_for(window_bits: int) -> Callable[[], Decoder]:
    """Return what makes decoders for one of zlib's formats."""
    return lambda: Inflater(window_bits)


def unzstd(dictionary: bytes | None = None) -> Callable[[], Decoder]:
    """Return what makes decoders of Zstandard, with the dictionary of the file if it has one."""
    known = zstd.ZstdDict(dictionary) if dictionary else None
    return lambda: zstd.ZstdDecompressor(zstd_dict=known)


# bz2 and lz4 raise the last three.
DECODER_ERRORS = (zlib.error, zstd.ZstdError, brotli.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def plain_pieces(read: ReadPiece) -> Iterator[bytes | Damage]:
    """Yield the bytes of a file without its compression, by what it begins with: gzip, Zstandard, LZ4,
    bzip2, xz or none.

    Damaged members are given as far as they can be read, and followed by a ``Damage``. Bytes between whole members are
    given as they are: some tools append plain records to compressed files.
    """
    start = read(READ_BYTES)
    rest = _Rest(start, read)
    if start.startswith(GZIP_MAGIC):
        yield from _members(rest, GZIP_MAGIC, inflater_for(zlib.MAX_WBITS | 16))
    elif start.startswith(ZSTD_DICTIONARY_MAGIC):
        dictionary = _zstd_dictionary(rest)
        yield from _members(rest, ZSTD_MAGIC, unzstd(dictionary))
    elif start.startswith(ZSTD_MAGIC):
        yield from _members(rest, ZSTD_MAGIC, unzstd())
    elif start.startswith(BZIP2_MAGIC):
        yield from _members(rest, BZIP2_MAGIC, bz2.BZ2Decompressor)
    elif start.startswith(XZ_MAGIC):
        yield from _members(rest, XZ_MAGIC, lzma.LZMADecompressor)
    elif start.startswith(LZ4_MAGIC):
        yield from _members(rest, LZ4_MAGIC, _unlz4())
    else:
        while piece := rest.take():
            yield piece


class _Rest:
    """The compressed bytes that are still to be read."""

    def __init__(self, ahead: bytes, read: ReadPiece) -> None:
        self._ahead = ahead
        self._read = read

    def take(self) -> bytes:
        """Return the next bytes, nothing at the end."""
        piece, self._ahead = self._ahead or self._read(READ_BYTES), b""
        return piece

    def is_at_end(self) -> bool:
        """Tell whether there is nothing more."""
        self._ahead = self._ahead or self._read(READ_BYTES)
        return not self._ahead

    def put_back(self, data: bytes) -> None:
        """Put ``data`` before what is still to be read."""
        self._ahead = data + self._ahead


def _members(rest: _Rest, magic: bytes, new: Callable[[], Decoder]) -> Iterator[bytes | Damage]:
    is_damaged = False
    while True:
        for plain in _to_next(rest, magic):
            if not is_damaged and plain.strip(b"\0"):
                yield plain
        if rest.is_at_end():
            return
        is_damaged = False
        for piece in _member(rest, magic, new):
            is_damaged = isinstance(piece, Damage)
            yield piece


def _to_next(rest: _Rest, magic: bytes) -> Iterator[bytes]:
    """Go to the next member or the end, and yield what stands before it."""
    while data := rest.take():
        at = data.find(magic)
        if at >= 0:
            rest.put_back(data[at:])
            yield data[:at]
            return
        more = rest.take()
        if not more:
            yield data
            return
        # The first bytes of the next member may be the last ones here.
        kept = len(magic) - 1
        rest.put_back(data[-kept:] + more)
        yield data[:-kept]


def _member(rest: _Rest, magic: bytes, new: Callable[[], Decoder]) -> Iterator[bytes | Damage]:
    member, replay, sent = new(), bytearray(), 0
    try:
        while not member.eof:
            data = rest.take() if member.needs_input else b""
            if member.needs_input and not data:
                yield Damage("a compressed member is cut", is_alone=not sent)
                return
            if len(replay) < _MAX_REPLAYED_BYTES:
                replay += data
            piece = member.decompress(data, READ_BYTES)
            sent += len(piece)
            if piece:
                yield piece
    except DECODER_ERRORS:
        for piece in _salvage(bytes(replay), new, sent):
            sent += len(piece)
            yield piece
        yield Damage("a compressed member is damaged", is_alone=not sent)
        # Its length is not known: the next one may begin anywhere behind its first bytes.
        rest.put_back(bytes(replay[len(magic) :]))
    else:
        rest.put_back(member.unused_data or b"")


def _salvage(data: bytes, new: Callable[[], Decoder], sent: int) -> Iterator[bytes]:
    """Yield what a damaged member gives beyond the ``sent`` bytes that are known already.

    A decoder that fails gives nothing of the piece it was handed. So the piece it fails at is handed over byte by byte:
    where only the checksum is wrong, nothing is lost.
    """
    failing = _failing_at(data, new())
    piece = data[failing : failing + _SALVAGE_BYTES]
    member, known = new(), sent
    try:
        for part in (data[:failing], *(piece[at : at + 1] for at in range(len(piece)))):
            for plain in _decoded(member, part):
                unknown = plain[known:]
                known -= len(plain) - len(unknown)
                if unknown:
                    yield unknown
    except DECODER_ERRORS:
        return


def _failing_at(data: bytes, member: Decoder) -> int:
    """Return where the piece of ``_SALVAGE_BYTES`` begins that a decoder fails at."""
    for start in range(0, len(data), _SALVAGE_BYTES):
        try:
            for _ in _decoded(member, data[start : start + _SALVAGE_BYTES]):
                pass
        except DECODER_ERRORS:
            return start
    return len(data)


def _decoded(member: Decoder, data: bytes) -> Iterator[bytes]:
    piece = member.decompress(data, READ_BYTES)
    while piece:
        yield piece
        piece = b"" if member.needs_input else member.decompress(b"", READ_BYTES)


def _zstd_dictionary(rest: _Rest) -> bytes | None:
    """Return the dictionary that a file begins with, expanded if it is compressed itself."""
    head = _exactly(rest, 8)
    [size] = struct.unpack("<I", head[4:8])
    if size > _MAX_DICTIONARY_BYTES:
        return None
    dictionary = _exactly(rest, size)
    if dictionary.startswith(ZSTD_MAGIC):
        try:
            return unzstd()().decompress(dictionary, _MAX_DICTIONARY_BYTES)
        except DECODER_ERRORS:
            return None
    return dictionary


def _exactly(rest: _Rest, size: int) -> bytes:
    data = bytearray()
    while len(data) < size and (piece := rest.take()):
        data += piece
    rest.put_back(bytes(data[size:]))
    return bytes(data[:size])


def _unlz4() -> Callable[[], Decoder]:
    try:
        from lz4.frame import LZ4FrameDecompressor  # noqa: PLC0415 - of an extra
    except ImportError:
        raise BadArgument("LZ4 needs pip install 'newscrawl[warc]'") from None
    return LZ4FrameDecompressor  # type: ignore[no-any-return]
