"""Undo damage to the text of articles, and count it."""

from functools import partial
from typing import Self, cast, get_args

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Refusal
from newscrawl.errors import BadArgument
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.article_site import SiteOfArticle, site_of_article
from newscrawl.pipelines.items import Item, count, through
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.chain import STAGES, StageOptions
from newscrawl.text.repair import Simplify


class RepairPipeline:
    """Repair every text of an article; ``NEWSCRAWL_SIMPLIFY`` says when traditional characters become simplified."""

    def __init__(
        self, stats: StatsCollector, simplify: Simplify, site_of: SiteOfArticle, budget: PageBudget = UNBOUNDED
    ) -> None:
        self.stats = stats
        self.simplify = simplify
        self.site_of = site_of
        self.budget = budget

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings; raises ``BadArgument`` for an unknown ``NEWSCRAWL_SIMPLIFY``."""
        simplify = simplify_of(crawler.settings)
        return cls(crawler.stats, simplify, site_of_article(crawler), budget=page_budget_of(crawler))

    def process_item(self, item: Item) -> Item | Refusal:
        """Return ``item`` with its damage undone."""
        return through(item, self._repair, self.stats, self.budget)

    def _repair(self, article: Article) -> Article:
        return STAGES["repair"](article, StageOptions(self.site_of(article), self.simplify), partial(count, self.stats))


def simplify_of(settings: BaseSettings) -> Simplify:
    """Return ``NEWSCRAWL_SIMPLIFY``; raises ``BadArgument`` if it is none of the known values."""
    value = settings["NEWSCRAWL_SIMPLIFY"]
    if value not in get_args(Simplify):
        raise BadArgument(f"NEWSCRAWL_SIMPLIFY must be one of {', '.join(get_args(Simplify))}, not {value!r}")
    return cast("Simplify", value)
