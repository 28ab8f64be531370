"""Widgets that no class gives away go by their words and their shape; sentences and tables stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.lines import read_lines
from newscrawl.dom.tree import inner_html, parse_fragment, visible_text
from newscrawl.dom.widgets.by_selector import strip_widgets
from newscrawl.dom.widgets.by_words import is_image_credit, strip_by_words

ARTICLE = "<p>The regulator has less noise than its predecessor. We measured it with two capacitors.</p>"
OFFERS = (
    '<h2>Read next:</h2><ul><li>Old regulators hum. <a href="/a">Here is how to find a quiet one</a> before you buy.</li>'
    '<li>A maker of <a href="/b">quiet regulators</a> shows in ten minutes what noise costs.</li></ul>'
)


@pytest.mark.parametrize(
    ("html", "is_note"),
    [
        ("<p>Jane Roe is a freelance journalist based in Harlow.</p>", True),
        ("<p><em>Jane Roe is the author of three books on cities.</em></p>", True),
        ("<p><i>Dr. Jane Roe teaches urban planning at the university.</i></p>", True),
        ("<p>Jan Beispiel, Jahrgang 1980, ist Redakteur im Ressort Lokales.</p>", True),
        ("<p>Jane Roe is the author of three books on cities, and one of them won the prize.</p>", False),
        ("<p>The man is a freelance journalist, the police said on Tuesday.</p>", False),
        ("<p>His sister is a <em>staff writer</em> of the paper that lost the case.</p>", False),
    ],
)
def test_a_note_about_the_author_goes_from_the_end(html: str, is_note: bool) -> None:
    body = parse_fragment(ARTICLE * 3 + html)
    assert [step.rule for step in strip_widgets(body).steps] == (["author-box/line"] if is_note else [])


COMMENTS = (
    "<p><b>Reader1</b> wrote on May 1, 2024:</p><p>I have been saying this for ten years, and nobody listened.</p>"
)


def test_comments_without_a_class_go_to_the_end_below_their_heading() -> None:
    body = parse_fragment(ARTICLE * 4 + "<h3>Comments</h3>" + COMMENTS * 2)
    assert [step.rule for step in strip_widgets(body).steps] == ["comments/heading"]
    assert visible_text(body) == visible_text(parse_fragment(ARTICLE * 4))


def test_prose_below_a_heading_that_is_called_as_comments_are_stays() -> None:
    body = parse_fragment(ARTICLE + "<h3>Discussion</h3>" + ARTICLE * 2)
    assert strip_widgets(body).steps == ()


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Discussion", "Smith says more tests are needed."),
        ("Responses", "The committee met on 3 May 2024."),
        ("Conversation", "Two years ago, nobody spoke of it."),
        ("Diskussion", "Das sagte der Chef am 3. Mai 2024."),
        ("Réactions", "Il y a trois ans, tout était différent."),
        ("评论", "2024年5月3日，公司发布了这一消息。"),
    ],
)
def test_a_sentence_that_names_a_day_or_a_speaker_heads_no_comments(heading: str, sentence: str) -> None:
    body = parse_fragment(ARTICLE * 4 + f"<h3>{heading}</h3><p>{sentence}</p>" + ARTICLE)
    assert strip_widgets(body).steps == ()


def test_sentences_with_a_link_each_below_a_heading_of_offers_go() -> None:
    body = parse_fragment(ARTICLE + OFFERS + ARTICLE)
    assert {step.rule for step in strip_widgets(body).steps} == {"related/heading"}
    assert visible_text(body) == visible_text(parse_fragment(ARTICLE + ARTICLE))


@pytest.mark.parametrize(
    "html",
    [
        OFFERS.replace("Read next:", "What we measured:"),
        OFFERS.replace(' <a href="/a">Here is how to find a quiet one</a>', " This is a quiet one"),
        re.sub("<li>A maker.*?</li>", "", OFFERS),
    ],
    ids=["below another heading", "one without a link", "a single one"],
)
def test_sentences_in_a_list_stay(html: str) -> None:
    body = parse_fragment(ARTICLE + html + ARTICLE)
    assert strip_widgets(body).steps == ()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("An dieser Stelle findest du einen externen Inhalt von YouTube, der den Artikel ergänzt.", "consent/line"),
        ("This content is hosted by a third party. By showing it you accept their terms.", "consent/line"),
        ("请您对该文章评分：", "share/line"),
        ("电话：021-55550123转8002 传真：021-55550124", "contact/line"),
        ("Contact the reporter at jane@example.com or 555-0100.", "contact/line"),
        ("Send your tips to tips@example.com.", "contact/line"),
        ("Kontakt zur Redaktion: redaktion@example.de", "contact/line"),
        ("お問い合わせ：news@example.jp", "contact/line"),
        ("홍길동 기자 hong@example.com", "contact/line"),
        ("Was this article helpful?", "share/line"),
        ("Hat Ihnen der Artikel gefallen? Bewerten Sie ihn jetzt.", "share/line"),
        ("この記事は役に立ちましたか？ はい いいえ", "share/line"),
        ("Download our app for iOS and Android.", "app-prompt/line"),
        ("Tags: regulator, noise, capacitor", "tag-card/line"),
        ("Follow Example Week on Google News to get our latest reviews.", "follow/line"),
    ],
)
def test_lines_of_placeholders_and_contacts_go(line: str, rule: str) -> None:
    prose = "<p>The board draws less current than the old one, and it costs the same, its maker says.</p>" * 3
    tree = parse_fragment(f"{prose}<p>{line}</p>")
    assert [step.rule for step in strip_widgets(tree).steps] == [rule]


def test_an_address_of_mail_in_the_midst_of_a_text_stays() -> None:
    body = parse_fragment(f"{ARTICLE}<p>Write to lab@example.com for the data.</p>{ARTICLE}")
    assert strip_widgets(body).steps == ()


def test_a_telephone_number_in_the_midst_of_a_text_stays() -> None:
    prose = "<p>The board draws less current than the old one, and it costs the same, its maker says.</p>" * 3
    tree = parse_fragment(f"{prose}<p>电话：021-55550123</p>{prose}")
    assert not strip_widgets(tree).steps


def stripped(html: str) -> tuple[str, list[str]]:
    tree = parse_fragment(html)
    found = strip_by_words(tree, read_lines(tree))
    return inner_html(tree), [step.rule for step in found.steps]


LINKS = "".join(f"<li><a href=/{number}>Another story of the week, number {number}</a></li>" for number in range(4))
# markup beside the article, the rule that takes it out
GONE = (
    (f"<h3>Related articles</h3><ul>{LINKS}</ul>", "related/heading"),
    (f"<h3>相关阅读</h3><ul>{LINKS}</ul>", "related/heading"),
    (f"<ul>{LINKS}</ul>", "related/link-list"),
    ("<p>扫描二维码关注我们</p>", "qr-code/line"),
    ("<p>登录后参与评论</p>", "login/line"),
)


@pytest.mark.parametrize(("html", "rule"), GONE)
def test_what_words_or_shape_tell_goes(html: str, rule: str) -> None:
    assert stripped(ARTICLE * 3 + html) == (ARTICLE * 3, [rule])


# markup beside the article that is part of it
KEPT = (
    f"<p>The tests compare four boards:</p><ul>{LINKS}</ul>",  # a line announces the links
    f"<table><tr><td>{LINKS}</td></tr></table>",
    "<pre>Related articles</pre>",
    "<blockquote><p>分享到：</p></blockquote>",
    "<h3>Related work</h3><p>Others have measured the noise of such regulators with more than two capacitors.</p>",
    "<p>Readers who log in to the board see its noise on the first page of the menu.</p>",
)


@pytest.mark.parametrize("html", KEPT)
def test_what_only_looks_so_stays(html: str) -> None:
    whole = inner_html(parse_fragment(ARTICLE * 3 + html))
    assert stripped(ARTICLE * 3 + html) == (whole, [])


# line, whether it says whose a picture is
CREDITS = (
    ("图片来源：电子报", True),
    ("Photo: Example News", True),
    ("Bild: Example", True),
    ("The photo shows the board.", False),
    ("", False),
)


@pytest.mark.parametrize(("line", "is_credit"), CREDITS)
def test_credits_of_pictures_are_known(line: str, is_credit: bool) -> None:
    assert is_image_credit(line) is is_credit


@given(
    st.lists(
        st.sampled_from(
            [
                ARTICLE,
                f"<ul>{LINKS}</ul>",
                "<h3>Related articles</h3>",
                "<p>分享到：</p>",
                "<p>2024-01-02</p>",
                "<p>a</p>",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_the_prose_before_the_first_widget_stays(html: str) -> None:
    prose = re.match(f"(?:{re.escape(ARTICLE)})*", ARTICLE + html)
    assert prose is not None
    assert stripped(ARTICLE + html)[0].startswith(prose[0])
