"""电子工程专辑: EE Times China, on the same content system as ednchina.com."""

from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.ednchina import ASPENCORE_WIDGETS, NEXT_PAGE

_TITLE = ("div.cover-text h4", "h1")
_BAR = ("div.detailwarn", "div.cover-text > div")
_LEAD = (".art-lead-text",)
_TAGS = "div.art-relative-tags a"


class EetChinaSpider(NewsSpider):
    """Articles and users' columns of eet-china.com: four templates are reported, none of them saved."""

    name = "eet-china"
    site = Site(
        name="eet-china",
        title="电子工程专辑",
        hosts=("www.eet-china.com", "eet-china.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="title and body of a page of 2026-05 as a reader saw them; scrapers of 2018-2026 for the others",
        grade=Grade.PAGE,
        article_urls=(
            r"/news/(?P<id>\d{9,14})\.html",
            r"/news/article/(?P<id>\d{12})",  # of 2018
            r"/mp/(?P<id>a\d+)\.html",
        ),
        sources=(
            Listing(
                url="https://www.eet-china.com/news/",
                links=".art-l-li h4 a, .art-l-ul h4 a, a.m_title",
                next_page="a:contains('下一页')",
            ),
        ),
        templates=(
            Template(
                name="2026",
                body="div.article-text-con.article_text",
                title=".row-article-title h1.article-title",
                byline=_BAR,  # a guess, as the place of author and date was not seen
                published=_BAR,
                tags=_TAGS,
                next_page=NEXT_PAGE,
            ),
            Template(
                name="article",
                body="div.article_text",
                title=_TITLE,
                byline=_BAR,
                published=_BAR,
                summary=_LEAD,
                tags=_TAGS,
                next_page=NEXT_PAGE,
            ),
            Template(
                name="older",
                body="div.art-con.article_body",
                title=_TITLE,
                byline=_BAR,
                published=_BAR,
                summary=_LEAD,
                tags=_TAGS,
                next_page=NEXT_PAGE,
            ),
            Template(name="newer", body="div.m_text", title="h1", byline="span.m_auth, .m_newsauthor"),
            Template(name="column", body=".article-con", title="h1", byline=_BAR, published=_BAR, tags=_TAGS),
        ),
        widgets=ASPENCORE_WIDGETS,
    )
