"""Contracts of our spiders, for `scrapy check` (Scrapy's documentation, "Spiders Contracts")."""

from collections.abc import Callable
from typing import Any

from scrapy.contracts import Contract
from scrapy.exceptions import ContractFail

from newscrawl.site import Feed, Listing

_SOURCES: dict[str, type[Feed | Listing]] = {"parse_feed": Feed, "parse_listing": Listing}


class NamesArticles(Contract):
    """``@names_articles``: the first feed, or the first listing, of a site can be read and names articles."""

    name = "names_articles"

    def __init__(self, method: Callable[..., Any], *arguments: Any) -> None:
        super().__init__(method, *arguments)
        spider: Any = method.__self__  # type: ignore[attr-defined]  # a method of a spider, bound to it
        self._stats = spider.crawler.stats
        kind = _SOURCES[method.__name__]
        sources = [one for one in spider.site.sources if not one.archive and not one.fallback]
        self._source = next((one for one in sources if isinstance(one, kind)), None)

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Ask for that list; a site without one is not asked."""
        if self._source is None:
            return args
        paged = {"source": self._source, "pages": 1} if isinstance(self._source, Listing) else {}
        return {**args, "url": self._source.url, "cb_kwargs": paged}

    def post_process(self, output: list[Any]) -> None:
        """Fail for a list that names no article."""
        if not output and not self._stats.get_value("newscrawl/named"):
            raise ContractFail("it names no article")
