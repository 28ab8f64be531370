"""The crawl of the practice web: which spiders run, and what they are asked for."""

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from newscrawl.demo.notice_site import edited
from newscrawl.demo.web import SavedPage
from newscrawl.spiders import site_of
from newscrawl.stages.chain import extract
from newscrawl.storage.crawl.store import Store


def start_crawls(process: AsyncCrawlerProcess, pages: tuple[SavedPage, ...]) -> list[Crawler]:
    """Crawl each site that has pages with its own spider, and what no listing leads to with `article`."""
    served = {site_of(page.url).name for page in pages}
    spiders = map(process.spider_loader.load, sorted(process.spider_loader.list()))
    crawlers = []
    for spider in spiders:
        site = getattr(spider, "site", None)
        if site is not None and site.name in served:
            crawlers.append(process.create_crawler(spider))
            process.crawl(crawlers[-1])
    crawlers.append(process.create_crawler("article"))
    process.crawl(crawlers[-1], url=",".join(page.url for page in pages if _needs_naming(page)))
    return crawlers


def visit_again(database_url: str, page: SavedPage) -> None:
    """Store an article as it is found at a later visit, after somebody has edited it."""
    again = edited(page)
    with Store(database_url) as store:
        store.save(extract(again.body, again.url, site=site_of(again.url)))


def _needs_naming(page: SavedPage) -> bool:
    """Tell whether only a person could lead the crawl to this page: no listing of a declared site does."""
    if page.expected.get("kind") not in ("article", "refused"):
        return False
    site = site_of(page.url)
    return site.is_mirror(page.url) or not site.sources or not site.is_article(page.url)
