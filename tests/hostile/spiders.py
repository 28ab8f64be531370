"""Declared sites that are traps, for the spiders of a live crawl."""

from newscrawl.site import Feed, Listing, Site, Sitemap
from newscrawl.spiders.base import NewsSpider


def _site(name, *sources):
    return Site(name=name, title=name, hosts=(f"{name}.test",), article_urls=(r"/news/.+",), sources=sources)


def _listing(name):
    return _site(name, Listing(url=f"http://{name}.test/list/", links="li a", next_page="a.next"))


class Endless(NewsSpider):
    name = "trap-endless"
    site = _listing(name)


class Calendar(NewsSpider):
    name = "trap-calendar"
    site = _listing(name)


class Circle(NewsSpider):
    name = "trap-circle"
    site = _listing(name)


class Growing(NewsSpider):
    name = "trap-growing"
    site = _listing(name)


class Session(NewsSpider):
    name = "trap-session"
    site = _listing(name)


class Links(NewsSpider):
    name = "trap-links"
    site = _listing(name)


class Inside(NewsSpider):
    name = "trap-inside"
    site = _listing(name)


class Index(NewsSpider):
    name = "trap-index"
    site = _site(name, Sitemap(url="http://trap-index.test/sitemap.xml"))


class Large(NewsSpider):
    name = "trap-large"
    site = _site(name, Sitemap(url="http://trap-large.test/sitemap.xml"))


class Bomb(NewsSpider):
    name = "trap-bomb"
    site = _site(name, Sitemap(url="http://trap-bomb.test/sitemap.xml.gz"))


class Entities(NewsSpider):
    name = "trap-entities"
    site = _site(name, Sitemap(url="http://trap-entities.test/sitemap.xml"), Feed(url="http://trap-entities.test/feed"))


class LargeFeed(NewsSpider):
    name = "trap-feed"
    site = _site(name, Feed(url="http://trap-feed.test/feed"))
