"""Checksums of rows: a row that was changed behind the program's back no longer has its own.

SHA-256 over JSON with sorted names. Values that say nothing are left out, so that a column which is new, and empty in
old rows, changes no checksum; a migration that fills a column of stored rows sets their checksums to ``NULL``.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

PAGE_COLUMNS = ("key", "site", "url", "found_by", "found_on")  # of a known page; they stay as first written
RIGHTS_COLUMNS = ("article_id", "host", "place", "name", "value", "source")
REVISION_COLUMNS = ("article_id", "reason", "status", "content_hash", "seen", "replaced", "content")


def revision_checksum(row: Mapping[Any, Any]) -> str:
    """Return the checksum of a revision by its columns ``REVISION_COLUMNS``; one that is missing is ``NULL``."""
    return row_checksum(row, REVISION_COLUMNS)


def row_checksum(row: Mapping[Any, Any], columns: Sequence[str]) -> str:
    """Return the checksum of these columns of a row; one that is missing is ``NULL``."""
    return values_checksum({name: row.get(name) for name in columns})


def values_checksum(values: Mapping[str, Any]) -> str:
    """Return the checksum of named values: times count as instants, bytes by their own SHA-256."""
    said = {name: value for name, value in values.items() if value not in (None, "", (), [], {}, b"")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value)
