"""UTF-8 read a byte a character is undone; sound text and its signs stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.utf_8 import is_damaged_in_signs_only, undo_single_byte

# damaged, repaired, rule
DAMAGED = (
    ("GrÃ¶ÃŸe", "Größe", "mojibake/utf-8-as-cp1252"),
    ("cafÃ©", "café", "mojibake/utf-8-as-latin-1"),
    ("4.7 kÎ© Â±5 %", "4.7 kΩ ±5 %", "mojibake/utf-8-as-latin-1"),
    ("Itâ€™s", "It’s", "mojibake/utf-8-as-cp1252"),
    ("Â£5 and Â£7", "£5 and £7", "mojibake/utf-8-as-latin-1"),
)
SOUND = ("", "plain", "Größe", "25 °C ±5 %", "1.8Å±5 %", "naïve café", "电子工程", "“quoted” – …", "ﬁ ½ ＡＢ", "\ud800")


@pytest.mark.parametrize(("damaged", "repaired", "rule"), DAMAGED)
def test_damage_is_undone_and_named(damaged: str, repaired: str, rule: str) -> None:
    assert undo_single_byte(damaged) == (repaired, (rule,))


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_stays_as_it_is(text: str) -> None:
    assert undo_single_byte(text) == (text, ())
    assert not is_damaged_in_signs_only(text)


# text, whether all of its damage is in signs
SIGNS = (("Â£5", True), ("25 Â°C", True), ("Itâ€™s", True), ("cafÃ© for Â£5", False), ("cafÃ©", False))


@pytest.mark.parametrize(("text", "only"), SIGNS)
def test_damage_in_signs_is_told_from_damage_in_words(text: str, only: bool) -> None:
    assert is_damaged_in_signs_only(text) is only


@given(st.text("Ã©Â£€™â aé中", max_size=20))
def test_a_repair_is_named_and_nothing_else_is(text: str) -> None:
    repaired, rules = undo_single_byte(text)
    assert bool(rules) is (repaired != text)
