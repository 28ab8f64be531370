"""C114 通信网: news of telecommunications."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class C114Spider(NewsSpider):
    """Articles of c114.com.cn: a GB encoding, house and author in one element."""

    name = "c114"
    site = Site(
        name="c114",
        title="C114通信网",
        hosts=("www.c114.com.cn", "c114.com.cn"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained feed generator and a collector of 2026-09, a feed answered 2026-08; paging is a guess",
        grade=Grade.READERS,
        article_urls=(r"/(?:news|[a-z0-9-]+/\d+|news/\d+)/(?P<id>a\d+)\.html",),
        sources=(
            Feed(
                url="http://www.c114.com.cn/rss/rss_news_489.xml",
                query_url="http://www.c114.com.cn/rss/rss_news_{query}.xml",
            ),
            Listing(
                url="https://www.c114.com.cn/news/roll.asp",
                links="div.new_list_c h6 a",
                next_page="a:contains('下一页')",
            ),
        ),
        templates=(
            Template(
                name="article",
                body="div.text",
                title="h1",
                byline="div.author",
                authors="(translate(substring-after(//div[@class='author'], 'C114通信网'), '\u00a0', ''))",
                published=("div.r_time", "div.time"),
            ),
        ),
        widgets=(WidgetRule("ads", "c114-zone", "#ad_r1, #barrage_ad, #barrage_bg, .ad2"),),
    )
