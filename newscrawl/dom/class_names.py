"""What class names, ids, roles and opening words say about a block of a page, as tables of words."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files


class Sign(IntEnum):
    """What a name says about the element that bears it. Negative signs speak against its text.

    Where the names of an element disagree, the lowest sign decides.
    """

    COMMENTS = -3
    ELSEWHERE = -2  # names and dates in it belong to another text
    BESIDE = -1
    NONE = 0
    CAPTION = 1
    BODY = 2
    DEK = 3
    ARTICLE = 4


# A wrapper is named for what it has beside it, or has not: the words from here on say nothing of its text.
_MODIFIERS = frozenset({"with", "has", "no", "without"})
# Notices that are as long as a paragraph, by the words they open with.
_NOTICE_OPENINGS = """
    免责声明 免責聲明 版权声明 版權聲明 版权所有 版權所有 著作权声明 著作權聲明 侵权公告 侵权声明
    郑重声明 特别声明 声明： 聲明： 凡本网 凡本站 凡注明 本网站 网友评论
    转载请注明 转载须注明 轉載請註明 未经授权 未经许可 未經授權 未經許可 违者必究 違者必究
    無断転載 禁無断 무단전재 저작권자
    © ⓒ copyright
""".split()
# The same, where a number or an address follows: prose has these words, too.
_CONTACT_OPENINGS = re.compile("(?:客服电话|联系电话|投稿邮箱|举报电话|热线电话)[:：\\s0-9]")
_OPENING_CHARACTERS = 48  # characters in which a notice says that it is one

# What a block of a line or two asks for, wherever it says so.
_REQUESTS = (
    "all rights reserved",
    "may not be published, broadcast",
    "to your inbox",
    "in your inbox",
    "our newsletter",
    "sign up for the",
    "earn a commission",
    "affiliate commission",
    "affiliate link",
    "through a link on our site",
    "follow us on",
    "like us on facebook",
    "comments on this piece",
    "comment policy",
    "unseren newsletter",
    "facebook專頁",
    "粉絲專頁",
    "微信公众号",
    "扫描二维码",
    "扫码关注",
    "メルマガ",
    "뉴스레터",
)
_MAX_NOTICE_CHARACTERS = 400  # characters that such a block has at most


def _rows() -> list[list[str]]:
    rows = files("newscrawl.text.tables").joinpath("class_names.txt").read_text("utf-8").splitlines()
    return [row.split("\t") for row in rows if not row.startswith("#")]


def _table(position: str) -> dict[str, Sign]:
    return {name: Sign[meaning.upper()] for meaning, place, name, *_ in _ROWS if place == position}


_ROWS = _rows()
_ANYWHERE, _AT_END, _WHOLE = map(_table, ("any", "last", "whole"))
_FIRST_WORDS = frozenset(entry.partition("-")[0] for entry in (*_ANYWHERE, *_AT_END))
_MAX_ENTRY_WORDS = 3  # words of one entry

HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
# Most blocks are searched for the few words in their own script only.
_ASCII_OPENINGS = tuple(word for word in _NOTICE_OPENINGS if word.isascii())
_ASCII_REQUESTS = tuple(word for word in _REQUESTS if word.isascii())
_MAX_NAMES_CHARACTERS = 500  # characters; hostile pages have longer ones


def names_with_rules() -> Iterator[tuple[str, str]]:
    """Yield the names by which an element inside the article is a widget, each with the rule that takes it out."""
    for _meaning, _place, name, *rule in _ROWS:
        if rule:
            yield name, rule[0]


@lru_cache(maxsize=16384)
def sign_of(names: str) -> Sign:
    """Return what the blank-separated names of an element say; ``ArticleBody`` is ``article-body``."""
    return _lowest(map(_sign_of_name, names[:_MAX_NAMES_CHARACTERS].split()))


# Names repeat within a page and a site more often than whole class attributes do.
@lru_cache(maxsize=16384)
def _sign_of_name(name: str) -> Sign:
    if not name.islower():
        name = HUMP.sub("-", name).lower()
    if name in _WHOLE:
        return _WHOLE[name]
    words = name.rstrip("0123456789").replace("_", "-").split("-")
    if not _MODIFIERS.isdisjoint(words):  # what a wrapper has beside it, or has not
        words = words[: next(at for at, word in enumerate(words) if word in _MODIFIERS)]
    if _FIRST_WORDS.isdisjoint(words):  # most names
        return Sign.NONE
    return _lowest(_signs(list(filter(None, words))))


def _signs(words: list[str]) -> Iterator[Sign]:
    """Yield what the words of a class name say for or against the text of the element."""
    for start, word in enumerate(words):
        if word not in _FIRST_WORDS:
            continue
        phrase = ""
        for end in range(start, min(start + _MAX_ENTRY_WORDS, len(words))):
            phrase = f"{phrase}-{words[end]}" if phrase else word
            if phrase in _ANYWHERE:
                yield _ANYWHERE[phrase]
            elif end == len(words) - 1 and phrase in _AT_END:
                yield _AT_END[phrase]


def _lowest(signs: Iterable[Sign]) -> Sign:
    lowest = Sign.NONE
    for sign in signs:
        if sign and (not lowest or sign < lowest):
            lowest = sign
    return lowest


def is_notice(text: str) -> bool:
    """Tell whether a block is a notice of rights or liability, or asks the reader for something."""
    folded = text[: _MAX_NOTICE_CHARACTERS + 1].lower()
    is_ascii = folded.isascii()
    opening = folded[:_OPENING_CHARACTERS]
    for word in _ASCII_OPENINGS if is_ascii else _NOTICE_OPENINGS:
        if word in opening:
            return True
    if not is_ascii and _CONTACT_OPENINGS.search(opening):
        return True
    if len(folded) <= _MAX_NOTICE_CHARACTERS:
        for request in _ASCII_REQUESTS if is_ascii else _REQUESTS:
            if request in folded:
                return True
    return False
