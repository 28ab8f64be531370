"""Addresses: one normal form for each page, tracking parameters off."""

import re
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit

from w3lib.url import canonicalize_url

_SESSION = re.compile(";jsessionid=[^/;]*+", re.IGNORECASE)  # as Java's servlets write it
_ROOT_DOT = re.compile(r"\.++(?=(?::[0-9]{0,5})?\Z)")  # after a full host name (RFC 3986, section 3.2.2)


@cache
def _tracking() -> re.Pattern[str]:
    lines = files("newscrawl.urls").joinpath("tracking_parameters.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*+") for name in names), re.IGNORECASE)


def split_url(url: str) -> SplitResult:
    """Return the parts of an address, empty ones for what is none (``http://[``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def join_url(base: str, address: str) -> str:
    """Return ``address`` resolved against ``base``, an empty string for what is none (``http://[``)."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return the host name of ``url`` in lower case, without port; an empty string if it has none."""
    return (split_url(url).hostname or "").rstrip(".")


def is_web(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address with a host, and a port that can be one."""
    if not url.lower().startswith(("http://", "https://")) or not host_of(url):
        return False
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def without_tracking(url: str) -> str:
    """Return ``url`` without tracking parameters, session and fragment; every other byte stays as it is written.

    Raises ``ValueError`` for what is no address (``http://[``).

    >>> without_tracking("https://e.example/s?q=%D6%D0&utm_source=x&f[0]=a%20b#top")
    'https://e.example/s?q=%D6%D0&f[0]=a%20b'
    """
    parts = urlsplit(url)
    if ";jsessionid=" in parts.path.lower():
        parts = parts._replace(path=_SESSION.sub("", parts.path))
    if parts.query:
        written = parts.query.split("&")
        kept = [one for one in written if not _is_tracking(one)]
        if len(kept) < len(written):
            parts = parts._replace(query="&".join(kept))
    return parts._replace(fragment="").geturl()


def url_key(url: str) -> str:
    """Return the identity of a page whose site is not declared: host and path, the same for http and https.

    >>> url_key("HTTPS://www.Example.com.:443/a/?utm_source=x&b=2&a=1#top")
    'example.com/a/?a=1&b=2'
    """
    # A lone surrogate, from an item of somebody's own spider, has no place in an address.
    normal = urlsplit(canonicalize_url(without_tracking(url.encode("utf-8", "replace").decode("utf-8"))))
    default_port = {"http": ":80", "https": ":443"}.get(normal.scheme, "")
    host = _ROOT_DOT.sub("", normal.netloc.rpartition("@")[2].removesuffix(default_port)).removeprefix("www.")
    return host + (normal.path or "/") + (f"?{normal.query}" if normal.query else "")


def _is_tracking(parameter: str) -> bool:
    """Tell whether ``name=value``, as written in a query, is a tracking parameter; "&amp;" may have been left in it."""
    name = unquote_plus(parameter.partition("=")[0]).removeprefix("amp;")
    return _tracking().fullmatch(name) is not None
