"""What Datasette is taught for our questions: to fold words as the index does."""

from sqlite3 import Connection

from datasette import hookimpl

from newscrawl.storage.views.search import fts5_query


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection) -> None:
    """Let SQL turn words into a query of the search index."""
    conn.create_function("newscrawl_query", 1, lambda words: fts5_query(str(words)), deterministic=True)
