"""The reader answers this machine only, and tells browsers to run and load nothing of a stranger's."""

import re

import pytest
from reader_requests import ask

from newscrawl.browse.app import reader_app

PAGES = ("/", "/article/3", "/feed.atom", "/feed.json", "/none", "/?day=x", "/article/3/markdown")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_what_is_not_ours(reader, path):
    headers = ask(reader, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_only_what_carries_the_nonce_of_the_answer_runs(reader):
    first, second = ask(reader, "/"), ask(reader, "/")
    [nonce] = set(re.findall(r"'nonce-([^']+)'", first.headers["content-security-policy"]))
    assert nonce not in second.headers["content-security-policy"]
    assert re.findall(r"<(?:script|style)[^>]*>", first.text) == [
        f'<style nonce="{nonce}">',
        f'<script nonce="{nonce}">',
    ]
    assert " style=" not in first.text
    assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r"<script.*?</script>", "", first.text, flags=re.S))


HOSTS = ("evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:8001", "", None, "127.0.0.1:8001, evil")


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_leads_here_is_not_answered(reader, host):
    answer = ask(reader, "/", host=host)
    assert answer.status == 421
    assert "Low noise" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8001", "127.0.0.1:8001", "LOCALHOST:8001"])
def test_this_machine_is_answered(reader, host):
    assert ask(reader, "/", host=host).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/refused", "/data/articles"])
def test_nothing_is_written(reader, method, path):
    assert ask(reader, path, method=method).status == 405


def test_pictures_of_others_are_loaded_only_when_asked_for(filled, reader):
    with_pictures = reader_app(filled, 8001, pictures=True)
    asked = "img-src 'self' data: http: https:;"
    assert asked in ask(with_pictures, "/").headers["content-security-policy"]
    assert "https://evil.example/p.png" in ask(reader, "/article/sample/hostile").text
    assert "<img" not in ask(reader, "/article/sample/hostile").text
    assert "<img" in ask(with_pictures, "/article/sample/hostile").text
