"""Tables on a terminal: equal columns, drawn over themselves."""

import io

import pytest

from newscrawl.cli.table import LiveTable, layout, left_aligned


def test_a_table_has_equal_columns():
    assert layout([("site", "new"), ("电子", "1")]) == ["site  new", "电子      1"]


@pytest.mark.parametrize(
    ("rows", "aligned", "left"),
    [
        ([("a",)], ["a"], ["a"]),
        ([("a", "12", "3"), ("bcd", "4", "56")], ["a    12   3", "bcd   4  56"], ["a    12  3", "bcd  4   56"]),
        ([("a", ""), ("", "b")], ["a   ", "   b"], ["a", "   b"]),
    ],
)
def test_columns_are_as_wide_as_their_widest_cell(rows, aligned, left):
    assert layout(rows) == aligned
    assert left_aligned(rows) == left


def test_rows_of_unequal_length_are_an_error():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        layout([("a", "b"), ("c",)])


def set_size(monkeypatch, columns, lines):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))


def test_a_table_is_drawn_over_the_last_one(monkeypatch):
    set_size(monkeypatch, columns=80, lines=24)
    terminal = io.StringIO()
    table = LiveTable(terminal, ("site", "new"))
    table.draw([("a", "1")])
    table.draw([("a", "2"), ("b", "0")])
    first, second = "site  new\na       1\n", "site  new\na       2\nb       0\n"
    assert terminal.getvalue() == f"\x1b[J{first}\x1b[2A\x1b[J{second}"


def test_a_terminal_shows_as_much_as_it_has_room_for(monkeypatch):
    set_size(monkeypatch, columns=9, lines=4)
    terminal = io.StringIO()
    LiveTable(terminal, ("site", "new")).draw([(f"s{number}", "1") for number in range(5)])
    assert terminal.getvalue() == "\x1b[Jsite  ne\ns3      \ns4      \n"
