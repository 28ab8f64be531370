"""IT之家: news of devices, systems and software, one of the most read in China."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class IthomeSpider(NewsSpider):
    """Articles of ithome.com; ithome.com.tw is another company. Shop links stand within the text."""

    name = "ithome"
    site = Site(
        name="ithome",
        title="IT之家",
        hosts=("www.ithome.com", "ithome.com", "wap.ithome.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained public feed generator and reader rules of 2026; no saved page",
        grade=Grade.READERS,
        article_urls=(
            r"/0/(?P<id>\d+/\d+)\.htm",
            r"/html/(?P<id>(?:\w+/)?\d+)\.htm",
        ),
        sources=(Feed(url="https://www.ithome.com/rss/"),),
        templates=(
            Template(
                name="article",
                body="#paragraph",
                title="h1",
                byline="#source_baidu",
                authors="#author_baidu strong",
                published="#pubtime_baidu",
                section="div.cv a:nth-of-type(2)",
            ),
            Template(name="older", body="div.post_content", title=".post_title h1", published="#pubtime_baidu"),
        ),
        widgets=(
            WidgetRule("notice", "ithome-links", "p.ad-tips"),
            WidgetRule("ads", "ithome-shop", ".lapin, .related_buy, #hd_float, .AdblockBanner"),
            WidgetRule("related", "ithome-topics", "a.topic-bar, .con-recom, .bx-recom2, .rds"),
            WidgetRule("app-prompt", "ithome-app", ".open-app-banner"),
        ),
    )
