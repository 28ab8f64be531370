"""The words of a query keep their order, whatever they begin with."""

import pytest

from newscrawl.commands.search import SearchParser


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["gpu", "-game", "OR", "npu"], ["gpu", "-game", "OR", "npu"]),
        (["-stm32", "-Linux", "--limit", "3", "-s", "A=1"], ["-stm32", "-Linux"]),
        (["-芯", '-"low noise"', "x"], ["-芯", '-"low noise"', "x"]),
        (["--nosuch", "-"], ["--nosuch", "-"]),
    ],
)
def test_words_with_a_minus_are_no_options(typed, words):
    parser = SearchParser()
    parser.add_argument("--limit")
    parser.add_argument("-s")
    options, left = parser.parse_known_args(typed)
    assert left == words
    assert options.limit in (None, "3")
