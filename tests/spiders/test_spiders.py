"""The site of an address is found by its host, at the same cost however many sites there are."""

import pytest

from newscrawl import spiders
from newscrawl.site import Site


@pytest.fixture
def declared(monkeypatch):
    """Return what declares sites for a test."""

    def declare(sites):
        monkeypatch.setattr(spiders, "_declared", lambda: {site.name: site for site in sites})
        spiders._by_host.cache_clear()

    yield declare
    monkeypatch.undo()
    spiders._by_host.cache_clear()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/1", "a"),
        ("https://www.b.example/1", "b"),
        ("https://x.y.b.example/1", "b"),
        ("https://b.example/1", "b.example"),
        ("https://news.b.example/1", "c"),
        ("https://copy.example/1", "a"),
        ("https://nota.example/1", "nota.example"),
        ("https://A.EXAMPLE.:443/1", "a"),
    ],
)
def test_the_most_special_host_tells_the_site(declared, url, name):
    declared(
        [
            Site(name="a", title="A", hosts=("a.example",), mirrors=("copy.example",)),
            Site(name="b", title="B", hosts=("*.b.example",)),
            Site(name="c", title="C", hosts=("news.b.example",)),
        ]
    )
    assert spiders.site_of(url).name == name


def test_every_declared_host_leads_to_its_site():
    for site in spiders.declared_sites():
        for host in site.hosts:
            assert spiders.site_of(f"https://{host.replace('*', 'www')}/") is site


@pytest.mark.parametrize("count", [40, 1000])
def test_no_site_is_asked_whether_it_covers_an_address(declared, monkeypatch, count):
    declared([Site(name=f"s{n}", title="S", hosts=(f"s{n}.example", f"*.s{n}.example")) for n in range(count)])
    asked = []
    monkeypatch.setattr(Site, "covers", lambda self, url: asked.append(url))
    assert spiders.site_of(f"https://www.s{count - 1}.example/1").name == f"s{count - 1}"
    assert asked == []
