"""电子产品世界: the site of a magazine for engineers."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider

_BAR = ".authorTimeSource"
_TAGS = ".keyWord em"


class EepwSpider(NewsSpider):
    """Articles of eepw.com.cn: two bodies are reported; older pages may be GB2312."""

    name = "eepw"
    site = Site(
        name="eepw",
        title="电子产品世界",
        hosts=("www.eepw.com.cn", "eepw.com.cn"),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="public scrapers that disagree on the body, links of 2026-07; charset and list are guesses",
        grade=Grade.READERS,
        article_urls=(
            r"/article/(?:\d+/)?(?P<id>\d+)\.htm",
            r"/(?P<id>zhuanlan/\d+)\.html",
        ),
        sources=(
            Listing(
                url="https://www.eepw.com.cn/news",
                links="a[href*='/article/'], a[href*='/zhuanlan/']",  # a guess that holds in any markup
                next_page="a:contains('下一页')",
            ),
        ),
        templates=(
            Template(name="article", body="#contentDiv", title="h1", byline=_BAR, published=_BAR, tags=_TAGS),
            Template(name="labels", body="span#contentlabels", title="h1", byline=_BAR, published=_BAR, tags=_TAGS),
        ),
        widgets=(WidgetRule("ads", "eepw-layer", "#coverDiv, #hiddenLayer, #popBox, #startvideo, .AD300x200"),),
    )
