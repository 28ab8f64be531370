"""Undo the mix-ups of multibyte charsets: encode as the wrong reader did, decode as the writer did, keep the likelier.

A reading is weighed as a whole: the log likelihood of all its characters against that of the text as it stands. One is
a bijection of the other, so the difference is the odds of damage against soundness, up to the prior.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newscrawl.text.likelihood import CJK, Likelihood, likelihood, listed_characters
from newscrawl.text.measure import beyond_ascii
from newscrawl.text.mojibake import gaps, lattice, suspicion
from newscrawl.text.mojibake.charsets import (
    CJK_CHARACTER,
    DOUBLE_BYTE,
    MULTIBYTE,
    Redecoded,
    decoded,
    encoded,
    shift_jis_twins,
    single_bytes,
)
from newscrawl.text.mojibake.plausibility import looks_like_its_language, without_alphabets_and_shapes

# A text is repaired if a reading is this much likelier (natural log; chosen by hand).
MIN_GAIN_OF_LINE = 12.0
MIN_GAIN_OF_PART = 20.0
# Scores are natural logs of likelihoods, chosen by hand. An ASCII character tells about as much in all texts.
_ASCII_SCORE = -2.5
# A single CJK character in the middle of a Latin word: a letter read wrongly.
_CJK_IN_WORD = re.compile("[\u2e80-\u9fff\uac00-\ud7a3][A-Za-z](?<=[A-Za-z]..)")
_CJK_IN_WORD_SCORE = -5.0
# A lost character costs about as much as any other, so that a text with losses can win.
_LOST_SCORE = -8.0
_HALF_WIDTH_KANA = re.compile("[\uff66-\uff9f]")
# Text of nothing but such kana is Japanese, unless what it is re-read as is likelier than most prose of its length:
# of 389 Korean lines read as Shift-JIS and restored, two are lost to this bound (chosen by hand).
_ONLY_HALF_WIDTH = re.compile("[\x00-\x7f\uff61-\uff9f]+")
_MIN_SCORE_OVER_KANA = -7.0
# Without two different CJK characters side by side the same evidence counts for less.
_SIDE_BY_SIDE = re.compile(
    r"([\u2e80-\u9fff\uac00-\ud7a3\uff61-\uff9f])(?!\1)[\u2e80-\u9fff\uac00-\ud7a3\uff61-\uff9f]"
)
# Different characters that alphabets and shapes leave of a misread text at least; of an emoticon one or two.
_MIN_PROVING_CHARACTERS = 4
# A reading with a lower mean is noise, however bad the text was. Short texts scatter: 2 in 100 sound ones of n
# characters lie below this floor less the scatter over the root of n.
_MIN_SCORE, _SCORE_SCATTER = -8.0, 4.0
# A reading that gains so much and is as likely as prose needs no comparison with others. By hand.
_MIN_DECISIVE_GAIN, _MIN_PROSE_SCORE = 40.0, -7.8
# Text of one byte a character that is likelier (by hand) is sound; the accents of mojibake stand side by side.
_MIN_SOUND_LATIN_SCORE = -5.0
# That many characters are valid UTF-8 by chance hardly ever: left to ftfy. By hand.
_MIN_SURE_UTF_8_CHARACTERS = 5
# The beginning of a long line is enough to choose a reading; by hand.
_SAMPLE_CHARACTERS = 300
# With more of U+FFFD than that share nothing can be filled in, and a reading is none; by hand.
_MAX_LOST_SHARE, _MAX_LOST_SHARE_OF_READING = 0.28, 0.34

# What a run must gain (by hand) that is too short to prove a mix-up which the rest of its page has been through.
_MIN_GAIN_OF_SHORT = 2.0
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# Everyday characters of these have a second byte that is ASCII.
_ASCII_TRAILS = ("big5", "shift-jis")

_SINGLE_BYTE_READERS = ("latin-1", "cp1252")
_MIXED_UP = tuple((source, reader) for reader in DOUBLE_BYTE for source in MULTIBYTE if source != reader)


class Mixup(NamedTuple):
    """A text written in one charset and read as another."""

    source: str
    reader: str

    @property
    def rule(self) -> str:
        """Name of the repair in steps."""
        return f"mojibake/{self.source}-as-{self.reader}"


class Reading(NamedTuple):
    """What a text was before it was read wrongly; ``gain`` is its log likelihood over that of the text as it stands."""

    text: str
    mixup: Mixup
    gain: float
    lossy: bool

    def convinces(self, prior: float) -> bool:
        """Tell whether the gain outweighs ``prior``; isolated characters and repetitions prove less than words do."""
        if self.mixup.source == "utf-8":
            return self.gain >= prior
        characters = set(CJK_CHARACTER.findall(self.text))
        return len(characters) > 1 and self.gain >= (prior if _SIDE_BY_SIDE.search(self.text) else MIN_GAIN_OF_PART)


def from_single_byte(text: str, prior: float, only: Mixup | None = None) -> Reading | None:
    """Read text that came out of Latin-1 or cp1252 as East Asian, if that is likelier by ``prior``.

    In the charset of the mix-up ``only``, if one is given.
    """
    if not suspicion.several_bytes(text) or likelihood(text[:_SAMPLE_CHARACTERS]).score > _MIN_SOUND_LATIN_SCORE:
        return None
    data = single_bytes(text)
    if data is None:
        reader = lattice.MIXED
    elif (
        decoded(data, "utf-8") and sum(byte >= 0xC2 for byte in data[:_SAMPLE_CHARACTERS]) >= _MIN_SURE_UTF_8_CHARACTERS
    ):
        return None
    else:
        reader = "latin-1" if max(text) <= "\xff" else "cp1252"
    if only and not _is_single_byte(only):
        return None
    return _best(text, (Mixup(source, reader) for source in ((only.source,) if only else DOUBLE_BYTE)), prior)


def from_multibyte(text: str, prior: float, only: Mixup | None = None) -> Reading | None:
    """Read text that came out of one multibyte charset as another one, if that is likelier by ``prior``.

    Of the mix-up ``only``, if one is given.
    """
    if text.count("\ufffd") > _MAX_LOST_SHARE * len(text):
        return None
    if only:
        return None if _is_single_byte(only) else _best(text, (only,), prior)
    return _best(text, (Mixup(source, reader) for source, reader in _MIXED_UP), prior)


def decided(text: str, expected: Mixup) -> Reading | None:
    """Undo the mix-up that the page has shown so far, if the reading is so good that others need not be tried."""
    found = _best(text, (expected,), _MIN_DECISIVE_GAIN)
    return found if found and reads_like_prose(found.text) else None


def reread_short(text: str, usual: Mixup) -> Reading | None:
    """Undo the mix-up that a page has been through in a run that is too short to prove it.

    Each stretch beyond ASCII must read by itself: sound text seldom has two signs or accents side by side.
    """
    stretches = _BEYOND_ASCII.findall(text)
    if _is_single_byte(usual) and usual.source not in _ASCII_TRAILS and any(len(one) % 2 for one in stretches):
        return None
    reader = "latin-1" if usual.reader == lattice.MIXED else usual.reader
    found = reread(text, usual._replace(reader=reader))
    if found is None or found.lossy or not listed_characters() >= set(beyond_ascii(found.text)):
        return None
    gain = weight(found.text) - weight(text)
    fits = gain >= _MIN_GAIN_OF_SHORT and looks_like_its_language(found.text, usual.source)
    return Reading(found.text, usual, gain, False) if fits else None


def reread_block(text: str, usual: Mixup) -> Reading | None:
    """Undo the mix-up that a page has been through in many lines at once, if all of them together read like prose."""
    if usual.reader == lattice.MIXED or (usual.reader == "shift-jis" and not shift_jis_twins().keys().isdisjoint(text)):
        return None  # too slow
    found = reread(text, usual)
    if found is None or found.text.count("\n") != text.count("\n"):
        return None
    gain = weight(found.text) - weight(text)
    reads = _found(found.text).score > _MIN_PROSE_SCORE and looks_like_its_language(found.text, usual.source)
    return Reading(found.text, usual, gain, found.lossy) if reads and gain >= _MIN_DECISIVE_GAIN else None


def _is_single_byte(mixup: Mixup) -> bool:
    return mixup.reader == lattice.MIXED or mixup.reader in _SINGLE_BYTE_READERS


def reread(text: str, mixup: Mixup) -> Redecoded | None:
    """Undo ``mixup``; ``None`` if ``text`` cannot come from it."""
    source, reader = mixup
    if reader == lattice.MIXED or (reader == "shift-jis" and not shift_jis_twins().keys().isdisjoint(text)):
        found = lattice.likeliest(text, source, reader) if "\ufffd" not in text else None
        return Redecoded(found, False) if found is not None else None
    data = single_bytes(text) if reader in _SINGLE_BYTE_READERS else encoded(text, reader)
    strict = decoded(data, source) if data is not None else None
    if strict or reader in _SINGLE_BYTE_READERS:
        return strict
    if source == "utf-8":
        return gaps.utf_8_behind_gbk(text) if reader == "gbk" and gaps.MARK.search(text) else None
    return gaps.pairs_with_losses(text, reader, source) if "\ufffd" in text else None


def _best(text: str, mixups: Iterable[Mixup], prior: float) -> Reading | None:
    best = max(_readings(text[:_SAMPLE_CHARACTERS], mixups), key=lambda reading: reading.gain, default=None)
    if best is None or not best.convinces(prior) or not _is_proved(text[:_SAMPLE_CHARACTERS], best):
        return None
    if len(text) <= _SAMPLE_CHARACTERS:
        return best
    whole = reread(text, best.mixup)
    return best._replace(text=whole.text, lossy=whole.lossy) if whole else None


def _is_proved(text: str, reading: Reading) -> bool:
    """Tell whether the reading looks like its language, and the text as it stands like none without its alphabets."""
    source, reader = reading.mixup
    if source == "utf-8":
        return True
    if not looks_like_its_language(reading.text, source):
        return False
    if reader in _SINGLE_BYTE_READERS or reader == lattice.MIXED:
        return True
    if _ONLY_HALF_WIDTH.fullmatch(text) and _found(reading.text).score < _MIN_SCORE_OVER_KANA:
        return False
    proof = without_alphabets_and_shapes(text)
    if proof == text:
        return True
    if len(set(CJK_CHARACTER.findall(proof))) < _MIN_PROVING_CHARACTERS:
        return False
    found = reread(proof, reading.mixup)
    return found is not None and weight(found.text) > weight(proof)


def _readings(text: str, mixups: Iterable[Mixup]) -> Iterator[Reading]:
    as_it_stands = weight(text)
    for mixup in mixups:
        found = reread(text, mixup)
        if found is None or found.text.count("\ufffd") > _MAX_LOST_SHARE_OF_READING * len(found.text):
            continue
        if found.lossy and found.text.replace("\ufffd", "").isascii():
            continue  # all that could prove it is lost
        read_as = _found(found.text)
        if _is_text(read_as) and (mixup.source == "utf-8" or read_as.language in CJK):
            gain = _weight(found.text, read_as) - as_it_stands
            yield Reading(found.text, mixup, gain, found.lossy)
            if mixup.source == "utf-8" and gain > _MIN_DECISIVE_GAIN and read_as.score > _MIN_PROSE_SCORE:
                return  # valid UTF-8 that reads well is no accident; the other charsets resemble each other


def _is_text(found: Likelihood) -> bool:
    return found.score > _MIN_SCORE - _SCORE_SCATTER / math.sqrt(max(1, found.characters))


def reads_like_prose(text: str) -> bool:
    """Tell whether ``text`` is as likely as sound text of its length."""
    found = _found(text[:_SAMPLE_CHARACTERS])
    return found.score > _MIN_PROSE_SCORE and found.characters >= _MIN_SURE_UTF_8_CHARACTERS


def weight(text: str) -> float:
    """Return the log likelihood of ``text`` as it stands."""
    if _HALF_WIDTH_KANA.search(text):  # no table ranks them; sound text has words of them
        text = unicodedata.normalize("NFKC", text)
    return _weight(text, _found(text))


def _weight(text: str, found: Likelihood) -> float:
    if not found.characters:
        return _ASCII_SCORE * len(text)
    lost = text.count("\ufffd")
    ascii_characters = len(text) - lost - found.characters
    in_words = len(_CJK_IN_WORD.findall(text))
    return found.total + _ASCII_SCORE * ascii_characters + _LOST_SCORE * lost + _CJK_IN_WORD_SCORE * in_words


def _found(text: str) -> Likelihood:
    return likelihood(text.replace("\ufffd", ""))
