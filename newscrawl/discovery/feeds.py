"""Find articles in feeds: RSS 0.9 to 2.0, Atom (RFC 4287), RDF and JSON Feed 1.1."""

from datetime import datetime

from newscrawl.discovery.json_lists import as_text, parse_json, value_at
from newscrawl.discovery.links import Link, newest_first
from newscrawl.discovery.xml_entries import Entry, links_of, read_entries

# A feed is read in the event loop. Chosen by hand, far above what feeds have: the archive of a weblog as one feed has
# up to a few thousand entries, and an entry with media up to thirty tags. Ten thousand bad entries hide no good one.
_MAX_FEED_ENTRIES = 11_000
_MAX_FEED_TAGS = 200_000
_LEADING_SPACE = "\ufeff \t\r\n"


def read_feed(
    text: str, url: str, *, timezone: str = "UTC", fetched: datetime | None = None, bad: list[str] | None = None
) -> tuple[Link, ...]:
    """Read a feed, the newest first where it is dated; what is no feed has no links.

    ``timezone`` is the clock of times written without a zone; times more than a day after ``fetched`` are not believed.
    Addresses that cannot be read are left out and added to ``bad``. Of a larger feed the first 11,000 entries are read.
    """
    is_json = text.lstrip(_LEADING_SPACE).startswith("{")
    entries = _json_entries(text) if is_json else read_entries(text, _MAX_FEED_ENTRIES, _MAX_FEED_TAGS)[0]
    of_feed = [entry for entry in entries if entry.is_of_feed]
    return tuple(newest_first(links_of(of_feed, url, timezone, fetched, bad)))


def _json_entries(text: str) -> list[Entry]:
    """Return the entries of a JSON feed (jsonfeed.org, version 1.1)."""
    items = value_at(parse_json(text), "items")
    entries = []
    for item in items[:_MAX_FEED_ENTRIES] if isinstance(items, list) else ():
        if isinstance(item, dict):
            entry = Entry("item")
            for key, name in (("url", "link"), ("external_url", "link"), ("date_published", "published"),
                              ("date_modified", "modified")):  # fmt: skip
                entry.add(name, as_text(item.get(key)) or "")
            entry.add_identifier("id", as_text(item.get("id")) or "")  # the full address where it can be
            entries.append(entry)
    return entries
