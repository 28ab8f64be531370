"""Each site's forms of addresses fit the articles that are known of it, and no lists, tags or films."""

from pathlib import Path

from newscrawl.spiders import declared_sites, site_named

TABLE = Path(__file__).with_name("article_addresses.txt")


def read_table():
    rows, site = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith(("+ ", "- ")):
            rows.append((site, line[2:], line[0] == "+"))
        elif line and not line.startswith("#"):
            site = line
    return rows


def test_an_address_is_told_to_be_an_article_s():
    table = read_table()
    assert [(site, url, wanted) for site, url, wanted in table if site_named(site).is_article(url) is not wanted] == []


def test_every_site_has_articles_and_others_in_the_table():
    for is_article in (True, False):
        named = {site for site, _, one in read_table() if one is is_article}
        assert named == {site.name for site in declared_sites()}
