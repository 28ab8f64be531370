"""EDN Japan: design know-how for electronics engineers, from ITmedia."""

from newscrawl.site import Feed, Grade, Site
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.ee_times_japan import ITMEDIA_EVIDENCE, ITMEDIA_TEMPLATES, ITMEDIA_WIDGETS


class EdnJapanSpider(NewsSpider):
    """Articles of edn.itmedia.co.jp, in Shift_JIS where the page says so."""

    name = "edn-japan"
    site = Site(
        name="edn-japan",
        title="EDN Japan",
        hosts=("edn.itmedia.co.jp", "ednjapan.com"),
        language="ja",
        timezone="Asia/Tokyo",
        evidence=ITMEDIA_EVIDENCE,
        grade=Grade.READERS,
        article_urls=(r"/edn/(?:articles|spv|amp)/(?P<id>\d{4}/\d{2}/[a-z]+\d+)(?:_\d{1,2})?\.html",),
        sources=(Feed(url="https://rss.itmedia.co.jp/rss/2.0/edn.xml"),),
        templates=ITMEDIA_TEMPLATES,
        widgets=ITMEDIA_WIDGETS,
    )
