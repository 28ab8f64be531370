"""List what sites repeat on many articles, and keep what a person says about it."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, select, update

from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.boilerplate_counts import State
from newscrawl.storage.database.failures import failures
from newscrawl.storage.database.schema import BoilerplateRow, ParagraphsRow
from newscrawl.storage.database.upgrade import open_database, reading

_WRITTEN = re.compile("[0-9a-fA-F]{16}")


class Repeated(NamedTuple):
    """A paragraph that several articles of a site have.

    ``articles``, ``share`` and ``edge`` (here a share of the articles) are as in ``stages.boilerplate.Count``.
    ``decided`` is when a person has said what becomes of it; ``None`` if nobody has.
    """

    site: str
    fingerprint: int
    state: State
    articles: int
    share: float
    edge: float
    varies: bool
    excerpt: str
    first_seen: datetime
    last_seen: datetime
    decided: datetime | None


def read_stripped(database_url: str, site: str) -> Collection[int]:
    """Return the fingerprints of what is taken out of articles of ``site``."""
    wanted = select(BoilerplateRow.fingerprint).where(BoilerplateRow.site == site, BoilerplateRow.state == "stripped")
    with reading(database_url) as engine, engine.connect() as connection:
        return frozenset(connection.execute(wanted).scalars())


def list_repeated(database_url: str, site: str | None = None) -> tuple[Repeated, ...]:
    """Return what sites repeat, or one of them, by site, what most articles have first."""
    counted = select(ParagraphsRow.site, func.max(ParagraphsRow.number).label("n")).group_by(ParagraphsRow.site)
    wanted = select(*BoilerplateRow.__table__.columns).order_by(
        BoilerplateRow.site, BoilerplateRow.articles.desc(), BoilerplateRow.fingerprint
    )
    with reading(database_url) as engine, engine.connect() as connection:
        rows = connection.execute(wanted.where(BoilerplateRow.site == site) if site else wanted).all()
        articles = {row.site: row.n for row in connection.execute(counted)}
    return tuple(_as_repeated(row, articles[row.site]) for row in rows)


def decide(database_url: str, fingerprints: Collection[int], state: State, site: str | None = None) -> int:
    """Say what becomes of repeated paragraphs, on all sites or one, whatever is counted; return how many these are.

    Raises ``BadArgument`` for a fingerprint that nothing repeated has, and changes nothing then.
    """
    where: list[ColumnElement[bool]] = [BoilerplateRow.fingerprint.in_(fingerprints)]
    if site:
        where.append(BoilerplateRow.site == site)
    engine = open_database(database_url, create=False)
    try:
        with failures(), engine.begin() as connection:
            found = connection.execute(select(BoilerplateRow.fingerprint).where(*where)).scalars().all()
            for unknown in set(fingerprints) - set(found):
                raise BadArgument(f"nothing that {site or 'any site'} repeats has the fingerprint {written(unknown)}")
            values = {"state": state, "decided": datetime.now(UTC)}
            connection.execute(update(BoilerplateRow).where(*where).values(values))
            return len(found)
    finally:
        engine.dispose()


def written(fingerprint: int) -> str:
    """Return a fingerprint as a person sees it: 16 hexadecimal digits."""
    return f"{fingerprint & 0xFFFFFFFFFFFFFFFF:016x}"


def read_written(text: str) -> int:
    """Return the fingerprint that ``written`` has written; raises ``BadArgument`` for anything else."""
    if not _WRITTEN.fullmatch(text):
        raise BadArgument(f"a fingerprint has 16 digits from 0 to f, as the list shows it, not {text!r}")
    return int.from_bytes(bytes.fromhex(text), "big", signed=True)


def _as_repeated(row: Row[Any], articles: int) -> Repeated:
    return Repeated(
        row.site,
        row.fingerprint,
        row.state,
        row.articles,
        min(1.0, row.articles / (articles - row.first_number + 1)),
        row.edge / row.articles,
        row.varies,
        row.excerpt,
        row.first_seen,
        row.last_seen,
        row.decided,
    )
