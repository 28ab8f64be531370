"""Recognise text whose characters are lost for good: better fetched again than stored."""

import re

from newscrawl.text.likelihood import likelihood
from newscrawl.text.measure import beyond_ascii
from newscrawl.text.mojibake import suspicion

# Shares of the text from which it is given up, and the fewest characters that prove anything.
_LOST_SHARE, _FEWEST_LOST = 0.05, 4
_KUNJINKAO_SHARE, _FEWEST_KUNJINKAO = 0.25, 12
_PRIVATE_SHARE, _FEWEST_PRIVATE = 0.05, 6
_BYTES_SHARE, _FEWEST_BYTES = 0.15, 6
# U+FFFD in UTF-8, twice, read as GBK.
_KUNJINKAO = "锟斤拷"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What trail bytes are in Latin-1; letters there are of some language.
_BYTES = re.compile("[\xa1-\xbf]")
_BYTES_IN_A_ROW = re.compile("[\xa1-\xff]{3}")
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]")
# Mean log likelihood below which CJK characters are no text; sound text lies above -8, rare names and all.
_NO_TEXT, _FEWEST_CJK = -9.3, 30
_GLANCE, _CLOSE_LOOK = 160, 4000


def beyond_repair(text: str) -> str | None:
    """Return why the text of a page cannot be repaired, in a few words, ``None`` if it need not be given up.

    Give it text after repair: what it finds then is lost. A text that only quotes ruins is not one.

    >>> beyond_repair("锟斤拷" * 6)
    'U+FFFD read as GBK'
    >>> beyond_repair("锟斤拷和烫烫烫是程序员最熟悉的两个乱码词")
    """
    beyond = beyond_ascii(text)
    if not beyond:
        return None
    if _too_many(text.count("\ufffd"), _FEWEST_LOST, _LOST_SHARE, text):
        return "characters lost to U+FFFD"
    if _KUNJINKAO in beyond and _too_many(sum(map(text.count, _KUNJINKAO)), _FEWEST_KUNJINKAO, _KUNJINKAO_SHARE, text):
        return "U+FFFD read as GBK"
    trails = len(_BYTES.findall(beyond)) if _BYTES_IN_A_ROW.search(beyond) else 0
    if _too_many(trails, _FEWEST_BYTES, _BYTES_SHARE, text) and _BYTES_IN_A_ROW.search(text):
        return "bytes of another charset, some dropped"
    if _is_noise(text):
        return "unreadable, read in wrong charsets more than once"
    if _too_many(len(_PRIVATE.findall(beyond)), _FEWEST_PRIVATE, _PRIVATE_SHARE, text):
        return "private-use font"
    return None


def _too_many(number: int, fewest: int, share: float, text: str) -> bool:
    # Blanks count: a page of prose with a ruined table is still prose.
    return number >= fewest and number >= share * len(text)


def _is_noise(text: str) -> bool:
    middle = max(0, len(text) // 2 - _GLANCE // 2)
    glance = text[middle : middle + _GLANCE]
    return not suspicion.reads_everyday(glance) and _no_text(glance) and _no_text(text[:_CLOSE_LOOK])


def _no_text(text: str) -> bool:
    return len(_CJK.findall(text)) >= _FEWEST_CJK and likelihood(text).score < _NO_TEXT
