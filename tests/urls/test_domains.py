"""Hosts of one owner are one site, by the public suffix list, without a request."""

import socket

import pytest

from newscrawl.urls.domains import hosts_of, registrable_domain, same_site


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.sample.com", "sample.com"),
        ("a.b.sample.com.cn", "sample.com.cn"),
        ("news.sample.co.jp", "sample.co.jp"),
        ("sample.gen.tr", "sample.gen.tr"),
        ("x.sample.ac.in", "sample.ac.in"),
        ("me.github.io", "me.github.io"),
        ("me.blogspot.com", "me.blogspot.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("com.cn", "com.cn"),
        ("WWW.Sample.DE.", "sample.de"),
        ("www.sample.example", "sample.example"),
    ],
)
def test_a_registrable_domain_is_one_label_below_a_public_suffix(host, domain):
    assert registrable_domain(f"https://{host}/1") == domain


def test_no_list_is_fetched(monkeypatch):
    def refuse(*arguments, **named):
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    assert same_site("https://a.sample.org.uk/", "https://b.sample.org.uk/")
    assert not same_site("https://one.org.uk/", "https://other.org.uk/")


def test_a_site_has_its_host_its_domain_and_all_below():
    assert hosts_of("https://m.sample.com.cn/") == ("m.sample.com.cn", "sample.com.cn", "*.sample.com.cn")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.sample.example/", "https://m.sample.example/x", True),
        ("https://ee.sample.com.cn/", "https://www.sample.com.cn/", True),
        ("https://sample.com.cn/", "https://other.com.cn/", False),
        ("https://one.blogspot.com/", "https://two.blogspot.com/", False),
        ("https://sample.example/", "https://sample.example.evil.example/", False),
    ],
)
def test_hosts_below_one_registered_domain_are_one_site(one, other, same):
    assert same_site(one, other) is same


def test_the_hosts_of_a_site_are_all_below_its_domain():
    assert hosts_of("https://news.sample.co.jp/a") == ("news.sample.co.jp", "sample.co.jp", "*.sample.co.jp")
