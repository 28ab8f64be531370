"""EE Times Japan, and what its ITmedia sisters EDN Japan and MONOist share with it."""

from dataclasses import replace

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider

ITMEDIA_EVIDENCE = "a reader's rules of 2025-12, a saved page of 2019-02 of a sister site; dates and names are guesses"
_CLASSIC = Template(
    name="classic",
    body="#cmsBody",
    title=(  # a title goes on with the number of pages: （1/2 ページ）
        "(substring-before(concat(//*[@id='cmsTitle']//h1, '（1/'), '（1/'))",
        "(substring-before(concat(//h1, '（1/'), '（1/'))",
    ),
    byline="#byline",
    published="#cmsDate",
    summary="#cmsAbstract h2",
    next_page=("link[rel='next']::attr(href)", "#next a::attr(href)"),
)
ITMEDIA_TEMPLATES = (replace(_CLASSIC, name="engineering", body="div.subscription"), _CLASSIC)
ITMEDIA_WIDGETS = (
    WidgetRule("share", "itmedia-bar", "#masterSocialbuttonTop, #masterSocialbuttonBtm"),
    WidgetRule("pagination", "itmedia-pages", ".ctrl, #notice"),
    WidgetRule("login", "itmedia-wall", "p:contains('続きを閲覧するには'), p:contains('続きを読むには')"),  # a guess
    WidgetRule("related", "itmedia-list", "#_popIn_recommend, .endkwd"),
    WidgetRule("image-credit", "itmedia-caption", "[id^='col'] > small"),
)


class EeTimesJapanSpider(NewsSpider):
    """Articles of eetimes.itmedia.co.jp, in Shift_JIS where the page says so."""

    name = "ee-times-japan"
    site = Site(
        name="ee-times-japan",
        title="EE Times Japan",
        hosts=("eetimes.itmedia.co.jp", "eetimes.jp"),
        language="ja",
        timezone="Asia/Tokyo",
        evidence=ITMEDIA_EVIDENCE,
        grade=Grade.READERS,
        article_urls=(r"/ee/(?:articles|spv|amp)/(?P<id>\d{4}/\d{2}/[a-z]+\d+)(?:_\d{1,2})?\.html",),
        sources=(Feed(url="https://rss.itmedia.co.jp/rss/2.0/eetimes.xml"),),
        templates=ITMEDIA_TEMPLATES,
        widgets=ITMEDIA_WIDGETS,
    )
