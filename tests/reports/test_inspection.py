"""An inspection tells what a crawl does with a page, and marks it on the page."""

import re

import pytest
from random_markup import random_markup

from newscrawl.reports.inspection import MARK, inspect_page
from newscrawl.site import Site, Template
from newscrawl.stages.chain import extract

URL = "https://www.news.example/2026/board.html"
SITE = Site(
    name="news",
    title="News",
    hosts=("www.news.example",),
    templates=(Template(name="2026", body="div.text", title="h1"),),
)
PROSE = "The regulator holds its output within two millivolts, and it stays below forty degrees all day long. "
PAGE = f"""<html><head><title>Quiet board | News</title><meta property="og:title" content="A quiet board, again">
<script>secret()</script></head><body><nav>Home</nav><h1>A quiet board</h1><div class="text"><p>{PROSE * 3}</p>
<div class="yarpp-related"><a href="/2">Another article about boards</a></div><p>{PROSE * 2}</p></div>
<footer>Imprint</footer></body></html>"""


def test_the_article_is_that_of_a_crawl():
    found = inspect_page(PAGE.encode(), URL, SITE)
    assert found.article == extract(PAGE.encode(), URL, site=SITE)
    assert found.refused is None


def test_each_field_names_the_source_that_won_and_those_that_lost():
    [title] = [one for one in inspect_page(PAGE.encode(), URL, SITE).fields if one.name == "title"]
    assert (title.value, title.source) == ("A quiet board", "site")
    assert ("open-graph", "A quiet board, again") in title.others
    assert ("window title", "Quiet board | News") in title.others


def test_what_was_taken_and_what_was_taken_out_is_marked():
    marked = inspect_page(PAGE.encode(), URL, SITE).marked
    assert re.findall(f'<div class="([^"]*)" {MARK}="([^"]*)"', marked) == [
        ("text", "kept"),
        ("yarpp-related", "related/yarpp"),
    ]
    assert "number" not in re.sub("<[^>]*>", "", marked)
    assert f"{MARK}-number" not in marked


def test_a_page_cannot_mark_itself():
    page = PAGE.replace("<nav>", f'<nav {MARK}="kept">')
    assert re.findall("<nav[^>]*>", inspect_page(page.encode(), URL, SITE).marked) == ["<nav>"]


REFUSED = (
    (b"<title>Just a moment...</title><p>Checking", "blocked page"),
    (b"<title>404 Not Found</title>", "soft 404"),
    (b"%PDF-1.7 ...", "not a page"),
    (b"", "not an article"),
)


@pytest.mark.parametrize(("body", "reason"), REFUSED)
def test_a_refused_page_says_why(body, reason):
    found = inspect_page(body, URL, SITE, content_type="text/html")
    assert found.article is None
    assert found.refused in (reason, "empty body")


def test_charsets_compete_where_bytes_are_not_ascii():
    body = PAGE.replace("The regulator", "国产芯片上市").encode("gb18030")
    found = inspect_page(body, URL, SITE, content_type="text/html; charset=gbk")
    assert found.scores[0].charset == found.charset == "gb18030"
    assert [one.score for one in found.scores] == sorted((one.score for one in found.scores), reverse=True)
    assert inspect_page(PAGE.encode(), URL, SITE).scores == ()


@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_raised_for_any_markup(seed):
    found = inspect_page(random_markup(seed).encode("utf-8", "replace"), URL, SITE)
    assert (found.article is None) == (found.refused is not None)
