"""What is beside an article is told by its shape, and what stands at the ends of an article is kept."""

import pytest

from newscrawl.dom.class_names import Sign, sign_of
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.tree import parse, visible_text

FIRST = "The ferry will run on batteries alone from next spring, the council said after its meeting on Monday."
SECOND = (
    "Four packs have been ordered from a maker in the north, and two more are to follow if the first trips go well."
)
THIRD = "Until then the old engines are kept in repair, which costs more each year than the harbour earns in fees."
OTHER = "A valve radio from a family in Kent is restored in public view on every second Sunday of the month."
ARTICLE = f"<h1>A quiet ferry</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
CARD = f'<li><h3><a href="/n/1">Another story</a></h3><p>{OTHER}</p></li>'


def text_of(body: str) -> str:
    content = find_content(parse(f"<html><body>{body}</body></html>"), title="A quiet ferry")
    return " ".join(visible_text(element) for element in content.elements)


BESIDE = {
    "cards below the text": f"<main><div>{ARTICLE}</div><ul>{CARD * 6}</ul></main>",
    "cards in the article": f"<article>{ARTICLE}<ul>{CARD * 3}</ul></article>",
    "next articles inside, headings are links": (
        f'<article>{ARTICLE}<article><h2><a href="/2">Older</a></h2><p>{OTHER}</p></article></article>'
    ),
    "next articles inside, same structure": (
        f'<article><div class="wrap">{ARTICLE}</div>'
        f'<article><h2>Older</h2><div class="wrap"><p>{OTHER}</p><p>{OTHER}</p></div></article></article>'
    ),
    "a footer with more sentences than the article": (
        f'<div><h1>A quiet ferry</h1><div itemprop="articleBody"><p>{FIRST}</p></div></div>'
        f'<div class="footer-bottom-text">{OTHER} {OTHER} {OTHER}</div>'
    ),
}


@pytest.mark.parametrize("body", BESIDE.values(), ids=BESIDE.keys())
def test_other_articles_stay_out(body: str) -> None:
    text = text_of(body)
    assert FIRST in text
    assert OTHER not in text


def test_a_short_article_wins_against_a_longer_stream() -> None:
    text = text_of(f"<main><div><h1>A quiet ferry</h1><p>{FIRST}</p><p>{SECOND}</p></div></main><ul>{CARD * 20}</ul>")
    assert SECOND in text
    assert OTHER not in text


def test_a_widget_that_swallowed_the_rest_goes_alone() -> None:
    cta = f'<div class="cta"><div class="cta__box"><p>Support us today.</p></div><p>{THIRD}</p><p>{OTHER}</p></div>'
    text = text_of(f"<article>{ARTICLE}{cta}</article>")
    assert OTHER in text
    assert "Support us" not in text


def test_a_link_alone_under_its_heading_stays() -> None:
    links = (
        "<h3>For the bench</h3><p><a href='/1'>Board Two</a></p><h3>For the rack</h3><p><a href='/2'>Strip Nine</a></p>"
    )
    text = text_of(f"<article>{ARTICLE}{links}<p>{SECOND}</p></article>")
    assert "Board Two" in text
    assert "Strip Nine" in text


@pytest.mark.parametrize(
    "end",
    [
        "<h2>Daten</h2><table><tr><td>Eingang</td><td>5 bis 36 V</td></tr></table>",
        "<p>宮崎県：高鍋町、新富町、宮崎市、都城市</p><p>福岡県：久留米市</p>",
    ],
)
def test_a_table_of_one_row_and_rows_of_labels_stay_at_the_end(end: str) -> None:
    text = text_of(f"<article>{ARTICLE}{end}</article>")
    assert text.endswith(("5 bis 36 V", "久留米市"))


SWALLOWED = {
    "menu": f'<nav><div><a href="/">Home</a></nav><main>{ARTICLE}</main>',
    "button": f"<button><div>Menu</button><main>{ARTICLE}</main>",
    "noscript": f"<div>Please wait.</div><noscript>{ARTICLE}</noscript>",
}


@pytest.mark.parametrize("body", SWALLOWED.values(), ids=SWALLOWED.keys())
def test_an_element_that_swallowed_the_page_is_a_wrapper(body: str) -> None:
    assert THIRD in text_of(body)


def test_a_menu_with_few_words_stays_unseen() -> None:
    assert "Home" not in text_of(f'<nav><p><a href="/">Home</a></p></nav><main>{ARTICLE}</main>')


KEPT = {
    "a name with its opposite": f'<div class="no-sidebar"><p>{OTHER}</p></div>',
    "a wrapper of what stands beside": f'<div class="contentWithSidebar"><p>{OTHER}</p></div>',
    "a word in another sense": f'<p class="share-price">{OTHER}</p>',
    "code": f'<div class="code-share"><pre>{OTHER}</pre></div>',
    "the rest of the text": f'<div class="read-more"><p>{OTHER}</p><p>{OTHER} Again.</p></div>',
    "a linked sentence": f'<p><a href="/x">{OTHER}</a></p>',
}


@pytest.mark.parametrize("between", KEPT.values(), ids=KEPT.keys())
def test_what_belongs_to_the_text_is_kept(between: str) -> None:
    text = text_of(f"<article><h1>A quiet ferry</h1><p>{FIRST}</p><p>{SECOND}</p>{between}<p>{THIRD}</p></article>")
    assert OTHER in text


@pytest.mark.parametrize("name", ["sidebar", "share", "related-posts"])
def test_small_widgets_go(name: str) -> None:
    text = text_of(
        f'<article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><div class="{name}"><p>Look here, too.</p></div></article>'
    )
    assert "Look here" not in text


ENDS = {
    "list": "<h2>Facts</h2><ul><li>Speed: 12 knots</li><li>Seats: 200</li></ul>",
    "table": "<h2>Facts</h2><table><tr><td>Speed</td><td>12 knots</td></tr><tr><td>Seats</td><td>200</td></tr></table>",
    "steps": "<h2>How to book</h2><ol><li>Choose a day</li><li>Pay</li></ol>",
    "figure": '<figure><img src="/a.jpg"><figcaption>The old ferry</figcaption></figure>',
    "sentence": "<p>The wait is over.</p>",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())
@pytest.mark.parametrize("form", ["<p>{0}</p><p>{1}</p>{2}", "{2}<p>{0}</p><p>{1}</p>"], ids=["last", "first"])
def test_the_ends_of_a_text_are_kept(form: str, end: str) -> None:
    text = text_of(f"<article><h1>A quiet ferry</h1>{form.format(FIRST, SECOND, end)}</article>")
    assert "".join(visible_text(parse(end)).split()) in "".join(text.split())


@pytest.mark.parametrize(
    "line", ["<p>By Jane Roe</p>", '<p>Tags: <a href="/t">ferry</a></p>', "<div>12 May 2024</div>"]
)
def test_loose_words_at_the_ends_go(line: str) -> None:
    words = visible_text(parse(line))
    for body in (f"{line}<p>{FIRST}</p><p>{SECOND}</p>", f"<p>{FIRST}</p><p>{SECOND}</p>{line}"):
        assert words not in text_of(f"<article><h1>A quiet ferry</h1>{body}</article>")


def test_a_cell_that_is_a_link_keeps_its_column() -> None:
    rows = "".join(f'<tr><td><a href="/{n}">Place {n}</a></td><td>16 degrees at noon</td></tr>' for n in range(3))
    assert "Place 1" in text_of(
        f"<article><h1>A quiet ferry</h1><p>{FIRST}</p><table>{rows}</table><p>{SECOND}</p></article>"
    )


def test_what_is_left_out_is_told() -> None:
    body = (
        f'<article>{ARTICLE}<ul>{CARD * 3}</ul><div class="share">Send this on</div><button>Print it</button></article>'
    )
    steps = find_content(parse(body), title="A quiet ferry").steps
    told = {step.rule: (step.count, step.before) for step in steps}
    assert told["content/headline"] == (1, "A quiet ferry")
    assert told["content/cards"][0] == 3
    assert told["content/beside"] == (1, "Send this on")
    assert told["content/controls"] == (1, "Print it")


NAMES = {
    "share-bar": Sign.BESIDE,
    "share-price": Sign.NONE,
    "no-sidebar": Sign.NONE,
    "contentWithSidebar": Sign.ARTICLE,
    "comments-open": Sign.NONE,
    "comments": Sign.COMMENTS,
    "post-tags": Sign.BESIDE,
    "tag-economy": Sign.NONE,
    "article-lead": Sign.DEK,
}


@pytest.mark.parametrize(("name", "sign"), NAMES.items(), ids=NAMES.keys())
def test_words_in_names_count_by_their_place(name: str, sign: Sign) -> None:
    assert sign_of(name) == sign
