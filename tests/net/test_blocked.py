"""A challenge or a consent page is known by its vendor; an article never is."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawl.net.blocked import block_of

ARTICLE = "https://www.sample.example/news/1.html"
PROSE = b"<p>The regulator keeps its noise below one microvolt, its maker says in a note.</p>" * 8


def answer(status=200, body=b"", headers=None, url=ARTICLE, asked=None):
    request = Request(url, meta={"redirect_urls": [asked]} if asked else {})
    return HtmlResponse(url, status=status, headers=headers or {}, body=body, request=request)


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (answer(403, headers={"cf-mitigated": "challenge"}), "a challenge of Cloudflare"),
        (answer(503, b"<title>Just a moment...</title>"), "a challenge of Cloudflare"),
        (answer(202, headers={"x-amzn-waf-action": "challenge"}), "a challenge of AWS WAF"),
        (answer(403, b'<script src="https://geo.captcha-delivery.com/c.js"></script>'), "a challenge of DataDome"),
        (answer(200, b'<script src="/_Incapsula_Resource?x"></script>'), "a challenge of Imperva"),
        (answer(200, b"<script>var arg1='x';document.cookie='acw_sc__v2='</script>"), "a challenge of Alibaba"),
        (answer(200, b'<script id="anubis_challenge"></script>'), "a challenge of Anubis"),
        (answer(200, b'<script>var a={"c":"_wafchallengeid"}</script>'), "a challenge of ByteDance"),
        (answer(429, headers={"x-vercel-mitigated": "challenge"}), "a challenge of Vercel"),
        (answer(url="https://www.sample.example/sonstiges/zustimmung/auswahl.html", asked=ARTICLE), "a consent page"),
        (answer(url="https://consent.sample.example/?continue=x", asked=ARTICLE), "a consent page"),
        (answer(url="https://www.sample.example/consent?to=x", asked=ARTICLE), "a consent page"),
    ],
)
def test_what_stands_in_the_way_is_named(response, told):
    assert str(block_of(response)) == told


@pytest.mark.parametrize(
    "response",
    [
        answer(200, PROSE),
        answer(200, PROSE + b'<script src="/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js"></script>'),
        answer(200, PROSE + b"<p>They write cf-browser-verification into the page.</p>"),
        answer(200, PROSE, {"x-datadome": "protected"}),
        answer(404, b"cf-browser-verification"),
        answer(403, b"<h1>Forbidden</h1>"),
        answer(200, PROSE, url="https://www.sample.example/news/cookie-consent-explained.html", asked=ARTICLE),
        answer(200, PROSE, url="https://www.sample.example/consent/1", asked="https://www.sample.example/consent/1"),
        answer(200, PROSE, url="https://www.sample.example/consent/1"),
    ],
)
def test_a_page_is_no_challenge(response):
    assert block_of(response) is None
