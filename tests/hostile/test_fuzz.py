"""Every parser that sees bytes of the network has an answer for any of them.

The usual run tries a few cases of each; `pytest -m slow` some fifty thousand in all.
"""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.metadata.jsonld import read_blocks
from newscrawl.dom.tree import TooMuchMarkup, inner_html, map_text, parse, parse_fragment, visible_text
from newscrawl.errors import Refused
from newscrawl.net.robots import read_answer
from newscrawl.net.ssrf_targets import fault_of_url
from newscrawl.site import Listing, Site
from newscrawl.stages.chain import extract
from newscrawl.stages.decode import check_body
from newscrawl.text.dates import find_date, parse_date
from newscrawl.text.decode import charset_of, decode
from newscrawl.urls import host_of, url_key, without_tracking

URL = "https://www.fuzz.example/news/1.html"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SITE = Site.undeclared(URL)
MARKUP = (
    "<html>", "<body>", "</body></html>", "<article>", "</article>", "<p>", "</p>", "<div class='", "<a href='http://[", "<h1>", "<title>",
    "</title>", "<table><tr>", "<td colspan='9999999'>", "<ul><li>", "<pre>", "<code>", "<img src=", "alt='x'>", "<script>", "</script>",
    "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0' encoding='utf-7'?>", "<!DOCTYPE html>", "<svg>", "<math>", "<template>",
    "<meta property='article:published_time' content='", "<meta charset='", "<link rel=canonical href='", "<base href='javascript:'>",
    "<script type='application/ld+json'>", '{"@type":"NewsArticle",', '"headline":', "[[[[", "{}", '"datePublished":"', "<time datetime='",
    "<rss><channel><item><link>", "</link></item>", "<urlset><url><loc>", "</loc></url>", "<sitemapindex>", "&#", "&#x", "&amp;", "&", ";",
    "'", '"', ">", "<", "=", "\x00", "\x0c", "\x1a", "\x1b", "\ufeff", "\ufffe", "\ufffd", "\ud800", "\u202e", "字", "（", "Ã©", "é", "?", "·",
    "2026-11-20", "99999999999", "-1", "昨天", "vor 3 Tagen", "Jan", "10:00", "T", "Z", "+99:99", "http://", "https://a.example/", "//", "/",
    "?utm_source=", "#", "%", "%zz", "@", ":", "User-agent: *\n", "Disallow: ", "*", "$", "Crawl-delay: ", "\n", "\r", " ", "A sentence of an"
    " article that is long enough to be taken for one, with a full stop at its end. ", "作者：", "By ", "来源：", "404", "Log in",
)  # fmt: skip

texts = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), max_size=40).map("".join)
bodies = st.one_of(
    st.binary(max_size=300),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(
        texts, st.sampled_from(["gb18030", "shift_jis", "euc_kr", "utf-16", "utf-16-be", "cp1252", "iso2022_jp"])
    ).map(lambda pair: pair[0].encode(pair[1], "replace")),
    st.tuples(texts, st.binary(max_size=6), st.integers(0, 400)).map(
        lambda three: (data := three[0].encode("utf-8", "replace"))[: three[2]] + three[1] + data[three[2] :]
    ),
)


def _tree(text):
    tree = parse(text)
    map_text(tree, lambda run: run)
    inner_html(tree)
    visible_text(tree)
    map_text(parse_fragment(text), lambda run: run)


def _page(body):
    check_body(body, "text/html")
    article = extract(body, URL, fetched=NOW)
    (article.title + article.body_text + article.body_markdown + article.body_html).encode("utf-8")


LISTING = Listing(url=URL, links="a, li", next_page="a")
PARSERS = {
    "decode": (bodies, lambda body: decode(body).text.encode("utf-8", "surrogatepass")),
    "decode-labelled": (st.tuples(bodies, st.text(max_size=20)), lambda pair: decode(*pair)),
    "charset": (texts, charset_of),
    "tree": (texts, _tree),
    "page": (bodies, _page),
    "metadata": (texts, lambda text: read_metadata(parse(text), URL, fetched=NOW)),
    "json-ld": (texts, lambda text: read_blocks([text])),
    "listing": (texts, lambda text: read_listing(text, URL, LISTING)),
    "feed": (texts, lambda text: read_feed(text, URL)),
    "sitemap": (bodies, lambda body: read_sitemap(body, URL)),
    "robots": (bodies, lambda body: read_answer(200, body, "newscrawl").allow(URL, "newscrawl")),
    "dates": (texts, lambda text: (find_date(text, now=NOW), parse_date(text, now=NOW))),
    "addresses": (texts, lambda text: (host_of(text), fault_of_url(text), SITE.covers(text))),
    "keys": (
        texts.map(lambda text: "https://a.example/" + text.encode("utf-8", "replace").decode()),
        lambda url: (url_key(url), without_tracking(url)),
    ),
}
EXPECTED = (Refused, TooMuchMarkup)


def fuzz(name, cases):
    strategy, parser = PARSERS[name]

    @settings(max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def run(value):
        with suppress(*EXPECTED):
            parser(value)

    run()


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_has_an_answer_for_anything(name):
    fuzz(name, 40)


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_has_an_answer_for_thousands_of_things(name):
    fuzz(name, 4000)
