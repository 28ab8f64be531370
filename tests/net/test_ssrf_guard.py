"""The SSRF guard refuses requests to addresses inside, to traps and through proxies that nobody has named."""

import pytest
from scrapy import Request
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newscrawl.errors import BadArgument
from newscrawl.net.ssrf_guard import NotSent, SsrfGuard, SsrfProxyGuard, allowed_private

PUBLIC, INSIDE = "https://www.sample.example/news/1.html", "http://127.0.0.1/admin"


def guarded(kind, request, *allowed):
    """Return the reason for which a request is not sent, and what was counted."""
    counts = []
    guard = kind(allowed_private(Settings({"NEWSCRAWL_ALLOW_PRIVATE": list(allowed)})), counts.append)
    try:
        guard.process_request(request)
    except NotSent as refused:
        return refused.reason, counts
    return None, counts


@pytest.mark.parametrize("kind", [SsrfGuard, SsrfProxyGuard])
@pytest.mark.parametrize(
    ("url", "allowed", "reason", "counted"),
    [
        (PUBLIC, (), None, []),
        (INSIDE, (), "unsafe address", ["newscrawl/ssrf-guard/refused"]),
        (INSIDE, ("127.0.0.1:80",), None, []),
        (INSIDE, ("127.0.0.1:8080",), "unsafe address", ["newscrawl/ssrf-guard/refused"]),
        ("ftp://www.sample.example/", (), "unsafe address", ["newscrawl/ssrf-guard/refused"]),
        ("https://www.sample.example" + "/a/b" * 9, (), "endless address", ["newscrawl/ssrf-guard/traps"]),
    ],
)
def test_a_request_is_sent_only_to_a_public_web_server(kind, url, allowed, reason, counted):
    request = Request(url, dont_filter=True)
    assert guarded(kind, request, *allowed) == (reason, counted)


@pytest.mark.parametrize(
    ("url", "proxy", "allowed", "reason"),
    [
        (PUBLIC, "http://8.8.8.8:3128", (), None),
        (PUBLIC, "http://10.0.0.1:3128", (), "unsafe address"),
        (PUBLIC, "http://10.0.0.1:3128", ("10.0.0.1:3128",), None),
        (PUBLIC, "10.0.0.1:3128", ("10.0.0.1:3128",), None),
        (PUBLIC, "https://10.0.0.1", ("10.0.0.1:443",), None),
        # Behind a proxy, an exemption does not cover the target.
        ("http://10.0.0.1:3128/", "http://10.0.0.1:3128", ("10.0.0.1:3128",), "unsafe address"),
    ],
)
def test_a_proxy_inside_must_be_named(url, proxy, allowed, reason):
    found, _ = guarded(SsrfProxyGuard, Request(url, meta={"proxy": proxy}), *allowed)
    assert found == reason


def test_exemptions_are_read_from_the_settings():
    guard = SsrfGuard.from_crawler(get_crawler(settings_dict={"NEWSCRAWL_ALLOW_PRIVATE": "127.0.0.1:80"}))
    assert guard.fault(Request(INSIDE)) is None
    with pytest.raises(BadArgument, match="NEWSCRAWL_ALLOW_PRIVATE"):
        SsrfGuard.from_crawler(get_crawler(settings_dict={"NEWSCRAWL_ALLOW_PRIVATE": "127.0.0.1"}))
