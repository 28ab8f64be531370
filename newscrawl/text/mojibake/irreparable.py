"""Recognise text whose characters are lost for good: better fetched again than stored."""

import re

from newscrawl.text.likelihood import likelihood
from newscrawl.text.measure import beyond_ascii
from newscrawl.text.mojibake import suspicion

# Shares of the text from which it is given up, and the characters that prove anything; chosen by hand.
_MIN_LOST_SHARE, _MIN_LOST_CHARACTERS = 0.05, 4
_MIN_KUNJINKAO_SHARE, _MIN_KUNJINKAO_CHARACTERS = 0.25, 12
_MIN_PRIVATE_USE_SHARE, _MIN_PRIVATE_USE_CHARACTERS = 0.05, 6
_MIN_TRAIL_BYTE_SHARE, _MIN_TRAIL_BYTES = 0.15, 6
# U+FFFD in UTF-8, twice, read as GBK.
_KUNJINKAO = "锟斤拷"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What trail bytes are in Latin-1; letters there are of some language.
_BYTES = re.compile("[\xa1-\xbf]")
_BYTES_IN_A_ROW = re.compile(r"([\xa1-\xff])(?!\1\1)[\xa1-\xff]{2}")  # a row of one sign is a rule
_CJK = re.compile("[\u2e80-\u30ff\u3190-\u9fff\uac00-\ud7a3]")  # letters of a lesson are no noise
# Mean log likelihood below which CJK characters are no text; sound text lies above -8, rare names and all.
_MAX_NOISE_SCORE, _MIN_CJK_CHARACTERS = -9.3, 30
# Sound text of rare characters is lists, whose parts are short, and glued to no Latin word. Characters of an unbroken
# run, and the share of runs in a text's CJK characters; by hand.
_MIN_RUN_CHARACTERS, _MIN_SHARE_OF_RUNS = 12, 0.5
_BESIDE_RUNS = "\x00-\x7f\xa0\u2000-\u206f\u3000-\u3011\uff08-\uff1f"
_RUN = re.compile(f"[^{_BESIDE_RUNS}]{{{_MIN_RUN_CHARACTERS},}}|(?<=[a-z])[^{_BESIDE_RUNS}]+")
# Noise in words as short as those of lists: 18 Korean pages misread twice have 28 to 180 CJK characters and scores
# below -10.9, 60 pages of 20 sound lines of rare characters above -10.4.
_MAX_SCORE_OF_WORDS, _MIN_CJK_CHARACTERS_OF_WORDS = -10.8, 80
# Characters in the middle of a text that are looked at first, and those at its beginning if they are noise; by hand.
_FIRST_SAMPLE_CHARACTERS, _SECOND_SAMPLE_CHARACTERS = 160, 4000


def beyond_repair(text: str) -> str | None:
    """Return why the text of a page cannot be repaired, in a few words, ``None`` if it need not be given up.

    Give it text after repair: what it finds then is lost. A text that only quotes such damage is not lost.

    >>> beyond_repair("锟斤拷" * 6)
    'U+FFFD read as GBK'
    >>> beyond_repair("锟斤拷和烫烫烫是程序员最熟悉的两个乱码词")
    """
    beyond = beyond_ascii(text)
    if not beyond:
        return None
    if _too_many(text.count("\ufffd"), _MIN_LOST_CHARACTERS, _MIN_LOST_SHARE, text):
        return "characters lost to U+FFFD"
    if _KUNJINKAO in beyond and _too_many(
        sum(map(text.count, _KUNJINKAO)), _MIN_KUNJINKAO_CHARACTERS, _MIN_KUNJINKAO_SHARE, text
    ):
        return "U+FFFD read as GBK"
    trails = len(_BYTES.findall(beyond)) if _BYTES_IN_A_ROW.search(beyond) else 0
    if (
        _too_many(trails, _MIN_TRAIL_BYTES, _MIN_TRAIL_BYTE_SHARE, text)
        and _BYTES_IN_A_ROW.search(text)
        and not suspicion.lists_characters(text)
    ):
        return "bytes of another charset, some dropped"
    if _is_noise(text):
        return "unreadable, read in wrong charsets more than once"
    if _too_many(len(_PRIVATE.findall(beyond)), _MIN_PRIVATE_USE_CHARACTERS, _MIN_PRIVATE_USE_SHARE, text):
        return "private-use font"
    return None


def _too_many(number: int, min_number: int, min_share: float, text: str) -> bool:
    # Blanks count: a page of prose with a ruined table is still prose.
    return number >= min_number and number >= min_share * len(text)


def _is_noise(text: str) -> bool:
    middle = max(0, len(text) // 2 - _FIRST_SAMPLE_CHARACTERS // 2)
    sample = text[middle : middle + _FIRST_SAMPLE_CHARACTERS]
    return not suspicion.reads_everyday(sample) and _no_text(sample) and _no_text(text[:_SECOND_SAMPLE_CHARACTERS])


def _no_text(text: str) -> bool:
    characters = len(_CJK.findall(text))
    if characters < _MIN_CJK_CHARACTERS:
        return False
    score = likelihood(text).score
    if characters >= _MIN_CJK_CHARACTERS_OF_WORDS and score < _MAX_SCORE_OF_WORDS:
        return True
    in_runs = sum(len(_CJK.findall(run)) for run in _RUN.findall(text))
    return score < _MAX_NOISE_SCORE and in_runs >= _MIN_SHARE_OF_RUNS * characters
