"""Every saved page becomes what is expected of it; a new site needs pages here and no code."""

import re
from dataclasses import asdict
from datetime import datetime

import pytest
from saved import PRACTICE_PAGES, differences

from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.discovery.wordpress import read_posts
from newscrawl.errors import Refused
from newscrawl.site import JsonList, Listing, Site, WordPress
from newscrawl.spiders import site_named, site_of
from newscrawl.stages.chain import extract
from newscrawl.stages.credit import credit_article
from newscrawl.stages.extract import extract_article
from newscrawl.stages.repair import repair_article
from newscrawl.stages.strip import strip_article
from newscrawl.stages.validate import validate_article
from newscrawl.text.decode import decode


def of_kind(kind):
    pages = [page for page in PRACTICE_PAGES if page.expected.get("kind") == kind]
    return pytest.mark.parametrize("page", pages, ids=[f"{page.site}/{page.slug}" for page in pages])


def charset(page):
    found = re.search(r"charset=([\w-]+)", page.headers.get("Content-Type", ""))
    return found[1] if found else None


def read(page):
    fetched = datetime.fromisoformat(page.fetched)
    return extract(page.body, page.url, charset(page), site=site_of(page.url), fetched=fetched)


@of_kind("article")
def test_a_saved_article_is_read_as_expected(page):
    article = read(page)
    found = asdict(article) | {"images": article.images, "rules": [change.rule for change in article.changes]}
    assert differences(page, found) == []


@of_kind("article")
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
def test_stages_that_hand_on_markup_give_the_same(page, declared):
    """A crawl's pipelines each write the body and parse it again; ``extract`` hands on its tree."""
    site = site_of(page.url) if declared else Site.undeclared(page.url)
    whole = extract(page.body, page.url, charset(page), site=site)
    article = extract_article(decode(page.body, charset(page)), page.url, site).article
    repaired = repair_article(article, is_declared=site.language is not None)
    article = validate_article(strip_article(credit_article(repaired), site))
    assert article == whole


@of_kind("article")
def test_a_saved_article_names_its_other_pages(page):
    extracted = extract_article(decode(page.body, charset(page)), page.url, site_of(page.url))
    assert extracted.whole == page.expected.get("whole")
    if extracted.whole is None:  # else nobody needs the parts
        assert extracted.next_page == page.expected.get("next_page")


@of_kind("refused")
def test_a_saved_page_that_is_no_article_is_refused_with_its_reason(page):
    if page.status != 200:
        assert page.expected["reason"] == f"http {page.status}"
        return
    with pytest.raises(Refused) as caught:
        read(page)
    assert caught.value.reason == page.expected["reason"]


@of_kind("listing")
def test_a_saved_listing_gives_its_articles_and_its_next_page(page):
    site = site_of(page.url)
    listing = next(source for source in site.sources if isinstance(source, Listing))
    found = read_listing(decode(page.body, charset(page)).text, page.url, listing)
    assert [link.url for link in found.links if site.is_article(link.url)] == page.expected["links"]
    assert found.next_page == page.expected["next_page"]


@pytest.mark.parametrize(
    ("kind", "read_links"), [("feed", read_feed), ("sitemap", lambda *page: read_sitemap(*page).links)]
)
def test_a_saved_feed_or_sitemap_gives_its_articles(kind, read_links):
    for page in PRACTICE_PAGES:
        if page.expected.get("kind") == kind:
            links = [link.url for link in read_links(decode(page.body, charset(page)).text, page.url)]
            site = site_named(page.site) or site_of(page.url)  # a feed may stand on a host of its own
            assert [link for link in links if site.is_article(link)] == page.expected["links"], page.slug


def test_a_saved_json_list_gives_its_articles():
    for page in PRACTICE_PAGES:
        if page.expected.get("kind") == "list":
            site = site_named(page.site) or site_of(page.url)
            text = decode(page.body, charset(page)).text
            if any(isinstance(source, WordPress) and page.url.startswith(source.url) for source in site.sources):
                links = read_posts(text, page.url)
            else:
                source = next(source for source in site.sources if isinstance(source, JsonList))
                links = read_json_list(text, page.url, source)
            assert [link.url for link in links if site.is_article(link.url)] == page.expected["links"], page.slug


def test_saved_pages_say_that_they_are_synthetic():
    from newscrawl.demo.web import SAVED_PAGES

    metas = list(SAVED_PAGES.glob("*/*/meta.json"))
    assert metas
    assert [meta for meta in metas if '"synthetic": true' not in meta.read_text("utf-8")] == []
