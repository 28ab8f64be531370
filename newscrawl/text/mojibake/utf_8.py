"""Undo UTF-8 read in a charset of one byte a character: ftfy's trade."""

import re
from collections.abc import Iterator

import ftfy
from ftfy import ExplanationStep, TextFixerConfig

from newscrawl.text.mojibake import suspicion

# ``fix_encoding`` mends nothing but the charset: what ftfy does to quotation marks, widths and line ends would rewrite
# sound text, and controls, surrogates and normal forms are the business of ``newscrawl.text.forms``.
_CONFIG = TextFixerConfig(unescape_html=False)
_NAMES = {"sloppy-windows-": "cp", "windows-": "cp", "macroman": "mac-roman", "utf-8-variants": "utf-8"}
# ftfy's name for a repair that is no change of charset as a whole → rule; what is not named goes with another step.
_RULES = {
    "decode_inconsistent_utf8": "mojibake/utf-8-in-part",
    "fix_c1_controls": "mojibake/cp1252-as-latin-1",
}


# Marks, signs and units in UTF-8 read as cp1252. ftfy leaves some alone where nothing else is wrong with a line, but no
# language has these pairs of characters.
# 1.8Å±5 %: two signs that side by side would be a letter in UTF-8.
_AFTER_UNIT = re.compile("(?:(?<=[0-9]Å)|(?<=[0-9][ \u00a0\u202f]Å))(?=[±°])")
_CONTINUATION = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_SIGN = re.compile(f"â[€‚„†‡ˆ‰][{_CONTINUATION}]|Â[£¥¢°±²³µ·®©§¼½¾¹º]")


def undo_single_byte(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` with UTF-8 that was read as Latin-1, cp125x, Mac Roman … undone, and the rules."""
    if suspicion.lists_characters(text):
        return text, ()
    explained = [ftfy.fix_encoding_and_explain(part, _CONFIG) for part in _AFTER_UNIT.split(text)]
    found = "".join(part.text for part in explained)
    rules = tuple(dict.fromkeys(rule for part in explained for rule in _rules(part.explanation or [])))
    if found == text:
        found, rules = _SIGN.sub(_sign, text), (_RULES["decode_inconsistent_utf8"],)
        if suspicion.single_byte(found):
            return text, ()
    return (found, rules) if found != text else (text, ())


def is_damaged_in_signs_only(text: str) -> bool:
    """Tell whether all damage of ``text`` is in marks, signs and units: a price, not a text in another charset."""
    return _SIGN.search(text) is not None and not suspicion.single_byte(_SIGN.sub("", text))


def _sign(match: re.Match[str]) -> str:
    return match[0].encode("cp1252").decode("utf-8", "replace")


def _rules(explanation: list[ExplanationStep]) -> Iterator[str]:
    reader = ""
    for action, parameter in explanation:
        if action == "encode":
            reader = _name(parameter)
        elif action == "decode":
            yield f"mojibake/{_name(parameter)}-as-{reader}"
        elif parameter in _RULES:
            yield _RULES[parameter]


def _name(codec: str) -> str:
    for ftfys, ours in _NAMES.items():
        codec = codec.replace(ftfys, ours)
    return codec
