"""The pipelines of the stages as one, whose work is done in a worker process.

``PageWorkersAddOn`` puts it in the place of every row of newscrawl's own pipelines that follow one another in
``ITEM_PIPELINES``. Pipelines of somebody else stand where they stood, and see what they saw.
"""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any, ClassVar, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawl.article import Article, Refusal
from newscrawl.errors import Refused
from newscrawl.extensions.page_workers import page_workers_of, run_stages_off_reactor, running_workers
from newscrawl.pipelines.boilerplate import BoilerplatePipeline
from newscrawl.pipelines.credit import CreditPipeline
from newscrawl.pipelines.items import count
from newscrawl.pipelines.repair import RepairPipeline
from newscrawl.pipelines.strip import StripPipeline
from newscrawl.pipelines.validate import ValidatePipeline
from newscrawl.stages.chain import StageOptions
from newscrawl.stages.page_work import RunStages

# A subclass is none of these: what it does is known to nobody.
_STAGES: dict[type, str] = {
    RepairPipeline: "repair",
    CreditPipeline: "credit",
    StripPipeline: "strip",
    BoilerplatePipeline: "boilerplate",
    ValidatePipeline: "validate",
}
_HEAVY = frozenset({RepairPipeline, StripPipeline})  # a row without these is not worth the way to another process


class StagesInWorker:
    """Runs stages on an article in a worker process; other items go through their pipelines one by one.

    Where the crawl has no worker processes, articles do, too.
    """

    classes: ClassVar[tuple[type, ...]] = ()  # of the pipelines; a subclass is made for each row

    def __init__(self, crawler: Crawler, pipelines: Sequence[Any]) -> None:
        self._crawler = crawler
        self._pipelines = pipelines

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipelines from their settings."""
        pipelines = []
        for one in cls.classes:
            try:
                pipelines.append(build_from_crawler(one, crawler))
            except NotConfigured:
                continue
        return cls(crawler, pipelines)

    async def process_item(self, item: Any) -> Any:
        """Return what comes out of all pipelines."""
        workers = running_workers(self._crawler)
        if workers is None or not isinstance(item, Article):
            for pipeline in self._pipelines:
                item = pipeline.process_item(item)
            return item
        names = tuple(_STAGES[type(one)] for one in self._pipelines)
        work = RunStages(item, names, self._options(item))
        try:
            return await run_stages_off_reactor(workers, work, partial(count, self._crawler.stats))
        except Refused as refused:
            return Refusal.of(item, refused)

    def _options(self, article: Article) -> StageOptions:
        options = StageOptions()
        for pipeline in self._pipelines:
            match pipeline:
                case RepairPipeline():
                    options = options._replace(site=pipeline.site_of(article), simplify=pipeline.simplify)
                case StripPipeline():
                    options = options._replace(site=pipeline.site_of(article))
                case BoilerplatePipeline():
                    options = options._replace(boilerplate=pipeline.stripped(article.site))
        return options


class PageWorkersAddOn:
    """Scrapy add-on: joins pipelines of the stages, if ``NEWSCRAWL_PAGE_WORKERS`` asks for worker processes."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Change ``ITEM_PIPELINES``; raises ``BadArgument`` for a wrong number of worker processes."""
        if page_workers_of(settings) > 0:
            joined = join_pipelines(settings.getdict("ITEM_PIPELINES"))
            settings.set("ITEM_PIPELINES", joined, settings.getpriority("ITEM_PIPELINES") or 0)


def join_pipelines(pipelines: dict[Any, int | None]) -> dict[Any, int | None]:
    """Return the pipelines with one in the place of each row of newscrawl's own that follow one another."""
    ordered = sorted(((order, one) for one, order in pipelines.items() if order is not None), key=lambda pair: pair[0])
    loaded = [(order, one, load_object(one)) for order, one in ordered]
    joined: dict[Any, int | None] = {}
    for is_stage, row in groupby(loaded, key=lambda one: one[2] in _STAGES):
        members = list(row)
        classes = tuple(loaded_class for _, _, loaded_class in members)
        if is_stage and _HEAVY.intersection(classes):
            joined[type(StagesInWorker.__name__, (StagesInWorker,), {"classes": classes})] = members[0][0]
        else:
            joined |= {one: order for order, one, _ in members}
    return joined
