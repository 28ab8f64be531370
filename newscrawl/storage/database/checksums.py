"""Checksums of what is stored: a row that was changed behind the program's back no longer has its own.

SHA-256 over JSON with sorted names. Values that say nothing are left out, so that a column which is new, and empty in
old rows, changes no checksum; a migration that fills a column of stored rows sets their checksums to ``NULL``.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from newscrawl.article import Article, RawPage, Use, fields_for

PAGE_COLUMNS = ("key", "site", "url", "found_by", "found_on")  # of a known page; they stay as first written
RIGHTS_COLUMNS = ("article_id", "host", "place", "name", "value", "source")
REVISION_COLUMNS = ("article_id", "reason", "status", "content_hash", "seen", "replaced", "content")


def article_checksum(article: Article, content_hash: str, first_seen: datetime, last_changed: datetime) -> str:
    """Return the checksum of an article with its images, tags and changes, as it is read back from its rows."""
    values = {name: getattr(article, name) for name in fields_for(Use.EXPORT)}
    values |= {"content_hash": content_hash, "first_seen": first_seen, "last_changed": last_changed}
    # As they are read back: a tag is stored once, and a whole number in a column of fractions becomes one.
    values["tags"] = list(dict.fromkeys(article.tags))
    values["confidence"] = None if article.confidence is None else float(article.confidence)
    return _checksum(values)


def page_checksum(page: RawPage) -> str:
    """Return the checksum of a fetched page: its bytes, and all that is stored about them."""
    return _checksum(
        {
            "url": page.url,
            "status": page.status,
            "headers": page.headers,
            "fetched": page.fetched,
            "charset": page.charset,
            "charset_evidence": page.charset_evidence,
            "body": page.body,
        }
    )


def revision_checksum(row: Mapping[Any, Any]) -> str:
    """Return the checksum of a revision by its columns ``REVISION_COLUMNS``; one that is missing is ``NULL``."""
    return row_checksum(row, REVISION_COLUMNS)


def row_checksum(row: Mapping[Any, Any], columns: Sequence[str]) -> str:
    """Return the checksum of these columns of a row; one that is missing is ``NULL``."""
    return _checksum({name: row.get(name) for name in columns})


def _checksum(values: Mapping[str, Any]) -> str:
    said = {name: value for name, value in values.items() if value not in (None, "", (), [], {}, b"")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value)
