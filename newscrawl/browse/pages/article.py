"""One article, set to be read; and what is known about it."""

from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newscrawl.browse.reader import page, reader_of
from newscrawl.browse.safe_html import safe_html
from newscrawl.browse.version_diff import FieldDiff, diff_versions
from newscrawl.stages.extract import SUMMARY_IS_OPENING
from newscrawl.storage.views.article_pages import ArticleDetails, read_details
from newscrawl.storage.views.revisions import Version

_MAX_CHANGES = 200  # that are listed of one article (chosen by hand)
_MAX_VERSIONS = 20  # the newest, that are compared (chosen by hand)


class _Edit(NamedTuple):
    older: Version
    newer: Version
    fields: tuple[FieldDiff, ...]


def details_of(request: Request) -> ArticleDetails:
    """Return the article that an address names by number or key; raises a 404 if there is none."""
    name = request.path_params["name"]
    with reader_of(request).database.connect() as connection:
        details = read_details(connection, [name])
    if details is None:
        raise HTTPException(404, f"No stored article has the number or key {name[:200]}.")
    return details


def _show(request: Request) -> Response:
    details = details_of(request)
    article = details.article
    stored = [version for version in details.versions if version.reason != "skipped"]
    pairs = list(pairwise(stored))[-_MAX_VERSIONS:]
    edits = [_Edit(older, newer, diff_versions(older.content, newer.content)) for older, newer in reversed(pairs)]
    return page(
        request,
        "article.html",
        details=details,
        article=article,
        body=Markup(safe_html(article.body_html, pictures=reader_of(request).pictures)),  # noqa: S704
        words=word_count(article.body_text),
        summary_is_opening=SUMMARY_IS_OPENING in article.flags,
        edits=edits,
        repairs=[change for change in article.changes if change.stage == "repair"][:_MAX_CHANGES],
        stripped=[change for change in article.changes if change.stage != "repair"][:_MAX_CHANGES],
    )


def word_count(text: str) -> int:
    """Return about how many words a text has; of Chinese and Japanese, its characters.

    >>> word_count("国产 GPU 芯片"), word_count("low noise")
    (5, 2)
    """
    return sum(len(word) if ord(max(word)) > 0x2E80 else 1 for word in text.split())


def _markdown(request: Request) -> Response:
    article = details_of(request).article
    heading = f"# {article.title}\n\n" if article.title else ""
    return PlainTextResponse(heading + article.body_markdown + "\n")


def _json(request: Request) -> Response:
    return Response(details_of(request).article.to_json(), media_type="application/json")


ROUTES = (
    Route("/article/{name:path}/markdown", _markdown),
    Route("/article/{name:path}/json", _json),
    Route("/article/{name:path}", _show),
)
