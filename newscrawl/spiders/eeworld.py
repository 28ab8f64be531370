"""电子工程世界: electronics news, tutorials and company columns."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class EeworldSpider(NewsSpider):
    """Articles of eeworld.com.cn: title and names are left to the generic reader, as nobody saved a page."""

    name = "eeworld"
    site = Site(
        name="eeworld",
        title="电子工程世界",
        hosts=("www.eeworld.com.cn", "eeworld.com.cn", "m.eeworld.com.cn", "news.eeworld.com.cn"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="scrapers of 2026 (list, body) and older ones, text dumps, links of 2018-2026; no saved page seen",
        grade=Grade.READERS,
        article_urls=(
            r"/[a-z_]+/(?P<id>eic\d+)\.html",
            r"/(?:e?mp|news_mp)/[^/]+/(?P<id>a\d+)\.jspx",
            r"(?:/\w+){1,4}/(?P<id>article_\d+)(?:_\d{1,2})?\.html",
            r"/\w+/\d{4}/(?P<id>ic-news\d+)\.html",
            r"/news/\w+/(?P<id>eic\d+)\.html",
        ),
        sources=(
            Listing(
                url="https://www.eeworld.com.cn/latestnews",
                links="li h3 a",
                next_page="a:contains('下一页')",  # a guess: pages are /latestnews/2
            ),
        ),
        templates=(
            Template(
                name="article",
                body=".newscc",
                published="//h1/following::*[contains(., '来源：')][1]",  # a guess from text dumps
            ),
            Template(
                name="older",
                body="div.newscontxt",
                title=".font36px.fontw",
                published=".txtc4.font12px",
                byline="#newsptit h6",
                tags=".newscontxt h4 a",
            ),
        ),
        widgets=(
            WidgetRule("tag-card", "eeworld-keywords", ".newscontxt h4"),
            WidgetRule("comments", "eeworld-frame", "#comment_iframe"),
        ),
    )
