"""What is known to be repeated goes, and nothing else; too much never goes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ARTICLE

from newscrawl.dom.render import render
from newscrawl.dom.tree import parse_fragment
from newscrawl.errors import Refused
from newscrawl.stages.boilerplate import (
    MAX_PARAGRAPHS,
    RULE,
    Count,
    at_edge,
    is_boilerplate,
    read_tag,
    strip_boilerplate,
    what_is_counted,
)
from newscrawl.stages.validate import validate_article
from newscrawl.text.fingerprints import read_paragraph

NOTICE = "Acme Media keeps all rights; reprints need our written consent."
ABOUT = "Acme Media reports on chips, boards and the people who build them."
OWN = "<p>The new regulator keeps its output noise below one microvolt, its maker says.</p>"
MORE = "<p>Samples are available now; volume production starts in spring, in a smaller package.</p>"
QR = "https://e.example/qr.png"
CODE = f'<p><img src="{QR}" alt="a code"></p>'
TABLE = "<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Basic plan</td><td>9 euros</td></tr></table>"


def article(html, **values):
    rendered = render(parse_fragment(html))
    return replace(
        ARTICLE, body_html=rendered.html, body_text=rendered.text, body_markdown=rendered.markdown, images=(), **values
    )


def known(*texts):
    return {read_paragraph(text).fingerprint for text in texts}


# What is known, the body, and what is left of it.
STRIPPED = (
    ((NOTICE,), f"{OWN}{MORE}<p>{NOTICE}</p>", OWN + MORE),
    ((NOTICE,), f"<p>{NOTICE}</p>{OWN}{MORE}", OWN + MORE),
    ((NOTICE,), f"{OWN}<p><em>{NOTICE.upper()}</em></p>{MORE}", OWN + MORE),
    ((NOTICE,), f"{OWN}{MORE}<blockquote><p>{NOTICE}</p></blockquote>", OWN + MORE),
    ((NOTICE, ABOUT), f"{OWN}{MORE}<ul><li>{NOTICE}</li><li>{ABOUT}</li></ul>", OWN + MORE),
    ((NOTICE,), f"{OWN}{MORE}<ul><li>{NOTICE}</li><li>An item of its own</li></ul>",
     f"{OWN}{MORE}<ul><li>An item of its own</li></ul>"),
    (("PlanPriceBasic plan9 euros",), OWN + MORE + TABLE, OWN + MORE),
    (("About us", ABOUT), f"{OWN}{MORE}<h2>About us</h2><p>{ABOUT}</p>", OWN + MORE),
    (("About:", ABOUT), f"{OWN}{MORE}<p>About:</p><p>{ABOUT}</p>", OWN + MORE),
    ((QR, NOTICE), f"{OWN}{MORE}<p>{NOTICE}</p>{CODE}", OWN + MORE),
    ((QR, NOTICE), f"{OWN}{MORE}<figure>{CODE}</figure><p>{NOTICE}</p>", OWN + MORE),
    (("About us", QR, ABOUT), f"{OWN}{MORE}<h2>About us</h2><p>{ABOUT}</p>{CODE}", OWN + MORE),
    (("The end", "About us", ABOUT), f"{OWN}{MORE}<h2>The end</h2><h3>About us</h3><p>{ABOUT}</p>", OWN + MORE),
)  # fmt: skip
KEPT = (
    ((), f"{OWN}{MORE}<p>{NOTICE}</p>"),
    ((ABOUT,), f"{OWN}{MORE}<p>{NOTICE}</p>"),
    ((NOTICE,), f"{OWN}<p>{NOTICE} {ABOUT}</p>"),
    # A heading or a short line goes only with what it leads to.
    (("Conclusion",), f"{OWN}<h2>Conclusion</h2>{MORE}"),
    (("Conclusion",), f"{OWN}{MORE}<h2>Conclusion</h2>"),
    (("Update:",), f"{OWN}<p>Update:</p>{MORE}"),
    # A picture goes only with what stands beside it.
    ((QR,), f"{OWN}{CODE}{MORE}"),
    ((QR,), f"{OWN}{MORE}{CODE}"),
    # A row of a table, code and captions are not looked at.
    (("PlanPrice",), OWN + MORE + TABLE),
    ((NOTICE,), f"{OWN}<pre>{NOTICE}</pre>"),
    ((NOTICE,), f'{OWN}<figure><img src="https://e.example/1.png"><figcaption>{NOTICE}</figcaption></figure>'),
    # Too much would go.
    ((NOTICE, ABOUT), f"{OWN}<p>{NOTICE}</p><p>{ABOUT}</p>"),
    ((NOTICE,), f"<p>{NOTICE}</p><p>A short flash of ours</p>"),
)


@pytest.mark.parametrize(("texts", "html", "left"), STRIPPED)
def test_what_is_known_goes_and_the_rest_is_rendered(texts, html, left):
    before, expected = article(html), article(left)
    after = strip_boilerplate(before, known(*texts))
    assert (after.body_html, after.body_text, after.body_markdown) == (
        expected.body_html,
        expected.body_text,
        expected.body_markdown,
    )
    [change] = after.changes[len(before.changes) :]
    assert (change.stage, change.field, change.rule, change.after) == ("strip", "body", RULE, "")
    assert change.count == len(texts)


@pytest.mark.parametrize(("texts", "html"), KEPT)
def test_what_must_not_change_does_not(texts, html):
    before = article(html)
    assert strip_boilerplate(before, known(*texts)) == before


def test_a_heading_stays_while_anything_of_its_section_does():
    before = article(f"{OWN}{MORE}<h2>About us</h2><p>{ABOUT}</p>{MORE}")
    assert "About us" in strip_boilerplate(before, known("About us", ABOUT)).body_text


def test_a_page_that_says_nothing_of_its_own_is_refused():
    nothing = strip_boilerplate(article(f"<p>{NOTICE}</p><p>{ABOUT}</p>"), known(NOTICE, ABOUT))
    with pytest.raises(Refused, match="empty body"):
        validate_article(nothing)


def test_pictures_of_what_goes_are_no_pictures_of_the_article():
    html = f'{OWN}{MORE}<p><img src="https://e.example/qr.png">{NOTICE}</p>'
    assert strip_boilerplate(article(html), known(NOTICE)).images == ()


def test_all_that_was_there_is_handed_on_to_be_counted():
    after = strip_boilerplate(article(f"{OWN}{MORE}<p>{NOTICE}</p>"), known(NOTICE))
    assert [one.excerpt for one in after.paragraphs][2] == NOTICE
    assert len(after.paragraphs) == 3


def test_tags_that_are_known_go_and_are_counted_on():
    before = article(OWN + MORE, tags=("Hardware", "GPU", "硬件", "…"))
    after = strip_boilerplate(before, {read_tag("hardware").fingerprint, *known("GPU", "硬件")})
    assert after.tags == ("GPU", "硬件", "…")
    assert after.body_text == before.body_text
    assert [(one.stage, one.field, one.rule, one.before) for one in after.changes[-1:]] == [
        ("strip", "tags", RULE, "Hardware")
    ]
    tags = ["tag: Hardware", "tag: GPU", "tag: 硬件"]
    assert sorted(one.excerpt for one in what_is_counted(after) if one.excerpt[:4] == "tag:") == sorted(tags)


def test_of_endless_bodies_the_ends_are_looked_at():
    after = strip_boilerplate(article("".join(f"<p>Line {n} of a long list</p>" for n in range(1000))), ())
    assert len(after.paragraphs) == MAX_PARAGRAPHS
    assert after.paragraphs[-1].excerpt == "Line 999 of a long list"


PARTS = st.sampled_from(
    (OWN, MORE, f"<p>{NOTICE}</p>", f"<h2>About</h2><p>{ABOUT}</p>", CODE, TABLE, "<p>Update:</p>", "<hr>")
)


@given(st.lists(PARTS, max_size=8), st.sets(st.sampled_from((NOTICE, ABOUT, QR, "About", "Update:", "Conclusion"))))
def test_stripping_again_changes_nothing_and_half_is_left_or_nothing(parts, texts):
    before = article("".join(parts))
    after = strip_boilerplate(before, known(*texts))
    letters = [sum(map(str.isalnum, one.body_text)) for one in (before, after)]
    assert letters[1] < 10 or 2 * letters[1] >= letters[0]
    assert strip_boilerplate(after, known(*texts)).body_html == after.body_html


# Articles, of these at the edge, their share of the site's, letters.
COUNTS = (
    (Count(10, 10, 0.5, 60, False), True),
    (Count(9, 9, 1.0, 60, False), False),  # it may still be a serial
    (Count(20, 20, 0.001, 60, False), True),  # an agency's note, once in a thousand
    (Count(19, 19, 0.04, 60, False), False),  # a recap of an affair
    (Count(30, 30, 0.03, 30, False), False),  # "No price was given." is what writers say
    (Count(10, 10, 0.05, 30, False), True),
    (Count(10, 10, 0.05, 5, False), True),  # "About us"
    (Count(100, 40, 0.1, 30, False), False),  # a line of data sheets
    (Count(100, 40, 0.1, 60, False), True),
    (Count(100, 40, 0.3, 30, False), True),
    (Count(10, 0, 0.5, 30, False), True),
    (Count(19, 0, 0.9, 20, False), False),
    (Count(1000, 1000, 1.0, 60, True), False),  # the rate of the day
    (Count(1000, 0, 1.0, 9, False), False),  # "Conclusion"
    (Count(20, 0, 0.5, read_tag("Hardware").alphanumerics, False), True),
    (Count(19, 0, 1.0, read_tag("Hardware").alphanumerics, False), False),  # a week about one event
    (Count(1000, 0, 0.49, read_tag("Hardware").alphanumerics, False), False),
    (Count(1000, 0, 1.0, read_tag("RTX 5090").alphanumerics, True), False),
)


@pytest.mark.parametrize(("count", "expected"), COUNTS)
def test_how_often_and_where_decides(count, expected):
    assert is_boilerplate(count) is expected


def test_a_line_and_what_others_say_may_stand_outside_of_the_edge():
    texts = ("x" * 300, "y" * 300, "z" * 300, NOTICE, "Source: a wire", ABOUT)
    own = (True, True, True, False, True, False)
    paragraphs = [read_paragraph(text) for text in texts]
    assert at_edge(paragraphs, own) == [True, False, True, True, True, True]
    assert at_edge(paragraphs[:3] + paragraphs[3:4] + paragraphs[2:3], (*own[:4], True))[3] is False
