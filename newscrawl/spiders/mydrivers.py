"""快科技 (驱动之家): hardware news for consumers."""

from newscrawl.dom.widgets.by_selector import WidgetRule
from newscrawl.site import Feed, Site, Template
from newscrawl.spiders.base import NewsSpider

_TAGS = ".bqian1 a"


class MydriversSpider(NewsSpider):
    """Articles of mydrivers.com, desktop and mobile under one key; what hangs below the text lies in its container."""

    name = "mydrivers"
    site = Site(
        name="mydrivers",
        title="快科技",
        hosts=("news.mydrivers.com", "m.mydrivers.com", "rss.mydrivers.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a saved desktop page of 2020-11; mobile layout and feed after public feed readers of 2026",
        article_urls=(
            r"/1/\d+/(?P<id>\d+)\.htm",
            r"/newsview/(?P<id>\d+)\.html",
        ),
        sources=(Feed(url="https://rss.mydrivers.com/Rss.aspx?Tid=1"),),
        templates=(
            Template(
                name="desktop",
                body=".news_info",
                title="#thread_subject",
                byline=".news_bt1_left",
                published=".news_bt1_left",
                tags=_TAGS,
            ),
            Template(
                name="mobile",
                body="#content",
                title="div.news_t",
                byline="li.writer",
                published="li.writer + li",
                tags=_TAGS,
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
