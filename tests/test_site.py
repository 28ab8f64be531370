"""A declaration knows which addresses are its articles, and which are the same one."""

import pytest

from newscrawl.site import Site

SITE = Site(
    name="sample",
    title="Sample",
    hosts=("www.sample.example", "m.sample.example"),
    mirrors=("copy.example",),
    article_urls=(r"/d/(?P<id>\d+)\.html", r"/view\?aid=(?P<id>\d+)", r"/story/[a-z-]+"),
)
KEYS = [
    ("https://www.sample.example/d/12.html", "sample/12"),
    ("http://m.sample.example/d/12.html", "sample/12"),
    ("http://copy.example/d/12.html", "sample/12"),
    ("https://www.sample.example/view?aid=12", "sample/12"),
    ("https://www.sample.example/story/new-chip", "sample.example/story/new-chip"),
    ("https://other.example/d/12.html", "other.example/d/12.html"),
]


@pytest.mark.parametrize(("url", "key"), KEYS)
def test_an_article_has_one_key_on_all_hosts(url, key):
    assert SITE.key(url) == key


@pytest.mark.parametrize(
    ("url", "is_article"),
    [
        ("https://www.sample.example/d/12.html", True),
        ("https://www.sample.example/d/12.html?page=2", False),
        ("https://www.sample.example/tags/gpu/", False),
        ("https://other.example/d/12.html", False),
        ("https://www.sample.example.evil.example/d/12.html", False),
    ],
)
def test_only_addresses_of_the_declared_form_and_host_are_articles(url, is_article):
    assert SITE.is_article(url) is is_article


def test_an_undeclared_site_is_its_host_and_takes_any_address_there():
    site = Site.undeclared("https://www.unknown.example/a")
    assert site.name == "unknown.example"
    assert site.is_article("https://www.unknown.example/anything")
    assert not site.is_article("https://elsewhere.example/anything")


def test_a_host_pattern_covers_the_hosts_below_a_domain_and_groups_make_one_identity():
    site = Site(
        name="network", title="N", hosts=("*.network.example",), article_urls=(r"/0/(?P<a>\d+)/(?P<b>\d+)\.htm",)
    )
    assert site.key("https://blog.network.example/0/912/838.htm") == "network/912838"
    assert not site.covers("https://network.example/")
    assert not site.covers("https://evilnetwork.example/")
