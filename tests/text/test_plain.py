"""Plain text is told at once, and no text that shows damage is taken for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.text.mojibake import undo_mojibake
from newscrawl.text.plain import is_plain

PLAIN = [
    "",
    "\n",
    "The board costs $ 99, or 30 €.",
    "Die größte Spule: 4,7 µH ±5 %, bei 25 °C – das ist „gut“ …",
    "Über 40 Geräte; Maße: 3 × 2 ≤ 7 µm™, 10 µΩ",
    "« Ça va », déjà vu à Évry",
    "é",
]
NOT_PLAIN = [
    "GerÃ¤t",
    "30 Â°C",
    "Â ",
    "µç×Ó¹¤³Ì",
    "AT&amp;T",
    "<b>",
    "J\\u00fcrgen",
    "100%E7%94%B5",
    "=E7=94=B5",
    "~{5gWS~}",
    "a\x00b",
    "a\u00adb",
    "\ud800",
    "电子",
    "Завод",
    "µΩ®",
]


@pytest.mark.parametrize("text", PLAIN)
def test_prose_and_datasheets_are_plain(text):
    assert is_plain(text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_may_be_damage_is_not_plain(text):
    assert not is_plain(text)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab 5%ÄéçßÂÃ°±µΩ€“”–\xa0\n")))
def test_plain_text_shows_no_mojibake(text):
    if is_plain(text):
        assert undo_mojibake(text).steps == ()
