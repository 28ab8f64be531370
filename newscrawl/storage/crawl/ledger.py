"""The ledger of a run: each address that it schedules ends in exactly one state."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from newscrawl.article import Article, RawPage, Refusal, Skipped
from newscrawl.recrawl import GOOD, Discovery, Plan, State, Validators, is_failure, plan_retry, plan_visit
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.schema import FetchRow, PageRow, RunRow
from newscrawl.storage.database.values import clean_text

INTERRUPTED = "interrupted"  # reason of what a killed run has left open
RUN_ENDED = "run ended"  # reason of what a run that was stopped has not come to

# An insert that knows ON CONFLICT.
INSERTS: dict[str, Callable[[Any], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

DAMAGED = "damaged"  # reason of an article that is not fit for use
_BETTER_STORED = "the stored copy is better"
_MAX_REASON = 200  # characters
_FIRST_SEEN_COLUMNS = ("key", "site", "url", "seen", "found_by", "found_on")
_END_FETCH = (
    update(FetchRow)
    .where(FetchRow.id == bindparam("fetch_id"))
    .values({name: bindparam(name) for name in ("state", "reason", "http_status", "ended")})
)
# Built once: SQLAlchemy takes as long to build a statement as SQLite to run it.
_KNOWN_PAGES = select(*PageRow.__table__.columns).where(PageRow.key.in_(bindparam("keys", expanding=True)))


class Scheduled(NamedTuple):
    """A page that a run schedules: its key and site, the address that is asked for, and how it was found."""

    key: str
    url: str
    site: str
    found: Discovery | None = None


class Ending(NamedTuple):
    """What became of a page: the address asked for, the key and site of what answered, and its state."""

    asked: str
    key: str
    site: str
    state: State
    reason: str = ""
    http_status: int | None = None
    published: datetime | None = None
    raw: tuple[RawPage, ...] = ()

    @classmethod
    def of_article(cls, article: Article, outcome: str) -> "Ending":
        """Return the end of a page that was saved with that outcome."""
        state: State = "unchanged" if outcome == "kept" else outcome  # type: ignore[assignment]
        reason = DAMAGED if article.status == "damaged" else _BETTER_STORED if outcome == "kept" else ""
        asked = article.asked or article.url
        return cls(asked, article.key, article.site, state, reason, None, article.published, article.raw)

    @classmethod
    def of_refusal(cls, refusal: Refusal) -> "Ending":
        """Return the end of a page that did not become an article."""
        state: State = "failed" if is_failure(refusal.reason) else "refused"
        asked = refusal.asked or refusal.url
        return cls(asked, refusal.key, refusal.site, state, refusal.reason, refusal.http_status)

    @classmethod
    def of_skipped(cls, page: Skipped) -> "Ending":
        """Return the end of a page of which nothing is stored."""
        return cls(page.asked, page.key, page.site, page.state, page.reason)


class _Open(NamedTuple):
    fetch_id: int
    key: str
    site: str
    found: Discovery | None


class Ledger:
    """The pages that the run ``run_id`` has scheduled, and what is known of pages in general.

    ``schedule`` and ``end`` write within a transaction of the caller, who calls ``settle`` once it is committed.
    """

    def __init__(self, run_id: int, now: Callable[[], datetime], revisit_days: float) -> None:
        self.run_id = run_id
        self.ended: Counter[str] = Counter()  # pages by state
        self._now = now
        self._revisit_days = revisit_days
        self._open: dict[str, _Open] = {}

    def is_open(self, url: str) -> bool:
        """Tell whether ``url`` was scheduled and has not ended."""
        return url in self._open

    def schedule(self, connection: Connection, pages: Sequence[Scheduled]) -> Mapping[str, _Open]:
        """Write a line for each page; new pages are known and due from now on, for a run that is killed before."""
        now = self._now()
        opened: dict[str, _Open] = {}
        insert_or = INSERTS[connection.dialect.name]
        for chunk in batched(pages):
            lines = [self._line(one.key, one.url, now) for one in chunk]
            statement = insert(FetchRow).returning(FetchRow.id, sort_by_parameter_order=True)
            ids = connection.execute(statement, lines).scalars()
            opened |= {
                one.url: _Open(number, one.key, one.site, one.found) for number, one in zip(ids, chunk, strict=True)
            }
            known = [
                {"key": one.key, "url": one.url, "site": one.site, **_found(one.found)}
                | {"state": "open", "reason": "", "tries": 0, "seen": now, "due": now}
                for one in chunk
            ]
            connection.execute(insert_or(PageRow).on_conflict_do_nothing(index_elements=["key"]), known)
        return opened

    def opened(self, lines: Mapping[str, _Open]) -> None:
        """Take note that these lines are committed."""
        self._open.update(lines)

    def end(self, connection: Connection, endings: Iterable[Ending]) -> None:
        """Write how pages ended, and when they are due again; a page that was not scheduled gets its line, too."""
        endings = list(endings)
        known = self._known(connection, endings)
        scheduled: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        pages: list[dict[str, Any]] = []
        for ending in endings:
            now, opened = self._now(), self._open.get(ending.asked)
            values = {
                "state": ending.state,
                "reason": clean_text(ending.reason)[:_MAX_REASON],
                "http_status": ending.http_status,
                "ended": now,
            }
            if opened:
                scheduled.append(values | {"fetch_id": opened.fetch_id})
            else:
                others.append(self._line(ending.key, clean_text(ending.asked), now) | values)
            page = self._page(ending, known.get(ending.key), now)
            pages.append(page | _found(opened.found if opened else None))
            if opened and opened.key != ending.key and ending.state in GOOD:
                # The address asked for leads to another page: that one is revisited.
                leads = ending._replace(key=opened.key, site=opened.site, state="duplicate", reason=ending.key, raw=())
                pages.append(self._page(leads, known.get(opened.key), now))
            elif opened and opened.key != ending.key:
                moved = ending._replace(key=opened.key, site=opened.site)
                pages.append(self._page(moved, known.get(opened.key), now))
        if scheduled:
            connection.execute(_END_FETCH, scheduled)
        if others:
            connection.execute(insert(FetchRow), others)
        # In their order, for two of them may be of one page.
        for columns, rows in groupby(pages, key=tuple):
            connection.execute(_page_upsert(connection.dialect.name, columns), list(rows))

    def settle(self, endings: Iterable[Ending]) -> None:
        """Take note that these endings are committed."""
        for ending in endings:
            self._open.pop(ending.asked, None)
            self.ended[ending.state] += 1

    def skip_rest(self, connection: Connection) -> int:
        """End what the run has not come to as ``skipped``; it is due in the next one. Return how many these are."""
        now = self._now()
        for rest in batched(self._open.values()):
            values = {"state": "skipped", "reason": RUN_ENDED, "ended": now}
            numbers, keys = [one.fetch_id for one in rest], [one.key for one in rest]
            connection.execute(update(FetchRow).where(FetchRow.id.in_(numbers)).values(values))
            fresh = (PageRow.key.in_(keys), PageRow.state == "open")
            connection.execute(update(PageRow).where(*fresh).values(state="skipped", reason=RUN_ENDED))
        return len(self._open)

    def _line(self, key: str, url: str, now: datetime) -> dict[str, Any]:
        return {"run_id": self.run_id, "key": key, "url": url, "state": "open", "reason": "", "scheduled": now}

    def _known(self, connection: Connection, endings: Sequence[Ending]) -> dict[str, Row[Any]]:
        keys = {one.key for one in endings}
        keys |= {self._open[one.asked].key for one in endings if one.asked in self._open}
        return {row.key: row for row in connection.execute(_KNOWN_PAGES, {"keys": list(keys)})}

    def _page(self, ending: Ending, known: Row[Any] | None, now: datetime) -> dict[str, Any]:
        """Return the row of a page after this ending; what the row does not name stays as it is."""
        plan = self._plan(ending, known, now)
        return {
            "key": ending.key,
            "site": ending.site,
            "url": known.url if known else clean_text(ending.asked),
            "seen": now,
            "state": ending.state,
            "reason": clean_text(ending.reason)[:_MAX_REASON],
            "tries": plan.tries,
            "visited": now,
            "revisit_seconds": int(plan.revisit.total_seconds()) if plan.revisit else None,
            "due": plan.due,
            **_validators(ending),
        }

    def _plan(self, ending: Ending, known: Row[Any] | None, now: datetime) -> Plan:
        if ending.state in ("refused", "failed") or ending.reason == DAMAGED:
            return plan_retry(ending.reason, now, known.tries if known else 0)
        if ending.state not in GOOD:
            return Plan(now if ending.reason == RUN_ENDED else None)
        last = timedelta(seconds=known.revisit_seconds) if known and known.revisit_seconds else None
        # A time of publication that is still to come says nothing.
        since = min(ending.published or (known.seen if known else now), now)
        return plan_visit(ending.state, now, since=since, last=last, revisit_days=self._revisit_days)


def _found(found: Discovery | None) -> dict[str, str | None]:
    """Return the columns of a page that tell how it was found."""
    return found._asdict() if found else {"found_by": None, "found_on": None}


@cache
def _page_upsert(dialect: str, columns: tuple[str, ...]) -> Any:
    """Return the statement that writes rows of these columns; what a page was first seen as stays."""
    new = INSERTS[dialect](PageRow)
    changed = {name: new.excluded[name] for name in columns if name not in _FIRST_SEEN_COLUMNS}
    return new.on_conflict_do_update(index_elements=["key"], set_=changed)


def close_interrupted(connection: Connection, spider: str, now: datetime) -> int:
    """End what earlier runs of ``spider`` have left open; return how many pages these are. They are due at once."""
    # From the few open lines to their runs: a spider may have thousands.
    left = (FetchRow.state == "open", exists().where(RunRow.id == FetchRow.run_id, RunRow.spider == spider))
    keys = select(FetchRow.key).where(*left)
    values = {"state": "failed", "reason": INTERRUPTED}
    connection.execute(update(PageRow).where(PageRow.key.in_(keys)).values(due=now))
    connection.execute(update(PageRow).where(PageRow.key.in_(keys), PageRow.state == "open").values(values))
    return connection.execute(update(FetchRow).where(*left).values(ended=now, **values)).rowcount


def count_states(connection: Connection, run_id: int) -> dict[str, int]:
    """Return how many pages of a run are in each state, as the database has it."""
    states = select(FetchRow.state, func.count()).where(FetchRow.run_id == run_id).group_by(FetchRow.state)
    return {row[0]: row[1] for row in connection.execute(states)}


def _validators(ending: Ending) -> dict[str, str | None]:
    """Return what a page can be asked by whether it has changed; nothing where what is known still holds."""
    if ending.state not in GOOD or not ending.raw:
        return {}
    if len(ending.raw) > 1 or ending.reason:
        # Of several pages in one article, the first does not tell whether the others have changed.
        return Validators()._asdict()
    headers = {name.lower(): value.strip() for name, value in ending.raw[0].headers}
    return Validators.of(headers.get("etag"), headers.get("last-modified"))._asdict()
