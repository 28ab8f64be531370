"""What sites changed in articles that were published."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import number_of, page, reader_of, value_of
from newscrawl.browse.rendering import query_of
from newscrawl.browse.version_diff import FieldDiff, diff_versions
from newscrawl.storage.views.edits import Edit, list_edits


class _Row(NamedTuple):
    edit: Edit
    fields: tuple[FieldDiff, ...]


def _edits(request: Request) -> Response:
    site, before = value_of(request, "site"), number_of(request, "before")
    shows_all = value_of(request, "all") == "1"
    with reader_of(request).database.connect() as connection:
        found = list_edits(connection, site=site, before=before, silent=not shows_all)
    address = {"site": site, "all": "1" if shows_all else None}
    return page(
        request,
        "edits.html",
        rows=[_Row(edit, diff_versions(edit.older, edit.newer)) for edit in found.edits],
        site=site,
        shows_all=shows_all,
        other=query_of(address | {"all": None if shows_all else "1"}) or "/edits",
        older=query_of(address | {"before": found.older}) if found.older else None,
    )


ROUTES = (Route("/edits", _edits),)
