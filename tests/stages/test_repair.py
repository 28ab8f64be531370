"""Damage is decided once for the page and undone in every text of it; addresses and sound pages stay as they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import Article
from newscrawl.dom.tree import parse_fragment, visible_text
from newscrawl.stages.repair import repair_article
from newscrawl.text.repair import MAX_REPAIRED_CHARACTERS

MIRROR = (
    "國(guó)產(chǎn)芯片發(fā)展很快，設(shè)計(jì)企業(yè)對(duì)計(jì)算能力的需求越來(lái)越高，產(chǎn)業(yè)進(jìn)入"
    "新時(shí)代，學(xué)習(xí)國(guó)際經(jīng)驗(yàn)，動(dòng)態(tài)調(diào)整戰(zhàn)略。"
    "這些電路的體積更小，功耗更低，適合用在手機和平板電腦上，工程師們正在測試新的封裝形式，希望明年年底前交付首批樣品。"
)
SIMPLE = "国产芯片发展很快，设计企业对计算能力的需求越来越高，产业进入新时代，学习国际经验，动态调整战略。"
ARTICLE = Article(
    url="https://e.example/1",
    key="e/1",
    site="e",
    language="zh",
    title="國(guó)產(chǎn)芯片",
    authors=("陳學(xué)",),
    body_html=f'<p>{MIRROR}</p><a href="/d/發(fā).html" title="學(xué)">x</a><img src="/發(fā).png" alt="產(chǎn)業(yè)">',
)


def test_every_text_is_repaired_and_no_address_is():
    article = repair_article(ARTICLE)
    body = parse_fragment(article.body_html)
    assert (article.title, article.authors, article.status) == ("国产芯片", ("陈学",), "ok")
    assert visible_text(body).startswith(SIMPLE)
    assert (body.find(".//a").get("title"), body.find(".//img").get("alt")) == ("学", "产业")
    assert "fā" in body.find(".//a").get("href") or "f%C4%81" in body.find(".//a").get("href")


def test_changes_name_field_and_rule():
    changes = repair_article(ARTICLE).changes
    assert {(change.stage, change.field) for change in changes} == {
        ("repair", "title"),
        ("repair", "authors"),
        ("repair", "body"),
    }
    assert "mirror/annotation" in {change.rule for change in changes}


@pytest.mark.parametrize(
    ("simplify", "language", "title"),
    [
        ("auto", "zh", "国产芯片"),
        ("auto", None, "国产芯片"),
        ("auto", "zh-Hant", "國產芯片"),
        ("never", "zh", "國產芯片"),
        ("always", "zh-Hant", "国产芯片"),
    ],
)
def test_characters_are_simplified_as_told(simplify, language, title):
    assert repair_article(replace(ARTICLE, language=language), simplify=simplify).title == title


def test_a_sound_traditional_page_stays_traditional_unless_told():
    sound = replace(
        ARTICLE,
        title="台積電宣布興建新廠",
        authors=(),
        language="zh-Hant",
        body_html="<p>台積電宣布在高雄興建第三座晶圓廠。</p>",
    )
    assert repair_article(sound) is sound
    assert repair_article(sound, simplify="always").title == "台积电宣布兴建新厂"


def test_what_is_lost_is_told():
    lossy = replace(
        ARTICLE,
        title="sound",
        authors=(),
        body_html="<p>Die Gr\ufffd\ufffde des Geh\ufffduses steht im Datenblatt.</p>",
    )
    assert repair_article(lossy).status == "lossy"


def test_a_page_beyond_repair_is_damaged():
    body = "<p>" + "锟斤拷锟斤拷锟斤拷芯片锟斤拷锟斤拷" * 20 + "</p>"
    article = repair_article(replace(ARTICLE, title="锟斤拷锟斤拷", authors=(), body_html=body))
    assert article.status == "damaged"
    assert any(change.rule.startswith("damaged/") for change in article.changes)


@given(st.text(alphabet="國產(guó)發fā?，。ab \ufffdÃ©锟", max_size=60))
def test_repairing_twice_changes_nothing_more(text):
    from html import escape

    once = repair_article(replace(ARTICLE, title=text, body_html=f"<p>{escape(text)}</p>"))
    twice = repair_article(once)
    assert (twice.title, twice.body_html) == (once.title, once.body_html)


def test_of_a_damaged_book_the_beginning_is_repaired_and_the_article_is_lossy():
    paragraph = "<p>AT&amp;amp;amp;T " + "word " * 2000 + "</p>"
    number = 2 * MAX_REPAIRED_CHARACTERS // 10_000
    repaired = repair_article(replace(ARTICLE, title="T", body_html=paragraph * number))
    assert repaired.status == "lossy"
    text = visible_text(parse_fragment(repaired.body_html))
    assert 0 < text.count("AT&T") < number
    assert text.count("AT&amp;amp;T") > 0
