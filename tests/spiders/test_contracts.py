"""The contract `@names_articles` asks the first list of its kind, and fails where that names nothing."""

import pytest
from scrapy.exceptions import ContractFail

from newscrawl.site import Feed, Listing, Site
from newscrawl.spiders.contracts import NamesArticles

FEED = Feed(url="https://www.sample.example/feed.xml")
LISTING = Listing(url="https://www.sample.example/news/", links="a")
ARCHIVE = Listing(url="https://www.sample.example/2026/", links="a", archive=True)


class Spider:
    name = "sample"

    def __init__(self, *sources, named=0):
        self.site = Site(name="sample", title="Sample", hosts=("www.sample.example",), sources=sources)
        self.crawler = self
        self.stats = self
        self.named = named

    def get_value(self, name):
        return {"newscrawl/named": self.named}[name]

    def parse_feed(self, response):
        """Read a feed."""

    def parse_listing(self, response):
        """Read a listing."""


@pytest.mark.parametrize(
    ("method", "args"),
    [
        (Spider(FEED, LISTING).parse_feed, {"url": FEED.url, "cb_kwargs": {}}),
        (Spider(FEED, LISTING).parse_listing, {"url": LISTING.url, "cb_kwargs": {"source": LISTING, "pages": 1}}),
        (Spider(LISTING).parse_feed, {}),
        (Spider(FEED, ARCHIVE).parse_listing, {}),
    ],
)
def test_the_first_list_of_its_kind_is_asked(method, args):
    assert NamesArticles(method).adjust_request_args({}) == args


def test_a_list_that_names_nothing_fails():
    NamesArticles(Spider(FEED, named=1).parse_feed).post_process([])
    NamesArticles(Spider(FEED).parse_feed).post_process(["a request"])
    with pytest.raises(ContractFail):
        NamesArticles(Spider(FEED).parse_feed).post_process([])
