"""Compare the search index and the near-duplicates with the articles that they were made from."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, column, exists, func, literal_column, or_, select, table, text

from newscrawl.storage.database.schema import ArticleRow, BandRow, DuplicateRow, SearchEntryRow, SignatureRow
from newscrawl.storage.database.search_index import (
    INDEX_VERSION,
    MAX_LINKS,
    MIN_SIMILARITY_SHARE,
    fold_body,
    indexed_by,
    vector_of,
)
from newscrawl.text.minhash import bands, estimate, pack_signature, signature
from newscrawl.text.search_folding import fold

_BATCH = 50  # articles in memory at a time; chosen by hand
_PHRASE_TERMS = (
    8  # of the title, and from both ends of the body, by which the index must find an article; chosen by hand
)
# Where each database keeps which entries the index has.
_ENTRIES = {"sqlite": ("search_index_docsize", "id"), "postgresql": ("search_index", "entry_id")}
_MATCHES = text("SELECT count(*) FROM search_index WHERE search_index MATCH :query AND rowid = :entry")
_SAME_VECTOR = text("SELECT vector = CAST(:vector AS tsvector) FROM search_index WHERE entry_id = :entry")


def find_search_faults(connection: Connection) -> Iterator[str]:
    """Yield articles that the index does not know or knows otherwise, and pairs whose similarity is not their own.

    An index of other rules than today's is one fault: by these, all its pairs would have another similarity.
    """
    version = indexed_by(connection)
    if version != INDEX_VERSION:
        yield f"the search index is of version {version or 'none'}, not {INDEX_VERSION}: scrapy db upgrade"
        return
    entry = exists().where(SearchEntryRow.article_id == ArticleRow.id)
    for number in connection.execute(select(ArticleRow.id).where(~entry)).scalars():
        yield f"articles {number} has no search entry"
    name, key = _ENTRIES[connection.dialect.name]
    indexed = table(name, column(key))
    entries = select(SearchEntryRow.article_id).where(~exists().where(indexed.c[key] == SearchEntryRow.id))
    for number in connection.execute(entries).scalars():
        yield f"articles {number} is not in the search index"
    # An article without a day is entered under the time of its storing, some microseconds off ``first_seen``.
    otherwise = or_(
        SearchEntryRow.site != ArticleRow.site,
        and_(ArticleRow.published.is_not(None), SearchEntryRow.dated != ArticleRow.published),
    )
    joined = select(ArticleRow.id).join(SearchEntryRow, SearchEntryRow.article_id == ArticleRow.id)
    for number in connection.execute(joined.where(otherwise)).scalars():
        yield f"the search entry of articles {number} has another site or day"
    one, other = SignatureRow.__table__.alias(), SignatureRow.__table__.alias()
    pairs = (
        select(DuplicateRow, one.c.signature.label("one"), other.c.signature.label("other"))
        .outerjoin(one, one.c.article_id == DuplicateRow.article_id)
        .outerjoin(other, other.c.article_id == DuplicateRow.other_id)
        .with_only_columns(
            DuplicateRow.article_id, DuplicateRow.other_id, DuplicateRow.similarity, one.c.signature, other.c.signature
        )
    )
    for first, second, similarity, left, right in connection.execute(pairs):
        if left is None or right is None or estimate(left, right) != similarity:
            yield f"duplicates {first}, {second} has not the similarity of its articles"


def find_index_faults(connection: Connection) -> Iterator[str]:
    """Yield articles of which search index, signature, bands or near-duplicates are not what their text makes them."""
    links = _count_links(connection)
    columns = select(ArticleRow.id, ArticleRow.title, ArticleRow.body_text, SearchEntryRow.id.label("entry"))
    wanted = columns.join(SearchEntryRow, SearchEntryRow.article_id == ArticleRow.id).order_by(ArticleRow.id)
    last = 0
    while rows := connection.execute(wanted.where(ArticleRow.id > last).limit(_BATCH)).all():
        last = rows[-1].id
        yield from _batch_faults(connection, rows, links)
    yield from _missing_pairs(connection, links)


def _batch_faults(connection: Connection, rows: Sequence[Any], links: dict[int, int]) -> Iterator[str]:
    numbers = [row.id for row in rows]
    stored = select(SignatureRow.article_id, SignatureRow.signature).where(SignatureRow.article_id.in_(numbers))
    signatures = {row.article_id: row.signature for row in connection.execute(stored)}
    for row in rows:
        title, body = fold(row.title or ""), fold_body(row.body_text)
        if not _is_indexed(connection, row.entry, title, body):
            yield f"articles {row.id} is not found by its own words"
        found = signature(body)
        if signatures.get(row.id) != (pack_signature(found) if found else None):
            yield f"articles {row.id} has not the MinHash signature of its text"
        elif found:
            values = set(bands(found))
            band = and_(BandRow.value.in_(values), BandRow.article_id == row.id)
            count = connection.execute(select(func.count()).select_from(BandRow).where(band)).scalar_one()
            # An article that is linked with as many others as can be has no bands of its own.
            if count != len(values) and (count or links.get(row.id, 0) < MAX_LINKS):
                yield f"articles {row.id} has not the MinHash bands of its text"


def _is_indexed(connection: Connection, entry: int, title: str, body: str) -> bool:
    if connection.dialect.name == "postgresql":
        vector = {"vector": vector_of(title, body), "entry": entry}
        return bool(connection.execute(_SAME_VECTOR, vector).scalar())
    terms = body.split()
    phrases = {" ".join(one) for one in (title.split()[:_PHRASE_TERMS], terms[:_PHRASE_TERMS], terms[-_PHRASE_TERMS:])}
    query = " ".join(f'"{phrase}"' for phrase in sorted(phrases) if phrase)
    return not query or bool(connection.execute(_MATCHES, {"query": query, "entry": entry}).scalar())


def _count_links(connection: Connection) -> dict[int, int]:
    links: dict[int, int] = {}
    for pair in connection.execute(select(DuplicateRow.article_id, DuplicateRow.other_id)):
        for number in pair:
            links[number] = links.get(number, 0) + 1
    return links


def _missing_pairs(connection: Connection, links: dict[int, int]) -> Iterator[str]:
    """Yield articles that share a band and are nearly the same, but are not linked though both have few links."""
    one, other = BandRow.__table__.alias(), BandRow.__table__.alias()
    shared = (
        select(one.c.article_id, other.c.article_id)
        .join(other, and_(other.c.value == one.c.value, other.c.article_id > one.c.article_id))
        .distinct()
    )
    stored = connection.execute(select(SignatureRow.article_id, SignatureRow.signature))
    signatures = {row.article_id: row.signature for row in stored}
    linked = {frozenset(pair) for pair in connection.execute(select(DuplicateRow.article_id, DuplicateRow.other_id))}
    for first, second in connection.execute(shared.order_by(literal_column("1"), literal_column("2"))):
        has_room = max(links.get(first, 0), links.get(second, 0)) < MAX_LINKS
        if not has_room or {first, second} in linked or not signatures.keys() >= {first, second}:
            continue
        if estimate(signatures[first], signatures[second]) >= MIN_SIMILARITY_SHARE:
            yield f"articles {first} and {second} are nearly the same, and not linked"
