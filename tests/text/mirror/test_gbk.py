"""GBK as the mirrors' converter knows it: each cell is one character, and each character has one code."""

import pytest

from newscrawl.text.mirror.gbk import LEADS, tables

# code, character
CELLS = (
    (0xD6D0, "中"),
    (0xA3AC, "，"),
    (0x8140, "丂"),
    (0xFE4F, "\ufa29"),
    (0xAAA1, "\ue000"),  # user-defined cells are private use
    (0xA140, "\ue4c6"),
)


@pytest.mark.parametrize(("code", "character"), CELLS)
def test_a_cell_and_its_character_lead_to_each_other(code: int, character: str) -> None:
    assert tables().cells[code] == character
    assert tables().codes[character] == code


@pytest.mark.parametrize("code", [0x0041, 0x8041, 0xFF41, 0xD67F, 0xD6FF, 0xD63F])
def test_bytes_that_are_no_pair_have_no_character(code: int) -> None:
    assert tables().cells[code] == ""


def test_codes_are_the_inverse_of_cells() -> None:
    cells, codes = tables()
    assert all(cells[code] == character for character, code in codes.items())
    assert set(codes) == set(cells) - {""}
    assert {code >> 8 for code in codes.values()} <= set(LEADS)
