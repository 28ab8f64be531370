"""Bylines: the line that holds authors, source, uploader, date and counters, in whatever order a site likes.

A byline is cut into labelled values (``来源：示例网``, ``By Jane Roe``) and bare pieces. Dates, counters, offices,
addresses and the words of buttons are taken out; what is left under an author's label is a name. Labels, offices
and noise are tables.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, NamedTuple

from newscrawl.text.dates import find_date, without_weekday

_LONGEST = 400  # characters of a line that are read
_CREDIT_PLACE = 160  # characters at the start of a body in which a credit stands
_LONGEST_NAME = 60  # characters; organisations sign, too
_LONGEST_HAN_NAME = 14
_MOST_WORDS = 6  # words of a Western name with its particles; more is a sentence
_MOST_AUTHORS = 20
_MOST_DATES = 3  # dates on one line
# So that relative dates and dates without a year are known as dates and taken out of a line.
_ANY_DAY = datetime(2090, 1, 1, tzinfo=UTC)

Role = Literal["author", "reporter", "source", "editor", "uploader", "other"]

# A colon, a bar or a slash follows them. The value of "other" is nobody: it only ends the value before it.
_LABELS: tuple[tuple[Role, str], ...] = (
    (
        "author",
        "作者 原作者 文章作者 本文作者 撰文 撰稿 撰稿人 文字 文 作 编译 編譯 译者 譯者 采写 采寫 主笔",
    ),
    ("author", "发文机关 發文機關 发布机构 发文单位"),
    ("author", "著者 筆者 執筆 取材・文 文責 寄稿 글 글쓴이 작성자 작성"),
    ("author", "author authors autor autorin autoren text words"),
    ("reporter", "记者 記者 通讯员 通訊員 实习生 实习记者 见习记者 特约记者 首席记者"),
    (
        "source",
        "来源 來源 文章来源 文章來源 新闻来源 信息来源 稿源 稿件来源 出处 出處 来自 來自 转自 轉自 摘自 出典 提供 출처",
    ),
    ("source", "source sources quelle quellen"),
    ("editor", "责任编辑 責任編輯 责编 責編 编辑 編輯 主编 主編 审核 審核 校对 校對 編集 担当編集 편집"),
    ("editor", "editor editors redaktion"),
    ("uploader", "发布者 發布者 发布人 上传者 上傳者 投稿 投稿者 发帖人 发信人"),
    (
        "other",
        "时间 時間 日期 成文日期 发布 發布 发布时间 發布時間 发布日期 發布日期 发表时间",
    ),
    (
        "other",
        "更新 更新时间 更新時間 公開 公開日 更新日",
    ),
    (
        "other",
        "人气 人氣 点击 點擊 点击量 浏览 瀏覽 浏览量 阅读 閱讀 阅读量 阅读数 评论 評論 评论数 回复 字号 字體 字体大小",
    ),
    ("other", "关键字 关键词 關鍵字 标签 標籤 分类 分類 栏目 欄目 责任校对 值班"),
    (
        "other",
        "摄影 攝影 摄 图 圖 图片 圖片 图片来源 图源 圖源 配图 制图 视频 撮影 写真 사진 입력 수정 승인 등록 조회",
    ),
    ("other", "圖片來源 首图来源 首圖來源 题图来源 題圖來源"),
    ("other", "photo photos photography image images foto fotos bild bilder illustration illustrations"),
    ("other", "published updated posted date time tags category views comments share stand datum"),
)
# They open a piece and a blank follows.
_OPENERS: tuple[tuple[Role, str], ...] = (
    (
        "author",
        "by, written by, words by, story by, article by, reported by, reporting by, von, ein beitrag von, author",
    ),
    ("author", "作者, 撰文"),
    ("source", "from, via, source, 来源, 來源, 稿源, 出处, 来自"),
    ("editor", "edited by, editing by, editor, 责任编辑, 責任編輯, 责编, 编辑, 編輯"),
    ("uploader", "posted by, uploaded by, published by, submitted by"),
    (
        "other",
        "photo by, photos by, photography by, photographs by, image by, images by, video by, illustration by",
    ),
    ("other", "reviewed by, fact checked by, medically reviewed by, fotos von, foto von, updated, published"),
)

# Offices: a Western piece made only of these and of _JOINING is nobody.
_OFFICES = frozenset(
    """editor editors editor-in-chief reporter reporters writer writers correspondent correspondents contributor
    contributors contributing columnist journalist producer staff senior junior chief deputy executive managing
    associate assistant freelance freelancer principal intern director manager analyst commentator critic
    photographer blogger author authors newsroom redakteur redakteurin redaktion chefredakteur chefredakteurin
    volontär volontärin politics political business technology tech science health sports investigative
    """.split()
)
_JOINING = frozenset(["of", "and", "the", "at", "for", "in", "news", "web", "digital", "online", "&", "-", "–"])
# Words that do not occur in names, so that a piece with one of them is no person.
_CERTAIN_OFFICES = _OFFICES - frozenset("junior chief sports science health tech business".split())
_DEGREE = re.compile(r"(?:ph\.?d|m\.?d|m\.?a|m\.?s|b\.?a|m\.?p\.?h|r\.?d|r\.?n|d\.?o|esq|mba|jd)\.?", re.IGNORECASE)
_GENERATION = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)

_NOBODIES = frozenset(
    """e-mail|email|email the author|follow|follow us|share|print|save|subscribe|bio|profile|view profile|see more|
    read more|more|published|updated|last updated|posted|publish date|date|comment|comments|no comments|author|authors|
    leave a comment|add comment|ago|read|reading time|share this article|admin|administrator|webmaster|anonymous|
    unknown|guest|by|von|and|und|advertisement|sponsored|exclusive|opinion|analysis|news|null|none|undefined|super user|
    robot|
    minutes ago|minute ago|hours ago|hour ago|days ago|min read|minute read|editorial team|about the author|here|
    佚名|未知|匿名|不详|网络|网络整理|互联网|编辑部|編集部|本站|本网|原创|原創|转载|转载文章|综合|关注|举报|收藏|分享|打印|阅读|
    评论|阅读数|本报|本报讯|作者|来源|记者|编辑|작성자|관리자|익명|기자|無断転載""".replace("\n    ", "").split("|")
)
_COUNTER = re.compile(
    r"(?:[\d.,]{0,12}\s?[万萬kK]?\s?(?:次|人|条|條|個|个|件|则)?)\s?(?:阅读|閱讀|浏览|瀏覽|评论|評論|点击|人气|回复|点赞|下载|"
    r"参与|コメント|comments?|views?|shares?|replies|kommentare|조회|댓글|min(?:ute)?s?(?:\sread)?)?\s?[(:]?[\d\s.,]{0,12}\)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S{0,64}@\S{1,64}|(?:https?:|www\.)\S{0,200}", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w-])[\w-]{1,63}+(?:\.[\w-]{1,63}){0,3}\.(?:com|net|org|cn|de|jp|kr|tw)", re.IGNORECASE)

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CJK = f"{_HAN}\u3040-\u30ff\uac00-\ud7af"
# The surnames of nineteen in twenty Chinese, in both scripts: a name that stands glued to 记者 begins with one.
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂"
    "丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔"
    "向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單"
    "季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁"
    "窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲"
)
_CAMERA = ("摄", "攝")  # after a reporter's name: the picture is his, not the text
_HAS_CJK = re.compile(f"[{_CJK}]")
_ALL_HAN = re.compile(f"[{_HAN}々]{{1,3}}")
_KANA = re.compile("[\u3040-\u30ff]")
_ORGANISATION = re.compile(r"(?:[网網社报報台刊]|频道|頻道|新闻|新聞|在线|杂志|论坛|編集部|编辑部|官方|公司)\Z")

# No name has these in it: marks of code, and the words of labels and buttons.
_NOT_IN_NAMES = re.compile(
    r"[=<>{}_#$%*\\?!？！。\"“”]|[0-9]{4}|作者|文章|记者|記者|기자|编辑|編輯|来源|來源|访问|相关|点击|更多|登录|注册|首页|昵称|原贴|跟贴|留言|投票|論壇|论坛|窗口|報導|报道|報道|采訪|採訪"
)

# One to one, so that a line keeps its shape.
_FOLDED = str.maketrans("：｜丨︱／，；（）［］【】〔〕\u00a0\u3000\u2003\u2009\u202f", ":|||/,;()[][][]     ")
# What divides a line into pieces. A middle dot, a dash, and the question mark to which a lost bullet decays, divide
# only beside a blank: 让·雅克 is one name.
_DIVIDER = re.compile(r"[•●|▪■◆★►»‧〓□\n]|(?<!\S)[·?–—\-・/](?!\S)|[·?](?!\S)|(?<!\S)[·?]|//")
# A value also ends at a closing bracket, a full stop, and before a label that is in no table.
_VALUE_END = re.compile(_DIVIDER.pattern + r"|[\])。]|\s[^\s:]{2,6}:")
_AND = re.compile(r"[;,、&+]|(?<=\s)(?:and|und|with|mit)(?=\s)|(?<=\s)/(?=\s)", re.IGNORECASE)
_HAN_AND = re.compile(r"[\s;,、&/+]+")
# The end of a name in a Western sentence: "by Jane Roe in Hardware".
_NAME_END = re.compile(
    r"\s(?:in|on|at|for|from|via|published|updated|posted|last|contributed|is|was|has|covers|about|photos?)(?!\S)"
    r"|\s[-–—]\s|[(\[]|\s\d",
    re.IGNORECASE,
)
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
    words = [word for _, listed in _LABELS for word in listed.split()]
    # A label of one character or of Latin letters may be the tail of a word: 下文： is not 文：.
    whole = _alternatives(word for word in words if len(word) == 1 or word.isascii())
    anywhere = _alternatives(word for word in words if len(word) > 1 and not word.isascii())
    openers = [word for _, listed in _OPENERS for word in listed.split(", ")]
    return re.compile(
        rf"(?:(?=[{_firsts(words)}])(?P<label>{anywhere}|(?<!\w)(?:{whole}))\s?(?P<mark>[:|/])(?!/)"
        rf"{_REPORTER if reporters else _NO_REPORTER}"
        rf"|(?=[{_firsts(openers)}])(?:(?<![^\n•|(\[])|(?<=[•|(\[;]\s))(?P<opener>{_alternatives(openers)})(?=\s)"
        r"|(?=[发發张编])(?P<posted>发表于|發表於|发布于|發布於|张贴\s?@?|编辑于))",
        re.IGNORECASE,
    )


# 示例日报记者 张三: the paper before the word, the name after it, with or without a blank; not 接受记者采访.
_REPORTER = (
    rf"|(?:(?P<paper>(?:(?!本[报報网網台社刊])[{_HAN}]){{1,10}}?[报報网網社台刊])|本[报報网網台社刊]|总台|(?<![{_HAN}]))"
    rf"(?:特约|特約|实习|實習|见习|見習|首席|特派)?(?P<reporter>记者|記者|通讯员|通訊員|实习生|實習生)(?=[\s:(]|[{_SURNAMES}])"
)
_NO_REPORTER = r"|(?!)(?P<paper>)(?P<reporter>)"
_ANY_REPORTER = re.compile("[记記]者|通[讯訊][员員]|[实實][习習]生")


def _firsts(words: Iterable[str]) -> str:
    return "".join(sorted({word[0] for word in words}))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LABEL = _label_pattern(reporters=True)
_LABEL_BUT_REPORTER = _label_pattern(reporters=False)  # to look for papers at every character takes most of the time
_ROLE_OF: dict[str, Role] = {word: role for role, listed in _LABELS for word in listed.split()} | {
    word: role for role, listed in _OPENERS for word in listed.split(", ")
}

_CHINESE_NAME = re.compile(f"[{_SURNAMES}][{_HAN}]{{1,2}}")
_SIGNATURE = re.compile(rf"[。！？”」…][ \t\n\u3000]{{0,4}}[（(]\s?([{_SURNAMES}][{_HAN}]{{1,2}})\s?[)）]\s")

# Lines with a form of their own; each gives names, and the last group of a bracketed one the house.
_INITIALS = re.compile(r"\(\s?([a-zäöü]{2,4}(?:[/,]\s?[a-zäöü]{2,4}){0,3})\s?\)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\[\]]{2,80})\]")
_HOUSE_IN_BRACKETS = re.compile(r"\[([^\[\],]{2,40},[^\[\]]{2,40})\]")
_SHORT_HAN = re.compile(f"[{_HAN}]{{2,5}}")
_KOREAN_OFFICES = frozenset({"취재", "사진", "편집", "담당", "선임", "수습", "전문", "인턴", "객원"})
_KOREAN = re.compile(r"([가-힣]{2,4})\s?(?:[가-힣]{0,3}기자|특파원|논설위원)(?![가-힣])")
_REPORTER_LAST = re.compile(rf"[「(]?([{_CJK}]{{2,8}}(?:\s[{_HAN}]{{1,4}})?)\s?(?:記者|记者)[」)]?")
_NAME_THEN_TEXT = re.compile(rf"([{_HAN}]{{2,4}})\s?/\s?文(?![{_HAN}])")


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
    if not bare:
        return byline
    if byline.authors or (byline.source and "[" not in line[: line.index(bare[0])]):
        known = byline.uploader or bare[0].removeprefix("由") in byline.authors
        return byline if known else byline._replace(uploader=bare[0])
    houses = [name for name in bare if _ORGANISATION.search(name) and _HAS_CJK.search(name)]
    if byline.uploader is None and len(houses) == 1:
        return byline._replace(source=houses[0], authors=tuple(name for name in bare if name != houses[0]))
    return byline._replace(authors=bare)


def read_credits(text: str) -> Byline:
    """Read only what is labelled in a line that may be anything: a footer, an info bar, a paragraph's end."""
    line = _line(text)
    korean = _korean_reporters(line)
    return Byline(authors=korean) if korean else _labelled(line)


def read_names(text: str) -> tuple[str, ...]:
    """Return the people in a value that is known to name authors; offices, addresses and degrees are taken out.

    >>> read_names("Jane Roe, Senior Editor & John Doe")
    ('Jane Roe', 'John Doe')
    """
    return _distinct(_names(_line(text).strip(" ,;()[]"), strict=False))


def is_chinese_name(text: str) -> bool:
    """Tell whether ``text`` looks like a Chinese person's name: a known surname and one or two characters more."""
    return bool(_CHINESE_NAME.fullmatch(text))


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
    opening = first_paragraph[:_CREDIT_PLACE].translate(_FOLDED)
    agency = _AGENCY.match(opening)
    if agency:
        return Byline(source=agency["agency"])
    house = _HOUSE.match(opening)
    source = house["house"] if house else None
    credit = _IN_BRACKETS.search(opening)
    inside = read_credits(credit[1]) if credit else Byline()
    return inside._replace(source=inside.source or source)


_HOUSE = re.compile(
    rf"\A\s{{0,4}}(?:\[|据)?(?P<house>[{_HAN}A-Za-z0-9]{{1,14}}?[网網社报報台刊])[^()]{{0,16}}?(?:报道|報道|讯|訊|电|電|消息)"
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
    line = _BLANKS.sub(" ", text[:_LONGEST].translate(_FOLDED)).strip()
    if "@" in line or "//" in line or "www." in line.lower():
        line = _ADDRESS.sub(" ", line).strip()
    for _ in range(_MOST_DATES):
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
    last = _REPORTER_LAST.fullmatch(line)
    if last and not last[1].startswith("本"):
        return Byline(authors=(last[1],))
    return None


def _bracketed(inside: str) -> Byline:
    """Read ``[Name, House]``, ``[編集部 Name]``, ``[Name]`` and ``[House]``."""
    *names, last = [part.strip() for part in inside.split(",")]
    if names:
        return Byline(authors=_distinct(names), source=last)
    name = last.removeprefix("編集部").removeprefix("编辑部").strip()
    if name != last or _SHORT_HAN.fullmatch(name):
        return Byline(authors=(name,) if name else ())
    return Byline(source=last)


def _korean_reporters(line: str) -> tuple[str, ...]:
    return _distinct(name for name in _KOREAN.findall(line) if name not in _KOREAN_OFFICES)


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
            people[piece.role] += _names(piece.text, strict=piece.role == "reporter")
    for name in _NAME_THEN_TEXT.findall(line):
        people["author"].append(name)
    return Byline(
        authors=_distinct(people["author"] or people["reporter"]),
        source=source,
        uploader=next(iter(people["uploader"]), None),
        editors=_distinct(people["editor"]),
    )


def _pieces(line: str) -> Iterator[_Piece]:
    """Yield the labelled values of a line; a value ends at a divider, a closing bracket or the next label."""
    labels = _labels(line)
    for label, following in zip_longest(labels, labels[1:]):
        value = line[label.end() : following.start() if following else len(line)].strip()
        if label["posted"]:
            yield _Piece("author", _last_piece(line[: label.start()]).removeprefix("由"))
            continue
        role: Role = "reporter" if label["reporter"] else _ROLE_OF[(label["label"] or label["opener"]).lower()]
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


def _bare_names(text: str) -> tuple[str, ...]:
    """Return the names of the first piece of the unlabelled ``text`` that has any."""
    for piece in _DIVIDER.split(text):
        names = _distinct(_names(piece.strip(" ,;()[]"), strict=False))
        if names:
            return names
    return ()


def _source(text: str) -> str | None:
    text = text.strip(" []()《》,;:.")
    text = text.split(" ")[0] if _HAS_CJK.match(text) else text
    return text if 1 < len(text) <= _LONGEST_NAME and not _is_nobody(text) else None


def _names(text: str, *, strict: bool) -> list[str]:
    """Return the people in a value. ``strict``: only what looks like a Chinese name, since text may follow."""
    if not _HAS_CJK.search(text):
        return _western_names(text)
    if strict:
        return list(_leading_names(_han_names(text)))
    return [text.strip()] if _is_japanese_name(text) else _han_names(text)


def _leading_names(names: list[str]) -> Iterator[str]:
    for name in names:
        if not 2 <= len(name) <= 4 and "·" not in name:
            return
        yield name


def _han_names(text: str) -> list[str]:
    # In Japanese the blank stands inside the name.
    parts = [text] if _KANA.search(text) else _HAN_AND.split(_padded(text))
    return [part for part in (part.strip(" .:()[]《》") for part in parts) if not _is_nobody(part)]


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
    return re.sub(rf"(?<![{_HAN}])([{_HAN}])\s([{_HAN}])(?![{_HAN}])", r"\1\2", text)


def _western_names(text: str) -> list[str]:
    names: list[str] = []
    offices: list[str] = []
    for part in _AND.split(text):
        name = re.sub(r"^(?:by|von)\s", "", _until_name_end(part), flags=re.IGNORECASE).strip(" .:-()\"'")
        if _GENERATION.fullmatch(name) and names:
            names[-1] += f", {part.strip()}"
        elif _is_nobody(name) or _DEGREE.fullmatch(name) or len(name.split()) > _MOST_WORDS:
            continue
        elif _holds_office(_without_office(name)):
            offices.append(name)
        else:
            names.append(_without_office(name))
    return names or [name for name in offices if not _is_only_office(name)]


def _until_name_end(part: str) -> str:
    end = _NAME_END.search(part)
    return part[: end.start()] if end and end.start() else part


def _holds_office(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and any(word in _CERTAIN_OFFICES for word in words)


def _is_only_office(name: str) -> bool:
    return all(word in _OFFICES or word in _JOINING for word in name.lower().split())


def _without_office(name: str) -> str:
    words = name.split()
    while len(words) > 2 and (words[-1].lower() in _OFFICES or words[-1].lower() in _NOBODIES):
        words.pop()
    return " ".join(words)


def _is_nobody(name: str) -> bool:
    return (
        len(name) < 2
        or len(name) > (_LONGEST_HAN_NAME if _HAS_CJK.match(name) else _LONGEST_NAME)
        or name.lower() in _NOBODIES
        or name in _ROLE_OF
        or not any(character.isalpha() for character in name)
        or bool(_NOT_IN_NAMES.search(name))
        or bool(_COUNTER.fullmatch(name))
        or bool(_HOST.fullmatch(name))
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:_MOST_AUTHORS]
