"""One page has one address, whatever trackers and spellings are hung on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.urls import host_of, is_web, join_url, split_url, url_key, without_tracking

SAME = [
    ("https://www.example.com/a", "http://example.com/a"),
    ("https://example.com/a?utm_source=x&utm_medium=y", "https://example.com/a"),
    ("https://example.com/a?spm=a2c.1&from=timeline&isappinstalled=0&share_token=1", "https://example.com/a"),
    ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
    ("https://example.com/a?srsltid=x&gad_source=1&ttclid=2&igsh=3", "https://example.com/a"),
    ("https://example.com/a?spm_id_from=333&unique_k=x&from_source=feed&chksm=9", "https://example.com/a"),
    ("https://example.com/a?PHPSESSID=0f3a&id=1", "https://example.com/a?id=1"),
    ("https://example.com/a;jsessionid=0F3A.node1?id=1", "https://example.com/a?id=1"),
    ("https://example.com/a;JSESSIONID=0F3A/b", "https://example.com/a/b"),
    ("https://example.com/a#comments", "https://example.com/a"),
    ("HTTPS://EXAMPLE.com:443/a", "https://example.com/a"),
    ("https://example.com/新闻", "https://example.com/%E6%96%B0%E9%97%BB"),
    ("https://user:pw@example.com/a", "https://example.com/a"),
]
DIFFERENT = [
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/a?id=1", "https://example.com/a?id=2"),
    ("https://m.example.com/a", "https://example.com/a"),
    ("https://example.com/a?fromage=1", "https://example.com/a"),
    ("https://example.com/a?sid=20261101", "https://example.com/a"),
    ("https://example.com/a?page=2", "https://example.com/a"),
    ("https://example.com/view?aid=7", "https://example.com/view?aid=8"),
    ("https://example.com:8080/a", "https://example.com/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_page_share_a_key(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_have_different_keys(one, other):
    assert url_key(one) != url_key(other)


def test_what_is_not_tracking_stays_as_it_is():
    assert without_tracking("https://e.com/x?b=%E4%B8%AD&a=&utm_id=1#t") == "https://e.com/x?b=%E4%B8%AD&a="
    assert without_tracking("https://e.com/x?b=1;c=2") == "https://e.com/x?b=1;c=2"


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "mailto:a@b", "//e.com/x", "/x", "http://", "http://[", "ftp://e.com/"]
)
def test_what_is_no_web_address_is_told_apart(url):
    assert not is_web(url)


@given(st.text())
def test_a_host_is_read_from_anything_without_an_error(text):
    assert isinstance(host_of(text), str)


@given(st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9/]{0,12}(\?[a-z]{1,5}=[a-z0-9]{0,5}){0,1}", fullmatch=True))
def test_a_key_is_its_own_normal_form(url):
    assert url_key("https://" + url_key(url)) == url_key(url)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://e.example/s?q=%D6%D0%B9%FA&utm_source=x", "https://e.example/s?q=%D6%D0%B9%FA"),
        ("https://e.example/s?utm_source=x&q=%d6%d0", "https://e.example/s?q=%d6%d0"),
        ("https://e.example/a?b=1;c=2&spm=3", "https://e.example/a?b=1;c=2"),
        ("https://e.example/show.asp?12345&fbclid=1", "https://e.example/show.asp?12345"),
        ("https://e.example/a?path=/news/5&f[0]=x&gclid=1", "https://e.example/a?path=/news/5&f[0]=x"),
        ("https://e.example/s?q=a%20b&c=d+e&amp;utm_medium=x", "https://e.example/s?q=a%20b&c=d+e"),
        ("https://e.example/s?a=&b&=c&utm%5Fterm=x", "https://e.example/s?a=&b&=c"),
        ("https://e.example/a?cm_sp=x-_-y&cm_re=1&__s=abc&id=5", "https://e.example/a?id=5"),
        ("https://e.example/a?_kx=1&__hstc=2&matomo_source=3&id=5", "https://e.example/a?id=5"),
    ],
)
def test_taking_a_tracking_parameter_away_leaves_every_other_byte(url, clean):
    assert without_tracking(url) == clean


@pytest.mark.parametrize("url", ["https://e.example:99999/", "https://e.example:x/", "http://[::1", "http://:80/"])
def test_what_no_request_can_be_made_of_is_no_web_address(url):
    assert not is_web(url)


def test_the_dot_of_the_root_makes_no_other_page():
    keys = {url_key(f"https://{host}/a") for host in ("e.example", "e.example.", "www.e.example.:443", "E.example:443")}
    assert keys == {"e.example/a"}


@pytest.mark.parametrize("address", ["http://[", "http://a]b/", "//[::1"])
def test_what_is_no_address_has_empty_parts(address):
    assert split_url(address) == ("", "", "", "", "")


def test_what_is_no_address_has_no_parts_and_leads_nowhere():
    assert not any(split_url("http://["))
    assert join_url("https://e.example/a/b", "http://[") == ""
    assert join_url("https://e.example/a/b", "../c") == "https://e.example/c"
