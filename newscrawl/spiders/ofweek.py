"""OFweek 维科网: a portal with a host for each industry."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider

_NEXT_PAGE = "//*[@id='nextPage' or @class='page']//a[contains(., '下一页')]/@href"


class OfweekSpider(NewsSpider):
    """Articles of ofweek.com: GBK that no header names, articles on the hosts of the industries."""

    name = "ofweek"
    site = Site(
        name="ofweek",
        title="OFweek维科网",
        hosts=("www.ofweek.com", "*.ofweek.com"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="a maintained public feed generator of 2026, older scrapers; no saved page, in-article paging a guess",
        grade=Grade.READERS,
        article_urls=(r"/\d{4}-\d{2}/ART-(?:\d+-){1,3}(?P<id>\d+)(?:_\d{1,2})?\.html",),
        sources=(
            Listing(
                url="https://www.ofweek.com/CATList-8100-CHANGYIEXINWE.html",
                links="div.list-left div.con-details h3 > a",
                next_page="div.page a:contains('下一页')",
            ),
        ),
        templates=(
            Template(
                name="article",
                body="#articleC",
                title="div.artical h1",
                source=("(substring-after(//div[contains(@class, 'source-name')], '来源：'))", "div.source-name"),
                published="div.artical div.time",
                next_page=_NEXT_PAGE,
            ),
            Template(name="editor", body="div.TRS_Editor", title="h1", next_page=_NEXT_PAGE),
            Template(
                name="older",
                body=".article_con",
                title=".article_left h1",
                byline=("#laiyuan", "#laiyuan_mp"),
                published=".sdate",
                next_page=_NEXT_PAGE,
            ),
        ),
        widgets=(WidgetRule("ads", "ofweek-zone", "#fixedADWrap, div[class^='ad-'], .adtext, .duilian, #flybox-db"),),
    )
