"""Each site of the practice web is crawled by its own spider, and what no list names by `article`."""

from types import SimpleNamespace

import pytest

from newscrawl.demo.crawl import start_crawls, visit_again
from newscrawl.demo.notice_site import EDITED, site_pages
from newscrawl.demo.web import SavedPage
from newscrawl.spiders import site_of
from newscrawl.storage.views.revisions import read_history


class Process:
    """Stands in for Scrapy's process: keeps what it is to crawl."""

    def __init__(self, *sites):
        spiders = {name: SimpleNamespace(name=name, site=SimpleNamespace(name=name)) for name in sites}
        spiders["article"] = SimpleNamespace(name="article")
        self.spider_loader = SimpleNamespace(list=lambda: list(spiders), load=spiders.get)
        self.crawls = []

    def create_crawler(self, spider):
        return spider

    def crawl(self, crawler, **arguments):
        self.crawls.append((getattr(crawler, "name", crawler), arguments))


def page(url, kind="article"):
    return SavedPage("x", "1", url, 200, {}, "", b"", {"kind": kind} if kind else {})


LISTED = "https://www.elecfans.com/d/6100001.html"
UNDECLARED = "https://www.nowhere.example/1"


@pytest.mark.parametrize(
    ("pages", "crawls"),
    [
        ((), [("article", {"url": ""})]),
        ((page(LISTED),), [("elecfans", {}), ("article", {"url": ""})]),
        ((page(UNDECLARED),), [("article", {"url": UNDECLARED})]),
        ((page(UNDECLARED, "refused"), page(f"{UNDECLARED}2")), [("article", {"url": f"{UNDECLARED},{UNDECLARED}2"})]),
        ((page(UNDECLARED, "feed"), page(f"{UNDECLARED}2", None)), [("article", {"url": ""})]),
    ],
)
def test_spiders_run_for_the_sites_that_have_pages(pages, crawls):
    process = Process("golem", "elecfans")
    started = start_crawls(process, pages)
    assert process.crawls == crawls
    assert len(started) == len(crawls)


def test_a_second_visit_stores_the_edited_article(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    article = next(one for one in site_pages(None) if one.url == EDITED)
    visit_again(url, article)
    history = read_history(url, (site_of(EDITED).key(EDITED),))
    assert len(history.versions) == 1
