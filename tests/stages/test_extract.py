"""A template that finds the wrong thing is not the end; addresses are resolved against the page's base."""

from contextlib import nullcontext

import pytest

from newscrawl.errors import Refused
from newscrawl.site import Site, Template
from newscrawl.stages.chain import extract
from newscrawl.stages.extract import extract_article
from newscrawl.text.decode import decode

URL = "https://www.sample.example/news/1.html"
PROSE = "<p>The regulator keeps its noise below one microvolt, its maker says in a note to engineers.</p>" * 4
TEASERS = "".join(
    f"<article class=post><h3><a href=/news/{n}>Another headline {n}</a></h3>A short line.</article>"
    for n in range(2, 7)
)
SITE = Site(
    name="sample",
    title="Sample",
    hosts=("www.sample.example",),
    templates=(
        Template(name="posts", body=".content .post"),
        Template(name="text", body=".text"),
    ),
)


def page(body, head=""):
    return f"<html><head><title>Quiet regulator</title>{head}</head><body><h1>Quiet regulator</h1>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "source"),
    [
        (f"<div class=content><div class=post>{PROSE}</div></div>", "site"),
        (f"<div class=content>{TEASERS}</div><div class=text>{PROSE}</div>", "site"),  # the next template
        (f"<div class=content>{TEASERS}</div><main>{PROSE}</main>", "generic"),
        (f"<div class=content><div class=post>Read on</div></div><div class=text>{PROSE}</div>", "site"),
        (f"<div class=content><div class=post></div></div><main>{PROSE}</main>", "generic"),
        ("".join(f"<div class=content><div class=post>{PROSE}</div></div>" for _ in range(3)), "site"),
    ],
)
def test_a_template_that_finds_teasers_or_nothing_leaves_the_page_to_the_next(body, source):
    article = extract(page(body), URL, site=SITE)
    assert article.field_sources["body"] == source
    assert "below one microvolt" in article.body_text
    assert "Another headline" not in article.body_text


def test_a_page_that_no_template_reads_is_counted_as_such():
    found = extract_article(decode(page(f"<div class=content>{TEASERS}</div><main>{PROSE}</main>")), URL, SITE)
    assert found.fallbacks == ("body",)


@pytest.mark.parametrize(
    ("base", "place"),
    [
        ("", "https://www.sample.example/news/"),
        ('<base href="/forum/">', "https://www.sample.example/forum/"),
        ('<base href="https://cdn.example/x/">', "https://cdn.example/x/"),
        ('<base href="http://[">', "https://www.sample.example/news/"),
    ],
)
def test_links_pictures_and_pages_are_relative_to_the_base(base, place):
    body = f'<div class=text>{PROSE}<p>See <a href="docs/sheet.pdf">the sheet</a>.</p><img src="img/board.jpg" alt="A board"></div>'
    body += '<a class=next href="http://[">x</a><a class=next href="p2.html">2</a>'
    site = Site(
        name="s", title="S", hosts=("www.sample.example",),
        templates=(Template(name="a", body=".text", next_page="a.next::attr(href)"),),
    )  # fmt: skip
    article = extract(page(body, base), URL, site=site)
    assert f'href="{place}docs/sheet.pdf"' in article.body_html
    assert [image.url for image in article.images] == [f"{place}img/board.jpg"]
    assert extract_article(decode(page(body, base)), URL, site).next_page == f"{place}p2.html"


@pytest.mark.parametrize(
    ("source_set", "widest"),
    [
        ("https://e.example/a.jpg 1x,https://e.example/b.jpg 2x", "b.jpg"),
        ("https://e.example/a.jpg 640w , https://e.example/b.jpg 1280w", "b.jpg"),
        ("https://e.example/a.jpg, https://e.example/b.jpg 2x", "b.jpg"),
        ("https://e.example/w_1,h_2/b.jpg 2x,\nhttps://e.example/a.jpg 1x", "w_1,h_2/b.jpg"),
        ("https://e.example/b.jpg", "b.jpg"),
        ("https://e.example/b.jpg,", "b.jpg"),
        (",, https://e.example/b.jpg 1.5x,,https://e.example/a.jpg 1x", "b.jpg"),
    ],
)
def test_the_widest_candidate_of_a_set_is_the_picture(source_set, widest):
    article = extract(page(f'<main>{PROSE}<img srcset="{source_set}" alt="A board"></main>'), URL)
    assert [image.url for image in article.images] == [f"https://e.example/{widest}"]


@pytest.mark.parametrize(
    ("summary", "flag"),
    [
        ("Quiet regulator", "summary/is-title"),
        ("The regulator keeps its noise below…", "summary/is-opening"),
        ("What the maker says of it.", None),
    ],
)
def test_a_summary_that_says_nothing_of_its_own_is_marked(summary, flag):
    article = extract(page(PROSE, f'<meta name="description" content="{summary}">'), URL)
    assert [one for one in article.flags if one.startswith("summary/")] == ([flag] if flag else [])


@pytest.mark.parametrize(("others", "is_refused"), [(2, True), (60, False)], ids=["a gatekeeper", "a page with a form"])
def test_a_captcha_beside_hardly_any_text_is_the_page(others: int, is_refused: bool) -> None:
    links = (
        "<li><a href=/2>Another story about the ferry and its packs, from the paper of last Monday</a></li>" * others
    )
    text = "<p>The ferry will run on batteries alone from next spring, the council said on Monday.</p>"
    html = f"<title>Ferry</title><main>{text}</main><ul>{links}</ul><div class=g-recaptcha data-sitekey=x></div>"
    with pytest.raises(Refused, match="blocked page") if is_refused else nullcontext():
        extract(html, URL)
