"""The picture above an article's text is found, with its caption, and nothing beside the article is taken for it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markup import random_markup

import newscrawl
from newscrawl.dom.lead_picture import drop_repeated_lead_picture, find_lead_picture, put_lead_picture
from newscrawl.dom.tree import parse, parse_fragment

URL = "https://www.sample.example/news/a/1"
TITLE = "A regulator that whispers its noise"
H1 = f"<h1>{TITLE}</h1>"
TEXT = "".join(
    f"<p>Regulator {word} keeps its output noise below one microvolt over the whole range of loads, and its maker sells it in "
    "packages of three millimetres since spring.</p>"
    for word in ("one", "two", "three", "four", "five")
)
BODY = f"<div class=post-content>{TEXT}</div>"
PICTURE = '<img src="/p/board.jpg" alt="A board">'
FIGURE = f"<figure>{PICTURE}<figcaption>The board</figcaption></figure>"
FOUND = "https://www.sample.example/p/board.jpg"
STATED = '<meta property="og:image" content="https://cdn.sample.example/x/board-1200-80.jpg">'

# Markup, and the caption of the picture that is found.
FINDS = {
    "a figure between title and text": (f"<article>{H1}<p class=byline>By Ada Kern</p>{FIGURE}{BODY}</article>", "The board"),
    "a figure above the title": (f"<article>{FIGURE}{H1}{BODY}</article>", "The board"),
    "a wrapper named for it, outside of the article": (
        f"<div class=hero-image-wrapper>{PICTURE}<p class=caption>On a table</p></div><article>{H1}{BODY}</article>",
        "On a table",
    ),
    "a picture marked as the article's": (
        f'<article>{H1}{PICTURE.replace("<img", "<img itemprop=image")}{BODY}</article>',
        None,
    ),
    "the file that the metadata name": (f"{STATED}<article>{H1}<div>{PICTURE}</div>{BODY}</article>", None),
    "a link to the picture itself": (
        f"<article>{H1}<figure><a href=/p/full.jpg>{PICTURE}</a></figure>{BODY}</article>",
        None,
    ),
}  # fmt: skip
LEAVES = {
    "a teaser": f"<article>{H1}<figure><a href=/news/2>{PICTURE}</a></figure>{BODY}</article>",
    "a picture of the next article": f"<article>{H1}{BODY}</article><section><h2>More</h2>{FIGURE}</section>",
    "one in a menu": f"<nav>{FIGURE}</nav><article>{H1}{BODY}</article>",
    "one under another heading": f"<h2>Top story</h2>{FIGURE}<h2>News</h2><article>{H1}{BODY}</article>",
    "a portrait": f"<article>{H1}<figure class=author><img src=/ada.jpg alt=Ada width=64></figure>{BODY}</article>",
    "a picture without a name": f"<div>{PICTURE}</div><article>{H1}{BODY}</article>",
}


def read(html):
    page = f"<!doctype html><html><head><title>{TITLE}</title></head><body>{html}</body></html>"
    return newscrawl.extract(page.encode(), URL, fetched=datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize("name", FINDS)
def test_a_lead_picture_outside_of_the_body_is_found(name):
    html, caption = FINDS[name]
    article = read(html)
    assert [(image.url, image.alt, image.caption) for image in article.images] == [(FOUND, "A board", caption)]
    assert article.lead_image
    assert article.body_text == read(f"<article>{H1}{BODY}</article>").body_text


@pytest.mark.parametrize("name", LEAVES)
def test_what_stands_beside_the_article_is_no_lead_picture(name):
    article = read(LEAVES[name])
    assert (article.images, article.lead_image) == ((), None)


def test_a_picture_of_which_nothing_is_said_is_the_lead_image_only():
    article = read(f"<article>{H1}<figure><img src=/p/board.jpg></figure>{BODY}</article>")
    assert (article.images, article.lead_image) == ((), FOUND)


def test_a_picture_that_is_in_the_body_already_is_not_put_there_twice():
    article = read(f"<article>{H1}{FIGURE}<div class=post-content>{PICTURE}{TEXT}</div></article>")
    assert [image.url for image in article.images] == [FOUND]


def test_the_next_page_of_an_article_does_not_repeat_it():
    first, second, other = (
        parse_fragment(html) for html in (FIGURE + TEXT, FIGURE + TEXT, "<figure><img src=/q.jpg></figure>" + TEXT)
    )
    drop_repeated_lead_picture(second, first)
    drop_repeated_lead_picture(other, first)
    assert len(list(second.iter("img"))) == 0
    assert len(list(other.iter("img"))) == 1
    assert second.text_content() == parse_fragment(TEXT).text_content()


@given(st.integers(0, 10**6).map(random_markup))
def test_any_page_is_searched_without_an_error(html):
    tree = parse(f"<html><body>{html}<h1>x</h1>{html}</body></html>")
    picture = find_lead_picture(tree, "x", "https://e.example/[a.jpg")
    body = parse_fragment(TEXT)
    if picture is not None:
        put_lead_picture(body, picture)
    assert body.text_content().endswith(parse_fragment(TEXT).text_content())
