"""Cells stand in the columns in which a browser shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render.blocks import Block
from newscrawl.dom.render.table_grid import read_grid

Cell = tuple[int, int]  # columns, rows


def table(*rows: tuple[Cell, ...]) -> list[Block]:
    return [
        Block("tr", blocks=[Block("td", attributes={"colspan": str(c), "rowspan": str(r)}) for c, r in row])
        for row in rows
    ]


# rows of cells, rows of places: X where a cell begins, - where one continues
GRIDS = (
    ((), []),
    (((),), [""]),
    ((((1, 1), (1, 1)), ((1, 1),)), ["XX", "X"]),
    ((((2, 1), (1, 1)),), ["X-X"]),
    ((((1, 2), (1, 1)), ((1, 1),)), ["XX", "-X"]),
    ((((1, 1), (1, 2)), ((1, 1),)), ["XX", "X"]),
    ((((2, 2), (1, 1)), ((1, 1),)), ["X-X", "--X"]),
    ((((1, 3), (1, 1)), ((1, 1),), ((1, 1),)), ["XX", "-X", "-X"]),
    ((((1, 9), (1, 1)), ((1, 1),)), ["XX", "-X"]),  # rows end with the table
    ((((1000, 1), (2, 1)),), ["XX"]),  # far more places than cells: a mistake, and from there on each has one
)


@pytest.mark.parametrize(("rows", "places"), GRIDS)
def test_places_are_those_of_a_browser(rows: tuple[tuple[Cell, ...], ...], places: list[str]) -> None:
    assert ["".join("X" if place else "-" for place in row) for row in read_grid(table(*rows))] == places


spans = st.integers(1, 1000)
cells = st.lists(st.tuples(spans, spans), max_size=5).map(tuple)


@given(st.lists(cells, max_size=6))
def test_no_cell_is_lost_and_no_grid_is_large(rows: list[tuple[Cell, ...]]) -> None:
    blocks = table(*rows)
    grid = read_grid(blocks)
    assert [[place for place in row if place] for row in grid] == [row.blocks for row in blocks]
    assert sum(map(len, grid)) <= 2 * (100 + 11 * sum(map(len, rows)))
