"""Pages that did not become articles, and what a person can do about them."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import number_of, page, reader_of, value_of
from newscrawl.browse.rendering import query_of
from newscrawl.storage.views.refusal_lists import page_refusals


def _refused(request: Request) -> Response:
    site, reason = value_of(request, "site"), value_of(request, "reason")
    with reader_of(request).database.connect() as connection:
        found = page_refusals(connection, site=site, reason=reason, before=number_of(request, "before"))
    address = {"site": site, "reason": reason}
    return page(
        request,
        "refused.html",
        found=found,
        site=site,
        reason=reason,
        sites={name: query_of(address | {"site": name}) for name in found.sites},
        reasons={name: query_of(address | {"reason": name}) for name in found.reasons},
        older=query_of(address | {"before": found.older}) if found.older else None,
    )


ROUTES = (Route("/refused", _refused),)
