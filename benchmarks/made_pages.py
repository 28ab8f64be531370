"""Make pages of news to measure cost on: the same for the same number, in any process.

A page has 60 kB (chosen by hand): a menu, an article of some 7,000 characters with links, pictures, advertisements and
related links, a sidebar, comments, a footer and scripts. Its words are made from syllables, so that no two paragraphs
say the same.
"""

import json
import random
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

HOST = "made.example"
ARTICLE_CHARACTERS = 7000
PAGE_BYTES = 60_000

_SYLLABLES = "ba con der fil gan hor in jec kel lum mer nor op pal qui ras sig tron ul vec wat xen yal zor".split()
_SMALL_WORDS = "the of and to in for with that is on by as at from this which will its has more than".split()
_IDEOGRAPHS = (
    "半导体芯片制造工艺晶圆代工碳化硅功率模块汽车电子控制传感器雷达电池管理系统供应链市场需求预测增长公司发布季度营收"
)
_QUANTITIES = ("{} µΩ at {} °C", "{} kHz ± {} %", "“{} to {} V”, she said —")


class MadePage(NamedTuple):
    """A page as it is served; ``kind`` is one of ``KINDS``."""

    number: int
    kind: str
    url: str
    body: bytes


def _english(source: random.Random) -> str:
    words = [
        source.choice(_SMALL_WORDS)
        if source.random() < 0.4
        else "".join(source.choices(_SYLLABLES, k=source.randint(2, 4)))
        for _ in range(source.randint(9, 24))
    ]
    if source.random() < 0.3:
        words.append(source.choice(_QUANTITIES).format(source.randint(2, 900), source.randint(2, 99)))
    return " ".join(words).capitalize() + "."


def _chinese(source: random.Random) -> str:
    runs = ["".join(source.choices(_IDEOGRAPHS, k=source.randint(4, 9))) for _ in range(source.randint(2, 5))]
    return "，".join(runs) + (f"{source.randint(2, 900)}纳米。" if source.random() < 0.2 else "。")


def _plain(text: str) -> str:
    return text


def _misread(text: str) -> str:
    """Return UTF-8 read as windows-1252, where bytes without a meaning stay what they are."""
    return "".join(_as_windows_1252(byte) for byte in text.encode())


def _as_windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


class _Kind(NamedTuple):
    sentence: Callable[[random.Random], str]
    damage: Callable[[str], str]
    charset: str
    is_declared: bool


KINDS = {
    "english": _Kind(_english, _plain, "utf-8", True),
    "chinese": _Kind(_chinese, _plain, "utf-8", True),
    "gbk": _Kind(_chinese, _plain, "gbk", True),
    "undeclared gbk": _Kind(_chinese, _plain, "gbk", False),
    "mojibake": _Kind(_english, _misread, "utf-8", True),
}
CLEAN = ("english",) * 4 + ("chinese",)
# A fifth of the pages is damaged, far more than of real news, and one in twenty has GBK and does not say so.
MIX = ("english",) * 12 + ("chinese",) * 3 + ("gbk", "undeclared gbk") + ("mojibake",) * 3


def made_pages(count: int, kinds: tuple[str, ...] = MIX) -> Iterator[MadePage]:
    """Yield ``count`` pages, of these kinds in turn."""
    for number in range(count):
        kind = kinds[number % len(kinds)]
        yield MadePage(number, kind, f"http://{HOST}/a/{number:05d}.html", _page(number, KINDS[kind]))


def _page(number: int, kind: _Kind) -> bytes:
    source = random.Random(number)
    title = kind.sentence(source)[:90]
    day = f"2026-{source.randint(1, 11):02d}-{source.randint(1, 28):02d}"
    charset = f'<meta charset="{kind.charset}">' if kind.is_declared else ""
    data = {"@type": "NewsArticle", "headline": title, "datePublished": f"{day}T08:30:00+00:00"}
    layout = random.Random(0)  # menus and scripts are the same on all pages of a site
    menu = "".join(_menu_entry(layout, kind) for _ in range(14))
    before = (
        f"<!DOCTYPE html><html><head>{charset}<title>{escape(title)} | Made News</title>"
        f'<meta property="og:title" content="{escape(title)}"><meta property="og:type" content="article">'
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>'
        f'<body><header><nav><ul class="menu">{menu}</ul></nav></header><main><article><h1>{escape(title)}</h1>'
        f'<div class="meta"><span class="byline">By <a rel="author" href="/by/1">Made Page</a></span>'
        f'<time datetime="{day}">{day}</time></div><div class="entry-content">'
    )
    after = (
        '<div class="share-buttons"><a href="#">Share</a></div></div></article>'
        f'<section id="comments">{"".join(_comment(source, kind) for _ in range(8))}</section></main>'
        f'<aside class="sidebar">{"".join(_teaser(source, kind) for _ in range(30))}</aside>'
        f'<footer><ul class="menu">{menu}</ul></footer>'
    )
    page = (before + "".join(_blocks(source, kind)) + after).encode(kind.charset, "replace")
    return page + _script(layout, PAGE_BYTES - len(page)) + b"</body></html>"


def _blocks(source: random.Random, kind: _Kind) -> Iterator[str]:
    written = place = 0
    while written < ARTICLE_CHARACTERS:
        text = kind.damage(" ".join(kind.sentence(source) for _ in range(source.randint(2, 6))))
        written += len(text.encode())
        marked = escape(text)
        if place % 3 == 1:
            marked = marked.replace(" ", f' <a href="/a/{source.randrange(9999):05d}.html">links</a> ', 1)
        yield f'<p class="p{place % 3}" style="margin:0 0 1em">{marked}</p>'
        if place % 5 == 1:
            caption = escape(kind.sentence(source))
            yield f'<figure><img src="/img/{place}.jpg" alt="board"><figcaption>{caption}</figcaption></figure>'
        if place % 6 == 3:
            yield '<div class="ad-slot"><script>' + "x" * 300 + "</script></div>"
        if place % 7 == 4:
            yield f'<aside class="related"><h3>Related</h3><ul>{_menu_entry(source, kind)}</ul></aside>'
        place += 1


def _menu_entry(source: random.Random, kind: _Kind) -> str:
    links = "".join(
        f'<li><a href="/l/{source.randrange(99)}">{escape(kind.sentence(source)[:12])}</a></li>' for _ in range(5)
    )
    return f'<li class="menu-item"><a href="/c/"><span>Part</span></a><ul class="sub-menu">{links}</ul></li>'


def _teaser(source: random.Random, kind: _Kind) -> str:
    return (
        f'<div class="widget"><a href="/a/{source.randrange(9999):05d}.html"><img src="/img/t.jpg" width="90">'
        f'<span class="t">{escape(kind.sentence(source)[:70])}</span></a><time>2026-11-02</time></div>'
    )


def _comment(source: random.Random, kind: _Kind) -> str:
    return f'<div class="comment"><b>Reader</b><p>{escape(kind.sentence(source))}</p></div>'


def _script(source: random.Random, size: int) -> bytes:
    calls = []
    while sum(map(len, calls)) < size - 20:
        calls.append(
            f"window.q=window.q||[];q.push({{id:{source.randint(1, 10**6)},slot:'s{source.randint(1, 99)}'}});".encode()
        )
    return b"<script>" + b"".join(calls) + b"</script>"
