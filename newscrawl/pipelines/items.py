"""Items of any kind as articles: what stands between Scrapy's item pipelines and the stages."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, KeysView
from datetime import date, datetime
from functools import partial
from html import escape
from typing import Any, TypeVar, cast

from itemadapter import ItemAdapter
from itemadapter.adapter import DataclassAdapter
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Change, Refusal, Use, fields_for
from newscrawl.dom.body import Body
from newscrawl.dom.render.images import Image
from newscrawl.errors import Refused
from newscrawl.site import Site
from newscrawl.stages.budget import UNBOUNDED, PageBudget
from newscrawl.stages.chain import count_changes
from newscrawl.text.dates import parse_date

Item = TypeVar("Item")

_TIMES = frozenset({"published", "modified"})
_TUPLES = frozenset({"authors", "tags", "charset_evidence", "flags"})
_RECORDS: dict[str, Callable[..., Any]] = {"images": Image, "changes": Change}
_MAX_BODIES = 64  # items of other kinds on their way at once whose trees are kept; Scrapy has 100 items at once at most


class ArticleAdapter(DataclassAdapter):
    """Shows Scrapy's exporters of an article what it says, not what only the crawl needs."""

    @classmethod
    def is_item(cls, item: Any) -> bool:
        """Tell whether ``item`` is an article."""
        return isinstance(item, Article)

    @classmethod
    def is_item_class(cls, item_class: type) -> bool:
        """Tell whether ``item_class`` is that of articles."""
        return issubclass(item_class, Article)

    def field_names(self) -> KeysView[str]:
        """Return the names of the fields that are exported."""
        return dict.fromkeys(fields_for(Use.EXPORT)).keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self.field_names())

    def __len__(self) -> int:
        return len(self.field_names())


ItemAdapter.ADAPTER_CLASSES = (ArticleAdapter, *ItemAdapter.ADAPTER_CLASSES)


class _Bodies:
    """Keeps the trees of items that cannot hold one, from pipeline to pipeline, by their markup.

    A tree is changed by the stage that takes it: it is handed out once.
    """

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, Body] = OrderedDict()

    def keep(self, body: Body) -> None:
        self._bodies[body.html] = body
        if len(self._bodies) > _MAX_BODIES:
            self._bodies.popitem(last=False)

    def take(self, html: str) -> Body:
        return self._bodies.pop(html, None) or Body.of_markup(html)


_BODIES = _Bodies()


def through(
    item: Item, stage: Callable[[Article], Article], stats: StatsCollector, budget: PageBudget = UNBOUNDED
) -> Item | Refusal:
    """Run ``stage`` on ``item`` if it is an article, count its changes by rule, and return an item of the same kind.

    An article that is refused, as one that has used up ``budget`` is, becomes a ``Refusal``; an item of another kind is
    dropped.
    """
    article = article_of(item)
    if article is None:
        return item
    try:
        with budget.of_page(article.url):
            result = stage(article)
    except Refused as refused:
        if isinstance(item, Article):
            return Refusal.of(article, refused)
        raise DropItem(str(refused)) from refused
    count_changes(article, result, partial(count, stats))
    return _like(item, result)


def count(stats: StatsCollector, name: str, number: int) -> None:
    """Add to one of newscrawl's counts of a crawl."""
    stats.inc_value(f"newscrawl/{name}", number)


def article_of(item: object) -> Article | None:
    """Return ``item`` as an article, or ``None`` if it is none.

    Any item with a ``url`` and a ``body_html`` or ``body_text`` is an article; fields of other names are left alone,
    missing ones are unknown. ``site`` and ``key`` follow from the address.
    """
    if isinstance(item, Article):
        return item
    if not ItemAdapter.is_item(item):
        return None
    found = ItemAdapter(item)
    url, body = found.get("url"), found.get("body_html") or found.get("body_text")
    if not (url and isinstance(url, str) and body and isinstance(body, str)):
        return None
    site = Site.undeclared(found["url"])
    values: dict[str, Any] = {"site": site.name, "key": site.key(found["url"])}
    values |= {name: _plain(name, found[name]) for name in fields_for(Use.EXPORT) if found.get(name) is not None}
    if not values.get("body_html"):
        values["body_html"] = "".join(
            f"<p>{escape(line)}</p>" for line in found["body_text"].splitlines() if line.strip()
        )
    return Article(**values, parsed=_BODIES.take(values["body_html"]))


def with_rendered(article: Article) -> Article:
    """Return the article with the text, Markdown and pictures that its item has no fields for."""
    missing = [name for name in fields_for(Use.RENDERED) if not getattr(article, name)]
    return article.evolve(**dict.fromkeys(missing, article.body))


def _plain(name: str, value: Any) -> Any:
    if name in _TIMES and not isinstance(value, datetime):
        return parse_date(str(value))
    if name == "published_day" and isinstance(value, str):
        return date.fromisoformat(value)
    if name in _TUPLES:
        return (value,) if isinstance(value, str) else tuple(value)
    if name in _RECORDS:
        return tuple(one if isinstance(one, tuple) else _RECORDS[name](**one) for one in value)
    return value


def _like(item: Item, article: Article) -> Item:
    if isinstance(item, Article):
        return cast("Item", article)
    adapter = ItemAdapter(item)
    names = fields_for(Use.EXPORT)
    for name in names if isinstance(item, dict) else [name for name in names if name in adapter.field_names()]:
        adapter[name] = getattr(article, name)
    _BODIES.keep(article.body)
    return item
