"""Addresses inside are known in every spelling; public ones pass."""

from ipaddress import ip_address

import pytest
from hostile.faults import INSIDE_URLS
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import BadArgument
from newscrawl.net.ssrf_targets import Exemption, fault_of_host, fault_of_url, is_public, literal, read_exemptions

PUBLIC = [
    "http://www.elecfans.com/d/1.html",
    "https://www.example.com/",
    "https://www.example.com:443/",
    "http://www.example.com:80/a?b=http://127.0.0.1/",
    "https://8.8.8.8/",
    "http://[2606:4700::1111]/",
    "http://[64:ff9b::808:808]/",
    "https://xn--bcher-kva.example/",
    "https://bücher.example/",
    "https://10times.example/news/2026-01-01",
    "https://1.2.3.4.5.example/",
    "http://news.local-paper.example/",
    "http://999.1.1.1/",
]
ALWAYS_WRONG = [
    "",
    "/news/1.html",
    "//www.example.com/",
    "www.example.com",
    "file:///etc/passwd",
    "ftp://www.example.com/",
    "javascript:alert(1)",
    "http://",
    "http:///x",
    "http://[",
    "http://www.example.com:99999/",
    "http://www.example.com:22/",
    "https://www.example.com:80/",
    "http://www.example.com:443/",
    "http://me@www.example.com/",
    "http://me:hush@www.example.com/",
    "http://www.example.com\\@127.0.0.1/",
    "http://www.example.com/\r\nHost: other",
    "http://www.example.com/ a",
    "http://www.example.com/" + "a" * 3000,
]
INSIDE_ADDRESSES = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1",
]  # fmt: skip


def test_a_public_address_may_be_asked():
    assert [url for url in PUBLIC if fault_of_url(url) is not None] == []


def test_what_is_no_plain_web_address_may_not_be_asked():
    assert [url for url in ALWAYS_WRONG if fault_of_url(url) is None] == []


def test_an_inside_address_may_not_be_asked_in_any_spelling():
    urls = [url for url in INSIDE_URLS.values() if not url.startswith(("/", "\\"))]
    assert [url for url in urls if fault_of_url(url) is None] == []


def test_an_inside_address_is_not_public():
    assert [address for address in INSIDE_ADDRESSES if is_public(ip_address(address))] == []


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "100.63.255.255", "172.32.0.1", "2a00:1450::1", "::ffff:8.8.8.8", "2002:808:808::"]
)
def test_a_public_address_is_public(address):
    assert is_public(ip_address(address))


def test_an_exemption_is_for_one_host_and_port():
    exemptions = read_exemptions(["127.0.0.1:8900", " [::1]:80 ", "Proxy.Local:3128", ""])
    assert fault_of_url("http://127.0.0.1:8900/", exemptions) is None
    assert fault_of_url("http://[::1]/", exemptions) is None
    assert fault_of_url("http://proxy.local:3128/", exemptions) is None
    assert fault_of_url("http://127.0.0.1/", exemptions) is not None
    assert fault_of_url("http://127.0.0.1:8901/", exemptions) is not None
    assert fault_of_url("ftp://127.0.0.1:8900/", exemptions) is not None


@pytest.mark.parametrize(
    "written", ["127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "http://127.0.0.1:80", "a b:80", ":80", "10.0.0.0/8:80"]
)
def test_an_exemption_that_is_none_is_named(written):
    with pytest.raises(BadArgument, match="NEWSCRAWL_ALLOW_PRIVATE"):
        read_exemptions([written])
    assert Exemption("h", 1) in read_exemptions(["h:1"])


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_address_is_the_same(address):
    number = int(address)
    parts = address.packed
    spellings = [
        str(address), f"{number}", hex(number), f"0{number:o}", ".".join(map(hex, parts)), ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{number & 0xFFFF}", f"{address}.",
    ]  # fmt: skip
    assert {literal(spelling) for spelling in spellings} == {address}


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    for url in (text, f"http://{text}", f"http://{text}/", f"http://a.example/{text}"):
        assert fault_of_url(url) is None or fault_of_url(url)
    assert fault_of_host(text) is None or fault_of_host(text)
