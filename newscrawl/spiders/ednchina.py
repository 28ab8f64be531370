"""EDN电子技术设计: the Chinese EDN of AspenCore, on the same content system as eet-china.com."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider

NEXT_PAGE = "//div[contains(@class, 'pagelist')]//a[contains(., '下一页')]/@href"
ASPENCORE_WIDGETS = (
    WidgetRule("login", "aspencore-overlay", ".article_cover"),
    WidgetRule("notice", "aspencore-rights", ".note, #statement"),
    WidgetRule("share", "aspencore-bar", ".diggtop, .operation-share"),
    WidgetRule("pagination", "aspencore-pages", ".art-part, .pagelist"),
    WidgetRule("qr-code", "aspencore-code", ".column-code"),
    WidgetRule("comments", "aspencore-form", ".pl-520am"),
    WidgetRule("related", "aspencore-rows", ".row-title, .row-recommend, .new-public"),
    WidgetRule("tag-card", "aspencore-tags", ".tag_banner, .art-relative-tags"),
    WidgetRule("ads", "aspencore-column", ".column-ad, .ad-title"),
)


class EdnChinaSpider(NewsSpider):
    """Articles of ednchina.com: no h1, and a login overlay over a text that is all there."""

    name = "ednchina"
    site = Site(
        name="ednchina",
        title="EDN电子技术设计",
        hosts=("www.ednchina.com", "ednchina.com"),
        language="zh",  # the pages call themselves English
        timezone="Asia/Shanghai",
        evidence="a saved page of 2019-09, links of 2025 and 2026; the list is a guess from the sister site, 2026-01",
        grade=Grade.PAGE,
        article_urls=(
            r"/news/(?P<id>\d{4,14})\.html(?:\?method=1)?",
            r"/(?P<id>technews/\d+)(?:_\d{1,2})?\.html",
        ),
        sources=(
            Listing(
                url="https://www.ednchina.com/news/",
                links="a[href*='/news/'], a[href*='/technews/']",  # a guess that holds in any markup
                next_page="a:contains('下一页')",
            ),
        ),
        templates=(
            Template(
                name="article",
                body="div.article_body div.article_text",
                title="div.cover-text h4",
                byline="div.cover-text > div",
                published="div.cover-text div span",
                summary="div.art-lead .art-lead-text",
                tags="div.art-relative-tags a",
                next_page=NEXT_PAGE,
            ),
        ),
        widgets=ASPENCORE_WIDGETS,
    )
