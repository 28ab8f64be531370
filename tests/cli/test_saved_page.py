"""A saved page: its folder, and the draft of what is expected of it."""

import json
from datetime import UTC, datetime

import pytest
from saved import PRACTICE_PAGES

from newscrawl.cli.saved_page import expected_of, folder_name
from newscrawl.discovery.answers import Answer
from newscrawl.site import Site
from newscrawl.spiders import site_named

PAGES = {page.url: page for page in PRACTICE_PAGES}
GAZETTE = "https://www.lab-gazette.example"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (f"{GAZETTE}/2026/11/why-the-old-oscillator-drifts/", "why-the-old-oscillator-drifts"),
        ("https://www.elecfans.com/d/6100001.html", "d-6100001"),
        (f"{GAZETTE}/", "front"),
        (f"{GAZETTE}/../../etc/passwd", "etc-passwd"),
        (f"{GAZETTE}/{'a' * 500}/", "a" * 60),
    ],
)
def test_a_saved_page_is_named_after_its_address(url, slug):
    assert folder_name(url) == slug


def draft(url, site, status=200):
    page = PAGES[url]
    return expected_of(Answer(page.url, page.body), status, site, datetime(2026, 11, 24, tzinfo=UTC))


KNOWN = ("article", "refused", "listing")
DRAFTED = [page for page in PRACTICE_PAGES if page.site == "ofweek" and page.expected.get("kind") in KNOWN]


@pytest.mark.parametrize("page", DRAFTED, ids=lambda page: page.slug)
def test_the_draft_of_what_is_expected_is_of_the_kind_that_a_person_wrote(page):
    site = site_named("ofweek")
    is_first = page.expected["kind"] != "listing" or page.url in {source.url for source in site.sources}
    drafted = draft(page.url, site, page.status)
    assert json.loads(json.dumps(drafted)) == drafted
    assert (drafted["kind"] == page.expected["kind"]) is is_first


def test_nothing_is_expected_of_robots_txt():
    assert draft(f"{GAZETTE}/robots.txt", Site.undeclared(GAZETTE)) == {}
