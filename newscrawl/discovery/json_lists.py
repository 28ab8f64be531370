"""Find articles in JSON and JSONP answers of any layout, as a site's declaration describes them."""

import json
import re
from datetime import datetime
from typing import Any

from newscrawl.discovery.links import MAX_ENTRIES, MAX_LINKS, Link, read_time
from newscrawl.site import JsonList
from newscrawl.urls.resolve import web_addresses

_PLACEHOLDER = re.compile(r"\{([^{}]{1,100})\}")
_MAX_INDEX_DIGITS = 5  # of a position in a path


def read_json_list(
    text: str,
    url: str,
    source: JsonList,
    *,
    timezone: str = "UTC",
    fetched: datetime | None = None,
    bad: list[str] | None = None,
) -> tuple[Link, ...]:
    """Read a JSON or JSONP list as its declaration says, in its order; what is none has no links.

    ``timezone`` is the clock of times written without a zone; times more than a day after ``fetched`` are not believed.
    Addresses that cannot be read are left out and added to ``bad``.
    """
    entries = value_at(parse_json(text), source.items)
    links: dict[str, Link] = {}
    for entry in entries[:MAX_ENTRIES] if isinstance(entries, list) else ():
        if len(links) == MAX_LINKS:
            break
        written = as_text(value_at(entry, source.published)) if source.published else None
        for address in web_addresses([_filled(entry, source.link)], url, bad):
            links.setdefault(address, Link(address, read_time(written, timezone, fetched) if written else None))
    return tuple(links.values())


def parse_json(text: str) -> Any:
    """Return the value of a JSON document, also of one wrapped in the call of a function; ``None`` if it is none."""
    text = text.strip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        text = text[text.find("(") + 1 : text.rfind(")")]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def value_at(value: Any, path: str) -> Any:
    """Return what stands at a path of keys and positions (``data.list.0``), ``None`` where it leads nowhere."""
    for name in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and len(name) <= _MAX_INDEX_DIGITS:
            value = value[int(name)] if int(name) < len(value) else None
        else:
            return None
    return value


def as_text(value: Any) -> str | None:
    """Return a string or whole number as text, ``None`` for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _filled(entry: Any, form: str) -> str:
    """Return an address by its path in ``entry``, or with the values of paths in braces put in."""
    if "{" not in form:
        return as_text(value_at(entry, form)) or ""
    values = {path: as_text(value_at(entry, path)) for path in _PLACEHOLDER.findall(form)}
    return "" if None in values.values() else _PLACEHOLDER.sub(lambda place: values[place[1]] or "", form)
