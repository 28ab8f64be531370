"""Addresses: one normal form for each page, tracking parameters off."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode, urlsplit

from w3lib.url import canonicalize_url

_SESSION = re.compile(";jsessionid=[^/;]*+", re.IGNORECASE)  # as Java's servlets write it


@cache
def _tracking() -> re.Pattern[str]:
    lines = files("newscrawl").joinpath("tracking_parameters.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*+") for name in names), re.IGNORECASE)


def host_of(url: str) -> str:
    """Return the host name of ``url`` in lower case, without port; an empty string if it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_web(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address with a host."""
    return url.lower().startswith(("http://", "https://")) and bool(host_of(url))


def without_tracking(url: str) -> str:
    """Return ``url`` without tracking parameters, session and fragment; everything else stays as it is."""
    parts = urlsplit(url)
    if ";jsessionid=" in parts.path.lower():
        parts = parts._replace(path=_SESSION.sub("", parts.path))
    if parts.query:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _tracking().fullmatch(pair[0])]
        if len(kept) < len(pairs):
            parts = parts._replace(query=urlencode(kept))
    return parts._replace(fragment="").geturl()


def url_key(url: str) -> str:
    """Return the identity of a page whose site is not declared: host and path, the same for http and https.

    >>> url_key("HTTPS://www.Example.com:443/a/?utm_source=x&b=2&a=1#top")
    'example.com/a/?a=1&b=2'
    """
    # A lone surrogate, from an item of somebody's own spider, has no place in an address.
    normal = urlsplit(canonicalize_url(without_tracking(url.encode("utf-8", "replace").decode("utf-8"))))
    default_port = {"http": ":80", "https": ":443"}.get(normal.scheme, "")
    host = normal.netloc.rpartition("@")[2].removesuffix(default_port).removeprefix("www.")
    return host + (normal.path or "/") + (f"?{normal.query}" if normal.query else "")
