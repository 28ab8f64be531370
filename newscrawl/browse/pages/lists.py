"""Lists of articles: the newest by day, narrowed down by links and words; and the same as feeds."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import page, reader_of, value_of
from newscrawl.browse.rendering import query_of
from newscrawl.errors import BadArgument
from newscrawl.storage.views.article_lists import (
    MAX_CANDIDATES,
    ArticleFilter,
    Counts,
    Cursor,
    ListedArticle,
    list_articles,
)
from newscrawl.storage.views.query import parse_query
from newscrawl.text.query import Excerpt, excerpt, quick_excerpt

_EXCERPT_CHARACTERS = 240  # of each article of a list (chosen by hand)
_FILTERS = ("site", "language", "tag", "status", "day")


class _Row(NamedTuple):
    article: ListedArticle
    title: Excerpt
    text: Excerpt


class _Choice(NamedTuple):
    words: str
    href: str
    articles: int | None
    is_chosen: bool


class _Kind(NamedTuple):
    """A way to narrow a list down, and the choices of it."""

    title: str
    choices: list[_Choice]


def filter_of(request: Request) -> ArticleFilter:
    """Return what the address of a list asks for; raises ``BadArgument`` for a day that is none."""
    given = {name: value_of(request, name) for name in _FILTERS}
    day = given.pop("day")
    try:
        return ArticleFilter(**given, day=date.fromisoformat(day) if day else None, query=value_of(request, "q"))
    except ValueError:
        raise BadArgument(f"a day is like 2026-11-20, not {day!r}") from None


def address_of(wanted: ArticleFilter) -> dict[str, object]:
    """Return a filter as the query of an address writes it."""
    return {"q": wanted.query} | {name: getattr(wanted, name) for name in _FILTERS}


def _home(request: Request) -> Response:
    wanted = filter_of(request)
    before, after = (_cursor(request, name) for name in ("before", "after"))
    reader = reader_of(request)
    with reader.database.connect() as connection:
        found = list_articles(connection, wanted, before=before, after=after, counted=reader.counts)
    asked = parse_query(wanted.query or "")
    in_title = (*asked.phrases, *asked.title_phrases)
    rows = [
        _Row(
            one,
            excerpt(one.title, in_title, len(one.title)),
            quick_excerpt(one.text, asked.phrases, _EXCERPT_CHARACTERS),
        )
        for one in found.articles
    ]
    days = [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.article.dated.date())]
    address = address_of(wanted)
    is_whole = found.counts is not None and found.counts.total == 0 and not any(wanted)
    return page(
        request,
        "home.html",
        days=days,
        wanted=wanted,
        kinds=_kinds(found.counts, wanted) if found.counts else [],
        chosen=[name for name in _FILTERS if getattr(wanted, name) is not None],
        total=found.counts.total if found.counts else 0,
        is_bounded=bool((wanted.query or wanted.tag) and found.counts and found.counts.total >= MAX_CANDIDATES),
        is_empty=is_whole,
        older=query_of(address | {"before": found.older}) if found.older else None,
        newer=query_of(address | {"after": found.newer}) if found.newer else None,
        feeds={name: f"/feed.{name}{query_of(address)}" for name in ("atom", "json")},
        without={name: query_of(address | {name: None}) or "/" for name in (*_FILTERS, "q")},
    )


def _cursor(request: Request, name: str) -> Cursor | None:
    written = request.query_params.get(name)
    return Cursor.parse(written) if written else None


def _kinds(counts: Counts, wanted: ArticleFilter) -> list[_Kind]:
    address = address_of(wanted)

    def kind(title: str, name: str, found: dict[str, int]) -> _Kind:
        chosen = getattr(wanted, name)
        shown = [
            _Choice(value, query_of(address | {name: value}) or "/", count, False)
            for value, count in found.items()
            if value != str(chosen)
        ]
        if chosen is not None:
            shown.insert(0, _Choice(str(chosen), query_of(address | {name: None}) or "/", found.get(str(chosen)), True))
        return _Kind(title, shown)

    days = {day.isoformat(): count for day, count in counts.days.items()}
    return [
        kind("Language", "language", dict(counts.languages)),
        kind("Site", "site", dict(counts.sites)),
        kind("Day", "day", days),
        kind("Tag", "tag", dict(counts.tags)),
        kind("Status", "status", dict(counts.statuses)),
    ]


ROUTES = (Route("/", _home),)
