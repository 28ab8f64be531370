"""Which addresses on the network may be asked: public web servers, in whatever spelling they are written.

An address that leads inside (this machine, its network, a cloud's metadata service) is what a hostile page wants
fetched. The ranges are those of the IANA special-purpose registries, as Python's ``ipaddress`` knows them, and what
these leave out.
"""

import re
import socket
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from newscrawl.errors import BadArgument

Address = IPv4Address | IPv6Address

MAX_URL = 2048  # characters of an address that a redirect may lead to; the longest of a real article is a fifth of that

_PORTS = {"http": 80, "https": 443}
# Public by their number to ``ipaddress``, but answered by the cloud or network that one runs in.
_NEARBY = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10")))
# Networks whose addresses hold an IPv4 address, and how far right it stands.
_EMBEDDING = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("::/96"), 0),  # compatible
    (IPv6Network("64:ff9b::/96"), 0),  # translated (NAT64)
    (IPv6Network("64:ff9b:1::/48"), 0),
    (IPv6Network("2002::/16"), 80),  # 6to4
)
_TEREDO = IPv6Network("2001::/32")
# Last labels that no public name has (RFC 6761, 6762, 8375, and what routers and clouds use).
_INSIDE_SUFFIXES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "corp",
    "home",
    "private",
    "home.arpa",
    "svc",
)
# Public names that are known to lead to 127.0.0.1.
_INSIDE_NAMES = ("localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "fbi.com.localhost", "readme.localtest.me")
# Services that answer with the address that stands in the name: 127.0.0.1.nip.io, 10-0-0-1.sslip.io, 7f000001.nip.io.
_BETWEEN_NUMBERS = re.compile("[.-]")
_BYTE = re.compile("[0-9]{1,3}")
_HEXADECIMAL = re.compile(r"(?:^|[.-])(?:0x)?([0-9a-f]{8})\.(?:nip|sslip|xip)\.io$")
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}")
_EXCEPTION = re.compile(r"\A(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})")
_ODD = re.compile("[\\x00-\\x20\\x7f\\\\]")


class Exemption(NamedTuple):
    """An address that may be asked although it is not public: host as written, in lower case, and port."""

    host: str
    port: int


def read_exemptions(written: Iterable[str]) -> frozenset[Exemption]:
    """Read ``host:port`` entries; raises ``BadArgument`` for one that is none."""
    return frozenset(_read_exemption(one.strip()) for one in written if one.strip())


def fault_of_url(url: str, exemptions: frozenset[Exemption] = frozenset()) -> str | None:
    """Return why a request to ``url`` must not leave, or ``None`` if it may.

    Checks the scheme, user names, the port, and the host as far as its spelling tells: where a name leads is known only
    when it is resolved.

    >>> fault_of_url("http://2130706433/"), fault_of_url("https://www.example.com/a")
    ('its host is the inside address 127.0.0.1', None)
    """
    if len(url) > MAX_URL:
        return f"its address has more than {MAX_URL} characters"
    if _ODD.search(url):
        return "its address holds blanks, control characters or backslashes"
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "its address cannot be read"
    return _fault_of_parts(parts, port, exemptions)


def fault_of_host(host: str) -> str | None:
    """Return why nothing may be asked of ``host``, or ``None``; a name that tells nothing is left to the resolver."""
    name = _plain(host)
    address = literal(name)
    if address is not None:
        return None if is_public(address) else f"its host is the inside address {address}"
    if "%" in name:
        return f"its host {name[:80]!r} cannot be read"
    if "." not in name:
        return f"its host {name[:80]!r} is a name inside a network"
    if name in _INSIDE_NAMES or name.endswith(tuple(f".{suffix}" for suffix in (*_INSIDE_SUFFIXES, *_INSIDE_NAMES))):
        return f"its host {name[:80]!r} is a name inside a network"
    if any(not is_public(inner) for inner in _written_in(name)):
        return f"its host {name[:80]!r} names an inside address"
    return None


def literal(host: str) -> Address | None:
    """Return the address that ``host`` is, in any spelling that a system's resolver takes; ``None`` for a name.

    >>> literal("0x7f.1"), literal("017700000001"), literal("[::ffff:a00:1]")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), IPv6Address('::ffff:a00:1'))
    """
    name = _plain(host)
    if ":" in name:
        try:
            return ip_address(name.partition("%")[0])
        except ValueError:
            return None
    if not _NUMBERS.fullmatch(name):
        return None
    try:
        return IPv4Address(socket.inet_aton(name))
    except OSError:  # such as 999.1.1.1: a resolver takes it for a name, and finds none
        return None


def is_public(address: Address) -> bool:
    """Tell whether ``address``, and the one that it may hold inside, is one of the public internet."""
    return _is_global(address) and all(map(_is_global, _embedded(address)))


def is_exempt(host: str, port: int, exemptions: frozenset[Exemption]) -> bool:
    """Tell whether the exemptions name ``host`` and ``port``."""
    return Exemption(_plain(host), port) in exemptions


def _read_exemption(written: str) -> Exemption:
    found = _EXCEPTION.fullmatch(written)
    if not found or not 0 < int(found[2]) < 65536:
        raise BadArgument(f"NEWSCRAWL_ALLOW_PRIVATE takes host:port, not {written!r}")
    return Exemption(_plain(found[1]), int(found[2]))


def _fault_of_parts(parts: SplitResult, port: int, exemptions: frozenset[Exemption]) -> str | None:
    if parts.scheme not in _PORTS:
        return f"its scheme is {parts.scheme[:20]!r}"
    if not parts.hostname:
        return "it has no host"
    if "@" in parts.netloc:
        return "it holds a user name"
    if is_exempt(parts.hostname, port, exemptions):
        return None
    if port != _PORTS[parts.scheme]:
        return f"its port is {port}"
    return fault_of_host(parts.hostname)


def _plain(host: str) -> str:
    """Return a host as a resolver reads it: full-width and circled digits folded, no brackets, no dot at its end."""
    folded = unicodedata.normalize("NFKC", host[:1000]).lower().replace("。", ".")
    return folded.strip("[]").rstrip(".")


def _written_in(name: str) -> Iterable[IPv4Address]:
    labels = [int(label) if _BYTE.fullmatch(label) else 256 for label in _BETWEEN_NUMBERS.split(name)]
    for four in zip(labels, labels[1:], labels[2:], labels[3:], strict=False):
        if max(four) < 256:
            yield IPv4Address(bytes(four))
    if found := _HEXADECIMAL.search(name):
        yield IPv4Address(int(found[1], 16))


def _embedded(address: Address) -> Iterable[IPv4Address]:
    if isinstance(address, IPv4Address):
        return
    for network, shift in _EMBEDDING:
        if address in network:
            yield IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    if address in _TEREDO:
        yield IPv4Address(int(address) & 0xFFFFFFFF ^ 0xFFFFFFFF)


def _is_global(address: Address) -> bool:
    if any(address in network for network, _ in _EMBEDDING) and int(address) > 255:  # not "::" and "::1"
        return True  # judged by the address that it holds
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special and not any(address in network for network in _NEARBY)
