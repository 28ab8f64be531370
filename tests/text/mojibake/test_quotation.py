"""Examples of mojibake in a text about it are told from damage."""

import pytest

from newscrawl.text.mojibake.quotation import is_about_mojibake, is_quoted
from newscrawl.text.repair import repair

# line, the stretch that is looked at, whether it is quoted
QUOTED = (
    ("it reads “Ã©” here", "Ã©", True),
    ('it reads "Ã©" here', "Ã©", True),
    ("表示为「Ã©」的字", "Ã©", True),
    ("it reads Ã© here", "Ã©", False),
    ("Ã©”", "Ã©", False),
    ("“Ã©", "Ã©", False),
    ("(Ã©)", "Ã©", False),
)


@pytest.mark.parametrize(("line", "stretch", "quoted"), QUOTED)
def test_quotation_marks_on_both_sides_quote(line: str, stretch: str, quoted: bool) -> None:
    start = line.index(stretch)
    assert is_quoted(line, start, start + len(stretch)) is quoted


# line, the line after repair, whether that would spoil an example
ABOUT = (
    (
        "In UTF-8 an é becomes Ã© when it is read as Latin-1.",
        "In UTF-8 an é becomes é when it is read as Latin-1.",
        True,
    ),
    (
        "The é shows up as Ã© on the page, which is not nice.",
        "The é shows up as é on the page, which is not nice.",
        True,
    ),
    ("The text says “Ã©” in the place of the accent.", "The text says “é” in the place of the accent.", True),
    ("编码错误时会显示 锟斤拷 这样的字。", "编码错误时会显示 \ufffd\ufffd 这样的字。", True),
    ("The cafÃ© is open from nine to five on all days.", "The café is open from nine to five on all days.", False),
    ("Ã©Ã©Ã©Ã© UTF-8", "éééé UTF-8", False),  # more example than text
    ("The price is 5 Â£ for each of them in the shop.", "The price is 5 £ for each of them in the shop.", False),
)


@pytest.mark.parametrize(("before", "after", "about"), ABOUT)
def test_an_example_is_known_by_what_stands_around_it(before: str, after: str, about: bool) -> None:
    assert is_about_mojibake(before, after) is about


@pytest.mark.parametrize(("before", "after"), [("", ""), ("same", "same"), ("Ã©", "é")])
def test_lines_without_text_around_hold_no_example(before: str, after: str) -> None:
    assert is_about_mojibake(before, after) in (True, False)


@pytest.mark.parametrize(
    "line",
    [
        "Aus „ä“ wird „Ã¤“, aus „ö“ wird „Ã¶“ und aus „ü“ wird „Ã¼“.",
        "'Ã¤' => 'ä', 'Ã¶' => 'ö', 'Ã¼' => 'ü'",
        "Ã¤ = ä, Ã¶ = ö, Ã¼ = ü, ÃŸ = ß",
        "The string “naÃ¯ve cafÃ©” should read “naïve café”.",
    ],
)
def test_several_examples_beside_what_they_were_meant_to_be_stay(line: str) -> None:
    assert repair(line).text == line


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Die „GerÃ¤te“ sind fÃ¼r größere Räume.", "Die „Geräte“ sind für größere Räume."),
        ('"Übergröße" fÃ¼r kleine RÃ¤ume', '"Übergröße" für kleine Räume'),
    ],
)
def test_words_that_the_line_has_in_one_form_only_are_damage(line: str, meant: str) -> None:
    assert repair(line).text == meant
