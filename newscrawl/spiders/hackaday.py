"""Hackaday: what people build from electronics, and how."""

from newscrawl.site import Feed, Grade, Listing, Site, Template, WordPress
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
        evidence="two public scrapers that agree, undated; JSON after a reader of 2026-02; no saved page",
        grade=Grade.READERS,
        article_urls=(r"/(?P<id>20\d{2}/\d{2}/\d{2}/[^/?]+)/",),
        sources=(
            Feed(url="https://hackaday.com/blog/feed/"),
            WordPress(url="https://hackaday.com/wp-json/wp/v2/posts", archive=True),
            Listing(
                url="https://hackaday.com/blog/page/2/",
                links="article h1.entry-title a, article h2.entry-title a",
                next_page="a.next, .nav-previous a",
                archive=True,
                fallback=True,
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
