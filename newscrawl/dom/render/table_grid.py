"""The grid of a table: which cell stands in which column, where cells span rows and columns."""

from collections.abc import Sequence

from newscrawl.dom.render.blocks import Block

# Chosen by hand. Real tables need a place or two for each cell; a few cells of 50 by 50 would fill memory with blanks.
_MAX_SPANNED_PLACES_PER_CELL = 10
_MIN_SPANNED_PLACES = 100  # that even a small table may have


def read_grid(rows: Sequence[Block]) -> list[list[Block | None]]:
    """Return the cell that begins at each place of a table, ``None`` where one only continues.

    As in the HTML Living Standard, 4.9.12.1. Rows end with their last cell. Spans that claim far more places than the
    table has cells are taken for mistakes: from there on, each cell has one place.
    """
    budget = max(_MIN_SPANNED_PLACES, _MAX_SPANNED_PLACES_PER_CELL * sum(len(row.blocks) for row in rows))
    rows_taken: dict[int, int] = {}  # column -> rows, from this one on, in which a cell from above continues
    grid: list[list[Block | None]] = []
    for number, row in enumerate(rows):
        places: list[Block | None] = []
        begun: dict[int, int] = {}
        for cell in row.blocks:
            while len(places) in rows_taken:
                places.append(None)
            width = int(cell.attributes.get("colspan", 1))
            height = min(int(cell.attributes.get("rowspan", 1)), len(rows) - number)
            budget -= width * height - 1
            if budget < 0:
                width = height = 1
            if height > 1:
                begun.update(dict.fromkeys(range(len(places), len(places) + width), height))
            places += [cell, *[None] * (width - 1)]
        grid.append(places)
        rows_taken = {column: left - 1 for column, left in (rows_taken | begun).items() if left > 1}
    return grid
