"""A crawl finds what is new, stops where nothing is, keeps to its bounds, and says where a declaration fails."""

import json

import pytest
from saved import PRACTICE_PAGES
from spider_runs import HOST, Run, saved

SPIDER = """
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Template
from newscrawl.spiders.base import NewsSpider


class SampleSpider(NewsSpider):
    name = "sample"
    site = Site(
        name="sample", title="Sample", hosts=("www.sample.example",), language="en", timezone="Asia/Tokyo",
        article_urls=(r"/d/(?P<id>\\d+)\\.html",),
        sources=(
            JsonList(url="https://www.sample.example/api?p={page}", items="data", link="/d/{id}.html", published="time"),
            Listing(url="https://www.sample.example/calendar/0", links="a.item", next_page="a.next"),
            Feed(url="https://www.sample.example/gone.xml"),
            Listing(url="https://www.sample.example/redesigned/", links="a.item"),
            Listing(url="https://www.sample.example/archive/{year}/{month}/", links="a.item", archive=True),
            Sitemap(url="https://www.sample.example/sitemap.xml", archive=True),
        ),
        templates=(Template(name="article", body="div.text", title="h1.title", section="b.section"),),
    )
"""


def article(number, title='<h1 class="title">Headline number {}</h1>', day=20):
    text = "<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 3
    return saved(
        f"/d/{number}.html",
        f'<html><head><title>Headline number {number}</title><meta property="article:published_time" content="2026-11-{day:02}T10:00:00+09:00">'
        f'</head><body>{title.format(number)}<div class="text">{text}</div></body></html>',
    )


def links(numbers, after=""):
    return (
        "".join(f'<a class="item" href="/d/{number}.html">Headline number {number}</a>' for number in numbers) + after
    )


def api(numbers):
    return json.dumps({"data": [{"id": number, "time": f"2026-11-{number:02} 10:00"} for number in numbers]})


def index(*paths):
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{path}</loc></sitemap>' for path in paths)}</sitemapindex>"


PAGES = (
    *(article(number, day=number) for number in range(10, 21)),
    article(31, title="<h2>Headline number 31</h2>", day=9),
    article(41, day=8),
    *(saved(f"/api?p={page}", api(range(20 - 2 * page, 22 - 2 * page)), "application/json") for page in (1, 2, 3)),
    saved("/api?p=4", api(range(14, 16)), "application/json"),
    saved("/api?p=5", api([10, 11]), "application/json"),
    *(
        saved(f"/calendar/{day}", links([31], f'<a class="next" href="/calendar/{day + 1}">next</a>'))
        for day in range(40)
    ),
    saved("/redesigned/", "<p>All new, and no list</p>"),
    saved("/archive/2026/11/", links([10, 11])),
    saved("/archive/2026/10/", links([12])),
    saved("/sitemap.xml", index("/nested/1.xml", "https://other.example/s.xml"), "text/xml"),
    *(
        saved(f"/nested/{depth}.xml", index(f"/nested/{depth + 1}.xml", f"/leaf/{depth}.xml"), "text/xml")
        for depth in range(1, 9)
    ),
    *(
        saved(f"/leaf/{depth}.xml", f"<urlset><url><loc>/d/{40 + depth}.html</loc></url></urlset>", "text/xml")
        for depth in range(1, 9)
    ),
)


def crawl(folder, *arguments, pages=PAGES):
    return Run(folder, *arguments, spider=SPIDER, pages=pages)


def keys(*numbers):
    return {f"sample/{number}" for number in numbers}


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return crawl(tmp_path_factory.mktemp("usual"), "sample")


def test_a_usual_crawl_reads_lists_but_no_archives(usual):
    assert usual.keys == keys(*range(14, 20), 31), usual.log[-3000:]


def test_the_list_that_named_an_article_is_recorded_and_what_each_host_was_asked_for(usual):
    assert usual.found["sample/19"] == "JSON list https://www.sample.example/api?p=1"
    assert usual.found["sample/31"] == "listing https://www.sample.example/calendar/0"
    host = usual.hosts["www.sample.example"]
    assert host["requests"] == usual.stats["downloader/request_count"]
    assert host["bytes"] > 1_000
    assert 0 < host["max_per_minute"] <= host["requests"]


def test_paging_stops_where_a_page_brings_nothing_new(usual):
    assert "/api?p=4" in usual.log or usual.stats["downloader/request_count"] < 25
    # The last of them is /.well-known/tdmrep.json, which is asked for once a host.
    assert usual.stats["newscrawl/tdmrep-requests"] == 1
    assert usual.stats["downloader/request_count"] <= 4 + 2 + 1 + 1 + 7 + 1 + 1


def test_lists_that_fail_or_name_nothing_are_counted_and_named(usual):
    assert usual.stats["newscrawl/failed-sources"] == 1
    assert usual.stats["newscrawl/empty-sources"] == 1
    assert f"a list could not be fetched: {HOST}/gone.xml" in usual.log
    assert f"a list names no article: {HOST}/redesigned/" in usual.log


def test_a_field_whose_selector_found_nothing_is_counted_and_the_end_of_the_run_names_site_and_field(usual):
    assert usual.stats["newscrawl/fallback/sample/title"] == 1
    assert "newscrawl/fallback/sample/section" not in usual.stats
    assert "has the layout changed?" in usual.log
    assert "sample/title 1" in usual.log


def test_a_backfill_reads_archives_by_month_and_sitemaps_to_a_bounded_depth(tmp_path):
    run = crawl(tmp_path, "sample", "-a", "backfill=1", "-a", "since=2026-10-05", "-a", "until=2026-11-13")
    assert run.keys == keys(10, 11, 12, 31, 41), run.log[-3000:]
    assert run.stats["newscrawl/skipped/after-until"] >= 6
    assert run.stats["newscrawl/skipped/sitemap"] >= 2
    assert run.stats["downloader/request_count"] < 40


@pytest.mark.slow
def test_the_number_of_articles_is_bounded_and_the_newest_come_first(tmp_path):
    run = crawl(tmp_path, "sample", "-a", "max_articles=2", "-s", "CONCURRENT_REQUESTS=1")
    assert len(run.keys) == 2
    assert run.stats["newscrawl/skipped/too-many"] >= 1


@pytest.mark.slow
def test_a_second_crawl_reads_no_further_than_a_page_of_what_is_on_record(tmp_path):
    first = crawl(tmp_path, "elecfans", pages=PRACTICE_PAGES)
    second = crawl(tmp_path, "elecfans", pages=PRACTICE_PAGES)
    third = crawl(tmp_path, "elecfans", "-a", "since=2020-01-01", pages=PRACTICE_PAGES)
    assert first.keys == second.keys == third.keys
    assert second.stats["newscrawl/listed-known"] < third.stats["newscrawl/listed-known"]
    assert second.stats["downloader/request_count"] < third.stats["downloader/request_count"]
    assert "newscrawl/stored" not in {**second.stats, **third.stats}


def test_an_undeclared_site_is_crawled_by_what_it_announces(tmp_path):
    run = crawl(tmp_path, "site", "-a", "url=https://www.lab-gazette.example/", pages=PRACTICE_PAGES)
    assert len(run.keys) == 4, run.log[-3000:]
    assert all(key.startswith("lab-gazette.example/2026/11/") for key in run.keys)
    assert run.stats["downloader/request_count"] < 15
    assert "newscrawl/refused" not in run.stats


@pytest.mark.slow
def test_a_declared_site_is_crawled_by_its_declaration_whatever_its_address(tmp_path):
    run = crawl(
        tmp_path,
        "site",
        "-a",
        "url=https://m.elecfans.com/",
        "-a",
        "max_pages=1",
        "-a",
        "max_articles=2",
        pages=PRACTICE_PAGES,
    )
    assert {key.partition("/")[0] for key in run.keys} == {"elecfans"}


@pytest.mark.slow
@pytest.mark.parametrize("front", ["", "<html></html>", "\x00\x01", "<a href=/d/1.html>x</a>" * 5000])
def test_a_site_without_any_list_ends_at_once(tmp_path, front):
    run = crawl(tmp_path, "site", "-a", "url=https://www.sample.example/", pages=(saved("/", front),))
    assert (run.code, run.keys) == (4, set())
    assert run.stats["downloader/request_count"] < 20


@pytest.mark.slow
def test_an_undeclared_trap_of_ever_new_pages_is_bounded(tmp_path):
    def page(number):
        entries = "".join(
            f'<h3><a href="/story/{number}{n:04}.html">A headline about nothing {number} {n}</a></h3>'
            for n in range(30)
        )
        return saved(
            f"/{number}" if number else "/", f'<main>{entries}<a rel="next" href="/{number + 1}">more</a></main>'
        )

    run = crawl(tmp_path, "site", "-a", "url=https://www.sample.example/", pages=tuple(map(page, range(60))))
    assert run.stats["downloader/request_count"] <= 80
    assert run.stats["newscrawl/skipped/too-many"] > 0
