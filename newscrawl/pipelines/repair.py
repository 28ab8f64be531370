"""Undo damage to the text of articles, and count it."""

from functools import partial
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.errors import BadArgument
from newscrawl.pipelines.edge import Item, through
from newscrawl.stages.repair import SIMPLIFY, Simplify, repair_article


class RepairPipeline:
    """Repair every text of an article; ``NEWSCRAWL_SIMPLIFY`` says when traditional characters become simplified."""

    def __init__(self, stats: StatsCollector, simplify: Simplify) -> None:
        self.stats = stats
        self.stage = partial(repair_article, simplify=simplify)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings; raises ``BadArgument`` for an unknown ``NEWSCRAWL_SIMPLIFY``."""
        simplify = crawler.settings["NEWSCRAWL_SIMPLIFY"]
        if simplify not in SIMPLIFY:
            raise BadArgument(f"NEWSCRAWL_SIMPLIFY must be one of {', '.join(SIMPLIFY)}, not {simplify!r}")
        return cls(crawler.stats, simplify)

    def process_item(self, item: Item) -> Item:
        """Return ``item`` with its damage undone."""
        return through(item, self.stage, self.stats)
