"""How a stored page was read, or why it was refused."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.guard import NONCE
from newscrawl.browse.inspection_page import inspection_values
from newscrawl.browse.reader import page, reader_of
from newscrawl.reports.inspection import Inspection, inspect_page
from newscrawl.spiders import site_named, site_of
from newscrawl.storage.views.page_trail import Trail, read_trail


def _show(request: Request) -> Response:
    name = request.path_params["name"]
    reader = reader_of(request)
    with reader.database.connect() as connection:
        trail = read_trail(connection, [name])
    if trail is None:
        raise HTTPException(404, f"Neither a stored article nor a refused page has the number or key {name[:200]}.")
    inspection = _inspection(trail)
    if inspection is None:
        return page(request, "inspect.html", trail=trail, inspection=None)
    values = inspection_values(inspection, request.scope.get(NONCE, ""), pictures=reader.pictures)
    return page(request, "inspect.html", trail=trail, differs=_differs(trail, inspection), **values)


def _inspection(trail: Trail) -> Inspection | None:
    if not trail.pages:
        return None
    first = trail.pages[0]
    content_type = next((value for name, value in first.headers if name.lower() == "content-type"), "")
    site = site_named(trail.site) or site_of(first.url)
    return inspect_page(first.body, first.url, site, content_type=content_type, fetched=first.fetched)


def _differs(trail: Trail, inspection: Inspection) -> bool:
    """Tell whether the article as read now is another than the stored one; of several pages, nobody knows."""
    stored = trail.article.article if trail.article else None
    if stored is None or len(trail.pages) > 1:
        return False
    return inspection.article is None or inspection.article.body_text != stored.body_text


ROUTES = (Route("/inspect/{name:path}", _show),)
