"""What earlier runs know: which pages are new, which are due, and which lists have nothing new."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from newscrawl.recrawl import GOOD, Discovery, Validators
from newscrawl.storage.crawl.forgotten import forgotten_keys
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import ListRow, PageRow
from newscrawl.storage.database.values import MAX_KEY

# Begin the reason of a page that was skipped for its day; the bound follows.
BEFORE, AFTER = "before-since ", "after-until "

_MAX_DUE_AHEAD = timedelta(days=60)  # no page is due later: a time beyond was written while the clock was wrong


class KnownPage(NamedTuple):
    """A page that is due again, asked for by name, or found."""

    key: str
    url: str
    validators: Validators
    found: Discovery | None = None


class KnownList(NamedTuple):
    """A list whose articles have all been scheduled, followed to ``max_pages`` pages."""

    url: str
    validators: Validators
    max_pages: int


class KnownUrls:
    """Answers of the database to a crawl; each method is one short transaction, and may raise ``StorageFailed``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, keys: Collection[str], since: datetime | None = None, until: datetime | None = None) -> set[str]:
        """Return those of ``keys`` that need not be asked for because a list names them.

        A page that was skipped for its day is known to a run with the same bounds ``since`` and ``until``, or narrower.
        So is one that was forgotten.
        """
        found = set()
        with failures(), self._engine.begin() as connection:
            for chunk in batched(keys):
                rows = connection.execute(
                    select(PageRow.key, PageRow.state, PageRow.reason).where(PageRow.key.in_(chunk))
                )
                found |= {row.key for row in rows if row.state != "skipped" or _is_outside(row.reason, since, until)}
                found |= forgotten_keys(connection, chunk)
        return found

    def count(self, site: str) -> int:
        """Return how many articles of ``site`` are known."""
        wanted = select(func.count()).select_from(PageRow).where(PageRow.site == site, PageRow.state.in_(GOOD))
        with failures(), self._engine.begin() as connection:
            return connection.execute(wanted).scalar_one()

    def due(self, site: str, now: datetime, max_pages: int, *, revisits: bool = True) -> list[KnownPage]:
        """Return at most ``max_pages`` pages of ``site`` that are to be asked for now, the longest due first.

        Without ``revisits`` these are only pages that have not become articles yet.
        """
        wanted = select(PageRow).where(PageRow.site == site).order_by(PageRow.due, PageRow.key).limit(max_pages)
        if not revisits:
            wanted = wanted.where(PageRow.state.not_in(GOOD))
        # Two ranges of one index; joined by OR, all pages of the site would be read.
        found = self._pages(wanted.where(PageRow.due <= now))
        if len(found) < max_pages:
            found += self._pages(wanted.where(PageRow.due > now + _MAX_DUE_AHEAD))
        return found[:max_pages]

    def pages(self, keys: Collection[str]) -> dict[str, KnownPage]:
        """Return what is known of the articles with these keys."""
        found: dict[str, KnownPage] = {}
        for chunk in batched(keys):
            wanted = select(PageRow).where(PageRow.key.in_(chunk), PageRow.state.in_(GOOD))
            found |= {page.key: page for page in self._pages(wanted)}
        return found

    def forgotten(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of ``keys`` that were forgotten, and so are not asked for."""
        with failures(), self._engine.begin() as connection:
            return forgotten_keys(connection, keys)

    def lists(self, site: str) -> dict[str, KnownList]:
        """Return the lists of ``site`` by their addresses."""
        wanted = select(ListRow.url, ListRow.etag, ListRow.last_modified, ListRow.max_pages)
        with failures(), self._engine.begin() as connection:
            return {
                row.url: KnownList(row.url, Validators(row.etag, row.last_modified), row.max_pages)
                for row in connection.execute(wanted.where(ListRow.site == site))
            }

    def remember_lists(self, site: str, lists: Iterable[KnownList], now: datetime) -> None:
        """Keep lists whose articles have all been scheduled."""
        rows = [
            {"url": one.url, "site": site, **one.validators._asdict(), "max_pages": one.max_pages, "read": now}
            for one in lists
            if len(one.url) <= MAX_KEY
        ]
        with failures(), self._engine.begin() as connection:
            for row in rows:
                upsert = INSERTS[connection.dialect.name](ListRow)
                connection.execute(upsert.on_conflict_do_update(index_elements=["url"], set_=row), row)

    def _pages(self, wanted: object) -> list[KnownPage]:
        with failures(), self._engine.begin() as connection:
            rows = connection.execute(wanted.with_only_columns(*PageRow.__table__.columns))  # type: ignore[attr-defined]
            return [
                KnownPage(
                    row.key,
                    row.url,
                    Validators(row.etag, row.last_modified) if row.state in GOOD else Validators(),
                )
                for row in rows
            ]


def _is_outside(reason: str, since: datetime | None, until: datetime | None) -> bool:
    """Tell whether a page that was skipped for ``reason`` is outside of these bounds, too."""
    if reason.startswith(BEFORE):
        return since is not None and since.isoformat() >= reason.removeprefix(BEFORE)
    if reason.startswith(AFTER):
        return until is not None and until.isoformat() <= reason.removeprefix(AFTER)
    # Of other skipped pages, those that a stopped run has left are due, and the rest was not wanted.
    return True
