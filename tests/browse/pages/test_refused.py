"""Refused pages with commands to copy."""

import shlex
from html import unescape

import pytest
from reader_requests import ask
from samples import NOON

from newscrawl.article import Refusal
from newscrawl.browse.app import reader_app
from newscrawl.storage.crawl.store import Store

NASTY = "https://a.example/$(reboot)'\"`id`<script>"


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('refused')}/articles.db"
    with Store(url, now=lambda: NOON) as store:
        store.refuse(Refusal(url=NASTY, key=NASTY, site="a;b", reason="soft 404", detail="<script>x</script>"))
        for number in range(60):
            store.refuse(Refusal(url=f"https://b.example/{number}", key=f"b/{number}", site="b", reason="empty body"))
    return reader_app(url, 8001)


def test_reasons_and_sites_have_counts(refused):
    page = ask(refused, "/refused").text
    assert "61 pages" in page
    assert "<bdi>empty body</bdi></a> <span>60</span>" in page


def test_commands_are_quoted_for_a_shell(refused):
    page = ask(refused, "/refused?reason=soft+404").text
    assert f"newscrawl refused retry {shlex.quote(NASTY)}" in unescape(page)
    assert "newscrawl refused accept --reason 'soft 404'" in unescape(page)
    assert "<script>x" not in page


def test_refusals_are_paged(refused):
    page = ask(refused, "/refused?site=b").text
    assert page.count("Commands") == 50
    [older] = [one.split('"')[0] for one in page.split('href="') if "before=" in one.split('"')[0]]
    assert ask(refused, f"/refused{unescape(older)}").text.count("Commands") == 10
