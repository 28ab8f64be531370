"""The library's face: everything public is shown, an article is handed on, and a wrong address is a ``ValueError``."""

import json

import pytest

import newscrawl
from newscrawl.demo.web import load_pages, serving
from newscrawl.spiders import site_of

PAGE = next(page for page in load_pages() if page.site == "elecfans" and page.slug == "sound-article")


@pytest.fixture(scope="module")
def article():
    return newscrawl.extract(PAGE.body, PAGE.url, site=site_of(PAGE.url))


def test_everything_public_is_listed_and_can_be_called():
    assert set(newscrawl.__all__) <= set(dir(newscrawl))
    functions = set(newscrawl.__all__) - {"__version__", "rights"}
    assert all(callable(getattr(newscrawl, name)) for name in functions)
    assert all(callable(getattr(newscrawl.rights, name)) for name in newscrawl.rights.__all__ if name != "AGENT")


def test_an_article_is_plain_values_and_json(article):
    values = json.loads(article.to_json())
    assert values == article.to_dict()
    assert (values["title"], values["published"]) == (article.title, article.published.isoformat())
    assert "paragraphs" not in values
    assert "raw" not in values


def test_the_names_of_schema_org(article):
    values = newscrawl.to_schema_org(article)
    assert (values["@context"], values["@type"]) == ("https://schema.org", "NewsArticle")
    assert (values["headline"], values["articleBody"]) == (article.title, article.body_text)
    assert values["datePublished"] == article.published.isoformat()
    assert None not in values.values()


def test_the_names_of_zyte(article):
    values = newscrawl.to_zyte(article)
    assert (values["url"], values["headline"]) == (article.url, article.title)
    assert values["datePublished"].endswith("Z")
    assert values["articleBodyHtml"] == article.body_html
    assert None not in values.values()


@pytest.mark.parametrize("url", ["", "example.com/a", "ftp://example.com/a", "javascript:alert(1)", "--help"])
def test_a_wrong_address_is_a_value_error_that_names_it(url):
    for read in (newscrawl.fetch, lambda address: newscrawl.extract("<p>text</p>", address)):
        with pytest.raises(ValueError, match="http or https") as raised:
            read(url)
        assert repr(url) in str(raised.value)


def test_a_page_is_fetched_and_read(article, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with serving(load_pages()) as address:
        (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = practice\n")
        (tmp_path / "practice.py").write_text(
            f"from newscrawl.settings import *\nNEWSCRAWL_PRACTICE_WEB = '{address}'\n"
        )
        assert newscrawl.fetch(PAGE.url).title == article.title
