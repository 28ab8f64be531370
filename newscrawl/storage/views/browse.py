"""The database as pages for a web browser: Datasette with our facets and questions, on this machine only."""

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from newscrawl.errors import BadArgument
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.upgrade import open_database

HOST = "127.0.0.1"

_Scope = MutableMapping[str, Any]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, Callable[[], Awaitable[Any]], _Send], Awaitable[None]]

_SETTINGS = {
    "allow_download": False,
    "default_page_size": 50,
    "facet_time_limit_ms": 2000,
    "sql_time_limit_ms": 5000,
    "truncate_cells_html": 160,  # characters; whole texts stand on the page of their row
}
_HIDDEN = (
    "alembic_version", "index_version", "minhash_bands", "minhash_signatures", "paragraphs", "raw_bases",
    "search_entries",
)  # fmt: skip
_FACETS = ("site", "language", "status")

_QUERIES = {
    "search": {
        "title": "Search title and text",
        "description": 'As scrapy search: all the words, "in a row" in quotation marks, beginnings with a star.',
        "sql": """
            SELECT articles.id, date(entries.dated) AS day, articles.site, articles.title, url
            FROM search_index JOIN search_entries AS entries ON entries.id = search_index.rowid
            JOIN articles ON articles.id = entries.article_id
            WHERE search_index MATCH newscrawl_query(:words)
            ORDER BY bm25(search_index, 5, 1) LIMIT 100
        """,
    },
    "repaired": {
        "title": "What was repaired",
        "description": "Rules of repair by the places where they were used, with one example.",
        "sql": """
            SELECT rule, sum(count) AS places, count(DISTINCT article_id) AS articles, before, after, min(article_id)
            FROM changes WHERE stage = 'repair' GROUP BY rule ORDER BY places DESC
        """,
    },
    "stripped": {
        "title": "What was stripped most",
        "description": "Blocks and lines that are not the article's, by site and rule, with one example.",
        "sql": """
            SELECT site, rule, sum(count) AS places, count(DISTINCT article_id) AS articles, before AS example
            FROM changes JOIN articles ON articles.id = changes.article_id
            WHERE stage = 'strip' GROUP BY site, rule ORDER BY places DESC
        """,
    },
    "silent_edits": {
        "title": "Silent edits",
        "description": "Articles that say something else than before and do not say that they were changed."
        " `scrapy history ID` shows what.",
        "sql": """
            SELECT articles.id, articles.site, title, published, modified, count(*) AS edits,
                max(revisions.replaced) AS last_edit, url
            FROM revisions JOIN articles ON articles.id = revisions.article_id
            WHERE reason = 'replaced' AND (modified IS NULL OR modified <= revisions.seen)
            GROUP BY articles.id ORDER BY last_edit DESC
        """,
    },
    "near_duplicates": {
        "title": "Near-duplicates",
        "description": "Pairs of articles that are nearly the same, the earlier one first.",
        "sql": """
            SELECT round(similarity, 2) AS similarity, first.id AS first_id, first.site AS first_site,
                coalesce(first.published, first.first_seen) AS first_dated, copy.id AS copy_id,
                copy.site AS copy_site, coalesce(copy.published, copy.first_seen) AS copy_dated,
                copy.source AS copy_names_as_source, copy.title
            FROM duplicates
            JOIN articles AS one ON one.id = duplicates.article_id
            JOIN articles AS other ON other.id = duplicates.other_id
            JOIN articles AS first ON first.id = CASE
                WHEN coalesce(one.published, one.first_seen) < coalesce(other.published, other.first_seen)
                THEN one.id ELSE other.id END
            JOIN articles AS copy ON copy.id = one.id + other.id - first.id
            ORDER BY copy_dated DESC
        """,
    },
    "refusals_by_reason": {
        "title": "Refusals",
        "description": "Pages that did not become articles, by site and reason.",
        "sql": """
            SELECT site, reason, count(*) AS pages, max(seen) AS last_seen, detail AS last_detail, url AS last_url
            FROM refusals GROUP BY site, reason ORDER BY pages DESC
        """,
    },
}


def browsing(database_url: str, port: int) -> _App:
    """Return an ASGI application that shows the database, and changes nothing in it.

    Only requests that name this machine and ``port`` as their host are answered, so that no web page elsewhere can
    read the database by a name that leads here. Raises ``BadArgument`` for PostgreSQL, or if Datasette is not
    installed.
    """
    path = file_of(read_url(database_url))
    if path is None:
        raise BadArgument("only SQLite files can be browsed")
    try:
        from datasette.app import Datasette  # noqa: PLC0415
        from datasette.plugins import pm  # noqa: PLC0415

        from newscrawl.storage.views import datasette_plugin  # noqa: PLC0415
    except ImportError:
        raise BadArgument("browsing needs pip install 'newscrawl[browse]'") from None
    open_database(database_url, create=False).dispose()
    if not pm.is_registered(datasette_plugin):
        pm.register(datasette_plugin)
    shown = Datasette([str(path)], metadata=metadata(path), settings=_SETTINGS)
    return _for_hosts(shown.app(), (f"{HOST}:{port}", f"localhost:{port}"))


def metadata(path: Path) -> dict[str, Any]:
    """Return what Datasette shows of the database in ``path``: facets, order, questions; and what it hides."""
    tables: dict[str, Any] = {name: {"hidden": True} for name in _HIDDEN}
    tables["articles"] = {
        "facets": [*_FACETS, {"date": "published"}],
        "sort_desc": "published",
        "label_column": "title",
        "size": 50,
    }
    tables["refusals"] = {"facets": ["site", "reason", {"date": "seen"}], "sort_desc": "seen"}
    tables["changes"] = {"facets": ["stage", "rule", "field"]}
    tables["revisions"] = {"facets": ["reason", "status"], "sort_desc": "seen"}
    tables["boilerplate"] = {"facets": ["site", "state"], "sort_desc": "articles"}
    tables["runs"] = {"facets": ["spider", "finish_reason"], "sort_desc": "started"}
    return {
        "title": "newscrawl",
        "description": "Stored articles, what was done to them, and what was refused",
        "databases": {path.stem: {"tables": tables, "queries": _QUERIES}},
    }


# Datasette escapes what it shows; beyond that, a page may load nothing from elsewhere and send nothing there. Its own
# scripts and styles stand in part in the page.
_POLICY = (
    b"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _for_hosts(app: _App, hosts: tuple[str, ...]) -> _App:
    async def guarded(scope: _Scope, receive: Callable[[], Awaitable[Any]], send: _Send) -> None:
        if scope["type"] == "http" and dict(scope["headers"]).get(b"host", b"").decode("latin-1") not in hosts:
            await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"This address is not served here.\n"})
            return

        async def answer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"content-security-policy", _POLICY)]}
            await send(message)

        await app(scope, receive, answer)

    return guarded
