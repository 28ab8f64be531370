"""What can be stored of any value: text without the two kinds of characters that databases refuse, times in UTC."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from operator import is_
from typing import Any, TypeVar

from newscrawl.article import Article, Refusal
from newscrawl.errors import Refused

Record = TypeVar("Record", Article, Refusal)

MAX_KEY = 2000  # characters of a key or address; beyond, PostgreSQL could not index it
_NUL_OR_SURROGATE = re.compile("[\x00\ud800-\udfff]")


def storable(record: Record) -> Record:
    """Return ``record`` with NULs dropped, lone surrogates as U+FFFD, and times that UTC has no date for unknown.

    Raises ``Refused`` for a key or an address of more than ``MAX_KEY`` characters.
    """
    for name in ("key", "url"):
        if len(getattr(record, name)) > MAX_KEY:
            raise Refused("not storable", f"its {name} has {len(getattr(record, name))} characters")
    changed = {}
    for one in fields(record):
        value = getattr(record, one.name)
        cleaned = _clean(value)
        if cleaned is not value and cleaned != value:
            changed[one.name] = cleaned
    return replace(record, **changed) if changed else record


def clean_text(text: str) -> str:
    """Return ``text`` without NULs, with lone surrogates as U+FFFD."""
    if "\x00" not in text:
        try:
            text.encode()  # far faster than to search
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _NUL_OR_SURROGATE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def in_utc(time: datetime) -> datetime | None:
    """Return an aware time in UTC, a naive one as if it were; ``None`` where the conversion leaves the calendar."""
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _clean(value: Any) -> Any:
    """Return what can be stored of ``value``: of text and records the same object where nothing has to change."""
    match value:
        case str():
            return clean_text(value)
        case datetime():
            return in_utc(value)
        case tuple():
            parts = tuple(map(_clean, value))
            if all(map(is_, parts, value)):
                return value
            return type(value)(*parts) if hasattr(value, "_fields") else parts
        case list():
            return tuple(map(_clean, value))
        case dict():
            return {_clean(name): _clean(one) for name, one in value.items()}
        case _:
            return value
