"""Undo HTML escaping that is still visible in text: ``AT&amp;T``, ``&#26032;``, ``&amp;lt;32 bit``."""

import html
import re
from html.entities import html5

from newscrawl.text.repaired import Repaired, step_at

# No escaping chain in the wild is longer; what is, nobody wrote as text.
_MAX_ROUNDS = 8

_AMPERSAND = r"(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# References that a person or an editor spoiled: a blank behind the ampersand, full-width marks, no semicolon. Only
# those that articles have, beside text: with a name of any length, query strings would be full of references.
_SPOILED_NAMES = "nbsp|amp|lt|gt|quot|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|deg|micro|plusmn|times|ohm"
_SPOILED = re.compile(
    rf"& ({_SPOILED_NAMES});|＆({_SPOILED_NAMES}|#[0-9]{{2,5}})[；;]|&({_SPOILED_NAMES})；"
    rf"|(?<=[^\s?&=/])&({_SPOILED_NAMES})(?![a-z0-9=;])|(?<=[^\s?&=/])&(nbsp|deg|plusmn)(?=[0-9])(?!\d{{1,9}}[=&])"
    r"|(?<![?&=/0-9A-Za-z])&(lt|gt)(?=[0-9])(?!\d{1,9}[=&])"
)
_CHAIN = re.compile(rf"&(?>({_AMPERSAND})+)")
_DEPTH = re.compile(
    rf"&((?>(?:{_AMPERSAND})*))((?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)?"
)
_MARKUP = re.compile(r"<[A-Za-z/!]")
_ESCAPED_TAG = re.compile("&lt;/?[A-Za-z][A-Za-z0-9]{0,9}/?&gt;")

# Words of texts that teach escaping: one of them on the page, and a reference that stands alone is a mention.
_TEACHES_ESCAPING = re.compile(
    "HTML entit|HTML-Entit|character (?:entit|reference)|entity reference|ampersand|(?:HTML|XML)[ -]?escap"
    "|escape (?:sequence|character)|(?:HTML|字符|字元) ?(?:实体|實體)|转义|轉義|跳脫字元"
    "|実体参照|文字参照|エスケープ|엔티티|이스케이프|Maskierung|maskiert"
)
# Words that make a mention likely only in the very line where they stand.
_SPEAKS_OF_MARKUP = re.compile("HTML|XML|[Ee]scape")

# A reference that is named in a sentence: what to write, or what something becomes.
_MENTIONED = re.compile(
    "(?:写成|写作|输入|打成|显示为|变成|寫成|輸入|顯示為|變成|\\b(?:[Uu]se|[Tt]ype|[Ww]rite|[Bb]ecomes?|[Ss]hown as))"
    " ?+[“\"`']?&[A-Za-z]{2,31}; |`&[A-Za-z]{2,31};`"
)


def escaped(page: str) -> bool:
    """Whether ``page`` shows references that are left over from escaping, and does not write *about* them.

    A page writes about them when a line holds tags beside references, when stand-alone references of
    different depth meet in one line (``&amp;amp; becomes &amp;``), or when its words say so. The first rule
    is ftfy's: text with real markup in it was not escaped.
    """
    if "&" not in page and "＆" not in page:
        return False
    page = _whole(page)
    if not _ENTITY.search(page):
        return False
    lines = [
        line for line in page.split("\n") if "&" in line and any(_known(match) for match in _ENTITY.finditer(line))
    ]
    return bool(lines) and not _teaches(page, lines)


def unescape(text: str) -> Repaired:
    """Replace character references by their characters until none is left.

    Numbers from 128 to 159 mean Windows-1252, as HTML says; a pair of surrogate numbers means one character.

    >>> unescape("AT&amp;amp;T, &#8220;5&nbsp;V&#8221;").text
    'AT&T, “5\\xa0V”'
    """
    current = _whole(text)
    found = _ENTITY.search(current) if "&" in current else None
    if not found:
        return Repaired(text)
    count = 0
    for _ in range(_MAX_ROUNDS):
        unchained = _CHAIN.sub("&", current) if _ENTITY.search(current) else current
        replaced = _whole(_ENTITY.sub(_character, unchained))
        if replaced == current:
            break
        count = count or sum(1 for match in _ENTITY.finditer(current) if _known(match))
        current = replaced
    else:
        return Repaired(text)
    if current == text:
        return Repaired(text)
    return Repaired(current, (step_at(found.start(), "entities/unescaped", count, text, current),))


def _whole(text: str) -> str:
    """Return ``text`` with spoiled references as they were meant."""
    if "&" not in text and "＆" not in text:
        return text
    return _SPOILED.sub(lambda match: f"&{match[match.lastindex or 0]};", text)


def _teaches(page: str, lines: list[str]) -> bool:
    alone = [line for line in lines if _stands_alone(line)]
    if (alone or any(map(_ESCAPED_TAG.search, lines))) and _TEACHES_ESCAPING.search(page):
        return True
    if any(_MARKUP.search(line) for line in lines):
        return True
    return any(_SPEAKS_OF_MARKUP.search(line) or _MENTIONED.search(line) or _mixes_depths(line) for line in alone)


def _stands_alone(line: str) -> bool:
    """Whether a named reference stands apart from words, as a mention does: not ``AT&amp;T``."""
    for match in _DEPTH.finditer(line):
        before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
        named = match.group().endswith(";") and not match.group().startswith("&#")
        if named and not _is_latin_word(before) and not _is_latin_word(after):
            return True
    return False


def _is_latin_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _mixes_depths(line: str) -> bool:
    depths = {match[1].count(";") + bool(match[2]) for match in _DEPTH.finditer(line)}
    return len(depths - {0}) > 1


def _known(match: re.Match[str]) -> bool:
    return _character(match) != match.group()


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    if reference[1] == "#":
        number = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
        # Halves of a pair are joined later, with those that stand in the text itself.
        return chr(number) if 0xD800 <= number <= 0xDFFF else html.unescape(reference)
    name = reference[1:]
    # Titles set in capitals carry their references along: &EACUTE; is É.
    return html5.get(name) or (html5.get(name.lower(), reference).upper() if name[:-1].isupper() else reference)
