"""The work on a page as plain values that a worker process can be given, and its results."""

import pickle
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from newscrawl.article import Article
from newscrawl.dom.body import Body
from newscrawl.errors import Refused
from newscrawl.site import Site
from newscrawl.stages.budget import PageBudget
from newscrawl.stages.chain import Count, StageOptions, extract, run_stages
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import Extracted, extract_article

_MAX_SITES = 64  # declarations that a process keeps


class ReadPage(NamedTuple):
    """A page that is to be decoded and extracted; ``site`` is the declaration of its site, if there is one."""

    body: bytes
    content_type: str
    url: str
    site: Site | None
    fetched: datetime

    def with_site(self, site: Site | None) -> "ReadPage":
        """Return the same work for another site."""
        return self._replace(site=site)

    def run(self, _count: Count) -> Extracted:
        """Return its article; raises ``Refused``."""
        page = decode_page(self.body, self.content_type)
        return extract_article(page, self.url, self.site or Site.undeclared(self.url), fetched=self.fetched)


class RunStages(NamedTuple):
    """An article that is to go through some stages, by name."""

    article: Article
    names: tuple[str, ...]
    options: StageOptions

    @property
    def url(self) -> str:
        """The address of its page."""
        return self.article.url

    @property
    def site(self) -> Site | None:
        """The declaration of its site."""
        return self.options.site

    def with_site(self, site: Site | None) -> "RunStages":
        """Return the same work for another site."""
        return self._replace(options=self.options._replace(site=site))

    def run(self, count: Count) -> Article:
        """Return the article that comes out; raises ``Refused``."""
        article = self.article
        # Parsed once for all stages, where it has come as markup.
        article = article.evolve(parsed=article.parsed or Body.of_markup(article.body_html))
        return run_stages(article, self.names, self.options, count)


PageWork = ReadPage | RunStages


def warm_up() -> None:
    """Read a page, so that the tables of all stages are in memory, for all processes that are forked from this one.

    That takes a third of a second, and each of them would have to do it.
    """
    text = "The fab in Dresden wonâ€™t make chips for cars, its owners said in Köln. æœºå™¨äºº "
    chinese = "碳化硅逆變器投入量產，預計明年交付。"
    paragraphs = "".join(f"<p>No. {number}: {text}{chinese}</p>" for number in range(4))
    page = f"<html><head><title>Chips</title></head><body><article><h1>Chips</h1>{paragraphs}</article></body></html>"
    with suppress(Refused):
        extract(page.encode(), "https://news.example/2026/11/chips-1.html", max_seconds=0)


class Parcel(NamedTuple):
    """Work on its way to another process, with what its page may use, and has used, of its budget in seconds.

    The site is a pickle of its own: it is the same for many pages, and need not be read again for each.
    """

    work: PageWork
    site: bytes
    seconds: float
    spent: float

    def unpacked(self) -> PageWork:
        """Return the work with its site."""
        return self.work.with_site(_site_of(self.site))

    @classmethod
    def of(cls, work: PageWork, pickled_site: bytes, seconds: float, spent: float) -> "Parcel":
        """Pack work."""
        return cls(work.with_site(None), pickled_site, seconds, spent)


class Done(NamedTuple):
    """What has come of work: a value, or reason and detail of a refusal; what was counted; the seconds it has used.

    ``addition`` is what whoever takes the article of ``RunStages`` wants to know of it beside.
    """

    value: Extracted | Article | None
    refused: tuple[str, str] | None
    counts: Counter[str]
    seconds: float
    addition: Any = None


def make_page_work(add: Callable[[Article], Any] | None = None) -> Callable[[Parcel], Done]:
    """Return what a worker process does with a parcel; ``add`` gives the addition to an article."""
    return partial(do_parcel, add=add)


def do_parcel(parcel: Parcel, add: Callable[[Article], Any] | None = None) -> Done:
    """Do the work of a parcel within its budget; what ``add`` does is not counted."""
    work = parcel.unpacked()
    counts: Counter[str] = Counter()
    budget = PageBudget(parcel.seconds)
    budget.spend(work.url, parcel.spent)

    def count(name: str, number: int) -> None:
        counts[name] += number

    value, refused = None, None
    try:
        with budget.of_page(work.url):
            value = work.run(count)
    except Refused as error:
        refused = (error.reason, error.detail)
    addition = add(value) if add and isinstance(value, Article) else None
    return Done(value, refused, counts, budget.spent(work.url) - parcel.spent, addition)


@lru_cache(_MAX_SITES)
def _site_of(pickled: bytes) -> Site | None:
    site: Site | None = pickle.loads(pickled)  # noqa: S301 - from our own process
    return site
