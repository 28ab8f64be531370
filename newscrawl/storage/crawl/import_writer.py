"""Write what was read from archives, and how far, in one transaction: nothing is done twice or left out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Select, func, insert, select, update

from newscrawl.article import Article, Refusal
from newscrawl.errors import Refused
from newscrawl.storage.crawl.article_writer import ArticleWriter, Outcome, Raced
from newscrawl.storage.crawl.boilerplate_counts import BoilerplateCounter
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.crawl.prepared import PreparedArticle, prepare
from newscrawl.storage.crawl.raw import RawWriter, Retention
from newscrawl.storage.crawl.store import without_repeats
from newscrawl.storage.database.failures import failures, transaction
from newscrawl.storage.database.raw_store import delete_released
from newscrawl.storage.database.schema import ArticleRow, ImportRow, PageRow, RawPageRow, RefusalRow
from newscrawl.storage.database.upgrade import open_database, reading
from newscrawl.storage.database.values import clean_text, storable

Result = Article | PreparedArticle | Refusal  # what became of a page

OLDER = "older copy"  # of a stored article: was fetched before it


class ImportState(NamedTuple):
    """How far an archive is imported: its first ``records`` are done, ``counts`` tell what became of each."""

    id: int
    source: str
    selection: str
    records: int
    counts: Mapping[str, int]
    started: datetime
    beat: datetime
    finished: datetime | None


class ImportWriter:
    """An open database that articles of archives are written to.

    ``raw`` and ``raw_store`` are as in ``Store``. Imported articles are known to crawls and not due: a crawl does not
    ask for them again.
    """

    def __init__(
        self,
        database_url: str,
        *,
        raw: Retention = "latest",
        raw_store: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = open_database(database_url)
        self._writer = ArticleWriter(RawWriter(raw, store_url=raw_store), BoilerplateCounter(now), now)
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._engine.dispose()

    def begin(self, source: str, identity: str | None, selection: str, *, again: bool = False) -> ImportState:
        """Return how far an archive is imported with these options; it begins if it never was, or ``again``.

        ``identity`` tells the archive from others; one without is always a new one.
        """
        with self._transaction() as connection:
            known = _imports().where(ImportRow.identity == identity, ImportRow.selection == selection)
            row = connection.execute(known.order_by(ImportRow.id.desc()).limit(1)).first() if identity else None
            if row and not again:
                return ImportState(*row)
            now = self._now()
            values: dict[str, Any] = {
                "source": clean_text(source),
                "identity": identity,
                "selection": selection,
                "records": 0,
                "counts": {},
                "started": now,
                "beat": now,
            }
            number = connection.execute(insert(ImportRow).returning(ImportRow.id), values).scalar_one()
            return ImportState(*connection.execute(_imports().where(ImportRow.id == number)).one())

    def commit(
        self, state: ImportState, records: int, results: Sequence[Result], skipped: Mapping[str, int]
    ) -> ImportState:
        """Write the results of the records up to number ``records``, and return the new state.

        ``skipped`` counts the records that have no result, by reason. A result that cannot be stored is counted as
        refused, and keeps no other from being stored.
        """
        counts = Counter(skipped)
        articles, refusals = _storable(results, counts)
        try:
            return self._commit(state, records, articles, refusals, counts)
        except Refused:
            # Values that only the database has refused: each article alone, then what is left. After a kill in
            # between they are read once more, and found to be stored.
            for article in articles:
                counts.update(self._store_alone(article))
            return self._commit(state, records, [], refusals, counts)

    def finish(self, state: ImportState) -> ImportState:
        """Record that an archive is at its end."""
        now = self._now()
        with self._transaction() as connection:
            connection.execute(update(ImportRow).where(ImportRow.id == state.id).values(finished=now, beat=now))
        with failures():
            delete_released(self._engine)
        return state._replace(finished=now, beat=now)

    def _commit(
        self,
        state: ImportState,
        records: int,
        articles: Sequence[PreparedArticle],
        refusals: Sequence[Refusal],
        skipped: Mapping[str, int],
    ) -> ImportState:
        while True:
            counts, now = Counter(state.counts), self._now()
            counts.update(skipped)
            counts.update(f"refused: {one.reason}" for one in refusals)
            try:
                with self._transaction() as connection:
                    counts.update(self._store(connection, articles))
                    self._refuse(connection, refusals)
                    row = update(ImportRow).where(ImportRow.id == state.id)
                    connection.execute(row.values(records=records, counts=dict(counts), beat=now))
            except Raced:
                continue
            return state._replace(records=records, counts=dict(counts), beat=now)

    def _store_alone(self, article: PreparedArticle) -> Counter[str]:
        while True:
            try:
                with self._transaction() as connection:
                    return self._store(connection, [article])
            except Raced:
                continue
            except Refused as refused:
                return Counter([f"refused: {refused.reason}"])

    def _store(self, connection: Connection, articles: Sequence[PreparedArticle]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for group in without_repeats(articles):
            fetched = _stored_fetches(connection, [article.key for article in group])
            newer = [one for one in group if not _is_older(one.article, fetched.get(one.key))]
            counts[OLDER] += len(group) - len(newer)
            if newer:
                outcomes: list[Outcome] = list(self._writer.write(connection, newer))
                counts.update(outcomes)
                self._know(connection, [one.article for one in newer])
        return +counts

    def _know(self, connection: Connection, articles: Sequence[Article]) -> None:
        """Make articles known to crawls, as pages that are not due; what a crawl knows of them stays."""
        now = self._now()
        rows = [
            {"key": one.key, "site": one.site, "url": one.url, "state": "stored", "reason": "", "tries": 0, "seen": now}
            for one in articles
        ]
        insert_or = INSERTS[connection.dialect.name]
        connection.execute(insert_or(PageRow).on_conflict_do_nothing(index_elements=["key"]), rows)

    def _refuse(self, connection: Connection, refusals: Sequence[Refusal]) -> None:
        """Record refused pages, the last one of each key."""
        if not refusals:
            return
        now = self._now()
        rows = {
            one.key: {
                "key": one.key,
                "site": one.site,
                "url": one.url,
                "reason": one.reason,
                "detail": one.detail,
                "http_status": one.http_status,
                "seen": now,
            }
            for one in refusals
        }
        statement = INSERTS[connection.dialect.name](RefusalRow)
        changed = {name: getattr(statement.excluded, name) for name in ("site", "url", "reason", "detail", "seen")}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_=changed), [rows[key] for key in sorted(rows)]
        )

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._engine, self._writer.forget)


def read_imports(database_url: str) -> tuple[ImportState, ...]:
    """Return all imports, in the order in which they began."""
    with reading(database_url) as engine, engine.connect() as connection:
        return tuple(ImportState(*row) for row in connection.execute(_imports().order_by(ImportRow.id)))


def _imports() -> Select[Any]:
    return select(*(getattr(ImportRow, name) for name in ImportState._fields))


def _storable(results: Sequence[Result], counts: Counter[str]) -> tuple[list[PreparedArticle], list[Refusal]]:
    """Return articles and refusals as they can be stored; those that cannot are counted."""
    articles, refusals = [], []
    for one in results:
        try:
            if isinstance(one, Refusal):
                refusals.append(storable(one))
            else:
                articles.append(prepare(one))
        except Refused as refused:
            counts[f"refused: {refused.reason}"] += 1
    return articles, refusals


def _stored_fetches(connection: Connection, keys: Sequence[str]) -> dict[str, datetime]:
    """Return when the stored articles of these keys were fetched, as far as their pages are kept."""
    fetched = func.max(RawPageRow.fetched, type_=RawPageRow.__table__.c.fetched.type)
    rows = connection.execute(
        select(ArticleRow.key, fetched)
        .join(RawPageRow, RawPageRow.article_id == ArticleRow.id)
        .where(ArticleRow.key.in_(keys), RawPageRow.revision_id.is_(None))
        .group_by(ArticleRow.key)
    )
    return {row[0]: row[1] for row in rows}


def _is_older(article: Article, stored: datetime | None) -> bool:
    fetched = max((page.fetched for page in article.raw), default=None)
    return stored is not None and fetched is not None and fetched < stored
