"""Bylines: the line that holds authors, source, uploader, date and counters, in whatever order a site likes.

A byline is cut into labelled values (``来源：示例网``, ``By Jane Roe``) and bare pieces. Dates, counters, offices,
addresses and the words of buttons are taken out; what is left under an author's label is a name. Labels, offices
and noise are tables.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from itertools import zip_longest
from typing import NamedTuple

from newscrawl.text.byline_words import BY_WORDS, LABELS, OPENERS, Role
from newscrawl.text.dates import find_date, without_weekday
from newscrawl.text.names import (
    CJK,
    HAS_CJK,
    MAX_NAME_CHARACTERS,
    SURNAMES,
    WESTERN_NAME,
    distinct,
    is_nobody,
    people_in,
)
from newscrawl.text.scripts import IDEOGRAPHS

# Chosen by hand.
_MAX_LINE_CHARACTERS = 400  # of a line that are read
_MAX_CREDIT_CHARACTERS = 160  # at the start of a body, in which a credit stands
_MAX_DATES = 3  # on one line
_MIN_SENTENCE_WORDS = 4  # of a bare line that ends as a sentence does, and names nobody
# So that relative dates and dates without a year are known as dates and taken out of a line.
_ANY_DAY = datetime(2090, 1, 1, tzinfo=UTC)

_ADDRESS = re.compile(r"\S{0,64}@\S{1,64}|(?:https?:|www\.)\S{0,200}", re.IGNORECASE)
_CAMERA = ("摄", "攝")  # after a reporter's name: the picture is his, not the text
_ORGANISATION = re.compile(r"(?:[网網社报報台刊]|频道|頻道|新闻|新聞|在线|杂志|论坛|編集部|编辑部|官方|公司)\Z")

# One to one, so that a line keeps its shape.
_FOLDED = str.maketrans("：＝｜丨︱／，；（）［］【】〔〕\u00a0\u3000\u2003\u2009\u202f", "::|||/,;()[][][]     ")
# What divides a line into pieces. A middle dot, a dash, and the question mark to which a lost bullet decays, divide
# only beside a blank: 让·雅克 is one name.
_DIVIDER = re.compile(r"[•●|▪■◆★►»‧〓□\n]|(?<!\S)[·?–—\-・/](?!\S)|[·?](?!\S)|(?<!\S)[·?]|//")
# A value also ends at a closing bracket, a full stop, and before a label that is in no table.
_VALUE_END = re.compile(_DIVIDER.pattern + r"|[\])。]|\s[^\s:]{2,6}:")
_SENTENCE_ENDS = ("?", "!")
_BLANKS = re.compile(r"[ \t\r\f\v]+")


class Byline(NamedTuple):
    """Who wrote, where it came from, who put it on the site, who edited it; each only where the line says so."""

    authors: tuple[str, ...] = ()
    source: str | None = None
    uploader: str | None = None
    editors: tuple[str, ...] = ()


class _Piece(NamedTuple):
    role: Role | None
    text: str


def _label_pattern(*, reporters: bool) -> re.Pattern[str]:
    # A label of one character or of Latin letters may be the tail of a word: 下文： is not 文：.
    whole = _alternatives(word for word in LABELS if len(word) == 1 or word.isascii())
    anywhere = _alternatives(word for word in LABELS if len(word) > 1 and not word.isascii())
    by_word = rf"(?:{_alternatives(BY_WORDS)})[\s,&+/]{{1,3}}"
    of_others = "|".join(word for word, role in BY_WORDS.items() if role in _OTHERS_ROLES)
    of_authors = "|".join(word for word, role in BY_WORDS.items() if role == "author")
    return re.compile(
        rf"(?:(?=[{_firsts(LABELS)}])(?P<label>{anywhere}|(?<!\w)(?:(?:{whole})\s(?:und|and|&|\+)\s)?(?:{whole}))"
        rf"\s?(?P<mark>[:|/]|(?<![a-z])・)(?!/)"
        rf"{_REPORTER if reporters else _NO_REPORTER}"
        rf"|(?:{_PIECE_START}|(?<=[{IDEOGRAPHS}]\s)(?=[责責编編]))(?P<opener>{_alternatives(OPENERS)})(?=\s)"
        rf"|{_PIECE_START}(?P<by>(?:{by_word}){{0,8}}(?:by|von|par|por)|(?:{by_word}){{1,8}}(?:from|da|di|door|av|af)"
        rf"|(?:di|door|av|af)(?=(?-i:\s[A-ZÀ-Þ][^\W\d_]{{1,20}}(?:\s[a-z]{{2,3}}){{0,2}}\s[A-ZÀ-Þ])))(?:\s?:)?(?=\s|\Z)"
        rf"|(?:(?<=[\s,;])(?=(?:{of_others})\b)|(?<=[,;]\s)(?=(?:{of_authors})\b))(?P<credit>(?:{by_word}){{1,8}}(?:by|von))(?:\s?:)?(?=\s)"
        r"|(?=[发發张编])(?P<posted>发表于|發表於|发布于|發布於|张贴\s?@?|编辑于))",
        re.IGNORECASE,
    )


_OTHERS_ROLES = frozenset({"editor", "other"})
_PIECE_START = r"(?:(?<![^\n•|(\[])|(?<=[•|(\[;]\s))"
# 示例日报记者 张三: the paper before the word, the name after it, with or without a blank; not 接受记者采访.
_REPORTER = (
    rf"|(?:(?P<paper>(?:(?!本[报報网網台社刊])[{IDEOGRAPHS}]){{1,10}}?[报報网網社台刊])|本[报報网網台社刊]|总台|(?<![{IDEOGRAPHS}]))"
    rf"(?:特约|特約|实习|實習|见习|見習|首席|特派)?(?P<reporter>记者|記者|通讯员|通訊員|实习生|實習生)(?=[\s:(]|[{SURNAMES}])"
)
_NO_REPORTER = r"|(?!)(?P<paper>)(?P<reporter>)"
_ANY_REPORTER = re.compile("[记記]者|通[讯訊][员員]|[实實][习習]生")


def _firsts(words: Iterable[str]) -> str:
    return "".join(sorted({word[0] for word in words}))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LABEL = _label_pattern(reporters=True)
_LABEL_BUT_REPORTER = _label_pattern(reporters=False)  # to look for papers at every character takes most of the time
_COMPOUND = re.compile(r"\s(?:und|and|&|\+)\s", re.IGNORECASE)
_BETWEEN_BY_WORDS = re.compile(r"[\s,&+/]+")


def _role(label: re.Match[str]) -> Role:
    """Return whose name follows: "text and photos" is of the author, "photos" of somebody else."""
    if label["reporter"]:
        return "reporter"
    if label["opener"]:
        return OPENERS[label["opener"].lower()]
    if label["label"]:
        words: Iterable[str | None] = map(LABELS.get, _COMPOUND.split(label["label"].lower()))
    else:
        words = map(BY_WORDS.get, _BETWEEN_BY_WORDS.split((label["by"] or label["credit"]).lower()))
    roles = {role for role in words if role not in (None, "any")}
    return next((role for role in _ROLES_BY_WEIGHT if role in roles), "author")


_ROLES_BY_WEIGHT: tuple[Role, ...] = ("author", "reporter", "source", "uploader", "editor", "other")
_SIGNATURE = re.compile(rf"[。！？”」…][ \t\n\u3000]{{0,4}}[（(]\s?([{SURNAMES}][{IDEOGRAPHS}]{{1,2}})\s?[)）]\s")

# Lines with a form of their own; each gives names, and the last group of a bracketed one the house.
_INITIALS = re.compile(r"\(\s?([a-zäöü]{2,4}(?:[/,]\s?[a-zäöü]{2,4}){0,3})\s?\)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\[\]]{2,80})\]")
_HOUSE_IN_BRACKETS = re.compile(r"\[([^\[\],]{2,40},[^\[\]]{2,40})\]")
_SHORT_HAN = re.compile(f"[{IDEOGRAPHS}]{{2,5}}")
_KOREAN_OFFICES = frozenset({"취재", "사진", "편집", "담당", "선임", "수습", "전문", "인턴", "객원"})
_KOREAN = re.compile(
    r"([가-힣]{2,4}(?:\s?[·・ㆍ,/]\s?[가-힣]{2,4}){0,5})\s?(?:[가-힣]{0,3}기자|특파원|논설위원)(?![가-힣])"
)
_BETWEEN_KOREAN_NAMES = re.compile(r"\s?[·・ㆍ,/]\s?")
_REPORTER_LAST = re.compile(rf"[「(]?([{CJK}]{{2,8}}(?:\s[{IDEOGRAPHS}]{{1,4}})?)\s?(?:記者|记者)[」)]?")
_GLUED_REPORTER = re.compile(
    rf"(?<![{IDEOGRAPHS}])(?P<house>[{IDEOGRAPHS}]{{1,6}}[社報报網网台])?[记記]者(?P<name>[{SURNAMES}][{IDEOGRAPHS}]{{1,2}})[{IDEOGRAPHS}]{{2,3}}"
    r"(?:\d{1,2}日)?(?:综合|綜合)?(?:报道|報導|報道|[专專]?[电電])"
)
_NAME_THEN_TEXT = re.compile(rf"([{IDEOGRAPHS}]{{2,4}})\s?/\s?文(?![{IDEOGRAPHS}])")


def read_byline(text: str) -> Byline:
    """Read a line that is known to be a byline: labelled values, and a bare name.

    A bare name before labelled parts is the uploader; alone, or in brackets, it is the author. An editor is never
    an author.

    >>> read_byline("王小明 • 来源：示例网 • 作者：李小红 • 2024-04-03 01:08 • 次阅读")
    Byline(authors=('李小红',), source='示例网', uploader='王小明', editors=())
    >>> read_byline("By Jane Roe and John Doe, senior editors | 3 April 2024").authors
    ('Jane Roe', 'John Doe')
    """
    line = _line(text)
    labels = _labels(line)
    special = _special(line, is_labelled=bool(labels))
    if special:
        return special
    byline = _labelled(line)
    bare = _bare_names(line[: labels[0].start()] if labels else line)
    if not bare and byline == Byline():
        bare = _names_after_values(line, labels)
    if not bare:
        return byline
    if byline.authors or (byline.source and "[" not in line[: line.index(bare[0])]):
        known = byline.uploader or bare[0].removeprefix("由") in byline.authors
        return byline if known else byline._replace(uploader=bare[0])
    houses = [name for name in bare if _ORGANISATION.search(name) and HAS_CJK.search(name)]
    if byline.uploader is None and len(houses) == 1:
        return byline._replace(source=houses[0], authors=tuple(name for name in bare if name != houses[0]))
    return byline._replace(authors=bare)


def posting_authors(byline: Byline) -> tuple[str, ...]:
    """Return who posted the text if that is a Western name of several words: blogs say "posted by" of the author.

    In Chinese, the account that puts a text on the site is often an editor's.
    """
    return (byline.uploader,) if byline.uploader and WESTERN_NAME.fullmatch(byline.uploader) else ()


def read_credits(text: str) -> Byline:
    """Read only what is labelled in a line that may be anything: a footer, an info bar, a paragraph's end."""
    line = _line(text)
    korean = _korean_reporters(line)
    return Byline(authors=korean) if korean else _labelled(line)


def read_names(text: str) -> tuple[str, ...]:
    """Return the people in a value that is known to name authors; offices, addresses and degrees are taken out.

    What stands after a bar is the house; who took the photos or edited the text is no author.

    >>> read_names("Jane Roe, Senior Editor & John Doe | Example Press")
    ('Jane Roe', 'John Doe')
    """
    line = _line(text)
    korean = _korean_reporters(line)
    if korean:
        return korean
    labels = _labels(line)
    if not labels:
        return _bare_names(line, with_houses=True)
    return distinct((*_bare_names(line[: labels[0].start()], with_houses=True), *_labelled(line).authors))


def read_signature(text: str) -> str | None:
    """Return the name with which a Chinese text is signed: in brackets after the last sentence."""
    signed = [found[1] for found in _SIGNATURE.finditer(text)]
    return signed[-1] if signed else None


def read_credit_line(first_paragraph: str) -> Byline:
    """Read the credit with which a body opens: ``示例网报道（文/李小红）``, ``示例社北京4月3日电（记者 张三）``.

    The credit stays where it is: it belongs to the text.

    >>> read_credit_line("示例网报道（文/李小红）随着技术的发展，需求越来越高。")
    Byline(authors=('李小红',), source='示例网', uploader=None, editors=())
    """
    opening = first_paragraph[:_MAX_CREDIT_CHARACTERS].translate(_FOLDED)
    agency = _AGENCY.match(opening)
    if agency:
        return Byline(source=agency["agency"])
    house = _HOUSE.match(opening)
    source = house["house"] if house else None
    credit = _IN_BRACKETS.search(opening)
    inside = read_credits(credit[1]) if credit else Byline()
    return inside._replace(source=inside.source or source)


_HOUSE = re.compile(
    rf"\A\s{{0,4}}(?:\[|据)?(?P<house>[{IDEOGRAPHS}A-Za-z0-9]{{1,14}}?[网網社报報台刊])[^()]{{0,16}}?(?:报道|報道|讯|訊|电|電|消息)"
)
_AGENCY = re.compile(
    r"\A\s{0,4}[A-Z][A-Za-z .,'/-]{1,40}(?:\d{1,2}\s)?\((?P<agency>[A-Z][A-Za-z. ]{1,20})\)\s{0,2}[-–—]"
)
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)")


# One line is asked first what is labelled in it, then for bare names, and a page shows some lines twice.
_remembered = lru_cache(maxsize=32)


@_remembered
def _line(text: str) -> str:
    """Return the start of ``text`` with widths folded and dates and addresses replaced by a divider."""
    text = text[:_MAX_LINE_CHARACTERS]
    if "&" in text and ";" in text:  # escaped twice
        text = unescape(text)
    line = _BLANKS.sub(" ", text.translate(_FOLDED)).strip()
    if "@" in line or "//" in line or "www." in line.lower():
        line = _ADDRESS.sub(" ", line).strip()
    for _ in range(_MAX_DATES):
        date = find_date(line, now=_ANY_DAY)
        if date is None:
            break
        before, _, after = line.partition(date.written)
        line = f"{without_weekday(before)} | {after}"
    return _BLANKS.sub(" ", line)


def _special(line: str, *, is_labelled: bool) -> Byline | None:
    initials = _INITIALS.fullmatch(line)
    if initials:
        return Byline(authors=tuple(part.strip() for part in re.split("[/,]", initials[1])))
    bracketed = _BRACKETED.fullmatch(line) or _HOUSE_IN_BRACKETS.search(line)
    if bracketed and not is_labelled:
        return _bracketed(bracketed[1])
    korean = _korean_reporters(line)
    if korean:
        return Byline(authors=korean)
    if glued := _glued_reporter(line):
        return glued
    last = _REPORTER_LAST.fullmatch(line)
    if last and not last[1].startswith("本"):
        return Byline(authors=(last[1],))
    return None


def _glued_reporter(line: str) -> Byline | None:
    """Read ``記者王小明台北報導`` and ``中央社記者王小明台北5日電``, in which the place has no mark before it."""
    found = _GLUED_REPORTER.search(line)
    return Byline(authors=(found["name"],), source=found["house"]) if found else None


def _bracketed(inside: str) -> Byline:
    """Read ``[Name, House]``, ``[編集部 Name]``, ``[Name]`` and ``[House]``."""
    *names, last = [part.strip() for part in inside.split(",")]
    if names:
        return Byline(authors=distinct(names), source=last)
    name = last.removeprefix("編集部").removeprefix("编辑部").strip()
    if name != last or _SHORT_HAN.fullmatch(name):
        return Byline(authors=(name,) if name else ())
    return Byline(source=last)


def _korean_reporters(line: str) -> tuple[str, ...]:
    names = (name for found in _KOREAN.findall(line) for name in _BETWEEN_KOREAN_NAMES.split(found))
    return distinct(name for name in names if name not in _KOREAN_OFFICES)


@_remembered
def _labels(line: str) -> tuple[re.Match[str], ...]:
    return tuple((_LABEL if _ANY_REPORTER.search(line) else _LABEL_BUT_REPORTER).finditer(line))


@_remembered
def _labelled(line: str) -> Byline:
    people: dict[Role, list[str]] = {"author": [], "reporter": [], "editor": [], "uploader": []}
    source: str | None = None
    for piece in _pieces(line):
        if piece.role == "source":
            source = source or _source(piece.text)
        elif piece.role in people:
            people[piece.role] += people_in(piece.text, strict=piece.role == "reporter")
    for name in _NAME_THEN_TEXT.findall(line):
        people["author"].append(name)
    return Byline(
        authors=distinct(people["author"] or people["reporter"]),
        source=source,
        uploader=next(iter(people["uploader"]), None),
        editors=distinct(people["editor"]),
    )


def _pieces(line: str) -> Iterator[_Piece]:
    """Yield the labelled values of a line; a value ends at a divider, a closing bracket or the next label."""
    labels = _labels(line)
    for label, following in zip_longest(labels, labels[1:]):
        value = line[label.end() : following.start() if following else len(line)].strip()
        if label["posted"]:
            yield _Piece("author", _last_piece(line[: label.start()]).removeprefix("由"))
            continue
        role = _role(label)
        if label["paper"] and len(label["paper"]) > 2:
            yield _Piece("source", label["paper"])
        value = _until_divider(value)
        yield _Piece("other" if role == "reporter" and value.endswith(_CAMERA) else role, value)


def _until_divider(value: str) -> str:
    value = value.lstrip(":|/ ")
    if value.startswith("[") and "]" in value:
        return value[1 : value.index("]")].strip()
    end = _VALUE_END.search(value)
    return (value[: end.start()] if end else value).strip()


def _last_piece(text: str) -> str:
    return _DIVIDER.split(text.strip())[-1].strip()


def _bare_names(text: str, *, with_houses: bool = False) -> tuple[str, ...]:
    """Return the names of the first piece of the unlabelled ``text`` that has any."""
    if text.endswith(_SENTENCE_ENDS) and len(text.split()) >= _MIN_SENTENCE_WORDS and not HAS_CJK.search(text):
        return ()
    for piece in _DIVIDER.split(text):
        names = distinct(people_in(piece.strip(" ,;()[]"), with_houses=with_houses))
        if names:
            return names
    return ()


_AFTER_VALUE = re.compile(r"[•|·\n]")


def _names_after_values(line: str, labels: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """Return the names that stand after values that are nobody's: ``Reading time: 8 minutes | Jane Roe``."""
    for label, following in zip_longest(labels, labels[1:]):
        value = line[label.end() : following.start() if following else len(line)].lstrip(":|/ ")
        end = _AFTER_VALUE.search(value) if _role(label) == "other" else None
        names = _bare_names(value[end.end() :]) if end else ()
        if names:
            return names
    return ()


def _source(text: str) -> str | None:
    text = text.strip(" []()《》,;:.")
    text = text.split(" ")[0] if HAS_CJK.match(text) else text
    return text if 1 < len(text) <= MAX_NAME_CHARACTERS and not is_nobody(text) else None
