"""电子发烧友网: one of the largest Chinese electronics portals, and the site that mirrors copy most."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Grade, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider

_TAGS = ("ul.hot-main li span::text", "ul.hot-main li > a::text", "#arcTag a::text", "div.tag span::text")
_UPLOAD_DATE = "(//*[contains(@class, 'data-info-content2021')]//*[contains(@class, 'upload-date')])[2]"


class ElecfansSpider(NewsSpider):
    """Articles of elecfans.com: UTF-8 without a charset in the header, six layouts, lists not in order of date."""

    name = "elecfans"
    site = Site(
        name="elecfans",
        title="电子发烧友网",
        hosts=("www.elecfans.com", "elecfans.com", "m.elecfans.com"),
        mirrors=(
            "www.ttokpm.com",
            "ttokpm.com",
            "www.wenjunhu.com",
            "wenjunhu.com",
            "m.lene-v.com",
            "www.cshb120.cn",
            "www.1cnz.cn",
            "1cnz.cn",
        ),
        language="zh",
        timezone="Asia/Shanghai",
        evidence="public scrapers and user scripts of 2018-2026 that agree, text dumps; no saved article page",
        grade=Grade.READERS,
        article_urls=(
            r"/d/(?P<id>\d+)\.html",
            r"(?:/[a-z][a-z0-9]*+){1,3}/(?P<id>\d{5,})(?:_a|_\d{1,2})?\.html",
            r"/article/[a-z0-9]+(?:/\d+)?/\d{4}/(?P<id>\d+)\.html",
        ),
        sources=(
            Listing(
                url="https://www.elecfans.com/news/hangye/",
                links=".article-list .a-title a",
                next_page=".page-next",
            ),
        ),
        templates=(
            Template(
                name="article",
                body="div.simditor-body",
                title=("h1.article-title", "h1"),
                byline="div.article-info",
                uploader="div.article-info > a::text",
                published=(".article-info .time", "section span.time", _UPLOAD_DATE),
                tags=(*_TAGS, ".nTags a > span::text"),
            ),
            Template(
                name="older",
                body="body.article-page div.article-content",
                title="h1",
                authors="div.fl em:nth-of-type(1)",
                published="div.fl em:nth-of-type(3)",
                tags=_TAGS,
                whole="//div[contains(@class, 'article-pagn')]//a[last()][contains(@href, '_a.html')]/@href",
                next_page="//div[contains(@class, 'article-pagn')]//a[contains(., '下一页')]/@href",
            ),
            Template(
                name="component",
                body="#arcInfo-bd",
                title="#arcInfo-hd h1",
                byline="#arcInfo-hd",
                published="#arcInfo-hd",
                tags=_TAGS,
            ),
            Template(name="interview", body=".art-main-cont", title="h1"),
            Template(
                name="mobile",
                body=".author_des, .article_content",
                title="h1",
                byline="span.float_left.font-small.color_gray",
                published="span.float_left.font-small.color_gray",
                tags="ul.article_tags li span::text",
            ),
        ),
        refused_titles=("页面不存在", "^提示信息"),
        keyword_links="a[href*='/tags/'], a[href*='/zhuti_']",
        widgets=(
            WidgetRule("login", "elecfans-wall", ".seeHide, .seeHide_new_login, #remainLogBox, .login-reg-fixed"),
            WidgetRule("related", "elecfans-list", "div.article-list, .recommend, .art-about-art, .gather-bottom"),
            WidgetRule("comments", "elecfans-replies", ".art-main-reply"),
            WidgetRule(
                "app-prompt",
                "elecfans-app",
                "[class^=open_app], .bottom_open_app, .see_more, .see_more_arc, .go_elecfans",
            ),
            WidgetRule(
                "ad",
                "elecfans-zone",
                "iframe, .openx_place, .openx_ad_zone, .top_app_ad, .changeAd, .gg, #ArticleAd, [id^=ic-ads]",
            ),
            WidgetRule("qr-code", "elecfans-promo", "div.code-content"),
        ),
    )
