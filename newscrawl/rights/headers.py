"""What response fields say: ``Content-Usage``, ``Content-Signal``, ``X-Robots-Tag``, ``tdm-…`` and ``Link``."""

from collections.abc import Iterable, Iterator

from newscrawl.rights.links import parse_links
from newscrawl.rights.preferences import content_signal, content_usage
from newscrawl.rights.robots_rules import read_rules
from newscrawl.rights.signals import UNKNOWN, Signal, bounded, signal
from newscrawl.rights.tdm import PROPERTIES, RESERVATION, tdm_property
from newscrawl.urls import is_web, join_url

MAX_FIELD_CHARACTERS = 16 * 1024  # of one name, together; servers send 8 KiB of headers at the most by default

FIELDS = ("content-usage", "content-signal", "x-robots-tag", *PROPERTIES, "link")


def header_signals(headers: Iterable[tuple[str, str]], url: str, agent: str) -> tuple[Signal, ...]:
    """Return what the response ``headers`` of the page at ``url`` say to ``agent``."""
    fields: dict[str, list[str]] = {}
    characters = dict.fromkeys(FIELDS, 0)
    for name, value in headers:
        known = name.strip().lower()
        if known in characters and characters[known] + len(value) <= MAX_FIELD_CHARACTERS:
            characters[known] += len(value) + 1  # so that empty ones are counted, too
            fields.setdefault(known, []).append(value)
    return tuple(bounded(_signals(fields, url, agent))) if fields else ()


def _signals(fields: dict[str, list[str]], url: str, agent: str) -> Iterator[Signal]:
    if usage := fields.get("content-usage"):
        joined = ", ".join(usage)  # RFC 9651, section 4.2: field lines are joined first
        yield from content_usage(joined, "header", f"Content-Usage: {joined}")
    for value in fields.get("content-signal", ()):
        yield from content_signal(value, "header", f"Content-Signal: {value}")
    for value in fields.get("x-robots-tag", ()):
        yield from read_rules(value, "header", f"X-Robots-Tag: {value}", agent)
    for name in PROPERTIES:
        for value in fields.get(name, ()):
            # Somebody on the way may have joined several lines to one.
            for one in value.split(",") if name == RESERVATION else [value]:
                yield from tdm_property(name, one, url, "header", f"{name}: {value}")
    for value in fields.get("link", ()):
        yield from _licenses(value, url)


def _licenses(field: str, url: str) -> Iterator[Signal]:
    for link in parse_links(field):
        if "license" not in link.relations or link.is_about_another:
            continue
        address = join_url(url, link.target.strip())
        is_address = is_web(address)
        name = "license" if is_address else UNKNOWN
        yield signal("header", name, address if is_address else link.target, f"Link: {field}")
