"""PC Watch: Impress's daily of PC hardware, and its sister for the shops of Akihabara."""

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class PcWatchSpider(NewsSpider):
    """Articles of pc.watch.impress.co.jp; the title and the line of names stand inside the text's element."""

    name = "pc-watch"
    site = Site(
        name="pc-watch",
        title="PC Watch",
        hosts=("pc.watch.impress.co.jp", "akiba-pc.watch.impress.co.jp"),
        language="ja",
        timezone="Asia/Tokyo",
        evidence="readers' rules of 2026-03, links of 2018 and 2026; charset, older title, further pages are guesses",
        grade=Grade.READERS,
        article_urls=(r"/docs/[a-z]+(?:/[a-z_]+)*/(?P<id>(?:\d{8}_)?\d+)(?:-\d{1,2})?\.html",),
        sources=(Feed(url="https://pc.watch.impress.co.jp/data/rss/1.0/pcw/feed.rdf"),),
        templates=(
            Template(
                name="article",
                body="article[role='main']",
                title=("div.hdg-article h1", "article[role='main'] h1", "h1"),
                authors="ul.author.list li",
                published=".publish-date",
                next_page="li.next a::attr(href)",
            ),
        ),
        widgets=(
            WidgetRule("navigation", "pc-watch-header", "h1, .hdg-article, .publish-date, ul.author"),
            WidgetRule("pagination", "pc-watch-pages", "ul:has(> li.next)"),
        ),
    )
