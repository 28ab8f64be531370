"""A name is connected to only where it leads to a public address, each time anew."""

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from newscrawl.net.resolver import SsrfResolver
from newscrawl.net.ssrf_targets import Exemption


class Names:
    """A resolver that gives what the test says; a name may lead elsewhere the next time."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def resolveHostName(self, receiver, host, port=0, types=None, semantics="TCP"):
        receiver.resolutionBegan(self)
        for address in self.answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class Reactor:
    def __init__(self, names):
        self.nameResolver = names


class Receiver:
    def __init__(self):
        self.addresses, self.complete = [], False

    def resolutionBegan(self, resolution):
        pass

    def addressResolved(self, address):
        self.addresses.append(address.host)

    def resolutionComplete(self):
        self.complete = True


def resolved(resolver, name, port=80):
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, port)
    assert receiver.complete
    return receiver.addresses


def resolver_of(*answers, exemptions=frozenset(), cache=0):
    return SsrfResolver(Reactor(Names(*answers)), cache, exemptions)


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:127.0.0.1"]
)
def test_a_name_that_leads_inside_leads_nowhere(inside):
    assert resolved(resolver_of([inside]), "rebind.example") == []


def test_public_addresses_of_both_families_are_kept():
    assert resolved(resolver_of(["8.8.8.8", "127.0.0.1", "2606:4700::1111"]), "a.example") == [
        "8.8.8.8",
        "2606:4700::1111",
    ]


def test_a_name_that_changes_between_two_requests_is_checked_each_time():
    resolver = resolver_of(["8.8.8.8"], ["127.0.0.1"])
    assert resolved(resolver, "rebind-1.example") == ["8.8.8.8"]
    assert resolved(resolver, "rebind-1.example") == []


def test_what_is_cached_is_checked_too():
    resolver = resolver_of(["127.0.0.1", "8.8.4.4"], cache=100)
    assert resolved(resolver, "cached.example") == ["8.8.4.4"]
    assert resolved(resolver, "cached.example") == ["8.8.4.4"]


def test_an_exemption_opens_one_port_only():
    exemptions = frozenset({Exemption("127.0.0.1", 8900), Exemption("proxy.example", 3128)})
    assert resolved(resolver_of(["127.0.0.1"], exemptions=exemptions), "127.0.0.1", 8900) == ["127.0.0.1"]
    assert resolved(resolver_of(["10.0.0.7"], exemptions=exemptions), "proxy.example", 3128) == ["10.0.0.7"]
    assert resolved(resolver_of(["127.0.0.1"], exemptions=exemptions), "127.0.0.1", 80) == []
