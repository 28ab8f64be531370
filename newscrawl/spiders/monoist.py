"""MONOist: ITmedia's site for people who make things, from embedded systems to factories."""

from newscrawl.site import Feed, Grade, Site
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.ee_times_japan import ITMEDIA_EVIDENCE, ITMEDIA_TEMPLATES, ITMEDIA_WIDGETS


class MonoistSpider(NewsSpider):
    """Articles of monoist.itmedia.co.jp, in Shift_JIS where the page says so."""

    name = "monoist"
    site = Site(
        name="monoist",
        title="MONOist",
        hosts=("monoist.itmedia.co.jp", "monoist.atmarkit.co.jp"),
        language="ja",
        timezone="Asia/Tokyo",
        evidence=ITMEDIA_EVIDENCE,
        grade=Grade.READERS,
        article_urls=(r"/mn/(?:articles|spv|amp)/(?P<id>\d{4}/\d{2}/[a-z]+\d+)(?:_\d{1,2})?\.html",),
        sources=(Feed(url="https://rss.itmedia.co.jp/rss/2.0/monoist.xml"),),
        templates=ITMEDIA_TEMPLATES,
        widgets=ITMEDIA_WIDGETS,
    )
