"""A table on a terminal that is drawn over itself."""

import shutil
from collections.abc import Sequence
from typing import TextIO

_UP, _CLEAR = "\x1b[{}A", "\x1b[J"


class LiveTable:
    """Draws rows below a head, each time where the last ones stood; the first column is left, the others right."""

    def __init__(self, terminal: TextIO, head: Sequence[str]) -> None:
        self._terminal = terminal
        self._head = tuple(head)
        self._drawn = 0

    def draw(self, rows: Sequence[Sequence[str]]) -> None:
        """Draw the rows; of more than the terminal is high, the last ones."""
        size = shutil.get_terminal_size()
        lines = layout([self._head, *rows])
        shown = [line[: size.columns - 1] for line in (lines[0], *lines[1:][-(size.lines - 2) :])]
        up = _UP.format(self._drawn) if self._drawn else ""
        self._terminal.write(f"{up}{_CLEAR}" + "".join(f"{line}\n" for line in shown))
        self._terminal.flush()
        self._drawn = len(shown)


def layout(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines of equal columns.

    >>> layout([("site", "new"), ("elecfans", "12")])
    ['site      new', 'elecfans   12']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def left_aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines of equal columns, all of them left, the last one as long as it is.

    >>> left_aligned([("spider", "grade"), ("elecfans", "unproven")])
    ['spider    grade', 'elecfans  unproven']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
