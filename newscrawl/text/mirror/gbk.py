"""GBK as the mirrors' converter knows it: every two-byte cell is a character, user-defined ones are private use."""

from functools import cache
from typing import NamedTuple

LEADS = range(0x81, 0xFF)


class Tables(NamedTuple):
    """Both directions; ``cells`` is indexed by ``lead << 8 | trail`` and holds ``""`` where no character is."""

    cells: list[str]
    codes: dict[str, int]


@cache
def tables() -> Tables:
    """Return the tables; they are made when first needed."""
    cells = [""] * 0x10000
    codes: dict[str, int] = {}
    for lead in LEADS:
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            character = _decode(bytes((lead, trail)))
            cells[lead << 8 | trail] = character
            if character:
                codes.setdefault(character, lead << 8 | trail)
    return Tables(cells, codes)


def _decode(pair: bytes) -> str:
    for codec in ("gbk", "gb18030"):
        try:
            return pair.decode(codec)
        except UnicodeDecodeError:
            continue
    return ""
