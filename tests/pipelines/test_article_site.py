"""An article's site is its spider's own, a declared one, or one of the folder of site rules, in this order."""

from types import SimpleNamespace

import pytest

from newscrawl.article import Article
from newscrawl.errors import BadArgument
from newscrawl.pipelines.article_site import site_of_article
from newscrawl.site import Site

OWN = Site(name="elecfans", title="Own", hosts=("own.example",))


def site_named_in(name, *, own=None, rules=None, url="https://www.rules.example/1"):
    crawler = SimpleNamespace(spider=SimpleNamespace(site=own), settings={"NEWSCRAWL_SITE_RULES": rules})
    return site_of_article(crawler)(Article(url=url, key="k", site=name))


@pytest.mark.parametrize(
    ("name", "own", "title"),
    [
        ("elecfans", OWN, OWN.title),
        ("golem", OWN, "Golem.de"),
        ("nowhere.example", OWN, None),
        ("nowhere.example", None, None),
    ],
)
def test_the_spiders_own_site_comes_before_declared_ones(name, own, title):
    found = site_named_in(name, own=own)
    assert (found.title if found else None) == title


def test_a_spider_without_a_site_has_the_declared_one():
    found = site_named_in("elecfans")
    assert found.name == "elecfans"
    assert found is not OWN


def test_the_folder_of_rules_is_for_hosts_that_nobody_declared(tmp_path):
    (tmp_path / "rules.example.txt").write_text("body: //div[@class='text']\n", "utf-8")
    assert "www.rules.example" in site_named_in("rules.example", rules=str(tmp_path)).hosts
    assert site_named_in("other.example", rules=str(tmp_path), url="https://www.other.example/1") is None


def test_a_folder_of_rules_that_is_none_is_a_bad_argument(tmp_path):
    with pytest.raises(BadArgument):
        site_named_in("golem", rules=str(tmp_path / "missing"))
