"""Undo mix-ups in which a character may stand for different bytes.

Where bytes of a legacy charset happened to be valid UTF-8 they may have been read so, and the rest as cp1252: ϵͳ is
系统 and Ŀ¼ is 目录. There each character stands for one cp1252 byte or for its bytes in UTF-8. And Shift-JIS (cp932)
has two codes for some characters. Of all ways through such a lattice the likeliest text is taken (Viterbi's algorithm;
the state is the lead byte that waits for its trail).
"""

from functools import lru_cache
from typing import NamedTuple

from newscrawl.text.likelihood import likelihood
from newscrawl.text.mojibake.charsets import CP1252_ONLY, encoded, pair, shift_jis_twins

_CP1252_BYTE = {character: character.encode("cp1252") for character in CP1252_ONLY}
# Ways through the lattice differ in the number of characters they give. Single characters are weighed too low for text,
# in which each makes the next one likelier; without the bonus the way with the fewest characters would win. All scores
# are natural logs of likelihoods, chosen by hand.
_CONTEXT_GAIN = 3.0
_ASCII_SCORE, _RARE_ASCII_SCORE = -2.5, -7.0
# Letters of other scripts, common as they are at home.
_FIRST_CJK, _OTHER_LETTER_SCORE = "\u2e80", -10.0
# Longer lines are left alone: no paragraph has that many characters, and each costs some microseconds (by hand).
_MAX_RUN_CHARACTERS = 20_000
_RARE_ASCII = frozenset(b"@[\\]^_`{|}~")


class _Path(NamedTuple):
    score: float
    text: str  # of the last step
    before: "_Path | None"


class _Move(NamedTuple):
    lead: int  # the byte that waits for its trail afterwards, 0 for none
    text: str
    score: float


MIXED = "mixed"  # the reader that took valid UTF-8 as such and the rest as cp1252


def likeliest(text: str, source: str, reader: str) -> str | None:
    """Return the likeliest text in the double-byte charset ``source`` that became ``text``, ``None`` if there is none.

    ``reader`` is ``MIXED`` or ``shift-jis``.
    """
    if len(text) > _MAX_RUN_CHARACTERS:
        return None
    # Lead byte that waits (0: none) → best path so far.
    paths = {0: _Path(0.0, "", None)}
    for character in text:
        following: dict[int, _Path] = {}
        for lead, path in paths.items():
            for move in _moves(lead, character, source, reader):
                score = path.score + move.score
                known = following.get(move.lead)
                if known is None or known.score < score:
                    following[move.lead] = _Path(score, move.text, path)
        if not following:
            return None
        paths = following
    end = paths.get(0)
    return _spelled(end) if end else None


@lru_cache(maxsize=1 << 15)
def _moves(lead: int, character: str, source: str, reader: str) -> tuple[_Move, ...]:
    """Return where the bytes behind ``character`` may lead from ``lead``."""
    return tuple(move for data in _bytes_behind(character, reader) if (move := _move(lead, data, source)))


def _move(lead: int, data: bytes, source: str) -> _Move | None:
    text, score = "", 0.0
    for byte in data:
        if lead:
            character = pair(lead, byte, source)
            if character is None:
                return None
            text, score, lead = text + character, score + _score(character), 0
        elif byte < 0x80:
            text, score = text + chr(byte), score + (_RARE_ASCII_SCORE if byte in _RARE_ASCII else _ASCII_SCORE)
        else:
            lead = byte
    return _Move(lead, text, score)


def _spelled(path: _Path) -> str:
    texts = []
    step: _Path | None = path
    while step:
        texts.append(step.text)
        step = step.before
    return "".join(reversed(texts))


def _bytes_behind(character: str, reader: str) -> tuple[bytes, ...]:
    if character < "\x80":
        return (character.encode(),)
    if reader != MIXED:
        code = encoded(character, reader)
        return shift_jis_twins().get(character) or ((code,) if code else ())
    utf_8 = character.encode("utf-8", "surrogatepass")
    if character in _CP1252_BYTE:
        return (_CP1252_BYTE[character], utf_8)
    return (character.encode("latin-1"), utf_8) if character <= "\xff" else (utf_8,)


@lru_cache(maxsize=8192)
def _score(character: str) -> float:
    if character < _FIRST_CJK and likelihood(character).language:
        return _OTHER_LETTER_SCORE + _CONTEXT_GAIN
    return likelihood(character).score + _CONTEXT_GAIN
