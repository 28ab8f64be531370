"""What a page has elsewhere makes guesses cheaper, and never dearer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mirror.elsewhere import gain, gather

PAGE = gather("硅片涂胶以后要烘干，硅片冷却以后再涂胶。涂胶的厚度决定线宽。")

# left, right, whether the page has them
PAIRS = (
    ("涂", "胶", True),
    ("后", "再", True),
    ("，", "硅", True),
    ("宽", "。", True),
    ("涂", "片", True),  # the right one by itself
    ("涂", "料", False),
    ("。", "，", False),
)


@pytest.mark.parametrize(("left", "right", "known"), PAIRS)
def test_what_the_page_has_is_cheaper(left: str, right: str, known: bool) -> None:
    assert (gain(left, right, 20, PAGE) > 0) == known


def test_a_pair_gains_more_than_a_character() -> None:
    assert gain("涂", "胶", 20, PAGE) > gain("以", "胶", 20, PAGE)


def test_traditional_text_is_counted_in_simplified_characters() -> None:
    assert gather("塗膠") == gather("涂胶")


@given(st.text("涂胶硅片。，a?"), st.text("涂胶。a", min_size=2, max_size=2), st.integers(0, 60))
def test_no_page_makes_a_character_dearer(page: str, pair: str, price: int) -> None:
    assert 0 <= gain(*pair, price, gather(page)) <= price + 2
