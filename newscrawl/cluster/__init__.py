"""Crawl many sites on several machines: a queue in PostgreSQL, and workers that take sites from it."""

from importlib.util import find_spec

from newscrawl.errors import BadArgument


def require_cluster(database_url: str) -> None:
    """Raise ``BadArgument`` where there can be no cluster: without PostgreSQL, or without the extra ``cluster``."""
    if not database_url.startswith("postgresql"):
        raise BadArgument("a cluster needs PostgreSQL: NEWSCRAWL_DATABASE_URL=postgresql+psycopg://…")
    if not (find_spec("pgqueuer") and find_spec("psycopg")):
        raise BadArgument("a cluster needs pip install 'newscrawl[cluster]'")
