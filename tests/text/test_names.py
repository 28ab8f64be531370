"""Names in values that are known to hold some."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.names import is_chinese_name, is_nobody, people_in


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Roe, M.D., and John Doe, P.E.", ["Jane Roe", "John Doe"]),
        ("Jane Roe, Berlin", ["Jane Roe"]),
        ("Jane Roe writes about tax, interest rates and other levers", []),
        ("Jane Roe, who writes about tax and other levers", ["Jane Roe"]),
        ("danah boyd and jane roe", ["danah boyd", "jane roe"]),
        ("Jane Roe und John Doe, Brüssel", ["Jane Roe", "John Doe"]),
        ("Jane Roe/dpa", ["Jane Roe"]),
        ("Jane Roe/John Doe", ["Jane Roe", "John Doe"]),
        ("Anna, Ben and Carla", ["Anna", "Ben", "Carla"]),
        ("Senior Editor Jane Roe", ["Jane Roe"]),
        ("unserem Redakteur Jane Roe", ["Jane Roe"]),
        ("Jane Roe and 3 others", ["Jane Roe"]),
        ("Jane Roe am", ["Jane Roe"]),
        ("Jane Roe of the Example Press", ["Jane Roe"]),
        # Surname first
        ("Roe, Jane", ["Jane Roe"]),
        ("Roe, Jane; Doe, John", ["Jane Roe", "John Doe"]),
        ("Roe, J.; Doe, J. A.", ["J. Roe", "J. A. Doe"]),
        ("Roe, Ph.D.", ["Roe"]),
        # Two scripts, and what divides names in them
        ("Jane Roe、田中花子", ["Jane Roe", "田中花子"]),
        ("田中太郎・鈴木花子", ["田中太郎", "鈴木花子"]),
        ("王小明·李红光", ["王小明", "李红光"]),
        ("约翰·史密斯", ["约翰·史密斯"]),
        ("王小明（某公司分析师）", ["王小明"]),
        # Nobody
        ("[object Object],[object Object]", []),
        ("page.head.author", []),
        ("Sie haben einen Fehler gefunden", []),
        ("Twitter Facebook", []),
        ("257 Artikel", []),
        ("View more posts", []),
    ],
)
def test_finds_the_people(value: str, names: list[str]) -> None:
    assert people_in(value.translate(str.maketrans("（）", "()"))) == names


@pytest.mark.parametrize(
    "name",
    [
        "Jane Roe",
        "Ludwig van Beethoven",
        "danah boyd",
        "J. R. R. Tolkien",
        "María del Mar Roe",
        "Example Press",
        "李小红",
    ],
)
def test_a_name_is_somebody(name: str) -> None:
    assert not is_nobody(name)
    assert people_in(name) == [name]


def test_a_chinese_name_is_known_by_its_surname() -> None:
    assert is_chinese_name("张小倩")
    assert not is_chinese_name("采访时")


@given(st.text(max_size=200))
def test_names_are_never_blank(text: str) -> None:
    assert all(name.strip() for name in people_in(text))
