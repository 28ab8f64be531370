"""The tables as they are: Datasette with our facets and questions."""

from pathlib import Path
from typing import Any

from newscrawl.browse.guard import RAW_TABLES, App
from newscrawl.errors import BadArgument
from newscrawl.storage.database.engine import file_of, read_url

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


def raw_tables(database_url: str) -> App | None:
    """Return Datasette on an SQLite file, to be mounted at ``RAW_TABLES``; ``None`` for PostgreSQL.

    Datasette reads only, and opens the file when it is first asked. Raises ``BadArgument`` if it is not installed.
    """
    path = file_of(read_url(database_url))
    if path is None:
        return None
    try:
        from datasette.app import Datasette  # noqa: PLC0415
        from datasette.plugins import pm  # noqa: PLC0415

        from newscrawl.browse import datasette_plugin  # noqa: PLC0415
    except ImportError:
        raise BadArgument("browsing needs pip install 'newscrawl[browse]'") from None
    if not pm.is_registered(datasette_plugin):
        pm.register(datasette_plugin)
    settings = _SETTINGS | {"base_url": f"{RAW_TABLES}/"}
    shown: App = Datasette([str(path)], metadata=metadata(path), settings=settings).app()
    return shown


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
