"""robots.txt is read as RFC 9309 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.net.robots import MAX_ROBOTS, read_answer

AGENT = "newscrawl"
URL = "http://e.example/news/1.html"
DENY = "User-agent: *\nDisallow: /\n"


def allowed(status, body, url=URL):
    data = body.encode() if isinstance(body, str) else body
    return read_answer(status, data, AGENT).allow(url, AGENT)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 301, 304, 999 - 600])
def test_without_a_file_everything_is_allowed(status):
    assert allowed(status, DENY)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599, 999])
def test_a_server_in_trouble_is_left_alone(status):
    assert not allowed(status, "")


FORBIDDING = [
    DENY,
    DENY.replace("\n", "\r"),
    DENY.replace("\n", "\r\n"),
    "\ufeff" + DENY,
    DENY.encode("utf-16"),
    "User-agent: newscrawl\nDisallow: /news/\n\nUser-agent: *\nDisallow:\n",
    "User-Agent: NewsCrawl\nUser-agent: other\nDisallow: /\n",
    "Disallow: /x\n" + DENY + "# and on\n" * 1000,
    "User-agent: *\nDisallow: /*.html$\n",
    "\x00\x01" * 50 + "\n" + DENY,
]
ALLOWING = [
    "",
    "User-agent: other\nDisallow: /\n",
    "User-agent: *\nDisallow: /private/\n",
    "User-agent: *\nDisallow: /\nAllow: /news/\n",
    "<!DOCTYPE html><html><body>User-agent: *\nDisallow: /\n</body></html>",
    "User-agent: *\nDisallow: /" + "*a" * 40 + "\n",
]


@pytest.mark.parametrize("body", FORBIDDING, ids=range(len(FORBIDDING)))
def test_a_rule_that_forbids_is_found(body):
    assert not allowed(200, body)


@pytest.mark.parametrize("body", ALLOWING, ids=range(len(ALLOWING)))
def test_what_is_not_forbidden_is_allowed(body):
    assert allowed(200, body)


def test_a_crawl_delay_is_read_for_our_name():
    rules = read_answer(200, b"User-agent: *\nCrawl-delay: 86400\n\nUser-agent: newscrawl\nCrawl-delay: 2.5\n", AGENT)
    assert rules.delay == 2.5


@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from(["User-agent:", "*", "Disallow:", "/a*$", "\n", "\r", "%", "Crawl-delay: 1e999"]))
    .map("".join)
    .map(str.encode)
)
def test_any_bytes_have_an_answer(body):
    rules = read_answer(200, body, AGENT)
    assert rules.allow(URL, AGENT) in (True, False)
    assert rules.delay >= 0


@pytest.mark.parametrize(
    "token", ["*", "/a*", "Disallow: /*a*b\n", "User-agent: *\n", "%41", "$", "Allow: /\n", "Sitemap: x\n"]
)
def test_half_a_megabyte_of_one_token_is_read(token):
    body = ("User-agent: *\nDisallow: /" + token * (MAX_ROBOTS // len(token)))[:MAX_ROBOTS]
    assert allowed(200, body, URL + "?" + "a" * 1000) in (True, False)


@pytest.mark.parametrize("agent", ["newscrawl", "newscrawl/0.2 (+https://me.example/bot)"])
@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: news\nDisallow: /", True),
        ("User-agent: newscrawler\nDisallow: /", True),
        ("User-agent: my-newscrawl\nDisallow: /", True),
        ("User-agent: NEWSCRAWL\nDisallow: /", False),
        ("User-agent: newscrawl/1.0 (+https://x.example)\nDisallow: /", False),
        ("User-agent: newscrawl bot # of ours\nDisallow: /", False),
        ("\ufeffUser-agent: newscrawl\nDisallow: /", False),
        ("User-agent: other\nHost: x.example\nSitemap: /s.xml\nUser-agent: newscrawl\nDisallow: /", False),
        ("User-agent: *\nSitemap: /s.xml\nVisit-time: 0600-0845\n\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nUser-agent: newscrawl\nAllow: /", True),
        ("User-agent: *\nDisallow: /\nUser-agent: newscrawl/2\nDisallow:", True),
        ("User-agent: *\nDisallow: /\nUser-agent: news\nAllow: /", False),
        ("User-agent: *bot\nDisallow: /", True),
        ("user agent : *\ndis-allow: /", False),
        ("Disallow: /", True),
    ],
)
def test_a_group_is_ours_if_it_names_our_product_token(robots, allowed, agent):
    assert read_answer(200, robots.encode(), agent).allow("https://www.sample.example/d/1", agent) is allowed
