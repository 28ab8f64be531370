"""A JSON list gives its articles as its declaration says; what is none has no links."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.links import Link
from newscrawl.site import JsonList

URL = "https://www.sample.example/news/"
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)


LIST = JsonList(url=URL, items="data.list", link="url", published="time")
ENTRIES = [{"url": "/d/1.html?from=app", "time": "2026-11-20 08:00:00"}, {"url": "https://www.sample.example/d/2.html", "time": 1795132800},
           {"url": None}, {"url": ["x"]}, "no entry", {}]  # fmt: skip
READ = (Link("https://www.sample.example/d/1.html", MIDNIGHT), Link("https://www.sample.example/d/2.html", MIDNIGHT))


@pytest.mark.parametrize("form", ["{}", "callback({});", "/**/ jQuery123({})", "\ufeff {}"])
def test_a_json_list_gives_its_articles_in_order_with_their_times(form):
    text = form.replace("{}", json.dumps({"data": {"list": ENTRIES}}))
    assert read_json_list(text, URL, LIST, timezone="Asia/Shanghai", fetched=MIDNIGHT) == READ


def test_an_address_of_a_json_list_is_made_of_the_fields_that_its_form_names():
    source = JsonList(url=URL, items="", link="https://www.sample.example/{cat.slug}/{id}.html")
    text = json.dumps([{"id": 5, "cat": {"slug": "gpu"}}, {"id": 6}, {"id": True, "cat": {"slug": "x"}}])
    assert read_json_list(text, URL, source) == (Link("https://www.sample.example/gpu/5.html"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[",
        "{" * 50_000,
        '{"data": {"list": {"url": "/d/1.html"}}}',
        "<html></html>",
        "9" * 5000,
        "(" * 1000,
    ],
)
def test_what_is_no_json_list_has_no_links(text):
    assert read_json_list(text, URL, LIST) == ()


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    assert isinstance(read_json_list(text, URL, LIST), tuple)
