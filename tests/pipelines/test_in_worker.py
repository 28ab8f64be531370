"""Which pipelines are joined, and that an article that goes through them elsewhere comes out the same."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.article import Article, Refusal
from newscrawl.extensions.page_workers import PageWorkers
from newscrawl.pipelines.in_worker import PageWorkersAddOn, StagesInWorker, join_pipelines
from newscrawl.pipelines.repair import RepairPipeline
from newscrawl.settings import ITEM_PIPELINES
from newscrawl.workers.pool import WorkerPool

OWN = "newscrawl.pipelines."
TEXT = "The fab in Dresden will make chips for cars from 2027 on, its owners said on Friday. It wonâ€™t be cheap. "
ARTICLE = Article(
    url="https://news.example/1",
    key="news.example/1",
    site="news.example",
    title="Chips",
    body_html=f"<p>{TEXT * 3}</p>",
)
SETTINGS = {
    "NEWSCRAWL_PAGE_WORKERS": "0",
    "NEWSCRAWL_PAGE_SECONDS": 0,
    "NEWSCRAWL_SIMPLIFY": "auto",
    "NEWSCRAWL_SITE_RULES": None,
    "NEWSCRAWL_LEARNED_BOILERPLATE": False,
}


class OwnRepair(RepairPipeline):
    """What somebody else has made of ours."""


def joined(pipelines):
    """Return the classes of a row as a tuple of their names, others by their own."""
    found = join_pipelines(pipelines)
    return [
        tuple(own.__name__.removesuffix("Pipeline") for own in one.classes) if isinstance(one, type) else one
        for one in sorted(found, key=found.get)
    ]


ROWS = {
    "all of ours": (
        ITEM_PIPELINES,
        [("Repair", "Credit", "Strip", "Boilerplate", "Validate"), f"{OWN}store.StorePipeline"],
    ),
    "one of somebody else between": (
        ITEM_PIPELINES | {"scrapy.pipelines.images.ImagesPipeline": 150},
        [
            ("Repair",),
            "scrapy.pipelines.images.ImagesPipeline",
            ("Credit", "Strip", "Boilerplate", "Validate"),
            f"{OWN}store.StorePipeline",
        ],
    ),
    "one replaced by a subclass": (
        {f"{OWN}strip.StripPipeline": 300, OwnRepair: 100},
        [(), ("Strip",)],
    ),
    "one switched off": (
        ITEM_PIPELINES | {f"{OWN}strip.StripPipeline": None},
        [("Repair", "Credit", "Boilerplate", "Validate"), f"{OWN}store.StorePipeline"],
    ),
    "nothing that takes long": ({f"{OWN}validate.ValidatePipeline": 400}, [f"{OWN}validate.ValidatePipeline"]),
    "none of ours": ({"scrapy.pipelines.images.ImagesPipeline": 1}, ["scrapy.pipelines.images.ImagesPipeline"]),
}


@pytest.mark.parametrize("name", ROWS)
def test_pipelines_that_follow_one_another_are_joined(name):
    pipelines, expected = ROWS[name]
    OwnRepair.classes = ()
    assert joined(pipelines) == expected


@pytest.mark.parametrize(("workers", "is_joined"), [(0, False), (1, True)])
def test_without_workers_nothing_is_joined(workers, is_joined):
    crawler = get_crawler(settings_dict=SETTINGS | {"ITEM_PIPELINES": dict(ITEM_PIPELINES)})
    crawler.settings.frozen = False
    crawler.settings.set("NEWSCRAWL_PAGE_WORKERS", workers)
    PageWorkersAddOn().update_settings(crawler.settings)
    pipelines = crawler.settings.getdict("ITEM_PIPELINES")
    assert any(isinstance(one, type) and issubclass(one, StagesInWorker) for one in pipelines) is is_joined
    assert pipelines[f"{OWN}store.StorePipeline"] == 500


def processed(item, workers, monkeypatch):
    """Return what comes out of the joined pipelines, and the crawl's stats."""
    monkeypatch.setattr("newscrawl.extensions.page_workers._cores", lambda: 2)
    crawler = get_crawler(settings_dict=SETTINGS | {"NEWSCRAWL_PAGE_WORKERS": workers})
    row = next(one for one in join_pipelines(ITEM_PIPELINES) if isinstance(one, type))

    async def run():
        extension = PageWorkers.from_crawler(crawler) if workers else None
        try:
            return await row.from_crawler(crawler).process_item(item)
        finally:
            if extension:
                extension._pool.close()

    return asyncio.run(run()), crawler.stats.get_stats()


@pytest.fixture
def pool_here(monkeypatch):
    """Let the pool do its work in this process: that pickles come through is tested with the work itself."""

    def submit(_pool, parcel):
        from newscrawl.stages.page_work import do_parcel

        return threads.submit(do_parcel, parcel)

    monkeypatch.setattr("newscrawl.extensions.page_workers._POOLS", {})
    monkeypatch.setattr(WorkerPool, "submit", submit)
    with ThreadPoolExecutor(1) as threads:
        yield


@pytest.mark.usefixtures("pool_here")
@pytest.mark.parametrize("text", [TEXT * 3, "Too short."], ids=["an article", "none"])
def test_articles_come_out_as_from_one_pipeline_after_the_other(text, monkeypatch):
    article = replace(ARTICLE, body_html=f"<p>{text}</p>", raw=())
    (here, counts_here), (there, counts_there) = (processed(article, workers, monkeypatch) for workers in (0, 1))
    assert isinstance(there, Article if text != "Too short." else Refusal)
    assert there == here
    assert counts_there == counts_here
    assert any(name.startswith("newscrawl/") for name in counts_there)


@pytest.mark.usefixtures("pool_here")
def test_items_of_other_kinds_pass_as_before(monkeypatch):
    item = {"url": "https://news.example/1", "title": "Chips", "body_html": f"<p>{TEXT * 3}</p>"}
    here, there = (processed(dict(item), workers, monkeypatch)[0] for workers in (0, 1))
    assert there == here
    assert "won't" in there["body_text"] or "won’t" in there["body_text"]
