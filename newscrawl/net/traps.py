"""Addresses that lead on for ever: calendars, relative links that pile up, facets, numbers of visits."""

from collections import Counter
from urllib.parse import urlsplit

MAX_PARTS = 20  # of a path; articles have up to eight
MAX_REPEATS = 2  # of one part in a path: /a/b/a/b/a/ goes in circles; chosen by hand
MAX_FACETS = 12  # parameters of a query; chosen by hand


def leads_nowhere(url: str) -> bool:
    """Tell whether ``url`` has the form of an address in a trap.

    >>> leads_nowhere("https://www.example.com/news/2026/11/a-quiet-scope.html")
    False
    >>> leads_nowhere("https://www.example.com/a/b/a/b/a/b/")
    True
    """
    try:
        address = urlsplit(url)
    except ValueError:
        return True
    parts = [part for part in address.path.split("/") if part]
    repeats = max(Counter(parts).values(), default=0)
    return len(parts) > MAX_PARTS or repeats > MAX_REPEATS or address.query.count("=") > MAX_FACETS
