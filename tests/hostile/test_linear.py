"""Reading a page is linear in its size, whatever it is full of: counted in calls, not in seconds.

Each family is a page that grows by one piece, within an article that is one without it. What no call shows, a search of
one pattern over all of a text, is bounded by ``tests/text/test_flood.py``.
"""

import sys
from datetime import UTC, datetime

import pytest

from newscrawl.errors import Refused
from newscrawl.stages.chain import extract

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Pieces of a page. Where the second takes more calls than its size lets expect, since a page of so many pieces is read
# in another way, the third tells.
SIZES = (100, 400, 1600)
# Of the calls in proportion; chosen by hand, for what is read twice once it is long enough.
MAX_GROWTH = 1.5
MIN_CALLS = 3000  # fewer, on the large page, show no growth
TEXT = "The regulator draws eleven microamperes at rest and starts at half a volt, its makers say on Monday."

IN_BODY = {
    "paragraphs": f"<p>{TEXT}</p>", "short paragraphs": "<p>x</p>", "empty paragraphs": "<p></p>", "line breaks": "a<br>", "words": "word ",
    "comments": "w<!---->", "comments between tags": "<!-- a --><p>b</p>", "CDATA": "<![CDATA[x]]>y", "instructions": "<?php x ?>y",
    "links": "<a href='/a'>link</a> ", "links in paragraphs": f"<p><a href='/a/1.html'>{TEXT}</a></p>", "bad links": "<a href='http://['>x</a>",
    "bold words": "<b>x</b> y ", "spans": "<span>x</span>", "nested spans": "<span>x", "nested bold": "<b>x", "nested divs": "<div>x",
    "nested quotes": "<blockquote>x", "nested lists": "<ul><li>x", "lists": "<ul><li>one</li><li>two</li></ul>", "items": "<li>x", "terms": "<dt>a<dd>b",
    "tables": "<table><tr><td>1</td><td>2</td></tr></table>", "rows": "<tr><td>1<td>2", "nested tables": "<table><tr><td>x", "heads": "<th>x",
    "headings": "<h2>Heading</h2>", "headings with text": f"<h3>Heading</h3><p>{TEXT}</p>", "rules": "<hr>", "code": "<pre>x = 1\n</pre>", "inline code": "<code>x</code> ",
    "pictures": "<img src='/a.jpg' alt='board'>", "figures": "<figure><img src='/a.jpg'><figcaption>A board</figcaption></figure>",
    "picture sets": "<picture><source srcset='/a.webp 1x, /b.webp 2x'><img src='/a.jpg'></picture>", "frames": "<iframe src='/x'></iframe>",
    "scripts": "<script>var a = 1 < 2;</script>", "styles": "<style>.a{}</style>", "templates": "<template>x</template>", "noscript": "<noscript><img src='/a.jpg'></noscript>",
    "formulas": "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", "readings": "<ruby>漢<rt>かん</rt></ruby>", "marks": "x<sup>2</sup>y<sub>1</sub>",
    "forms": "<form><input name='a'><button>Send</button></form>", "advertisements": "<div class='ad-slot'>Advertisement</div>",
    "shares": "<div class='share-buttons'><a href='#'>Share</a></div>", "related": "<aside class='related'><h3>Related</h3><a href='/a'>Other</a></aside>",
    "hidden": "<div style='display:none'>spam pills</div>", "comment threads": f"<div class='comment'><p>{TEXT}</p></div>", "end tags": "</div>", "wrong nesting": "<b><i>x</b></i>",
    "unknown tags": "<x-y>z</x-y>", "attributes": "<p data-a='1' data-b='2' data-c='3'>x</p>", "classes": "<p class='a b c d e f g h'>x</p>", "references": "&amp;amp;", "bad references": "&#0;&#xD800;",
    "mojibake": "<p>4.7 kÎ© Â±5 %</p>", "mirror": "<p>國(guó)產(chǎn)晶片</p>", "private use": "<p>\ue5e5晶片</p>", "Chinese": "<p>国产芯片厂商发布新品，功耗更低。</p>", "notes": "<p>（责任编辑：张三）</p>",
    "dates": "<p>2026-11-20 10:00</p>", "by-lines": "<p>By Jane Roe</p>", "quotation marks": "“x” ", "tag characters": "x\U000e0041", "replacement characters": "x\ufffd ",
}  # fmt: skip
IN_HEAD = {
    "meta": "<meta name='author' content='Jane Roe'>", "open graph": "<meta property='article:tag' content='chips'>",
    "JSON-LD": "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Title\"}</script>", "alternates": "<link rel='alternate' hreflang='en' href='/en'>",
    "titles": "<title>x</title>",
}  # fmt: skip
BESIDE = {
    "menus": "<nav><ul><li><a href='/a'>Part</a></li></ul></nav>", "sidebars": f"<div class='widget'><a href='/a'>{TEXT}</a></div>", "articles": f"<article><h2><a href='/a'>Other</a></h2><p>{TEXT}</p></article>",
    "times": "<time datetime='2026-11-20'>today</time>", "first headings": "<h1>Title</h1>", "microdata": "<div itemprop='author'>Jane Roe</div>",
}  # fmt: skip
FAMILIES = [
    *(("body", name, piece) for name, piece in IN_BODY.items()),
    *(("head", name, piece) for name, piece in IN_HEAD.items()),
    *(("beside", name, piece) for name, piece in BESIDE.items()),
]


def page(place, piece, number):
    head, body, beside = (piece * number if place == one else "" for one in ("head", "body", "beside"))
    return (
        f"<html><head><title>Regulator at rest</title>{head}</head><body><article><h1>Regulator at rest</h1><p>{TEXT}</p><p>{TEXT}</p>"
        f"{body}</article>{beside}</body></html>"
    )


def calls_of(markup):
    """Return how many calls, of Python and of C, it takes to read a page."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        extract(markup, "https://www.sample.example/1", fetched=NOW)
    except Refused:
        pass
    finally:
        sys.setprofile(None)
    return count


def test_there_are_enough_families():
    assert len(FAMILIES) >= 60


@pytest.mark.parametrize(("place", "name", "piece"), FAMILIES, ids=[f"{place}: {name}" for place, name, _ in FAMILIES])
def test_calls_grow_no_faster_than_the_page(place, name, piece):
    calls_of(page(place, piece, 1))  # tables and patterns are made on first use
    few, many = (calls_of(page(place, piece, size)) for size in SIZES[:2])
    if many >= _allowed(few, *SIZES[:2]):
        assert calls_of(page(place, piece, SIZES[2])) < _allowed(many, *SIZES[1:])


def _allowed(calls, size, larger):
    return max(MIN_CALLS, MAX_GROWTH * larger / size * calls)
