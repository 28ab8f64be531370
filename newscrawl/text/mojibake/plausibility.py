"""Tell whether re-read text looks like the language of its charset: no charset was made for lists of rare characters.

A double-byte charset has a character for nearly every pair of bytes, so any text can be re-read in another one. Text of
that language has a mixture of scripts that re-read text of another language does not have.
"""

import re

# What stands in sound text of any language and is made of bytes that another charset reads as everyday characters:
# kana, bopomofo, jamo, box drawing, blocks, shapes, the signs of emoticons and units in one character.
_ALPHABETS_AND_SHAPES = re.compile(
    "[\u2190-\u2bff\u3041-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u02c7\u02ca\u02cb\u02d9\u3200-\u33ff・ー゛゜〜～]"
)
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_JAMO_OR_BOPOMOFO = re.compile("[\u3105-\u312f\u3131-\u318e]")

# Shares of the CJK letters, chosen by hand: Korean prose is nearly all hangul, Japanese headlines have few kana.
_MIN_HANGUL_SHARE = 0.7
_MIN_KANA_SHARE = 0.1
_MAX_OTHER_SHARE = 0.1


def without_alphabets_and_shapes(text: str) -> str:
    """Return ``text`` without the characters that prove nothing: what is left must prove the damage."""
    return _ALPHABETS_AND_SHAPES.sub("", text)


def looks_like_its_language(text: str, source: str) -> bool:
    """Tell whether ``text``, re-read in the charset ``source`` (a name of ``MULTIBYTE``), has the scripts of it."""
    han, kana, hangul = (len(script.findall(text)) for script in (_HAN, _KANA, _HANGUL))
    other = len(_JAMO_OR_BOPOMOFO.findall(text))
    letters = han + kana + hangul + other
    if source == "euc-kr":
        return hangul >= _MIN_HANGUL_SHARE * letters
    if source in ("shift-jis", "euc-jp"):
        return kana >= _MIN_KANA_SHARE * letters and hangul + other <= _MAX_OTHER_SHARE * letters
    if source in ("gbk", "big5"):
        return kana + hangul + other <= _MAX_OTHER_SHARE * letters
    return True
