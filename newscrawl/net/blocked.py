"""Answers that stand between a crawler and a site: challenges of known vendors, and consent pages."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy.http import Response

CONSENT = "a consent page"
CONSENT_DESPITE_COOKIE = "a consent page, although the declared cookie was sent"

# Headers that a vendor sets only where it has stopped a request: name, what the value holds, vendor.
_HEADERS = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-vercel-mitigated", "", "Vercel"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-datadome", "protected", "DataDome"),
    ("x-kpsdk-ct", "", "Kasada"),
)
_ON_GOOD_PAGES_TOO = frozenset({"DataDome", "Kasada"})  # vendors that set their header on every answer
# What the page of a challenge holds and no article does, by vendor.
_MARKS = (
    (b"/cdn-cgi/challenge-platform/h/", "Cloudflare"),
    (b"<title>Just a moment...</title>", "Cloudflare"),
    (b"cf-browser-verification", "Cloudflare"),
    (b"geo.captcha-delivery.com", "DataDome"),
    (b"_Incapsula_Resource", "Imperva"),
    (b"/_sec/cp_challenge/", "Akamai"),
    (b"errors.edgesuite.net", "Akamai"),
    (b"captcha.px-cdn.net", "HUMAN"),
    (b'id="px-captcha"', "HUMAN"),
    (b".awswaf.com/", "AWS WAF"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"/.within.website/x/cmd/anubis/", "Anubis"),
    (b"anubis_challenge", "Anubis"),
    (b"acw_sc__v2", "Alibaba"),
    (b"/_____tmd_____/punish", "Alibaba"),
    (b"wappass.baidu.com", "Baidu"),
    (b"TencentCaptcha.js", "Tencent"),
    (b"__jsl_clearance", "Knownsec"),
    (b"/ddos-guard/js-challenge", "DDoS-Guard"),
    (b"_wafchallengeid", "ByteDance"),
)
_CHALLENGE_STATUS = frozenset({200, 202, 401, 403, 405, 429, 503})
_MAX_CHALLENGE_BYTES = 64 << 10  # a challenge has no content; chosen by hand: an article may quote a mark
_CONSENT_HOSTS = re.compile(r"(?:consent|guce|cmp|privacy-?gate)\.")
_CONSENT_PATH = re.compile(r"/(?:consent|cookie-?consent|cookiewall|zustimmung|einwilligung|privacy-?wall)(?:[/.?]|\Z)")


class Block(NamedTuple):
    """What stands in the way of a page: a consent page, or the challenge of a vendor."""

    by: str

    def __str__(self) -> str:
        return self.by if self.by == CONSENT else f"a challenge of {self.by}"


def block_of(response: Response) -> Block | None:
    """Return what a response is instead of the page that was asked for, ``None`` if it may be the page."""
    if _is_consent(response):
        return Block(CONSENT)
    vendor = _vendor(response) if response.status in _CHALLENGE_STATUS else None
    return Block(vendor) if vendor else None


def block_of_page(url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Block | None:
    """Return what a stored answer is instead of the page of that address, ``None`` if it may be the page."""
    response = Response(url, status=status, body=body)
    for name, value in headers:
        response.headers.appendlist(name, value.encode("latin-1", "replace"))
    return block_of(response)


def _is_consent(response: Response) -> bool:
    """Tell whether a redirect has led from what was asked for to a page that asks for consent."""
    asked = response.request.meta.get("redirect_urls", ()) if response.request else ()
    if not asked or _leads_to_consent(asked[0]):
        return False
    return _leads_to_consent(response.url)


def _leads_to_consent(url: str) -> bool:
    """Tell whether a redirect leads to a wall that asks for consent."""
    parts = urlsplit(url)
    return bool(_CONSENT_HOSTS.match(parts.hostname or "") or _CONSENT_PATH.search(parts.path.lower()))


def _vendor(response: Response) -> str | None:
    """Return whose bot protection has answered instead of the site, by headers and marks of a short body."""
    for name, held, vendor in _HEADERS:
        value = response.headers.get(name)
        is_told = value is not None and held in value.decode("latin-1").lower()
        if is_told and (response.status != 200 or vendor not in _ON_GOOD_PAGES_TOO):
            return vendor
    if len(response.body) > _MAX_CHALLENGE_BYTES:
        return None
    return next((vendor for mark, vendor in _MARKS if mark in response.body), None) if _is_bare(response) else None


def _is_bare(response: Response) -> bool:
    """Tell whether an answer has hardly a paragraph: good pages load some vendors' scripts, too."""
    return response.status != 200 or response.body.lower().count(b"<p") <= 5
