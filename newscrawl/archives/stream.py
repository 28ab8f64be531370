"""Read an archive forwards, with a look ahead: lines, blocks, and the way to the next record."""

import re
from collections.abc import Iterable, Iterator

from newscrawl.archives.compressed import Damage


class ByteStream:
    """Plain bytes that come in pieces; it remembers where in them something was damaged."""

    def __init__(self, pieces: Iterable[bytes | Damage]) -> None:
        self._pieces: Iterator[bytes | Damage] = iter(pieces)
        self._ahead = b""
        self._position = 0  # of the first byte of ``_ahead``
        self._damages: list[tuple[int, Damage]] = []

    @property
    def position(self) -> int:
        """How many bytes were taken."""
        return self._position

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes, or those that are left, and leave them in place."""
        while len(self._ahead) < size:
            piece = next(self._pieces, b"")
            if isinstance(piece, Damage):
                self._damages.append((self._position + len(self._ahead), piece))
            elif piece:
                self._ahead += piece
            else:
                break
        return self._ahead[:size]

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes, or those that are left."""
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        self._position += len(data)
        if len(data) == size:
            return data
        pieces, missing = [data], size - len(data)  # put together once, since blocks may be large
        while missing and self.peek(1):
            piece, self._ahead = self._ahead[:missing], self._ahead[missing:]
            self._position += len(piece)
            missing -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def put_back(self, data: bytes) -> None:
        """Put bytes that were taken back before those that are still to come."""
        self._ahead = data + self._ahead
        self._position -= len(data)

    def skip(self, size: int, step: int = 1 << 16) -> int:
        """Go ``size`` bytes on, or to the end; return how many bytes these were."""
        skipped = 0
        while skipped < size and (data := self.take(min(step, size - skipped))):
            skipped += len(data)
        return skipped

    def skip_blank(self) -> None:
        """Go over carriage returns and line feeds."""
        while data := self.peek(1 << 12):
            blank = len(data) - len(data.lstrip(b"\r\n"))
            self.take(blank)
            if blank < len(data):
                return

    def take_until(self, pattern: re.Pattern[bytes], max_bytes: int, overlap: int) -> bytes:
        """Return what stands before the next match of ``pattern``, or all that is left.

        Of a longer text only the first ``max_bytes`` are returned, and the others skipped. ``overlap`` is the length
        that no match is longer than.
        """
        kept = bytearray()
        step = 1 << 16
        while data := self.peek(step):
            found = pattern.search(data)
            at_end = len(data) < step
            end = found.start() if found else len(data) if at_end else len(data) - overlap
            kept += self.take(end)[: max(0, max_bytes - len(kept))]
            if found or at_end:
                break
        return bytes(kept)

    def damages_since(self, position: int) -> tuple[str, ...]:
        """Return what was damaged between ``position`` and the present one, and forget what lies before.

        A damaged member of which nothing is left, and which stands right here, is told by ``lost_members``.
        """
        found = [one for one in self._reached() if not (one[1].is_alone and one[0] == self._position)]
        self._damages = [one for one in self._damages if one not in found]
        return tuple(damage.reason for at, damage in found if at >= position)

    def lost_members(self) -> int:
        """Return how many damaged members, of which nothing is left, stood right here; forget what lies before."""
        reached = self._reached()
        self._damages = [one for one in self._damages if one not in reached]
        return sum(damage.is_alone for at, damage in reached if at == self._position)

    def _reached(self) -> list[tuple[int, Damage]]:
        return [one for one in self._damages if one[0] <= self._position]

    def is_at_end(self) -> bool:
        """Tell whether there is nothing more."""
        return not self.peek(1)
