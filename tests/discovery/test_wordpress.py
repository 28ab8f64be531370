"""Posts are asked for by page and day, and read as the REST API of WordPress gives them."""

import json
from datetime import UTC, datetime

import pytest

from newscrawl.discovery.links import Link
from newscrawl.discovery.wordpress import posts_page, read_posts
from newscrawl.site import WordPress

API = "https://www.sample.example/wp-json/wp/v2/posts"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_days_bound_what_is_asked_for():
    address = posts_page(WordPress(url=API), 3, since=NOON, until=datetime(2026, 12, 1, tzinfo=UTC))
    assert address == (
        f"{API}?per_page=100&page=3&_fields=link,date_gmt&after=2026-11-20T12:00:00Z&before=2026-12-01T00:00:00Z"
    )


def test_what_the_declared_address_asks_for_stays():
    assert posts_page(WordPress(url=f"{API}?categories=7"), 1).startswith(f"{API}?categories=7&per_page=100&page=1")


def test_posts_have_addresses_and_times_in_utc():
    posts = [{"link": "https://www.sample.example/a/", "date_gmt": "2026-11-20T12:00:00"},
             {"link": "http://[", "date_gmt": "2026-11-20T12:00:00"},
             {"link": "https://www.sample.example/b/", "date_gmt": "0000-00-00T00:00:00"}]  # fmt: skip
    bad = []
    assert read_posts(json.dumps(posts), API, bad=bad) == (
        Link("https://www.sample.example/a/", NOON),
        Link("https://www.sample.example/b/"),
    )
    assert bad == ["http://["]


@pytest.mark.parametrize("text", ['{"code":"rest_post_invalid_page_number"}', "<html>", "[]", "[1]"])
def test_what_is_no_page_of_posts_has_no_links(text):
    assert read_posts(text, API) == ()
