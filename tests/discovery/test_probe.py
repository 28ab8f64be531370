"""What the pages of an unknown site have in common is found: body and forms of addresses."""

import asyncio
import re
from datetime import date

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st
from saved import PRACTICE_PAGES

from newscrawl.discovery.answers import Answer
from newscrawl.discovery.probe import address_forms, find_body, propose_site
from newscrawl.discovery.site_lists import find_sources
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.tree import parse
from newscrawl.text.decode import decode

URL = "https://www.sample.example/"
PAGES = {page.url: page for page in PRACTICE_PAGES}


@pytest.mark.parametrize(
    ("paths", "forms"),
    [
        (["/d/1.html", "/d/22.html"], (r"/d/(?P<id>\d+)\.html",)),
        (["/2026/11/a-relay/", "/2026/12/a-cell/"], (r"/\d+/\d+/(?P<id>[a-z0-9-]+)/",)),
        (["/a/x-1", "/a/x-2", "/news/7.html", "/news/8.html"], (r"/a/(?P<id>[a-z0-9-]+)", r"/news/(?P<id>\d+)\.html")),
        (["/n/Täglich", "/n/Nächtlich"], ("/n/(?P<id>[^/]+)",)),
        (["/v?id=1", "/v?id=2"], ()),
        ([], ()),
    ],
)
def test_the_forms_of_addresses_match_them_and_name_what_varies(paths, forms):
    urls = [f"https://www.sample.example{path}" for path in paths]
    assert address_forms(urls) == forms
    assert all(any(re.fullmatch(form, path) for form in forms) for path in paths if forms)


BODIES = {  # of saved pages, as a person has declared them
    "https://www.lab-gazette.example/2026/11/why-the-old-oscillator-drifts/": ("div.story-text", "JSON-LD"),
    "https://www.elecfans.com/d/6100001.html": ("div.simditor-body", "the generic reader"),
    "https://www.circuit-review.example/2026/11/a-coin-cell-that-lasts-a-decade/": (
        "div.entry-content",
        "the generic reader",
    ),
}


@pytest.mark.parametrize("url", BODIES)
def test_the_body_is_where_json_ld_or_the_generic_reader_and_the_markup_agree(url):
    tree = parse(decode(PAGES[url].body).text)
    body = find_body(tree, read_metadata(tree, url))
    assert (body.css, body.by) == BODIES[url]


def test_a_page_without_text_has_no_body():
    tree = parse("<div class=a><a href=/>x</a></div>")
    assert find_body(tree, read_metadata(tree, URL)) is None


def gazette():
    async def fetch(url):
        page = PAGES.get(url)
        return Answer(page.url, page.body) if page else None

    front = PAGES["https://www.lab-gazette.example/"]
    return asyncio.run(find_sources(Answer(front.url, front.body), fetch))


def test_a_proposal_names_what_was_found_and_how():
    found = gazette()
    front = PAGES["https://www.lab-gazette.example/"]
    articles = [Answer(link.url, PAGES[link.url].body) for link in found.links]
    site, notes = propose_site("lab-gazette", Answer(front.url, front.body), found, articles, date(2026, 11, 24))
    assert (site.title, site.language, site.hosts) == ("Lab Gazette", "en", ("www.lab-gazette.example",))
    assert site.templates[0].body == "div.story-text"
    assert all(site.is_article(link.url) for link in found.links)
    assert "2026-11" in site.evidence
    assert any("JSON-LD" in note for note in notes)


@given(st.text(max_size=300))
def test_any_page_is_looked_at_without_an_error(html):
    tree = parse(html)
    find_body(tree, read_metadata(tree, URL))


@in_shares
@pytest.mark.parametrize(
    "piece",
    [
        "<a href=/d/1234.html>A headline of some length</a>",
        "<p>A paragraph of some length, with a stop.</p>",
        "<div class=a>",
        "<div class=a1><a href=/x>Headline after headline</a>",
    ],
)
def test_a_page_of_one_piece_over_and_over_is_looked_at_in_time(piece, share):
    def look(html):
        tree = parse(html)
        find_body(tree, read_metadata(tree, URL))

    assert_linear(look, lambda size: piece * (size // len(piece)), int(600_000 * share), max_seconds=8 * share)
