"""The setting of the page budget, and that a crawl has one budget for all who work on a page."""

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.errors import BadArgument
from newscrawl.extensions.page_budget import page_budget_of, page_seconds_of


def test_a_crawl_has_one_budget():
    crawler, other = (get_crawler(settings_dict={"NEWSCRAWL_PAGE_SECONDS": seconds}) for seconds in ("1.5", 0))
    assert page_budget_of(crawler) is page_budget_of(crawler)
    assert (page_budget_of(crawler).seconds, page_budget_of(other).seconds) == (1.5, 0)


@pytest.mark.parametrize("value", ["soon", -1, 601, None])
def test_a_wrong_number_of_seconds_is_named(value):
    with pytest.raises(BadArgument, match="NEWSCRAWL_PAGE_SECONDS must be a number of seconds from 0 to 600"):
        page_seconds_of(Settings({"NEWSCRAWL_PAGE_SECONDS": value}))
