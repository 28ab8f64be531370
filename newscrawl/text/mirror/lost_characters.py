"""Question marks that stand for characters GBK lacks: no-break space, bullet, trade mark signs."""

import re
from itertools import islice
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Repaired, Step
from newscrawl.text.scripts import UNIFIED_IDEOGRAPHS

# All bounds are chosen by hand.
MIN_PROOF_POINTS = 2  # of different losses, by which a page is known to have lost characters
_MAX_EXAMINED = 300  # question marks of a page
_MAX_RESTORED = 5000  # question marks of a run; more are a flood


class _Lost(NamedTuple):
    """What stood at a ``?``; ``points`` say how surely no author wrote the ``?``."""

    name: str
    replacement: str
    points: int


_INDENT = _Lost("indent", "", 2)
_DOUBTFUL_INDENT = _Lost("doubtful indent", "", 0)
_COUNTER = _Lost("counter", "", 2)
_BULLET = _Lost("bullet", "·", 1)
_SECOND_BULLET = _Lost("second bullet", "·", 1)
_BLANK = _Lost("blank", " ", 1)
_AFTER_COLON = _Lost("blank after a colon", " ", 2)
_TRAILING = _Lost("trailing blank", "", 1)
_SIGN = _Lost("sign", "", 0)
_SIGN_OR_BLANK = _Lost("sign or blank", " ", 0)

_RUN = re.compile("\\?(?>(?:[ \u3000]{0,2}+\\?){0,40})")
# A mark made full-width by a converter; nobody asks between a colon and a word.
_LOST_AFTER_COLON = re.compile(f"：？(?=[{UNIFIED_IDEOGRAPHS}A-Za-z0-9“《])")
_COUNT = re.compile(f"\\d[\\d.]{{0,9}}+[wkWK万萬]? ?[{UNIFIED_IDEOGRAPHS}]")
_CLOCK = re.compile(r"\d:\d\d $")
_DATED = re.compile(r"\d{4}-\d\d?-\d\d?|来源|來源|作者")
_CODE = re.compile(r"[{}\\=]|\b[A-Z]{5,9} |\? [A-Za-z0-9_.]{1,20}+ : ")
_CODE_CHARACTERS = 40  # on either side, within which code is no sentence; by hand
_ADDRESS = re.compile(r"://[!-~]{0,100}\Z")
_ASKING = re.compile("[吗呢哪何怎谁吧么?]|多少|几[个种时]|是否|是不是|[能会]不[能会]|有没有|可不可以|要不要")
_CLAUSE_END = re.compile("[。！？；，：、!]")
_IDEOGRAPH = re.compile(f"[{UNIFIED_IDEOGRAPHS}]")
_BEFORE_PROOF = frozenset(" \u3000。，；：、")
_CONTEXT_CHARACTERS = 100  # on either side, that tell what was lost
_MAX_CLAUSE_CHARACTERS = 24  # before a question mark, in which a question shows


def is_lossy(text: str, proof: int = MIN_PROOF_POINTS) -> bool:
    """Tell whether characters of this page became ``?``, by traces that no author leaves."""
    found: set[_Lost] = {_AFTER_COLON} if _LOST_AFTER_COLON.search(text) else set()
    for match in islice(_RUN.finditer(text), _MAX_EXAMINED):
        if match.end() - match.start() == 1 and text[match.start() - 1 : match.start()] not in _BEFORE_PROOF:
            continue
        lost = _lost(text, match.start(), match.end())
        if lost:
            found.add(_SECOND_BULLET if lost in found and lost is _BULLET else lost)
    return sum(lost.points for lost in found) >= proof


def restore(text: str) -> Repaired:
    """Replace each ``?`` that is no question mark by what it must have been, and leave the others."""
    pieces: list[str] = []
    steps: list[Step] = []
    position = 0
    for match in islice(_RUN.finditer(text), _MAX_RESTORED):
        lost = _lost(text, match.start(), match.end())
        if lost:
            pieces += text[position : match.start()], lost.replacement
            position = match.end() + (lost in (_INDENT, _DOUBTFUL_INDENT) and text[match.end()] == " ")
            around = text[max(0, match.start() - EXCERPT_CHARACTERS // 4) : match.end() + EXCERPT_CHARACTERS // 4]
            steps.append(Step("mirror/lossy-question-mark", 1, around, lost.replacement))
    restored = "".join(pieces) + text[position:]
    for match in islice(_LOST_AFTER_COLON.finditer(restored), _MAX_RESTORED - len(steps)):
        around = restored[max(0, match.start() - EXCERPT_CHARACTERS // 4) : match.end() + EXCERPT_CHARACTERS // 4]
        steps.append(Step("mirror/lossy-question-mark", 1, around, _AFTER_COLON.replacement))
    return Repaired(_LOST_AFTER_COLON.sub("：" + _AFTER_COLON.replacement, restored), tuple(steps))


def _lost(text: str, start: int, end: int) -> _Lost | None:
    """Tell what stood at the question marks in ``text[start:end]``, ``None`` if they may be question marks."""
    before, after = text[max(0, start - _CONTEXT_CHARACTERS) : start], text[end : end + _CONTEXT_CHARACTERS]
    before, after = before[before.rfind("\n") + 1 :], after.partition("\n")[0]
    line_starts = not before.strip() and (start == len(before) or text[start - len(before) - 1] == "\n")
    if "? ?" in text[start:end] and _IDEOGRAPH.match(after.lstrip(" “《")):
        return _INDENT
    if _ADDRESS.search(before) or _CODE.search(before[-_CODE_CHARACTERS:] + text[start:end] + after[:_CODE_CHARACTERS]):
        return None
    if end - start > 1:
        return _DOUBTFUL_INDENT if line_starts and after.strip() else None
    if line_starts and start and after[:1].strip():
        return _DOUBTFUL_INDENT
    if before.endswith(" ") and after[:1] != " " and _CLOCK.search(before) and _COUNT.match(after):
        return _COUNTER
    if before.endswith(" ") and after[:1] == " " and after.strip() and before.strip():
        return _BULLET if _DATED.search(before + after) else None
    return _in_sentence(before, after)


def _in_sentence(before: str, after: str) -> _Lost | None:
    last, next_ = before[-1:], after[:1]
    if last and last in "。，；：、":
        return _BLANK if next_.strip() else _TRAILING
    if not next_ or not last:
        return None
    if not (last.isascii() and last.isalnum()) or not _IDEOGRAPH.search(before + after):
        return None
    if next_ in "，。、；：）,;:)":
        return _SIGN
    clause = chinese.simplify(_CLAUSE_END.split(before)[-1][-_MAX_CLAUSE_CHARACTERS:])
    if _ASKING.search(clause):
        return None
    if _IDEOGRAPH.match(next_):
        return _SIGN_OR_BLANK
    return _SIGN if next_ in " “《（(" and after.strip() else None
