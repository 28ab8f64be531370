"""DIGITIMES Asia: Taiwanese news of the supply chain of electronics, in English."""

from newscrawl.site import Feed, Site
from newscrawl.spiders.base import NewsSpider


class DigitimesSpider(NewsSpider):
    """Articles of www.digitimes.com; the day is part of the number. Many are for subscribers after some days."""

    name = "digitimes"
    site = Site(
        name="digitimes",
        title="DIGITIMES Asia",
        hosts=("www.digitimes.com", "digitimes.com"),
        language="en",
        timezone="Asia/Taipei",
        evidence="links of 2017 to 2026-06 and feed lists; the time zone is a guess, no page was seen",
        article_urls=(r"/news/a(?P<id>\d{8}[A-Z]{2}\d{3})(?:/[a-z0-9-]+)?\.html",),
        sources=(Feed(url="https://www.digitimes.com/rss/daily.xml"),),
    )
