"""Hackaday: what people build from electronics, and how."""

from newscrawl.site import Feed, Listing, Site, Template
from newscrawl.spiders.base import NewsSpider


class HackadaySpider(NewsSpider):
    """Articles of hackaday.com, a WordPress whose pages show the day only."""

    name = "hackaday"
    site = Site(
        name="hackaday",
        title="Hackaday",
        hosts=("hackaday.com", "www.hackaday.com"),
        language="en",
        timezone="America/Los_Angeles",  # a guess, as are the metadata and the link to the next page
        evidence="two public scrapers that agree and a reader's rules, all undated; no saved page",
        article_urls=(r"/(?P<id>20\d{2}/\d{2}/\d{2}/[^/?]+)/",),
        sources=(
            Feed(url="https://hackaday.com/blog/feed/"),
            Listing(
                url="https://hackaday.com/blog/page/2/",
                links="article h1.entry-title a, article h2.entry-title a",
                next_page="a.next, .nav-previous a",
                archive=True,
            ),
        ),
        templates=(
            Template(
                name="article",
                body="article div.entry-content",
                title=("h1.entry-title", "article header h1"),
                published=("meta[property='article:published_time']::attr(content)", "span.entry-date a"),
                section="footer span a[rel='category tag']",
                tags="a[rel='tag']",
            ),
        ),
    )
