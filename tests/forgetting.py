"""What becomes of each table when an article is forgotten, and a database that holds the article in every one."""

from datetime import UTC, datetime

from sqlalchemy import JSON, String, cast, create_engine, func, select

from newscrawl.article import Article, RawPage, Refusal
from newscrawl.dom.body import Body
from newscrawl.rights import Signal
from newscrawl.stages.boilerplate import strip_boilerplate
from newscrawl.stages.strip import strip_article
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.quarantine import Bounds
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.schema import Base

# Columns that may hold something of an article, by table; forgetting it must empty each of them.
FORGOTTEN_COLUMNS = {
    "fetches": {"key", "url", "reason"},
    "pages": {"checksum", "key", "site", "url", "reason", "etag", "last_modified", "found_by", "found_on"},
    "articles": {
        "id", "key", "site", "url", "canonical_url", "status", "title", "authors", "uploader", "source", "byline",
        "published", "published_written", "modified", "modified_written", "language", "section", "summary", "site_name",
        "lead_image", "body_text", "body_markdown", "body_html", "charset", "charset_evidence", "flags",
        "comments_removed", "field_sources", "content_hash", "first_seen", "last_changed", "run_id", "confidence",
        "checksum", "rights", "published_day", "published_precision",
    },
    "images": {"article_id", "position", "url", "alt", "caption"},
    "tags": {"article_id", "position", "tag"},
    "changes": {"article_id", "position", "stage", "field", "rule", "count", "before", "after"},
    "revisions": {
        "id", "article_id", "reason", "status", "content_hash", "seen", "replaced", "run_id", "content", "checksum",
    },
    "raw_bases": {"id", "host", "body"},
    "raw_pages": {
        "id", "article_id", "revision_id", "position", "url", "http_status", "headers", "fetched", "charset",
        "charset_evidence", "size", "base_id", "body", "checksum", "store_id", "file_hash",
    },
    "released_raw_files": {"store_id", "file_hash"},
    "refusals": {"id", "key", "site", "url", "reason", "detail", "http_status", "seen", "run_id", "accepted"},
    "refused_pages": {"key", "site", "url", "http_status", "headers", "fetched", "size", "body"},
    "rights": {"checksum", "id", "article_id", "host", "place", "name", "value", "source", "seen", "ended", "run_id"},
    "search_entries": {"id", "article_id", "site", "dated"},
    "minhash_signatures": {"article_id", "signature"},
    "minhash_bands": {"value", "article_id"},
    "duplicates": {"article_id", "other_id", "similarity"},
    "boilerplate": {
        "site", "fingerprint", "state", "excerpt", "alphanumerics", "numbers", "varies", "articles", "edge",
        "first_number", "last_number", "first_seen", "last_seen", "decided",
    },
    "paragraphs": {"site", "number", "fingerprints"},
}  # fmt: skip

NOT_FILLED = frozenset({"changes", "boilerplate", "released_raw_files"})  # by ``fill``

# Columns that hold nothing of an article, with the reason why they stay.
KEPT_COLUMNS = {
    "alembic_version": {"version_num"},
    "runs": {  # counts of a run, by site
        "id", "spider", "version", "started", "finished", "finish_reason", "stats", "beat", "exit_code", "counts",
        "measures", "why",
    },
    "fetches": {"id", "run_id", "state", "http_status", "scheduled", "ended"},  # so that a run's counts add up
    "pages": {"state", "tries", "seen", "visited", "revisit_seconds", "due"},
    "lists": {"url", "site", "etag", "last_modified", "max_pages", "read"},  # of listings; go with a whole site
    "imports": {"id", "source", "identity", "selection", "records", "counts", "started", "beat", "finished"},
    "well_known_files": {"host", "http_status", "fetched", "body"},  # of a host
    "raw_stores": {"id", "url"},  # directories and buckets of files
    "forget_salt": {"salt"},
    "forgotten": {"hash"},  # salted
    "removals": {"id", "removed", "articles", "hash"},
    "index_version": {"version"},
    "checksums_complete": {"since"},
}  # fmt: skip

FRAME = "<html><body><nav>" + "".join(f"<a href='/{n}'>Section number {n}</a>" for n in range(200)) + "</nav>"
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def text(word: str) -> str:
    """Return the body of an article about ``word``."""
    said = f"The {word} regulator keeps its noise below one microvolt, as its maker says in a note on {word}."
    return f"<p>{said}</p><p>A second paragraph of {word} says that nothing was measured on {word} boards yet.</p>"


def article(word: str, body: str | None = None, **values: object) -> Article:
    """Return an article that says ``word`` in every field, with its fetched page."""
    url = f"https://e.example/{word}"
    raw = RawPage(
        url=url, status=200, headers=(("ETag", f'"{word}"'),), body=(FRAME + text(word)).encode(), fetched=NOW
    )
    given = {"url": url, "key": f"e.example/{word}", "site": "e.example", "title": f"About {word}", "raw": (raw,)}
    given |= {"authors": (f"Ada {word}",), "published": NOW, "tags": (word,), "canonical_url": url}
    made = Article(**given | values).with_signals([Signal("header", "tdm-policy", f"https://e.example/{word}", word)])
    made = made.with_body(Body.of_markup(body or f'{text(word)}<p><img src="{url}.png" alt="{word}"></p>'))
    return strip_boilerplate(strip_article(made, None), ())


def fill(database: str) -> None:
    """Store articles so that each table of ``FORGOTTEN_COLUMNS`` has rows of the one about ``zyxquartz``."""
    with Store(database, raw="keep", keep_refused=Bounds(14, 10**6)) as store:
        store.begin_run("sample", "1")
        store.schedule([Scheduled("e.example/zyxquartz", "https://e.example/zyxquartz", "e.example")])
        refused = article("zyxquartz")
        store.refuse(Refusal(url=refused.url, key=refused.key, site=refused.site, reason="r", raw=refused.raw))
        store.save(article("zyxquartz", title="A former title of zyxquartz"))
        changed = article("zyxquartz").changed("strip", "body", [])
        store.save(article("zyxquartz", changes=changed))
        store.save(article("zyxcopy", text("zyxquartz")))  # nearly the same: goes, too
        for word in ("plainword", "otherword"):
            store.save(article(word))
        store.refuse(Refusal(url=refused.url, key="e.example/zyxquartz-refused", site="e.example", reason="r",
                             detail="zyxquartz", raw=refused.raw))  # fmt: skip
        store.end_run("finished", {})


def cells_with(database: str, word: str) -> set[tuple[str, str]]:
    """Return table and column of each value of the database in which ``word`` can be read."""
    engine, found = create_engine(database), set()
    try:
        with engine.connect() as connection:
            for table in Base.metadata.tables.values():
                for column in table.columns:
                    if isinstance(column.type, String | JSON) and _holds(connection, table, column, word):
                        found.add((table.name, column.name))
    finally:
        engine.dispose()
    return found


def row_counts(database: str) -> dict[str, int]:
    """Return how many rows each table has."""
    engine = create_engine(database)
    try:
        with engine.connect() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in Base.metadata.tables.values()
            }
    finally:
        engine.dispose()


def _holds(connection, table, column, word):
    found = select(func.count()).select_from(table).where(cast(column, String).contains(word))
    return connection.execute(found).scalar_one() > 0
