"""Tell text that is plainly sound, such as prose of Western Europe, datasheets and prices, without looking closer."""

import re

# Of which no damage is made, as the inside of a character class: ASCII but for what begins escapes, references and
# markup, and marks of prose.
_MARKS = "\u00a0‘’“”„«»–—…"
_HARMLESS = f"\t\n\r -#'-;?-\\[\\]-}}{_MARKS}"
# Letters and signs that stand alone, or two signs side by side: of misread bytes one letter follows the other. Â and Ã,
# the first bytes of U+0080 to U+00FF, may be followed by one that looks like a blank.
_LETTERS = "ÀÁÄ-ÖØ-Þà-öø-ÿ"
_SIGNS = "©®™°£€•·×½¼¾µμΩ±≤≥²³÷≈§"
_PLAIN = re.compile(
    f"[{_HARMLESS}]*+(?>(?:[{_LETTERS}{_SIGNS}ß](?:[{_HARMLESS}]++|ß[{_HARMLESS}]++|\\Z)|[{_SIGNS}]{{2}}(?:[{_HARMLESS}]++|\\Z)"
    f"|[$%=](?![B@0-9A-Fa-fu])[{_HARMLESS}]*+)*)"
)


def is_plain(text: str) -> bool:
    """Tell whether no kind of damage can have left ``text``, but for question marks in a row.

    >>> is_plain("Die größte Spule: 4,7 µH ±5 %, “30 €”"), is_plain("4.7 kÎ©"), is_plain("AT&amp;T")
    (True, False, False)
    """
    return _PLAIN.fullmatch(text) is not None
