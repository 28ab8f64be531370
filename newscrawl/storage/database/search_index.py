"""Keep the search index and the near-duplicates in step with the articles, in the same transactions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Engine, bindparam, delete, exists, func, insert, or_, select, text

from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.inserts import insert_rows
from newscrawl.storage.database.progress import Progress
from newscrawl.storage.database.schema import (
    ArticleRow,
    BandRow,
    DuplicateRow,
    IndexVersionRow,
    SearchEntryRow,
    SignatureRow,
)
from newscrawl.text.minhash import SHINGLE_VERSION, bands, estimate, pack_signature, signature
from newscrawl.text.search_folding import FOLD_VERSION, fold

INDEX_VERSION = f"{FOLD_VERSION}.{SHINGLE_VERSION}"  # of the rules that articles are indexed by
_BEGUN = f"{INDEX_VERSION} begun"  # the version while articles are still indexed anew by these rules
MAX_INDEXED_CHARACTERS = 80_000  # characters of a body: no article is longer, and PostgreSQL takes little more
# Share of shingles from which two articles are nearly the same. Copies of which 30 % of the sentences were replaced
# share 34 to 58 % with their original, articles on other things 11 % at most (measured on saved articles in English and
# German and on made ones in Chinese, Japanese and Korean).
MIN_SIMILARITY_SHARE = 0.35

_MIN_COPY_SHARE = 0.7  # of shingles, from which what is like one of two is like the other (chosen by hand)
_MAX_FOLDED_CHARACTERS = 240_000  # characters; some of a text become many
MAX_LINKS = 8  # that an article is linked with: enough to hold a group together
_MAX_CANDIDATES = 20  # articles that share one band, on average of those that are looked up (chosen by hand)
_BATCH = 200  # articles that are indexed at a time, in a second or two; chosen by hand
_MAX_POSITION = 16383  # that PostgreSQL can tell from the next one (its manual, limits of tsvector)
_MAX_POSITIONS = 255  # of one term (the same)
_GAP_WORDS_AFTER_TITLE = 10  # positions: no phrase reaches from the title into the body

_INSERT = {
    "sqlite": text("INSERT INTO search_index (rowid, title, body) VALUES (:entry_id, :title, :body)"),
    "postgresql": text("INSERT INTO search_index (entry_id, vector) VALUES (:entry_id, CAST(:vector AS tsvector))"),
}
# SQLite's index has no texts, and so no rows that could be deleted one by one.
_EMPTY = {
    "sqlite": text("INSERT INTO search_index (search_index) VALUES ('delete-all')"),
    "postgresql": text("DELETE FROM search_index"),
}
# Built once: SQLAlchemy takes as long to build a statement as SQLite to run it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_INDEXED = select(SearchEntryRow.article_id).where(SearchEntryRow.article_id.in_(_IDS))
_NOT_INDEXED = ~exists().where(SearchEntryRow.article_id == ArticleRow.id)
_INSERT_ENTRIES = insert(SearchEntryRow).returning(SearchEntryRow.article_id, SearchEntryRow.id)
_SIGNATURES = select(SignatureRow.article_id, SignatureRow.signature).where(SignatureRow.article_id.in_(_IDS))
_SHARING = (
    select(BandRow.value, BandRow.article_id)
    .where(BandRow.value.in_(bindparam("values", expanding=True)))
    .limit(bindparam("limit"))
)


class IndexTerms(NamedTuple):
    """What the index holds of a text: folded title and body, and the packed signature of the body with its bands.

    A short body has no signature.
    """

    title: str
    body: str
    signature: bytes | None
    bands: tuple[int, ...]

    @classmethod
    def of(cls, title: str, body: str) -> "IndexTerms":
        """Return the terms of a text."""
        folded = fold_body(body)
        found = signature(folded)
        if found is None:
            return cls(fold(title), folded, None, ())
        return cls(fold(title), folded, pack_signature(found), tuple(bands(found)))


class Indexable(NamedTuple):
    """What is indexed of an article; ``dated`` is when it was published or, if nobody says, first stored.

    ``terms`` are those of title and body, if they are known already.
    """

    article_id: int
    site: str
    dated: datetime
    title: str
    body: str
    terms: IndexTerms | None = None


def index(connection: Connection, articles: Sequence[Indexable]) -> None:
    """Index new articles and new versions of known ones."""
    if not articles:
        return
    terms = {one.article_id: one.terms or IndexTerms.of(one.title, one.body) for one in articles}
    former = _forget(connection, list(terms))
    _write_search(connection, articles, terms)
    _write_duplicates(connection, terms, former)


def fold_body(body: str) -> str:
    """Return the terms of a body, as far as it is indexed."""
    folded = fold(body[:MAX_INDEXED_CHARACTERS])
    return folded if len(folded) <= _MAX_FOLDED_CHARACTERS else folded[:_MAX_FOLDED_CHARACTERS].rpartition(" ")[0]


def bring_up_to_date(engine: Engine) -> None:
    """Index all articles anew if they were indexed by other rules than today's, or never.

    Each batch is a transaction, so that others come to write between two of them, and what was interrupted goes on
    where it stopped. How far it is, is logged now and then.
    """
    with engine.begin() as connection:
        version = indexed_by(connection)
        if version == INDEX_VERSION:
            return
        if version != _BEGUN:
            _empty(connection)
        total = connection.execute(select(func.count()).select_from(ArticleRow).where(_NOT_INDEXED)).scalar_one()
    progress = Progress("indexing articles anew", total)
    last = 0
    while True:
        with engine.begin() as connection:
            batch = _not_indexed(connection, last)
            index(connection, batch)
            if not batch:
                connection.execute(delete(IndexVersionRow))
                connection.execute(insert(IndexVersionRow), {"version": INDEX_VERSION})
                return
        last = batch[-1].article_id
        progress.add(len(batch))


def _empty(connection: Connection) -> None:
    connection.execute(_EMPTY[connection.dialect.name])
    for table in (IndexVersionRow, SearchEntryRow, DuplicateRow, BandRow, SignatureRow):
        connection.execute(delete(table))
    connection.execute(insert(IndexVersionRow), {"version": _BEGUN})


def is_up_to_date(connection: Connection) -> bool:
    """Tell whether articles were indexed by today's rules."""
    return indexed_by(connection) == INDEX_VERSION


def indexed_by(connection: Connection) -> str | None:
    """Return the version of the rules by which articles were indexed, ``None`` if they never were."""
    return connection.execute(select(IndexVersionRow.version)).scalar()


def _not_indexed(connection: Connection, after: int) -> list[Indexable]:
    """Return the next articles that have no entry."""
    columns = (
        ArticleRow.id,
        ArticleRow.site,
        ArticleRow.published,
        ArticleRow.first_seen,
        ArticleRow.title,
        ArticleRow.body_text,
    )
    wanted = select(*columns).where(ArticleRow.id > after, _NOT_INDEXED).order_by(ArticleRow.id).limit(_BATCH)
    return [
        Indexable(row.id, row.site, row.published or row.first_seen, row.title or "", row.body_text)
        for row in connection.execute(wanted)
    ]


def _forget(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Delete what is known of former versions; return which articles had one."""
    known = set(connection.execute(_INDEXED, {"ids": ids}).scalars())
    if known:
        pairs = or_(DuplicateRow.article_id.in_(known), DuplicateRow.other_id.in_(known))
        connection.execute(delete(DuplicateRow).where(pairs))
        connection.execute(delete(SignatureRow).where(SignatureRow.article_id.in_(known)))
        connection.execute(delete(SearchEntryRow).where(SearchEntryRow.article_id.in_(known)))
    return known


def _write_search(connection: Connection, articles: Sequence[Indexable], terms: Mapping[int, IndexTerms]) -> None:
    entries = [{"article_id": one.article_id, "site": one.site, "dated": one.dated} for one in articles]
    numbers = {row.article_id: row.id for row in connection.execute(_INSERT_ENTRIES, entries)}
    rows: list[dict[str, Any]] = [
        {"entry_id": numbers[number], "title": one.title, "body": one.body} for number, one in terms.items()
    ]
    if connection.dialect.name == "postgresql":
        rows = [{"entry_id": row["entry_id"], "vector": vector_of(row["title"], row["body"])} for row in rows]
    connection.execute(_INSERT[connection.dialect.name], rows)


def vector_of(title: str, body: str) -> str:
    """Return a ``tsvector`` as PostgreSQL writes it: the terms with their positions, those of the title of weight A."""
    positions: dict[str, list[str]] = {}
    for position, term in enumerate(title.split(), 1):
        positions.setdefault(term, []).append(f"{min(position, _MAX_POSITION)}A")
    for position, term in enumerate(body.split(), len(title.split()) + _GAP_WORDS_AFTER_TITLE):
        found = positions.setdefault(term, [])
        if not found or (position <= _MAX_POSITION and len(found) < _MAX_POSITIONS):
            found.append(str(min(position, _MAX_POSITION)))
    return " ".join(f"{term}:{','.join(found)}" for term, found in positions.items())


def _write_duplicates(connection: Connection, terms: Mapping[int, IndexTerms], former: set[int]) -> None:
    packed = {number: one.signature for number, one in terms.items() if one.signature is not None}
    banded = {number: terms[number].bands for number in packed}
    insert_rows(connection, SignatureRow, [{"article_id": number, "signature": one} for number, one in packed.items()])
    candidates, crowded = _candidates(connection, banded)
    known = packed | _signatures(connection, set().union(*candidates.values()) - packed.keys())
    pairs, kept = [], []
    for number, others in candidates.items():
        likenesses = ((estimate(packed[number], known[other]), other) for other in others if other in known)
        alike = sorted((one for one in likenesses if one[0] >= MIN_SIMILARITY_SHARE), reverse=True)[:MAX_LINKS]
        pairs += [{"article_id": number, "other_id": other, "similarity": likeness} for likeness, other in alike]
        values = set(banded[number])
        if len(alike) == MAX_LINKS:
            # Whoever is like a copy of so many is like them, too, and finds them without this one. Articles that are
            # less alike may share a long footer, and have a copy elsewhere without it: that finds them by the bands
            # that few others have.
            is_copy = alike[-1][0] >= _MIN_COPY_SHARE
            values = set() if is_copy else values - crowded
        kept += [{"value": value, "article_id": number} for value in values]
    insert_rows(connection, DuplicateRow, pairs)
    # Bands of former versions stay, since they are found by their value only, and lead to a signature that tells.
    again = [row for row in kept if row["article_id"] in former]
    for row in again:
        connection.execute(delete(BandRow).filter_by(**row))
    insert_rows(connection, BandRow, kept)


def _candidates(connection: Connection, banded: Mapping[int, Sequence[int]]) -> tuple[dict[int, set[int]], set[int]]:
    """Return for each article which others share a band with it: stored ones, and earlier ones of this group.

    Also returns the bands that ``MAX_LINKS`` articles or more share.
    """
    owners: dict[int, list[int]] = defaultdict(list)
    candidates: dict[int, set[int]] = {}
    stored = Counter[int]()
    for number, values in banded.items():
        candidates[number] = {other for value in values for other in owners[value][:MAX_LINKS]}
        for value in set(values):
            owners[value].append(number)
    for values in batched(owners):
        bounds = {"values": values, "limit": len(values) * _MAX_CANDIDATES}
        for value, other in connection.execute(_SHARING, bounds):
            stored[value] += 1
            for number in owners[value]:
                candidates[number].add(other)
    # Bands of its former version lead to an article of this group, too: the later of two finds the other, not both.
    places = {number: place for place, number in enumerate(banded)}
    earlier = {
        number: {other for other in others if places.get(other, -1) < places[number]}
        for number, others in candidates.items()
    }
    return earlier, {value for value, numbers in owners.items() if stored[value] + len(numbers) > MAX_LINKS}


def _signatures(connection: Connection, ids: Collection[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for chunk in batched(ids):
        found.update((row.article_id, row.signature) for row in connection.execute(_SIGNATURES, {"ids": chunk}))
    return found
