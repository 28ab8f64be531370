"""What a site's declaration sends goes to its own hosts and to nobody else."""

from types import SimpleNamespace

import pytest
from scrapy import Request

from newscrawl.net.site_headers import SiteHeaders, headers_of
from newscrawl.site import Site

SITE = Site(
    name="sample",
    title="Sample",
    hosts=("www.sample.example", "*.sample.example"),
    mirrors=("copy.example",),
    cookies=(("consent", "yes|250101"),),
    headers=(("Accept-Language", "de"),),
    request_delay=3.0,
)


def middleware():
    slots = SimpleNamespace(slots={}, per_slot_settings={}, get_slot_key=lambda request: request.url.split("/")[2])
    spider = SimpleNamespace(site_of=lambda url: SITE)
    return SiteHeaders(SimpleNamespace(spider=spider, engine=SimpleNamespace(downloader=slots)))


@pytest.mark.parametrize(
    ("url", "cookie"),
    [
        ("https://www.sample.example/a", b"consent=yes|250101"),
        ("https://m.sample.example/a", b"consent=yes|250101"),
        ("https://copy.example/a", None),
        ("https://other.example/a", None),
        ("https://sample.example.other.example/a", None),
    ],
)
def test_a_declared_cookie_goes_to_the_hosts_of_its_site_only(url, cookie):
    request = Request(url)
    middleware().process_request(request)
    assert request.headers.get("Cookie") == cookie
    assert (request.headers.get("Accept-Language") == b"de") is (cookie is not None)


def test_a_redirect_to_another_host_takes_nothing_along():
    guard, request = middleware(), Request("https://www.sample.example/a", headers={"X-Own": "1"})
    guard.process_request(request)
    elsewhere = request.replace(url="https://other.example/a")
    guard.process_request(elsewhere)
    assert dict(elsewhere.headers) == {b"X-Own": [b"1"]}


def test_a_declared_delay_is_kept_and_never_shortens_one_that_is_there():
    guard = middleware()
    downloader = guard.crawler.engine.downloader
    downloader.slots["www.sample.example"] = SimpleNamespace(delay=1.0, jitter=0.5)
    downloader.per_slot_settings["m.sample.example"] = {"delay": 10.0}
    for host in ("www", "m"):
        guard.process_request(Request(f"https://{host}.sample.example/a"))
    assert downloader.slots["www.sample.example"].delay == 3.0
    assert downloader.per_slot_settings["www.sample.example"]["delay"] == 3.0
    assert downloader.per_slot_settings["m.sample.example"]["delay"] == 10.0


def test_a_spider_without_sites_sends_nothing_more():
    guard, request = SiteHeaders(SimpleNamespace(spider=SimpleNamespace())), Request("https://www.sample.example/a")
    guard.process_request(request)
    assert not request.headers


def test_without_cookies_no_cookie_header_is_sent():
    assert headers_of(Site(name="e", title="E", hosts=("e.example",))) == {}
