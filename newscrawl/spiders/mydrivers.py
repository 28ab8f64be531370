"""快科技 (驱动之家): hardware news for consumers."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class MydriversSpider(NewsSpider):
    """Articles of mydrivers.com, desktop and mobile under one key; what hangs below the text lies in its container."""

    name = "mydrivers"
    site = Site(
        name="mydrivers",
        title="快科技",
        hosts=("news.mydrivers.com", "m.mydrivers.com", "rss.mydrivers.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a saved desktop page of 2020-11; mobile layout, list and feed after public readers of 2026-09",
        grade=Grade.PAGE,
        article_urls=(
            r"/1/\d+/(?P<id>\d+)\.htm",
            r"/newsview/(?P<id>\d+)\.html",
        ),
        sources=(
            Feed(
                url="https://rss.mydrivers.com/Rss.aspx?Tid=1",
                query_url="https://rss.mydrivers.com/Rss.aspx?Tid={query}",
            ),
            Listing(
                url="https://m.mydrivers.com/m/newslist.ashx?ac=new", links="div.news_title span.newst a", fallback=True
            ),
        ),
        templates=(
            Template(
                name="desktop",
                body=".news_info",
                title="#thread_subject",
                byline=".news_bt1_left",
                published=".news_bt1_left",
                tags="p.bqian a",
            ),
            Template(
                name="mobile",
                body="#content",
                title="div.news_t",
                byline="li.writer",
                published="li.writer + li",
                tags=("div.bqian1 a", "p.bqian a"),
            ),
        ),
        widgets=(
            WidgetRule("notice", "mydrivers-end", "p.end, p.zhuanzai, p.url, p.news_bq, p.jcuo1"),
            WidgetRule("tag-card", "mydrivers-tags", "p.bqian, .bqian1"),
            WidgetRule("share", "mydrivers-rating", ".share, .zcdf, .dashang"),
            WidgetRule("related", "mydrivers-hot", ".xianguan, .main_right"),
            WidgetRule("pagination", "mydrivers-pages", ".postpage, .btnPrev, .btnNext"),
            WidgetRule("ads", "mydrivers-zone", ".baidu, .adsbygoogle, .adggg1"),
            WidgetRule("qr-code", "mydrivers-weixin", "#weixin"),
        ),
    )
