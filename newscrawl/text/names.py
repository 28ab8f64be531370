"""Names of people in a value that is known to hold some: Western ones, Chinese, Japanese and Korean ones.

Offices, degrees, places, addresses and the words of buttons are taken out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from newscrawl.text.byline_words import (
    CERTAIN_OFFICES,
    HOUSE_ENDINGS,
    JOINING_WORDS,
    LABELS,
    NOBODIES,
    OFFICE_ENDINGS,
    OFFICES,
    OPENERS,
    PARTICLES,
    WORDS_OF_NO_NAME,
)
from newscrawl.text.scripts import HANGUL, IDEOGRAPHS, KANA

# Chosen by hand.
MAX_NAME_CHARACTERS = 60  # organisations sign, too
_MAX_HAN_NAME_CHARACTERS = 14
_MAX_NAME_WORDS = 6  # of a Western name with its particles; more is a sentence
_MAX_AUTHORS = 20
_MAX_NAME_WITH_OFFICE_CHARACTERS = 3  # a surname, and the office after it
_MIN_SENTENCE_WORDS = 3  # with one in small letters among others
_MAX_DOTTED_CHARACTERS = 3  # of each part of a degree such as P.E. or Ph.D.

CJK = f"{IDEOGRAPHS}{KANA}{HANGUL}"
HAS_CJK = re.compile(f"[{CJK}]")
WESTERN_NAME = re.compile(
    r"[^\W\d_a-z][^\W\d_]{1,20}(?:[-'’ ][^\W\d_a-z](?:[^\W\d_]{1,20}|\.)){1,3}"
)  # two to four words
_ALL_HAN = re.compile(f"[{IDEOGRAPHS}々]{{1,3}}")
_HAN_FULL_NAME = re.compile(f"[{IDEOGRAPHS}々]{{2,5}}")
_KANA = re.compile(f"[{KANA}]")
# The surnames of nineteen in twenty Chinese, in both scripts: a name that stands glued to 记者 begins with one.
SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂"
    "丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔"
    "向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單"
    "季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁"
    "窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲"
)
_CHINESE_NAME = re.compile(f"[{SURNAMES}][{IDEOGRAPHS}]{{1,2}}")
_CHINESE_FULL_NAME = re.compile(f"[{SURNAMES}][{IDEOGRAPHS}]{{2}}")

_COUNTER = re.compile(
    r"(?:[\d.,]{0,12}\s?[万萬kK]?\s?(?:次|人|条|條|個|个|件|则)?)\s?(?:阅读|閱讀|浏览|瀏覽|评论|評論|点击|人气|回复|点赞|下载|"
    r"参与|コメント|comments?|views?|shares?|replies|kommentare|조회|댓글|min(?:ute)?[sn]?(?:\sread)?)?\s?[(:]?[\d\s.,]{0,12}\)?",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?<![\w-])[\w-]{1,63}+(?:\.[\w-]{1,63}){0,3}\.(?:com|net|org|cn|de|jp|kr|tw|example)", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"[a-z_]{2,40}+(?:\.[a-z_]{2,40}+){2,8}")  # "page.head.author": a template's, never filled in
# No name has these in it: marks of code, and the words of labels and buttons.
_NOT_IN_NAMES = re.compile(
    r"[=<>{}_#$%*\\?!？！。\"“”]|[0-9]{4}|作者|文章|记者|記者|기자|发自|發自|编辑|編輯|来源|來源|访问|相关|点击|更多|登录|注册|首页|昵称|原贴|跟贴|留言|投票|論壇|论坛|窗口|報導|报道|報道|采訪|採訪"
)
_DEGREE = re.compile(r"(?:ph\.?d|m\.?d|m\.?a|m\.?s|b\.?a|m\.?p\.?h|r\.?d|r\.?n|d\.?o|esq|mba|jd)\.?", re.IGNORECASE)
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)

# What stands between Western names; the comma is kept, for after it may come a degree, a place or a house.
_BETWEEN_NAMES = re.compile(
    r"\s?([;,、&+/]|(?<=\s)(?:and|und|et|og|och|with|mit|avec|con|amp)(?=\s)|$)\s?(?:(?:and|und|et|&)\s)?",
    re.IGNORECASE,
)
_BETWEEN_HAN_NAMES = re.compile(r"[\s;,、&/+]+")
_BETWEEN_SCRIPTS = re.compile(r"\s?[;,、&/+]\s?")
_BRACKETED_END = re.compile(r"(?<=\w)[(\[].*\Z")  # the office of who is named before it
_MIDDLE_DOT = re.compile(r"\s?[·・･ㆍ]\s?")
# The end of a name in a Western sentence: "by Jane Roe in Hardware".
_NAME_END = re.compile(
    r"\s(?:in|on|at|am|um|vom|für|bei|for|from|of|via|published|updated|posted|last|contributed|is|was|has|covers|about|photos?)"
    r"(?!\S)|\s[-–—]\s|[(\[]|\s\d",
    re.IGNORECASE,
)
# Before what is no person after a person's name: a place, a degree or a house.
_BEFORE_HOUSES = frozenset({",", "/", "with", "mit", "avec", "con"})
_ONE_LETTER_AND = re.compile(r"(\S{1,30} \S{1,30}(?: \S{1,30})?) (?:y|e|i|и|en) (\S{1,30} \S{1,30}(?: \S{1,30})?)")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile("[AEIOUYÀ-ÖØ-Ýäöüаеёиоуыэюяαεηιουω]", re.IGNORECASE)
_MAX_MC_CHARACTERS = 4  # of a word in capitals that is not taken for one with the prefix Mc, as MCKEE is
_BEFORE_NAMES = frozenset({"our", "unserem", "unserer", "follow", "contact", "meet", "about"})
_AFTER_NAMES = OFFICES | NOBODIES | WORDS_OF_NO_NAME
_LEADING_BY = re.compile(r"^(?:by|von)\s", re.IGNORECASE)
_SURNAME_FIRST = re.compile(r"([^\W\d_][\w'’-]{1,30}+), ([^\W\d_][\w'’.-]{0,30}+(?: [^\W\d_][\w'’.-]{0,20}+){0,2})")
_BETWEEN_SURNAME_FIRST = re.compile(r"\s?;\s?|\s(?:and|und|&)\s", re.IGNORECASE)


def people_in(text: str, *, strict: bool = False, with_houses: bool = False) -> list[str]:
    """Return the people in a value. ``strict``: only what looks like a Chinese name, since text may follow.
    ``with_houses``: also agencies and papers behind a person's name.

    >>> people_in("Jane Roe, M.D., and John Doe, Senior Editor, Berlin")
    ['Jane Roe', 'John Doe']
    >>> people_in("Roe, Jane; Doe, John")
    ['Jane Roe', 'John Doe']
    """
    if not HAS_CJK.search(text):
        return _surname_first(text) or _western_names(text, with_houses=with_houses)
    if strict:
        return list(_leading_names(_han_names(text)))
    parts = _BETWEEN_SCRIPTS.split(text)
    if all(map(HAS_CJK.search, parts)):
        names = [_BRACKETED_END.sub("", part).strip() for part in parts]
        return names if all(map(_is_japanese_name, names)) else _han_names(text)
    return [name for part in parts for name in people_in(part, with_houses=with_houses)]


def is_chinese_name(text: str) -> bool:
    """Tell whether ``text`` looks like a Chinese person's name: a known surname and one or two characters more."""
    return bool(_CHINESE_NAME.fullmatch(text))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return ``names`` once each, as many as a text may have authors."""
    return tuple(dict.fromkeys(names))[:_MAX_AUTHORS]


def _leading_names(names: list[str]) -> Iterator[str]:
    for name in names:
        if not 2 <= len(name) <= 4 and "·" not in name:
            return
        yield name


def _han_names(text: str) -> list[str]:
    # In Japanese the blank stands inside the name.
    parts = _BETWEEN_SCRIPTS.split(text) if _KANA.search(text) else _BETWEEN_HAN_NAMES.split(_padded(text))
    names = (_BRACKETED_END.sub("", name).strip(" .:()[]《》") for part in parts for name in _parted_by_dots(part))
    return [name for name in names if not is_nobody(name) and not _is_han_office(name)]


def _is_han_office(name: str) -> bool:
    """Tell whether a value is an office and no name before it: 经济学博士; 王教授 may be somebody."""
    return len(name) > _MAX_NAME_WITH_OFFICE_CHARACTERS and name.endswith(OFFICE_ENDINGS)


def _parted_by_dots(text: str) -> list[str]:
    """Part full names joined by a middle dot, which also stands inside of one that is written by its sound: 让·雅克."""
    parts = _MIDDLE_DOT.split(text)
    if len(parts) == 1:
        return parts
    is_japanese = "・" in text and all(map(_HAN_FULL_NAME.fullmatch, parts))
    return parts if is_japanese or all(map(_CHINESE_FULL_NAME.fullmatch, parts)) else [text]


def _is_japanese_name(text: str) -> bool:
    """Tell whether a text is family and given name of one Japanese, and not two Chinese."""
    parts = text.split()
    return (
        len(parts) == 2
        and 3 <= len(parts[0] + parts[1]) <= 5
        and bool(_ALL_HAN.fullmatch(parts[0]) and _ALL_HAN.fullmatch(parts[1]))
        and not any(map(is_chinese_name, parts))
    )


def _padded(text: str) -> str:
    """Close the blank inside 张 三: names of two characters are set as wide as those of three."""
    return re.sub(rf"(?<![{IDEOGRAPHS}])([{IDEOGRAPHS}])\s([{IDEOGRAPHS}])(?![{IDEOGRAPHS}])", r"\1\2", text)


def _surname_first(text: str) -> list[str]:
    """Read ``Roe, Jane; Doe, John A.``: every part is one word, a comma and one to three more."""
    found = list(map(_SURNAME_FIRST.fullmatch, _BETWEEN_SURNAME_FIRST.split(text.strip(" ;"))))
    if not all(found) or (len(found) == 1 and found[0] and " " in found[0][2].strip()):  # "Roe, Senior Editor"
        return []
    names = [f"{one[2]} {one[1]}" for one in found if one and not _DEGREE.fullmatch(one[2])]
    return names if len(names) == len(found) and not any(is_nobody(name) or _has_office(name) for name in names) else []


def _western_names(text: str, *, with_houses: bool) -> list[str]:
    names: list[str] = []
    offices: list[str] = []
    start, joint = 0, ""
    for separator in _BETWEEN_NAMES.finditer(text):
        part, previous_joint = text[start : separator.start()], joint
        start, joint = separator.end(), separator[1]
        name = _without_prefix(_LEADING_BY.sub("", _until_name_end(part)).strip(" .:-()[]»\"'"))
        if _GENERATION.fullmatch(name) and names:
            names[-1] += f", {part.strip()}"
        elif is_nobody(name) or _is_degree(name, part) or len(name.split()) > _MAX_NAME_WORDS:
            continue
        elif (
            previous_joint.lower() in _BEFORE_HOUSES
            and names
            and " " in names[-1]
            and (" " not in name or (_is_house(name) and not with_houses))
        ):
            continue  # a place, a degree or a house
        elif _has_office(_without_office(name)):
            offices.append(name)
        else:
            names += map(_in_title_case, _joined_by_one_letter(_without_office(name)))
    if not text.islower():
        names = [name for name in names if " " not in name or not name.islower()]  # "tax and other levers" of a bio
    return names or [name for name in offices if not _is_only_office(name)]


def _is_house(name: str) -> bool:
    words = name.split()
    return words[0] == "The" or words[-1].lower() in HOUSE_ENDINGS


def _joined_by_one_letter(name: str) -> list[str]:
    """Part ``Juana Ruiz y Marcos Pérez``; José Ortega y Gasset is one person."""
    found = _ONE_LETTER_AND.fullmatch(name)
    return [*found.groups()] if found else [name]


def _in_title_case(name: str) -> str:
    """Return a name that is set in capitals as it is written elsewhere: Jane Roe, Jean-Luc McDonald, Ann van der Elst.

    Initials, words without a vowel (BBC) and the names of houses stay as they are.
    """
    words = name.split()
    if len(words) < 2 or not name.isupper() or words[-1].lower() in HOUSE_ENDINGS:
        return name
    return " ".join(
        word.lower() if number and word.lower() in PARTICLES else _CAPITALS.sub(_capitalised, word)
        for number, word in enumerate(words)
    )


def _capitalised(found: re.Match[str]) -> str:
    word = found[0]
    if not _VOWEL.search(word) or _GENERATION.fullmatch(word):
        return word
    return f"Mc{word[2:].capitalize()}" if len(word) > _MAX_MC_CHARACTERS and word[:2] == "MC" else word.capitalize()


def _without_prefix(name: str) -> str:
    words = name.split()
    while len(words) > 2 and (words[0].lower() in CERTAIN_OFFICES or words[0].lower() in _BEFORE_NAMES):
        del words[0]
    return " ".join(words)


def _until_name_end(part: str) -> str:
    end = _NAME_END.search(part)
    return part[: end.start()] if end and end.start() else part


def _is_degree(name: str, written: str) -> bool:
    is_dotted = written.rstrip().endswith(".") and all(len(part) <= _MAX_DOTTED_CHARACTERS for part in name.split("."))
    return bool(_DEGREE.fullmatch(name)) or (is_dotted and "." in name and " " not in name)


def _has_office(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and any(word in CERTAIN_OFFICES for word in words)


def _is_only_office(name: str) -> bool:
    return all(word in OFFICES or word in JOINING_WORDS for word in name.lower().split())


def _without_office(name: str) -> str:
    words = name.split()
    if (
        len(words) > 2
        and words[-1].lower() in HOUSE_ENDINGS
        and " ".join(words[:2]).isupper()
        and not words[-1].isupper()
    ):
        return " ".join(takewhile(str.isupper, words))  # JANE ROE Associated Press
    while len(words) > 2 and (words[-1].lower() in _AFTER_NAMES or words[-1] in PARTICLES):
        words.pop()
    return " ".join(words)


def is_nobody(name: str) -> bool:
    """Tell whether ``name`` cannot be anybody's: a counter, an address, a label, the word of a button, a sentence."""
    return (
        len(name) < 2
        or len(name) > (_MAX_HAN_NAME_CHARACTERS if HAS_CJK.match(name) else MAX_NAME_CHARACTERS)
        or name.lower() in NOBODIES
        or name in LABELS
        or name in OPENERS
        or name[0].isdecimal()
        or not any(character.isalpha() for character in name)
        or bool(_NOT_IN_NAMES.search(name))
        or bool(_COUNTER.fullmatch(name))
        or bool(_HOST.fullmatch(name))
        or bool(_IDENTIFIER.fullmatch(name))
        or _is_sentence(name)
    )


def _is_sentence(name: str) -> bool:
    """Tell whether a Western "name" holds words that no name has, or words in small letters among capitalised ones."""
    words = name.split()
    if len(words) > 1 and not WORDS_OF_NO_NAME.isdisjoint(name.lower().split()):
        return True
    plain = [word for word in words if word.lower() not in PARTICLES and word.lower() not in OFFICES]
    small = sum(word[0].islower() for word in plain)
    return len(words) >= _MIN_SENTENCE_WORDS and (0 < small < len(plain) or small > _MIN_SENTENCE_WORDS)
