"""Runs: what they fetched, found and refused."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import number_of, page, reader_of, value_of
from newscrawl.browse.rendering import query_of
from newscrawl.reports.figures import judged, run_figures
from newscrawl.storage.views.run_figures import find_runs

_RUNS = 50  # of a page


def _runs(request: Request) -> Response:
    site = value_of(request, "site")
    with reader_of(request).database.connect() as connection:
        found = find_runs(connection, spider=site, before=number_of(request, "before"), limit=_RUNS + 1)
    runs = tuple(map(judged, found[:_RUNS]))
    older = query_of({"site": site, "before": runs[-1].id}) if len(found) > _RUNS else None
    return page(request, "runs.html", runs=runs, site=site, older=older)


def _run(request: Request) -> Response:
    name = request.path_params["run"]
    if name != "latest" and not (name.isascii() and name.isdecimal() and len(name) < 18):
        raise HTTPException(404, f"There is no run {name[:80]}.")
    figures = run_figures(reader_of(request).database, None if name == "latest" else int(name))
    if figures is None:
        raise HTTPException(404, f"There is no run {name}.")
    return page(request, "run.html", figures=figures)


ROUTES = (Route("/runs", _runs), Route("/runs/{run}", _run))
