"""Sites: how each stands, and what is wrong with it."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import page, reader_of
from newscrawl.reports.figures import MAX_PAST_RUNS, coverage_of, judged
from newscrawl.spiders import site_named
from newscrawl.storage.views.article_lists import ArticleFilter, list_articles
from newscrawl.storage.views.run_figures import (
    LastRun,
    articles_per_day,
    charsets_of,
    find_runs,
    last_runs,
    refusals_of,
)

_NEWEST = 10  # articles that are named


def _sites(request: Request) -> Response:
    with reader_of(request).database.connect() as connection:
        sites = [one._replace(run=judged(one.run) if one.run else None) for one in last_runs(connection)]
    return page(request, "sites.html", sites=sorted(sites, key=_urgency))


def _urgency(one: LastRun) -> tuple[int, str]:
    """Order sites by what needs a look: faults, runs without an end, only refused pages, good ones, the rest."""
    if one.run is None:
        return 4 if one.articles else 2, one.site
    if one.run.exit_code:
        return 0, one.site
    return 3 if one.run.finished else 1, one.site


def _site(request: Request) -> Response:
    name = request.path_params["name"]
    with reader_of(request).database.connect() as connection:
        runs = find_runs(connection, spider=name, limit=MAX_PAST_RUNS)
        runs = (*(judged(run, runs[1:]) for run in runs[:1]), *runs[1:])
        newest = list_articles(connection, ArticleFilter(site=name), limit=_NEWEST).articles
        refusals = refusals_of(connection, site=name)
        if not runs and not newest and not refusals:
            raise HTTPException(404, f"No site {name[:200]} has articles, runs or refused pages.")
        dates = [one.date() for one in (*(run.started for run in runs[:1]), *(one.dated for one in newest[:1]))]
        return page(
            request,
            "site.html",
            name=name,
            declared=site_named(name),
            runs=runs,
            newest=newest,
            coverage=coverage_of(runs),
            days=articles_per_day(connection, name, max(dates)) if dates else {},
            charsets=charsets_of(connection, name),
            refusals=refusals,
        )


ROUTES = (Route("/sites", _sites), Route("/sites/{name:path}", _site))
