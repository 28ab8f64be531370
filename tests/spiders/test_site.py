"""A site of our own invention is crawled without a declaration: what it offers is found, said and followed."""

import json

import pytest
from spider_runs import HOST, Run, saved

PROSE = (
    "The bench was cleared on Monday, and by noon a new supply stood where the old one had been for eleven years.",
    "It holds four rails, of which two can be joined, and a small display shows the current of each in milliamperes.",
    "Nobody has yet found out why the third rail is warmer than the others, though everybody has a theory about it.",
)


def article(path, title):
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    return saved(
        path,
        f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>",
    )


def crawl(folder, pages, *arguments):
    return Run(folder, "site", *arguments, spider="", pages=tuple(pages))


def cards(numbers):
    entries = "".join(
        f'<li><h3><a href="/news/view.html?idxno={n}">A headline about bench {n}</a></h3></li>' for n in numbers
    )
    return f"<main><ul class=news>{entries}</ul></main>"


@pytest.fixture(scope="module")
def numbered(tmp_path_factory):
    """A site with numbered pages of headlines, and an article that only its second page names."""
    pages = [
        saved("/", cards((101, 102, 103)) + '<div class="pages"><b>1</b> <a href="/?page=2">2</a></div>'),
        saved("/?page=2", cards((104, 105, 106)) + '<div class="pages"><a href="/">1</a> <b>2</b></div>'),
        *(article(f"/news/view.html?idxno={n}", f"Bench number {n}") for n in range(101, 107)),
    ]
    return crawl(tmp_path_factory.mktemp("numbered"), pages, "-a", f"url={HOST}/")


def test_pages_of_headlines_are_followed(numbered):
    assert {key.rpartition("=")[2] for key in numbered.keys} == {str(n) for n in range(101, 107)}, numbered.log[-3000:]


def test_the_log_says_what_was_found(numbered):
    assert f"found on {HOST}/: Listing {HOST}/ (headlines of the page): 3 articles" in numbered.log
    assert numbered.stats["newscrawl/found/Listing"] == 1


def test_the_run_is_in_order(numbered):
    assert numbered.code == 0
    assert " ERROR" not in numbered.log


def test_a_site_whose_front_page_is_forbidden_is_crawled_by_its_feed(tmp_path):
    feed = f"<rss><channel><item><link>{HOST}/bench-one/</link></item></channel></rss>"
    pages = [
        saved("/", "no", status=403),
        saved("/feed/", feed, "application/rss+xml"),
        article("/bench-one/", "The first bench"),
        article("/bench-two/", "The second bench"),
    ]
    run = crawl(tmp_path, pages, "-a", f"url={HOST}/")
    assert run.keys == {"sample.example/bench-one/"}, run.log[-3000:]
    assert run.found == {"sample.example/bench-one/": f"feed {HOST}/feed/"}


@pytest.mark.slow
def test_posts_are_read_where_wordpress_announces_its_api_and_nothing_else(tmp_path):
    posts = [{"link": f"{HOST}/bench-{name}/", "date_gmt": "2026-11-20T08:00:00"} for name in ("one", "two")]
    pages = [
        saved("/", '<link rel="https://api.w.org/" href="/wp-json/"><p>Welcome'),
        saved("/wp-json/wp/v2/posts?per_page=100&page=1&_fields=link,date_gmt", json.dumps(posts), "application/json"),
        article("/bench-one/", "The first bench"),
        article("/bench-two/", "The second bench"),
    ]
    run = crawl(tmp_path, pages, "-a", f"url={HOST}/")
    assert run.keys == {"sample.example/bench-one/", "sample.example/bench-two/"}, run.log[-3000:]


@pytest.mark.slow
def test_articles_of_a_sitemap_are_told_by_their_folder(tmp_path):
    names = ("articles/quiet-relays", "articles/cool_cables", "about/the-team", "articles/imprint")
    locations = "".join(f"<url><loc>{HOST}/{name}</loc></url>" for name in names)
    pages = [
        saved("/", "<div id=app></div>"),
        saved("/robots.txt", f"User-agent: *\nSitemap: {HOST}/map.xml", "text/plain"),
        saved("/map.xml", f"<urlset>{locations}</urlset>", "text/xml"),
        *(article(f"/{name}", f"All of {name}") for name in names),
    ]
    run = crawl(tmp_path, pages, "-a", f"url={HOST}/")
    assert run.keys == {"sample.example/articles/quiet-relays", "sample.example/articles/cool_cables"}, run.log[-3000:]
