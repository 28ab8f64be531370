"""JSON-LD as pages write it, and as nobody should."""

import pytest
from metadata_pages import ARTICLE, MOMENT, page, read, script

from newscrawl.dom.metadata import jsonld


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(ARTICLE, id="one object"),
        pytest.param(f"[{ARTICLE}]", id="a list"),
        pytest.param(f'{{"@graph": [{{"@type": "WebSite", "name": "Example"}}, {ARTICLE}]}}', id="a graph"),
        pytest.param(f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}', id="the entity of a page"),
        pytest.param(f"<!-- {ARTICLE} -->", id="in a comment"),
        pytest.param(f"//<![CDATA[\n{ARTICLE}\n//]]>", id="in CDATA"),
        pytest.param(f"{ARTICLE};", id="with a semicolon"),
        pytest.param(ARTICLE.replace("}}", "},}"), id="with a stray comma"),
        pytest.param(ARTICLE.replace("A controller", "A\tcontroller"), id="with a tab in a string"),
        pytest.param(f'{{"@type": "WebSite"}}{ARTICLE}', id="two values in a row"),
        pytest.param(ARTICLE.replace('"NewsArticle"', '["Article", "NewsArticle"]'), id="two types"),
        pytest.param(ARTICLE.replace("NewsArticle", "http://schema.org/NewsArticle"), id="a type with its address"),
    ],
)
def test_reads_json_ld_as_pages_write_it(block: str) -> None:
    metadata = read(page(script(block)))
    assert metadata.published == MOMENT
    assert metadata.authors == ("Jane Roe",)
    assert metadata.title == "A controller for motors"
    assert metadata.is_article is True
    assert metadata.sources["published"] == "json-ld"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"@type": "NewsArticle", "wordCount": ' + "9" * 5000 + "}", id="a huge integer"),
        pytest.param('{"@type": "NewsArticle", "headline": "' + "x" * 300_000 + '"}', id="too large"),
        pytest.param('{"@type": {"a": 1}, "headline": [], "author": 7, "datePublished": {}}', id="wrong types"),
        pytest.param('{"@type": "NewsArticle", "author": [[["x"]]], "headline": {"name": {}}}', id="nested values"),
        pytest.param('{"@type": "NewsArticle", "author": {"@id": "#a"}, "@id": "#a"}', id="refers to itself"),
        pytest.param("NaN Infinity {", id="not JSON"),
        pytest.param("", id="empty"),
    ],
)
def test_passes_over_json_ld_that_cannot_be_read(block: str) -> None:
    metadata = read(page(script(block) + '<meta property="og:title" content="A controller for motors">'))
    assert metadata.title == "A controller for motors"
    assert metadata.authors == ()


def test_unfolds_json_ld_no_further_than_its_bound() -> None:
    assert len(jsonld.read_blocks(['[{"@type": "Thing"}' + ', {"@type": "Thing"}' * 9000 + "]"])) <= 500


@pytest.mark.parametrize(
    ("escaped", "name"),
    [
        ("J\\\\u00fcrgen M\\\\u00fcller", "Jürgen Müller"),
        ("\\\\u738b\\\\u5c0f\\\\u660e", "王小明"),
        ("A \\\\ud83d", "A \\ud83d"),
    ],
)
def test_reads_names_that_were_escaped_twice(escaped: str, name: str) -> None:
    assert jsonld.strings({"name": jsonld.read_blocks([f'{{"@type": "Person", "name": "{escaped}"}}'])[0]["name"]}) == [
        name
    ]
