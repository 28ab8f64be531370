"""The CPU time that one page of a crawl may take, by ``NEWSCRAWL_PAGE_SECONDS``."""

from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawl.extensions.number_settings import number_setting
from newscrawl.stages.budget import PageBudget

MAX_PAGE_SECONDS = 600.0  # chosen by hand: a crawl that stands still for longer is taken for dead

_BUDGETS: WeakKeyDictionary[Crawler, PageBudget] = WeakKeyDictionary()


def page_budget_of(crawler: Crawler) -> PageBudget:
    """Return the one budget of a crawl, which its spider and its pipelines share."""
    if crawler not in _BUDGETS:
        _BUDGETS[crawler] = PageBudget(page_seconds_of(crawler.settings))
    return _BUDGETS[crawler]


def page_seconds_of(settings: BaseSettings) -> float:
    """Return ``NEWSCRAWL_PAGE_SECONDS``, 0 for no bound; raises ``BadArgument`` if it is no number of seconds."""
    return number_setting(settings, "NEWSCRAWL_PAGE_SECONDS", "seconds", MAX_PAGE_SECONDS)
