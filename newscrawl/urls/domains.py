"""Which hosts belong to one owner: registrable domains by the public suffix list (publicsuffix.org).

tldextract brings a copy of the list; none is fetched.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newscrawl.urls import host_of

if TYPE_CHECKING:
    from tldextract import TLDExtract


@cache
def _public_suffixes() -> TLDExtract:
    # tldextract loads an HTTP client, which it does not use here: 0.2 s of CPU that `list` and most crawls save.
    from tldextract import TLDExtract  # noqa: PLC0415

    # The private part of the list holds hosts below which everybody has a site: github.io, blogspot.com, …
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable_domain(url: str) -> str:
    """Return the part of a host name that one owner registered; the host itself if it is a suffix or an IP address.

    >>> registrable_domain("https://news.e.example.co.uk/1"), registrable_domain("https://me.github.io/")
    ('example.co.uk', 'me.github.io')
    """
    host = host_of(url)
    found = _public_suffixes()(host)
    if not found.suffix and not (found.ipv4 or found.ipv6):  # the list's own rule: an unknown last label is a suffix
        return ".".join(host.split(".")[-2:])
    return found.top_domain_under_public_suffix or host


def hosts_of(url: str) -> tuple[str, ...]:
    """Return the hosts of the site of ``url``: its own, its domain's and all below that.

    >>> hosts_of("https://www.e.example/news/")
    ('www.e.example', 'e.example', '*.e.example')
    """
    domain = registrable_domain(url)
    return tuple(dict.fromkeys((host_of(url), domain, f"*.{domain}")))


def same_site(url: str, other: str) -> bool:
    """Tell whether two addresses belong to one site: a domain that somebody registered, with all hosts below it."""
    return registrable_domain(url) == registrable_domain(other)
