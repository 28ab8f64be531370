"""The sites of which something is stored."""

from sqlalchemy import exists, select, union

from newscrawl.storage.database.schema import ArticleRow, PageRow, RefusalRow
from newscrawl.storage.database.upgrade import reading

_COLUMNS = (PageRow.site, ArticleRow.site, RefusalRow.site)


def is_stored_site(database_url: str, name: str) -> bool:
    """Tell whether a page, an article or a refusal of this site is stored."""
    with reading(database_url) as engine, engine.connect() as connection:
        return any(connection.scalar(select(exists().where(column == name))) for column in _COLUMNS)


def stored_site_names(database_url: str) -> list[str]:
    """Return the names of all sites of which something is stored, in order; each index is read through."""
    with reading(database_url) as engine, engine.connect() as connection:
        return sorted(connection.scalars(union(*map(select, _COLUMNS))))
