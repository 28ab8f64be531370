"""Undo damage to the text of articles, and count it."""

from functools import partial
from typing import Self, cast, get_args

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Refusal
from newscrawl.errors import BadArgument
from newscrawl.extensions.page_budget import page_budget_of
from newscrawl.pipelines.items import Item, through
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.repair import repair_article
from newscrawl.text.repair import Simplify


class RepairPipeline:
    """Repair every text of an article; ``NEWSCRAWL_SIMPLIFY`` says when traditional characters become simplified."""

    def __init__(self, stats: StatsCollector, simplify: Simplify, budget: PageBudget = UNBOUNDED) -> None:
        self.stats = stats
        self.budget = budget
        self.stage = partial(repair_article, simplify=simplify)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings; raises ``BadArgument`` for an unknown ``NEWSCRAWL_SIMPLIFY``."""
        return cls(crawler.stats, simplify_of(crawler.settings), budget=page_budget_of(crawler))

    def process_item(self, item: Item) -> Item | Refusal:
        """Return ``item`` with its damage undone."""
        return through(item, self.stage, self.stats, self.budget)


def simplify_of(settings: BaseSettings) -> Simplify:
    """Return ``NEWSCRAWL_SIMPLIFY``; raises ``BadArgument`` if it is none of the known values."""
    value = settings["NEWSCRAWL_SIMPLIFY"]
    if value not in get_args(Simplify):
        raise BadArgument(f"NEWSCRAWL_SIMPLIFY must be one of {', '.join(get_args(Simplify))}, not {value!r}")
    return cast("Simplify", value)
