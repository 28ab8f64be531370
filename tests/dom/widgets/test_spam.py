"""What was put into a page for search engines goes; articles behind a button, bylines and news of the trade stay.

Words of spam stand in the cases as numbers in braces: the line of the word in ``spam_words.txt``, which nobody
should have to read.
"""

import base64
import re
from importlib.resources import files

import pytest
from cpu_time import assert_linear, in_shares
from lxml.html import HtmlElement

import newscrawl
from newscrawl.dom.lines import read_lines
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.render import render
from newscrawl.dom.tree import parse, parse_fragment, visible_text
from newscrawl.dom.widgets.spam import looks_injected, strip_hidden, strip_injected
from newscrawl.text.repaired import Step

ROWS = files("newscrawl.text.tables").joinpath("spam_words.txt").read_text("ascii").splitlines()
SPAM = [base64.b64decode(row).decode() for row in ROWS if not row.startswith("#")]
IDEOGRAPHIC = [word for word in SPAM if "\u4e00" <= word[0] <= "\u9fff"]
LATIN = [word for word in SPAM if word.isascii() and word.isalpha()]

ARTICLE = (
    "<p>本文介绍一种低噪声稳压器的设计，并给出实测数据。</p><p>第二段讨论输出电容的选择，以及它对稳定性的影响。</p>"
    "<p>第三段比较三种电容材料的等效串联电阻，最后给出结论。</p>"
)
ENGLISH = (
    "<p>The article describes a regulator with very little noise. It was measured in the lab with two capacitors.</p>"
    "<p>The second part looks at the choice of the output capacitor. It compares three materials.</p>"
)
LINKS = " ".join(f"<a href='http://host{number}.example/'>Cheap parts {number}</a>" for number in range(6))


def filled(html: str) -> str:
    """Put words of spam where ``{zh}`` and ``{en}`` stand, another one each time."""
    words = {"zh": iter(IDEOGRAPHIC * 9), "en": iter(LATIN * 9)}
    return re.sub(r"\{(zh|en)\}", lambda found: next(words[found[1]]), html)


INJECTED = {
    "off screen": (ENGLISH + f"<div style='position:absolute; LEFT: -9999px'>{LINKS}</div>", "injected/hidden-block"),
    "not displayed": (ENGLISH + "<div style='display : none'>Buy cheap parts</div>", "injected/hidden-block"),
    "invisible": (ENGLISH + "<p style='visibility:hidden'>Buy cheap parts</p>", "injected/hidden-block"),
    "without height": (
        ENGLISH + "<div style='height:0;overflow:hidden'>Buy cheap parts</div>",
        "injected/hidden-block",
    ),
    "without font size": (ENGLISH + "<div style='font-size:0'>Buy cheap parts</div>", "injected/hidden-block"),
    "the attribute hidden": (ENGLISH + "<div hidden>Buy cheap parts</div>", "injected/hidden-block"),
    "a class that hides": (ENGLISH + "<div class='box d-none'>Buy cheap parts</div>", "injected/hidden-block"),
    "a line of keywords on top": ("<div>{zh}|{zh}|{zh}视频|{zh}|{zh}</div>" + ARTICLE, "injected/keyword-line"),
    "a line of keywords without known words": (
        "<div>Fenster Angebote | Garten Moebel guenstig | Reifen Wechsel Termin | Urlaub Buchen Sofort</div>"
        + ENGLISH * 4,
        "injected/keyword-line",
    ),
    "a heading of such words": (f"<h2>{{zh}} {{zh}} {{zh}}</h2>{ARTICLE}", "injected/vocabulary"),
    "links to many hosts in one line": (ENGLISH + f"<p>{LINKS}</p>", "injected/link-farm"),
    "keywords in another script": (
        ENGLISH + "<p>купить дёшево, ремонт квартир, такси заказать, пластиковые окна</p>",
        "injected/keyword-line",
    ),
}


def stripped(body: HtmlElement, language: str | None = None) -> tuple[Step, ...]:
    return (*strip_hidden(body), *strip_injected(body, read_lines(body), language=language))


@pytest.mark.parametrize(("html", "rule"), INJECTED.values(), ids=INJECTED)
def test_injected_blocks_go(html: str, rule: str) -> None:
    article = ARTICLE if ARTICLE in html else ENGLISH * (4 if ENGLISH * 4 in html else 1)
    body = parse_fragment(filled(html))
    assert [step.rule for step in stripped(body)] == [rule]
    assert render(body).html == render(parse_fragment(article)).html


SOUND = {
    "an article": ARTICLE,
    "an article behind a read-on button": f"<div style='display:none'>{ARTICLE}</div><p>展开</p>",
    "the rest of an article behind one": f"{ENGLISH}<div style='display:none'>{ENGLISH}</div>",
    "an article collapsed by a login wall": f"<div class=limit_height style='max-height:0'>{ARTICLE}</div>",
    "a byline": f"<p>作者：李明 | 编辑：王芳 | 来源：电子报 | 2024-04-03</p>{ARTICLE}",
    "tags that the article knows": f"<p>稳压器 | 输出电容 | 等效串联电阻 | 低噪声 | 实测数据 | 电容材料</p>{ARTICLE * 4}",
    "news of the trade": filled(
        f"<h2>{{zh}} {{zh}} {{zh}}</h2><p>警方通报，{{zh}}和{{zh}}案件告破，涉案人员已被控制。</p>{ARTICLE}"
    ),
    "one such word in a sentence": filled(f"<p>Parts of the {{en}} industry use such regulators, too.</p>{ENGLISH}"),
    "a sentence that ends in a quote": ENGLISH
    + "<p>The buyer vowed to go on, saying: “It is cheap, it is free, it has no slot, and we buy it online.”</p>",
    "words of the trade": ENGLISH + "<h3>Slots, online video, outlet, bonus, free watches</h3>",
    "sources in a list": ENGLISH
    + "<ul>"
    + "".join(f"<li><a href='http://h{n}.example'>Source {n}</a>" for n in range(6))
    + "</ul>",
    "a picture that fades in": f"{ENGLISH}<img style='opacity:0' src='http://e.org/a.png'>",
    "a quote in another script": f"{ENGLISH}<p>Он сказал: «Это хорошая схема, и она работает». Так и было.</p>",
    "a list of part numbers": f"{ENGLISH}<p>LM317, LM337, LT3045, LT3094, ADP150 and TPS7A47</p>",
    "a style that only looks so": f"{ENGLISH}<div style='margin-left:-10px; line-height:0; width:100px'>Note the scale.</div>",
}


@pytest.mark.parametrize("html", SOUND.values(), ids=SOUND)
def test_sound_text_stays(html: str) -> None:
    body = parse_fragment(html)
    before = render(body).html
    assert stripped(body) == ()
    assert render(body).html == before


def test_excerpts_of_spam_are_masked() -> None:
    body = parse_fragment(filled("<p>{zh}|{zh}|{zh}|{zh}</p>" + ARTICLE))
    (step,) = stripped(body, language="zh-Hans")
    assert set(step.before) <= {"×", "|", " "}


def test_titles_replaced_by_spam_are_told() -> None:
    assert looks_injected(filled("{zh}|{zh}|{zh}|{zh}"))
    assert looks_injected(filled("{zh}{zh}{zh}"))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "大模型时代，国产芯片面临哪些挑战",
        "A | B | C | D: four regulators",
        filled("{en} operator buys maker of chips"),
    ],
)
def test_titles_of_articles_are_not(title: str) -> None:
    assert not looks_injected(title)


HEADLINE = "大模型时代，国产芯片面临哪些挑战"


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        ("<title>{zh}|{zh}|{zh}|{zh}</title>", HEADLINE),
        (f"<title>{HEADLINE}</title><meta property=og:title content='{{zh}}|{{zh}}|{{zh}}|{{zh}}'>", ""),
        (f"<meta property=og:title content='{HEADLINE}'>", "{zh}{zh}{zh}"),
    ],
)
def test_a_title_in_whose_place_is_spam_is_found_elsewhere(head: str, heading: str) -> None:
    html = filled(f"<html><head>{head}</head><body><h1>{heading}</h1>{ARTICLE}</body></html>")
    metadata = read_metadata(parse(html), "https://a.example/1.html")
    assert (metadata.title, metadata.is_injected) == (HEADLINE, True)
    assert newscrawl.extract(html.replace(ARTICLE, ARTICLE * 3), "https://a.example/1.html").flags[-1:] == ("injected",)


def test_a_page_whose_every_title_is_about_the_trade_keeps_it() -> None:
    title = filled("{zh}{zh}{zh}")
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{ARTICLE}</body></html>"
    metadata = read_metadata(parse(html), "https://a.example/1.html")
    assert (metadata.title, metadata.is_injected) == (title, False)


def test_a_page_of_spam_is_left_empty() -> None:
    body = parse_fragment(filled("<p>{zh}|{zh}|{zh}|{zh}</p><p>{zh}|{zh}|{zh}|{zh}</p>"))
    stripped(body)
    assert not visible_text(body)


@in_shares
@pytest.mark.parametrize("token", ["a", "|a", "、", "<p>a|b|c|d</p>", "<p style='display:none'>x</p>", SPAM[0]])
def test_floods_of_one_token_are_looked_at_in_time(token: str, share: float) -> None:
    count = int(min(1_000_000 // len(token), 30_000 if "<" in token else 1_000_000) * share)
    assert_linear(stripped, lambda count: parse_fragment(token * count), count, max_seconds=8 * share)
    assert_linear(looks_injected, lambda count: token * count, count, max_seconds=8 * share)
