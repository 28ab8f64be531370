"""Addresses as pages and lists write them: made absolute, and http(s) only."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin

from newscrawl.urls import is_web, join_url, without_tracking

QUERY_OR_FRAGMENT_START = re.compile("[?#]")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]{0,30}+:", re.IGNORECASE)  # than that of a page
_REMOVED_FROM_ADDRESS = str.maketrans("", "", "\t\n\r")  # WHATWG URL Standard, 4.4
WEB_START = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def web_address(address: str | None) -> str:
    """Return an absolute http(s) address without white space and invisible characters, or nothing."""
    address = (address or "").strip()
    if not WEB_START.match(address):
        return ""
    if " " in address or not address.isprintable():
        address = address.translate(_REMOVED_FROM_ADDRESS)
        return "".join(one if one.isprintable() and not one.isspace() else quote(one) for one in address)
    return address


def with_slashes(address: str) -> str:
    r"""Return an address with each ``\`` before its query as ``/``, as browsers read it (WHATWG URL Standard, 4.4)."""
    before_query = QUERY_OR_FRAGMENT_START.split(address, maxsplit=1)[0]
    if "\\" not in before_query or _OTHER_SCHEME.match(address):
        return address
    return before_query.replace("\\", "/") + address[len(before_query) :]


def absolute_address(base: str, address: str) -> str:
    """Return the web address that ``address`` is on a page with this base, or nothing."""
    return web_address(join_url(base, with_slashes(address.strip())))


def web_addresses(hrefs: Iterable[str], base: str, bad: list[str] | None = None) -> list[str]:
    """Return the web addresses among ``hrefs``, absolute and without tracking parameters, each once, in order.

    What is an address of something else (``mailto:``, ``javascript:``) is left out. One that cannot be read at all
    (``http://[``) is left out, too, and added to ``bad``.
    """
    found: dict[str, None] = {}
    for href in filter(str.strip, hrefs):
        try:
            address = without_tracking(urljoin(base, with_slashes(href.strip())))
        except ValueError:
            if bad is not None:
                bad.append(href)
            continue
        if is_web(address):
            found[address] = None
        elif bad is not None and address.lower().startswith(("http://", "https://")):
            bad.append(href)
    return list(found)


def resolve_or_base(base: str, relative: str) -> str:
    """Return ``relative`` resolved against ``base``, or ``base`` where that gives no address."""
    return join_url(base, relative.strip()) or base
