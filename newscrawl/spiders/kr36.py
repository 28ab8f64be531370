"""36氪: Chinese news of companies and technology, behind a firewall that wants a script to be run."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class Kr36Spider(NewsSpider):
    """Articles of 36kr.com: the feed can be read; many pages are a challenge, which is refused and counted."""

    name = "36kr"
    site = Site(
        name="36kr",
        title="36氪",
        hosts=("36kr.com", "www.36kr.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained feed generator of 2026-09, links and feed lists; no saved page",
        grade=Grade.READERS,
        article_urls=(r"/p/(?P<id>\d+)",),
        sources=(Feed(url="https://36kr.com/feed"),),
        templates=(Template(name="article", body="div.articleDetailContent", title=("h1.article-title", "h1")),),
    )
