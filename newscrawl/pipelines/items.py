"""The edge between Scrapy's items, of any kind, and articles."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from html import escape
from typing import Any, TypeVar, cast

from itemadapter import ItemAdapter
from scrapy.statscollectors import StatsCollector

from newscrawl.article import Article, Change
from newscrawl.dom.render.images import Image
from newscrawl.site import Site
from newscrawl.text.dates import parse_date

Item = TypeVar("Item")

# Pages, how they were come by, and what is counted are no part of what an article says.
_NAMES = tuple(field.name for field in fields(Article) if field.name not in ("raw", "asked", "paragraphs"))
_TIMES = frozenset({"published", "modified"})
_TUPLES = frozenset({"authors", "tags", "charset_evidence", "flags"})
_RECORDS: dict[str, Callable[..., Any]] = {"images": Image, "changes": Change}


def through(item: Item, stage: Callable[[Article], Article], stats: StatsCollector) -> Item:
    """Run ``stage`` on ``item`` if it is an article, count its changes by rule, and return an item of the same kind."""
    article = article_of(item)
    if article is None:
        return item
    result = stage(article)
    for change in result.changes[len(article.changes) :]:
        stats.inc_value(f"newscrawl/{change.stage}/{change.rule}", change.count)
    return _like(item, result)


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
    if not found.get("url") or not (found.get("body_html") or found.get("body_text")):
        return None
    site = Site.undeclared(found["url"])
    values: dict[str, Any] = {"site": site.name, "key": site.key(found["url"])}
    values |= {name: _plain(name, found[name]) for name in _NAMES if found.get(name) is not None}
    if not values.get("body_html"):
        values["body_html"] = "".join(
            f"<p>{escape(line)}</p>" for line in found["body_text"].splitlines() if line.strip()
        )
    return Article(**values)


def _plain(name: str, value: Any) -> Any:
    if name in _TIMES and not isinstance(value, datetime):
        return parse_date(str(value))
    if name in _TUPLES:
        return (value,) if isinstance(value, str) else tuple(value)
    if name in _RECORDS:
        return tuple(one if isinstance(one, tuple) else _RECORDS[name](**one) for one in value)
    return value


def _like(item: Item, article: Article) -> Item:
    if isinstance(item, Article):
        return cast("Item", article)
    adapter = ItemAdapter(item)
    known = adapter.field_names() if not isinstance(item, dict) else _NAMES
    for name in _NAMES:
        if name in known:
            adapter[name] = getattr(article, name)
    return item
