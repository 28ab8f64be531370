"""cnBeta: technology news, much of it translated."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class CnbetaSpider(NewsSpider):
    """Articles of cnbeta.com.tw, once cnbeta.com: the summary is the first paragraph of the text."""

    name = "cnbeta"
    site = Site(
        name="cnbeta",
        title="cnBeta",
        hosts=("www.cnbeta.com.tw", "hot.cnbeta.com.tw", "cnbeta.com.tw", "www.cnbeta.com", "hot.cnbeta.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained public feed generator of 2026, the feed after public readers of 2026-10; no saved page",
        grade=Grade.READERS,
        article_urls=(r"/articles/[a-z]+/(?P<id>\d+)\.htm",),
        sources=(Feed(url="https://www.cnbeta.com.tw/backend.php"),),
        templates=(
            Template(
                name="article",
                body=".article-summary, .article-content, #artibody",
                title=("header.title h1", "h1.title"),
                source="(substring-after(//header//span[contains(@class, 'source')], '稿源：'))",
                published="header.title .meta span",
                summary=".article-summary p",
            ),
        ),
        widgets=(
            WidgetRule("related", "cnbeta-topic", ".topic, .article-topic, .article-relation"),
            WidgetRule("ads", "cnbeta-zone", ".article-global, .tac, .cbv"),
            WidgetRule("share", "cnbeta-bar", ".article-share-code, .rating_box, .tks, .cb-help"),
        ),
    )
