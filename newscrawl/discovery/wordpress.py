"""Find articles through the REST API of WordPress (developer.wordpress.org/rest-api/reference/posts)."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.links import Link
from newscrawl.site import JsonList, WordPress

POSTS_PER_PAGE = 100  # what the API allows at most

_DATES = "%Y-%m-%dT%H:%M:%S"


def posts_page(source: WordPress, page: int, since: datetime | None = None, until: datetime | None = None) -> str:
    """Return the address of a page of posts, ``page`` from 1 on, published between ``since`` and ``until``.

    >>> posts_page(WordPress(url="https://e.example/wp-json/wp/v2/posts"), 2)
    'https://e.example/wp-json/wp/v2/posts?per_page=100&page=2&_fields=link,date_gmt'
    """
    query = {"per_page": str(POSTS_PER_PAGE), "page": str(page), "_fields": "link,date_gmt"}
    bounds = {"after": since, "before": until}
    query |= {name: f"{day.astimezone(UTC).strftime(_DATES)}Z" for name, day in bounds.items() if day}
    return f"{source.url}{'&' if '?' in source.url else '?'}{urlencode(query, safe=',:')}"


def read_posts(
    text: str, url: str, *, fetched: datetime | None = None, bad: list[str] | None = None
) -> tuple[Link, ...]:
    """Read one page of posts, in its order; what is none, such as the answer after the last page, has no links.

    Times more than a day after ``fetched`` are not believed. Addresses that cannot be read are added to ``bad``.
    """
    form = JsonList(url=url, items="", link="link", published="date_gmt")
    return read_json_list(text, url, form, timezone="UTC", fetched=fetched, bad=bad)
