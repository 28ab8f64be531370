"""The same story on several sites."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newscrawl.browse.reader import number_of, page, reader_of
from newscrawl.browse.rendering import query_of
from newscrawl.storage.views.stories import list_stories


def _stories(request: Request) -> Response:
    with reader_of(request).database.connect() as connection:
        found = list_stories(connection, before=number_of(request, "before"))
    older = query_of({"before": found.older}) if found.older else None
    return page(request, "stories.html", stories=found.stories, older=older)


ROUTES = (Route("/stories", _stories),)
