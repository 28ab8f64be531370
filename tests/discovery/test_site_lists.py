"""Where an undeclared site lists its articles is found, with few requests: on sites of our own invention and saved ones."""

import asyncio

import pytest
from saved import PRACTICE_PAGES

from newscrawl.discovery.answers import Answer
from newscrawl.discovery.site_lists import find_sources
from newscrawl.site import Feed, Listing, Site, Sitemap, WordPress
from newscrawl.stages.chain import extract

PAGES = {page.url: page for page in PRACTICE_PAGES}
URL = "https://www.sample.example/"


def gazette(*missing):
    asked = []

    async def fetch(url):
        asked.append(url)
        page = PAGES.get(url)
        return Answer(page.url, page.body) if page and url not in missing else None

    front = PAGES["https://www.lab-gazette.example/"]
    return asyncio.run(find_sources(Answer(front.url, front.body), fetch)), asked


def test_feeds_listing_and_sitemap_of_a_site_are_found_with_few_requests():
    found, asked = gazette()
    assert [type(source) for source in found.sources] == [Feed, Listing, Sitemap]
    assert found.sources[2].archive
    assert len(found.links) == 3
    assert len(asked) <= 3


def test_lists_that_nobody_announces_are_sought_at_a_few_common_places():
    found, asked = gazette("https://www.lab-gazette.example/feed.xml", "https://www.lab-gazette.example/robots.txt")
    assert [type(source) for source in found.sources] == [Listing, Sitemap]
    assert len(asked) <= 12


def look(pages, url=URL):
    """Look for the lists of a site with these pages, by path; returns what was found and how many were asked for."""
    asked = []

    async def fetch(address):
        asked.append(address)
        body = pages.get(address.removeprefix(URL.rstrip("/")))
        return Answer(address, body.encode()) if body is not None else None

    front = Answer(url, pages.get(url.removeprefix(URL.rstrip("/")), "").encode())
    return asyncio.run(find_sources(front, fetch)), len(asked)


def feed(*paths):
    return "<rss><channel>" + "".join(f"<item><link>{URL}{path}</link></item>" for path in paths) + "</channel></rss>"


def cards(*paths):
    return "".join(f'<h3 class=t><a href="/{path}">A headline that says something</a></h3>' for path in paths)


POSTS = f'[{{"link": "{URL}a-post/", "date_gmt": "2026-11-20T08:00:00"}}]'
API = '<link rel="https://api.w.org/" href="/wp-json/">'
POSTS_PAGE = "/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link,date_gmt"
SITEMAP = f"<urlset><url><loc>{URL}d/1234.html</loc></url></urlset>"
SITES = {
    "a feed at a common place": ({"/": "", "/rss/news.xml": feed("d/1")}, [Feed], 1),
    "a feed beside the page": ({"/en/": "", "/en/feed/": feed("en/a")}, [Feed], 1),
    "a page that lists feeds": ({"/": "<a href=/rss/>RSS</a>", "/rss/": "<a href=/tech.rss>x</a>", "/tech.rss": feed("d/1")}, [Feed], 1),
    "a page of feeds by subject": ({"/": "<a href=/feeds>Feeds</a>", "/feeds": "<a href=/a.rss>A</a><a href=/all.rss>B</a>", "/a.rss": feed("d/1"), "/all.rss": feed("d/1", "d/2")}, [Feed], 2),
    "a feed by its name in the footer": ({"/": "<footer><a href='/ticker.php?out=xml'>RSS-Feed</a></footer>", "/ticker.php?out=xml": feed("d/1")}, [Feed], 1),
    "a feed by its icon": ({"/": "<a href=/syndicate><img src=/i.png alt=RSS></a>", "/syndicate": feed("d/1")}, [Feed], 1),
    "a front page that leads on": ({"/": "<meta http-equiv=refresh content='0; url=/en/'>", "/en/": cards("d/1000", "d/1001", "d/1002")}, [Listing], 3),
    "a front page that leads to another site": ({"/": "<meta http-equiv=refresh content='0; url=https://other.example/'>"}, [], 0),
    "a front page that leads nowhere": ({"/": "<meta http-equiv=refresh content='0; url=http://['>"}, [], 0),
    "the address of a feed": ({"/f": feed("d/1", "d/2")}, [Feed], 2),
    "the address of a sitemap": ({"/s.xml": SITEMAP}, [Sitemap], 0),
    "a dead feed and headlines": ({"/": '<link rel=alternate type=application/rss+xml href=/dead>' + cards("d/1000", "d/1001", "d/1002")}, [Listing], 3),
    "wordpress without a feed": ({"/": API, POSTS_PAGE: POSTS}, [WordPress], 1),
    "wordpress that announces nothing": ({"/": "<img src=/wp-content/x.png>", POSTS_PAGE: POSTS}, [WordPress], 1),
    "wordpress with a feed": ({"/": API, "/feed/": feed("a-post/")}, [Feed, WordPress], 1),
    "only sections": ({"/": "<nav><a href=/chips/>Chips</a><a href=/about/>About</a></nav>", "/chips/": cards("d/1000", "d/1001", "d/1002")}, [Listing], 3),
    "only a sitemap": ({"/robots.txt": f"Sitemap: {URL}all.xml"}, [Sitemap], 0),
    "a page without a list, and a front page": ({"/about": "x", "/": cards("d/1000", "d/1001", "d/1002")}, [Listing], 3),
    "nothing": ({}, [], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_lists_of_an_invented_site_are_found(name):
    pages, kinds, links = SITES[name]
    url = (
        URL.rstrip("/") + next(iter(pages), "/")
        if "address" in name or "beside" in name or "without a list" in name
        else URL
    )
    found, asked = look(pages, url)
    assert [type(source) for source in found.sources] == kinds
    assert len(found.links) == links
    assert asked <= 32
    assert len(found.notes) == max(1, len(kinds))


def test_an_api_is_for_backfills_where_a_feed_names_what_is_new():
    found, _ = look(SITES["wordpress with a feed"][0])
    assert [source.archive for source in found.sources] == [False, True]


def test_a_feed_of_a_service_leads_to_the_site_of_its_articles():
    body = feed("d/1", "d/2").encode()

    async def fetch(_):
        return None

    found = asyncio.run(find_sources(Answer("https://feeds.feedburner.com/sample", body), fetch))
    assert found.url.startswith(URL)


def test_links_of_another_site_in_a_feed_are_not_the_sites():
    other = "<rss><item><link>https://other.example/d/1</link></item><item><link>/d/2</link></item></rss>"
    found, _ = look({"/": "", "/feed/": other})
    assert [link.url for link in found.links] == [f"{URL}d/2"]


FRONTS = {
    "arstechnica": "https://arstechnica.com/",
    "computerbase": "https://www.computerbase.de/",
    "eenewseurope": "https://www.eenewseurope.com/en/",
    "electronicdesign": "https://www.electronicdesign.com/",
    "electronicsweekly": "https://www.electronicsweekly.com/",
    "icsmart": "https://www.icsmart.cn/",
    "laoyaoba": "https://www.laoyaoba.com/",
    "notebookcheck": "https://www.notebookcheck.net/",
    "semiengineering": "https://semiengineering.com/",
    "servethehome": "https://www.servethehome.com/",
    "techradar": "https://www.techradar.com/",
    "trendforce": "https://www.trendforce.com/",
}


@pytest.mark.parametrize("site", FRONTS)
def test_the_articles_of_a_declared_site_are_found_and_read_without_its_declaration(site):
    asked = []

    async def fetch(url):
        asked.append(url)
        page = PAGES.get(url)
        return Answer(page.url, page.body) if page else None

    front = PAGES[FRONTS[site]]
    found = asyncio.run(find_sources(Answer(front.url, front.body), fetch))
    pages = (PAGES[link.url] for link in found.links if link.url in PAGES)
    expected = {page.url: page for page in pages if page.slug in ("first", "second")}
    assert isinstance(found.sources[0], Feed)
    assert len(asked) <= 8
    assert len(expected) == 2
    for url, page in expected.items():
        article = extract(page.body, url, site=Site.undeclared(url))
        assert article.title == page.expected["title"]
        assert [line for line in page.expected["body"] if line not in article.body_text] == []
