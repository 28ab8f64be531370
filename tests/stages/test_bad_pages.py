"""Pages that nobody would write: the whole reader answers each soon, with an article or a reason."""

import time
from collections.abc import Callable
from typing import NamedTuple

import pytest

from newscrawl import extract
from newscrawl.errors import Refused

PROSE = "<p>The new regulator keeps its noise below one microvolt, its maker says, and samples are to be had now.</p>"
TITLE = "<title>A quieter regulator</title>"
SECONDS = 2.0
QUICK = 40  # times smaller than the full sizes are those of the quick run
PAGE = 8 << 20  # characters


def article(body: str, head: str = "") -> str:
    return f"<html><head>{TITLE}{head}</head><body><article><h1>A quieter regulator</h1>{body}</article></body></html>"


def filled(token: str, size: int) -> str:
    return token * (size // len(token))


def json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


class Bad(NamedTuple):
    """A page by its size, and why it is refused, a part of its full size and whole; ``None`` for an article."""

    make: Callable[[int], str]
    size: int
    part: str | None
    whole: str | None


SHORT = PROSE * 8
BAD_PAGES = {
    # 8 MiB of one thing
    "paragraphs": Bad(lambda n: article(filled(PROSE, n)), PAGE, "not an article", "too expensive"),
    "one paragraph": Bad(
        lambda n: article(f"<p>{filled('One more word. ', n)}"), PAGE, "not an article", "too expensive"
    ),
    "one Chinese run": Bad(
        lambda n: article(f"<p>{filled('稳压器的噪声很低，', n)}"), PAGE, "not an article", "not an article"
    ),
    "one letter": Bad(lambda n: article(f"<p>{filled('a', n)}"), PAGE, "not an article", "too expensive"),
    "a script": Bad(lambda n: article(f"<script>{filled('a = b; ', n)}</script>{SHORT}"), PAGE, None, None),
    "a comment": Bad(lambda n: article(f"<!--{filled('- a ', n)}-->{SHORT}"), PAGE, None, None),
    "a style attribute": Bad(lambda n: article(f"<p style='{filled('color: red; ', n)}'>{SHORT}"), PAGE, None, None),
    "a title": Bad(lambda n: f"<title>{filled('A quieter regulator - ', n)}</title>{SHORT}", PAGE, None, None),
    "a headline": Bad(lambda n: article(f"<h1>{filled('a | b - ', n)}</h1>{SHORT}"), PAGE, None, "too expensive"),
    "NULs": Bad(
        lambda n: article(f"<p>{filled('a' + chr(0) + 'b ', n)}</p>{SHORT}"), PAGE, "not an article", "too expensive"
    ),
    "references to no character": Bad(
        lambda n: article(f"<p>{filled('&#0;&#xD800;&#x110000; a ', n)}</p>{SHORT}"),
        PAGE,
        "not an article",
        "too expensive",
    ),
    "references": Bad(lambda n: article(f"<p>{filled('&#8217;a ', n)}"), PAGE, "not an article", "too expensive"),
    "ampersands": Bad(lambda n: article(f"<p>{filled('&', n)}"), PAGE, "empty body", "too expensive"),
    "mojibake": Bad(
        lambda n: article(filled("<p>Ã©Ã¨ 鏂囦欢锛屾垜浠</p>", n)), PAGE // 8, "not an article", "not an article"
    ),
    # Tags and attributes
    "attributes on one tag": Bad(
        lambda n: article("<p " + " ".join(f"a{i}=1" for i in range(n)) + f">{SHORT}"), 100_000, None, "too expensive"
    ),
    "one attribute again and again": Bad(lambda n: article(f"<p {'a=1 ' * n}>{SHORT}"), 100_000, None, "too expensive"),
    "nested tags": Bad(lambda n: article("<div>" * n + SHORT), 100_000, "not an article", "too expensive"),
    "nested tags below the bound": Bad(
        lambda n: article("<div>" * n + SHORT), 99_000, "not an article", "not an article"
    ),
    "nested inline tags": Bad(lambda n: article("<b>" * n + SHORT), 99_000, "not an article", "not an article"),
    "nested links": Bad(lambda n: article("<a href=x>" * n + SHORT), 99_000, None, None),
    "nested tables": Bad(lambda n: article("<table><tr><td>" * n + SHORT), 33_000, "not an article", "not an article"),
    "nested lists": Bad(lambda n: article("<ul><li>" * n + SHORT), 49_000, "not an article", "not an article"),
    "siblings": Bad(lambda n: article("<i>x</i>" * n), 1_000_000, "not an article", "too expensive"),
    "siblings below the bound": Bad(lambda n: article("<i>x</i>" * n), 49_000, None, "not an article"),
    "line breaks": Bad(lambda n: article("text<br>" * n), 99_000, "not an article", "not an article"),
    "links": Bad(lambda n: article("<a href=x>some link</a> " * n + SHORT), 49_000, "not an article", "not an article"),
    "cells": Bad(
        lambda n: article("<table>" + "<tr><td>a<td>b" * n + "</table>" + SHORT), 33_000, None, "not an article"
    ),
    "pictures": Bad(lambda n: article("<img src=/a.png>" * n + SHORT), 99_000, None, "not an article"),
    "all unclosed": Bad(
        lambda n: article("<p><b><i><div><span>" * n + SHORT), 19_000, "not an article", "not an article"
    ),
    "a quote that is never closed": Bad(
        lambda n: article(f"<p class='{filled(PROSE, n)}"), PAGE, "not an article", "not an article"
    ),
    "angle brackets": Bad(lambda n: article(filled("< ", n)), PAGE, "empty body", "too expensive"),
    # What the reader of metadata meets
    "deep JSON-LD": Bad(lambda n: article(SHORT, json_ld("[" * n)), 200_000, None, None),
    "deep objects": Bad(lambda n: article(SHORT, json_ld('{"author":' * n)), 20_000, None, None),
    "a huge integer": Bad(
        lambda n: article(SHORT, json_ld('{"@type":"NewsArticle","datePublished":' + "9" * n + "}")),
        200_000,
        None,
        None,
    ),
    "scripts of JSON-LD": Bad(lambda n: article(SHORT, json_ld('{"@type":"Article"}') * n), 40_000, None, None),
    "meta elements": Bad(lambda n: article(SHORT, '<meta name="author" content="By Jo Doe">' * n), 90_000, None, None),
    "itemprops": Bad(
        lambda n: article("<i itemprop=author class=byline>Jo Doe</i>" * n), 49_000, "not an article", "not an article"
    ),
    "names": Bad(
        lambda n: article("<i class='author date' id=pubdate rel=author itemprop=author>Jo Doe</i>" * n),
        99_000,
        "not an article",
        "not an article",
    ),
    "names inside of an article": Bad(
        lambda n: article("<i class=hidden style=color:red role=note hidden itemtype=x>Jo Doe</i>" * n + SHORT * 9),
        14_000,
        "not an article",
        "not an article",
    ),
    "dates": Bad(
        lambda n: article("<time class=date>1 May 2026</time>" * n), 49_000, "not an article", "not an article"
    ),
    "bylines": Bad(lambda n: article("<p>By Jo Doe, 1 May 2026</p>" * n), 49_000, "not an article", "not an article"),
    "Chinese credits": Bad(
        lambda n: article("<p>作者：王小明 来源：新华网</p>" * n), 49_000, "not an article", "not an article"
    ),
    "headlines": Bad(lambda n: article("<h1>A quieter regulator</h1>" * n + SHORT), 49_000, None, None),
    "articles": Bad(
        lambda n: article(f"<article><h2>x</h2>{PROSE}</article>" * n), 10_000, "not an article", "not an article"
    ),
    "widgets": Bad(lambda n: article('<div class="share related">x</div>' * n + SHORT), 49_000, None, None),
    "hidden blocks": Bad(
        lambda n: article(f"<div hidden>{PROSE}</div>" * n + SHORT), 20_000, "not an article", "too expensive"
    ),
}
NO_BODIES = {
    "nothing": ("", "not an article"),
    "a head without a body": (f"<html><head>{TITLE}</head></html>", "not an article"),
    "frames": (f"<html><head>{TITLE}</head><frameset><frame src=a><frame src=b></frameset></html>", "not an article"),
    "only a comment": ("<!-- nothing -->", "not an article"),
    "only a script": (f"<head>{TITLE}</head><script>load()</script>", "not an article"),
    "a lone surrogate": ("\ud800", "not an article"),
}


def answer(html: str, max_seconds: float = SECONDS) -> str | None:
    """Return the reason of a refusal, ``None`` for an article."""
    body = html.encode("utf-8", "surrogatepass")
    try:
        extract(body, "https://example.com/a", max_seconds=max_seconds)
    except Refused as refused:
        return refused.reason
    return None


def timed(html: str) -> float:
    start = time.process_time()
    answer(html)
    return time.process_time() - start


@pytest.mark.parametrize("bad", BAD_PAGES.values(), ids=BAD_PAGES.keys())
def test_a_bad_page_is_answered_soon(bad: Bad) -> None:
    html = bad.make(bad.size // QUICK)
    start = time.process_time()
    reason = answer(html)
    assert time.process_time() - start < SECONDS
    assert reason == bad.part


@pytest.mark.slow
@pytest.mark.parametrize("bad", BAD_PAGES.values(), ids=BAD_PAGES.keys())
def test_a_bad_page_of_full_size_is_answered_within_two_seconds_and_with_its_reason(bad: Bad) -> None:
    html = bad.make(bad.size)
    assert answer(html, max_seconds=0) == bad.whole  # which is not to depend on how fast the machine is
    assert min(timed(html), timed(html)) < SECONDS


@pytest.mark.parametrize(("html", "reason"), NO_BODIES.values(), ids=NO_BODIES.keys())
def test_a_page_without_a_body_is_refused_with_its_reason(html: str, reason: str) -> None:
    assert answer(html) == reason


def test_the_refusal_of_frames_says_so() -> None:
    with pytest.raises(Refused) as caught:
        extract(NO_BODIES["frames"][0], "https://example.com/a")
    assert caught.value.detail == "frames only"


@pytest.mark.parametrize("reference", ["&#0;", "&#x1;", "&#xD800;", "&#xFFFF;", "&#&#0;x1;", "&&#1;#2;", "&#1114112;"])
def test_a_reference_to_no_character_does_not_harm_the_text_around_it(reference: str) -> None:
    text = extract(article(f"{SHORT}<p>Above {reference} all, quiet.</p>{SHORT}"), "https://example.com/a").body_text
    assert "Above " in text
    assert "all, quiet." in text
    assert not any(character < " " and character not in "\t\n" for character in text)
