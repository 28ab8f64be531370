"""EE Times: news and analysis of the semiconductor industry since 1972."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template, WordPress
from newscrawl.spiders.base import NewsSpider

# The next article is marked like the next page: only what lies below the article's own address is one.
_NEXT_PAGE = "//a[@rel='next'][starts-with(@href, '?') or starts-with(@href, //link[@rel='canonical']/@href)]/@href"


class EetimesSpider(NewsSpider):
    """Articles of eetimes.com, also at their old addresses by number."""

    name = "eetimes"
    site = Site(
        name="eetimes",
        title="EE Times",
        hosts=("www.eetimes.com", "eetimes.com"),
        language="en",
        timezone="America/New_York",
        evidence="feed checked 2026-08, JSON and strip list of a reader of 2026-02; addresses and fields are guesses",
        grade=Grade.READERS,
        article_urls=(
            r"/(?!feed/)(?P<id>[a-z0-9-]+)/(?:\d{1,2}/)?(?:\?page_number=\d{1,2})?",
            r"/document\.asp\?doc_id=(?P<id>\d+)(?:&page_number=\d{1,2})?",
        ),
        sources=(
            Feed(url="https://www.eetimes.com/feed/", query_url="https://www.eetimes.com/category/{query}/feed/"),
            WordPress(url="https://www.eetimes.com/wp-json/wp/v2/posts", archive=True),
        ),
        templates=(
            Template(name="article", body="div.articleBody", title="h1", next_page=_NEXT_PAGE),
            Template(
                name="older",
                body="div.grayshowlinks",
                title="h1",
                authors="meta[name='author']::attr(content)",
                published="meta[name='created']::attr(content)",
                next_page=_NEXT_PAGE,
            ),
        ),
        widgets=(
            WidgetRule("related", "eetimes-box", ".related-articles-block, .sp-block, #ContentReco"),
            WidgetRule("ads", "eetimes-partner", "div.partner-header, div.partner-blocks"),
        ),
    )
