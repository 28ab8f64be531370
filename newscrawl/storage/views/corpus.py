"""What a corpus is made of: which articles, in which order, in which language, and which are nearly the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from newscrawl.article import Article
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.rows import read_articles
from newscrawl.storage.database.schema import ArticleRow, DuplicateRow
from newscrawl.storage.database.upgrade import reading
from newscrawl.storage.views.export import select_ids

UNKNOWN_LANGUAGE = "und"  # "undetermined", as BCP 47 has it


class Member(NamedTuple):
    """An article of a corpus: its number and key, what tables count, and the key that its near-duplicates share.

    ``rights`` is ``None`` where nobody has looked at them.
    """

    id: int
    key: str
    language: str
    site: str
    characters: int
    published: datetime | None
    group: str | None
    rights: Mapping[str, Any] | None = None


def read_members(
    database_url: str,
    *,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    query: str | None = None,
    allowed: Callable[[Mapping[str, Any] | None, Sequence[str]], bool] = lambda _rights, _flags: True,
) -> list[Member]:
    """Return the articles fit for use (``ok`` or ``lossy``), by language and key: an order that no database changes.

    ``site``, ``since``, ``until`` and ``query`` are as for an export; ``allowed`` is asked about rights and flags.
    Near-duplicates, and what is nearly the same as one of those, are one group; it is called by the first key in it.
    """
    with reading(database_url) as engine, engine.connect() as connection:
        ids = select_ids(connection, site, since, until, query, newest_first=False)
        found: list[Member] = []
        for some in batched(ids):
            rows = connection.execute(
                select(
                    ArticleRow.id, ArticleRow.key, ArticleRow.language, ArticleRow.site, ArticleRow.body_text,
                    ArticleRow.published, ArticleRow.rights, ArticleRow.flags,
                ).where(ArticleRow.id.in_(some), ArticleRow.status != "damaged")
            )  # fmt: skip
            for number, key, language, name, text, published, rights, flags in rows:
                if not allowed(rights, flags):
                    continue
                known = language or UNKNOWN_LANGUAGE
                found.append(Member(number, key, known, name, len(text), published, None, rights))
        pairs = connection.execute(select(DuplicateRow.article_id, DuplicateRow.other_id)).all()
    found.sort(key=lambda one: (one.language, one.key))
    groups = _groups({one.id: one.key for one in found}, ((row[0], row[1]) for row in pairs))
    return [one._replace(group=groups.get(one.id)) for one in found]


class ArticlesReader:
    """Reads articles by number, for as long as a process works."""

    def __init__(self, database_url: str) -> None:
        self._engine = open_engine(database_url, read_only=True)

    def read(self, ids: Sequence[int], batch: int) -> Iterator[tuple[int, Article]]:
        """Yield the articles of these numbers that are still stored, in the order of ``ids``."""
        for chosen in batched(ids, batch):
            with failures(), self._engine.connect() as connection:
                articles = read_articles(connection, chosen)
            for number in chosen:
                if number in articles:
                    yield number, articles[number]


def _groups(keys: dict[int, str], pairs: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Return the name of the group of each article that has near-duplicates among ``keys`` (union-find)."""
    parents: dict[int, int] = {}

    def root(number: int) -> int:
        while parents.setdefault(number, number) != number:
            parents[number] = number = parents[parents[number]]
        return number

    for one, other in pairs:
        if one in keys and other in keys:
            first, second = sorted((root(one), root(other)), key=keys.__getitem__)
            parents[second] = first
    return {number: keys[root(number)] for number in tuple(parents)}
