"""雷峰网: Chinese news of artificial intelligence, chips and cars."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class LeiphoneSpider(NewsSpider):
    """Articles of www.leiphone.com: sixteen letters and digits below a category."""

    name = "leiphone"
    site = Site(
        name="leiphone",
        title="雷峰网",
        hosts=("www.leiphone.com", "leiphone.com", "m.leiphone.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained feed generator of 2026-09, links and feed lists of 2026; no saved page",
        grade=Grade.READERS,
        article_urls=(
            r"/category/[A-Za-z0-9]+/(?P<id>[A-Za-z0-9]{16})\.html",
            r"/news/\d{6}/(?P<id>[A-Za-z0-9]{16})\.html",
        ),
        sources=(
            Feed(url="https://www.leiphone.com/feed", query_url="https://www.leiphone.com/category/{query}/feed"),
        ),
        templates=(
            Template(
                name="article",
                body="div.lph-article-comView",
                title=(".headTit", "h1"),
                authors=".aut > a",
                published=".time",
                summary=("(substring-after(//*[@class='article-lead'], '导语：'))", ".article-lead"),
            ),
        ),
    )
