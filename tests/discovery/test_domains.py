"""Hosts of one owner are one site, by the public suffix list, without a request."""

import socket

import pytest

from newscrawl.discovery.domains import hosts_of, registrable_domain, same_site


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
