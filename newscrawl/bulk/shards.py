"""Shares of work for several processes or machines that know nothing of each other."""

import re
from typing import NamedTuple

from newscrawl.errors import BadArgument

_WRITTEN = re.compile("([0-9]{1,6})/([0-9]{1,6})")
BLOCK_RECORDS = 1000  # of one archive that stay together: neighbours are mostly of one site


class Shard(NamedTuple):
    """Share ``number`` (from 1) of ``of``. Shares are disjoint, and together all of the work."""

    number: int = 1
    of: int = 1
    by_record: bool = False

    @classmethod
    def read(cls, written: str | None) -> "Shard":
        """Read ``I/N``; raises ``BadArgument`` for what is none.

        >>> Shard.read("2/8")
        Shard(number=2, of=8, by_record=False)
        """
        if written is None:
            return cls()
        found = _WRITTEN.fullmatch(written)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise BadArgument(f"--shard takes I/N with I from 1 to N, such as 2/8, not {written!r}")
        return cls(int(found[1]), int(found[2]))

    def takes(self, number: int) -> bool:
        """Tell whether the thing of that number (from 0) is in this share."""
        return number % self.of == self.number - 1

    def takes_record(self, number: int) -> bool:
        """Tell whether a record of an archive is in this share, where archives are shared by their records."""
        return not self.by_record or self.takes(number // BLOCK_RECORDS)


WHOLE = Shard()
