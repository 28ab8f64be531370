"""What stood in the way of a run, in words: blocked pages, a site that has moved, addresses that cannot be read."""

from collections.abc import Iterator, Mapping

from newscrawl.net.blocked import CONSENT, CONSENT_DESPITE_COOKIE

BLOCKED = "blocked/"  # begins the counts of pages that something stood in the way of: site, and what it was
MOVED = "moved/"  # begins the counts of pages that led to another site: site, and its domain
BAD_ADDRESSES = "bad-addresses"
NO_PAGES = "not-a-page"
REPLACED_LISTS = "lists-replaced"

_MIN_MOVED_PAGES = 3  # of one site to one domain that are more than a story that was sold; chosen by hand


def obstacles_of(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return a line for each thing that stood in the way of a run, by its counts.

    >>> obstacles_of({"blocked/golem/a consent page": 12, "bad-addresses": 3})
    ('golem: 12 pages led to a consent page', '3 addresses could not be read')
    """
    return (*_blocked(counts), *_moved(counts), *_lists(counts))


def _blocked(counts: Mapping[str, int]) -> Iterator[str]:
    for (site, by), count in _counted(counts, BLOCKED):
        way = f"led to {by}" if by in (CONSENT, CONSENT_DESPITE_COOKIE) else f"were answered by a challenge of {by}"
        yield f"{site}: {count} pages {way}"


def _moved(counts: Mapping[str, int]) -> Iterator[str]:
    for (site, domain), count in _counted(counts, MOVED):
        if count >= _MIN_MOVED_PAGES:
            yield f"{site}: {count} pages led to {domain}: has the site moved?"


def _lists(counts: Mapping[str, int]) -> Iterator[str]:
    if counts.get(REPLACED_LISTS):
        yield f"{counts[REPLACED_LISTS]} lists were of no use, the next in order took their place"
    if counts.get(NO_PAGES):
        yield f"{counts[NO_PAGES]} answers were no pages, by their type or their bytes"
    if counts.get(BAD_ADDRESSES):
        yield f"{counts[BAD_ADDRESSES]} addresses could not be read"


def _counted(counts: Mapping[str, int], prefix: str) -> Iterator[tuple[tuple[str, str], int]]:
    for name in sorted(counts):
        if name.startswith(prefix):
            site, _, what = name.removeprefix(prefix).partition("/")
            yield (site, what), counts[name]
