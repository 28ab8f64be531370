"""The library's face: everything public is shown, an article is handed on, and a wrong address is a ``ValueError``."""

import json
import sys

import mypy.api
import pytest
from saved import PRACTICE_PAGES

import newscrawl
from newscrawl.article import Article
from newscrawl.demo.web import serving
from newscrawl.spiders import site_of

PAGE = next(page for page in PRACTICE_PAGES if page.site == "elecfans" and page.slug == "sound-article")


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


def test_what_schema_org_needs_a_name_for_is_left_out():
    article = Article(url=PAGE.url, key="a", site="a", lead_image="https://a.example/1.jpg")
    values = newscrawl.to_schema_org(article)
    assert values["image"] == ["https://a.example/1.jpg"]
    assert "publisher" not in values


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: newscrawl.extract(None, PAGE.url), "body must be bytes or bytearray or str, not NoneType"),
        (lambda: newscrawl.extract("<p>text</p>", b"https://a.example/"), "url must be str, not bytes"),
        (lambda: newscrawl.decode("text"), "body must be bytes or bytearray, not str"),
        (lambda: newscrawl.decode(b"text", 5), "http_charset must be str or NoneType, not int"),
        (lambda: newscrawl.repair(b"text"), "text must be str, not bytes"),
        (lambda: newscrawl.fetch(None), "url must be str, not NoneType"),
        (lambda: newscrawl.to_zyte({}), "article must be Article, not dict"),
        (lambda: newscrawl.to_schema_org(None), "article must be Article, not NoneType"),
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_the_argument(call, message):
    with pytest.raises(TypeError) as raised:
        call()
    assert str(raised.value) == message


def test_what_is_not_public_is_not_listed():
    assert {name for name in dir(newscrawl) if not name.startswith("__")} == set(newscrawl.__all__) - {"__version__"}


@pytest.mark.slow
def test_a_type_checker_knows_the_types_and_no_other_names(tmp_path):
    (tmp_path / "right.py").write_text(
        "import newscrawl\n"
        "article = newscrawl.extract(b'', 'https://a.example/')\n"
        "title: str | None = article.title\n"
        "steps: list[str] = [step.rule for step in newscrawl.repair('').steps]\n"
        "facts = newscrawl.rights.read\n"
        "text: str = newscrawl.decode(b'').text\n"
    )
    (tmp_path / "wrong.py").write_text("import newscrawl\nnewscrawl.extrct\nnewscrawl.repair(b'')\n")
    stdout, _, _ = mypy.api.run(
        ["--strict", "--python-executable", sys.executable, *map(str, sorted(tmp_path.iterdir()))]
    )
    assert [line.rpartition("[")[2] for line in stdout.splitlines()[:-1]] == ["attr-defined]", "arg-type]"], stdout


def test_a_page_is_fetched_and_read(article, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with serving(PRACTICE_PAGES) as address:
        (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = practice\n")
        (tmp_path / "practice.py").write_text(
            f"from newscrawl.settings import *\nNEWSCRAWL_PRACTICE_WEB = '{address}'\n"
        )
        assert newscrawl.fetch(PAGE.url).title == article.title
