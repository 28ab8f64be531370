"""All the metadata of small pages together, their disagreements, and hostile pages."""

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st
from metadata_pages import ARTICLE, MODIFIED, MOMENT, PARAGRAPH, PUBLISHED, URL, page, read, script

from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.tree import parse


@pytest.mark.parametrize(
    ("head", "disagreements"),
    [
        ('<meta name="author" content="Max Mustermann">', ("authors",)),
        ('<meta name="author" content="Roe">', ()),
        (PUBLISHED.format("2024-04-07T10:00:00Z"), ("published",)),
        (PUBLISHED.format("2024-04-03T23:00:00-08:00"), ()),
        (MODIFIED.format("2023-04-03T10:00:00Z"), ("modified",)),
        (MODIFIED.format("2024-08-03T10:00:00Z"), ()),
        ("<title>Something else entirely | Example News</title>", ("title",)),
        ("<title>A controller for motors | Example News</title>", ()),
    ],
)
def test_tells_when_sources_disagree(head: str, disagreements: tuple[str, ...]) -> None:
    metadata = read(page(script(ARTICLE) + head))
    assert (metadata.title, metadata.authors, metadata.published) == ("A controller for motors", ("Jane Roe",), MOMENT)
    assert metadata.disagreements == disagreements


def test_reads_the_rest() -> None:
    metadata = read(
        page(
            '<meta property="og:site_name" content="Example News"><meta property="article:section" content="Power">'
            '<meta property="article:tag" content="motor"><meta property="article:tag" content="chip">'
            '<meta name="keywords" content="seo"><meta name="description" content="In short.">'
            '<meta property="og:image" content="/lead.jpg"><link rel="canonical" href="/2024/04/03/chips">'
            '<meta property="og:type" content="article">'
        )
    )
    assert metadata.site_name == "Example News"
    assert metadata.section == "Power"
    assert metadata.tags == ("motor", "chip")
    assert metadata.summary == "In short."
    assert metadata.lead_image == "https://www.example-news.com/lead.jpg"
    assert metadata.canonical_url == "https://www.example-news.com/2024/04/03/chips"
    assert metadata.is_article is True


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://[::1", "//", "", "ftp://example.com/"]
)
def test_takes_no_address_that_is_not_of_the_web(address: str) -> None:
    html = page(f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">')
    metadata = read(html, url="file:///tmp/page.html")
    assert metadata.canonical_url is None
    assert metadata.lead_image is None


def test_addresses_are_resolved_against_the_base_of_the_page():
    html = page('<base href="/x/"><link rel="canonical" href="chips"><meta property="og:image" content="a.jpg">')
    metadata = read_metadata(parse(html), URL)
    assert metadata.canonical_url == "https://www.example-news.com/x/chips"
    assert metadata.lead_image == "https://www.example-news.com/x/a.jpg"


def test_hands_on_the_body_that_json_ld_repeats() -> None:
    assert (
        read(page(script(ARTICLE.replace('"headline"', '"articleBody": "The text.", "headline"')))).article_body
        == "The text."
    )


def test_knows_a_page_that_lists_articles() -> None:
    assert read(page(script('{"@type": "CollectionPage", "name": "Chips"}'))).is_article is False
    assert read(page()).is_article is None


def test_leaves_the_tree_as_it_is() -> None:
    from lxml import etree

    tree = parse(page(script(ARTICLE), "<div class='byline'>By Jane Roe</div>" + PARAGRAPH))
    before = etree.tostring(tree)
    read_metadata(tree, URL)
    assert etree.tostring(tree) == before


@in_shares
@pytest.mark.parametrize(
    ("before", "piece", "count", "after"),
    [
        pytest.param("", "", 0, "", id="empty"),
        pytest.param("", "<div class='author date info'>", 3000, "x", id="nested marks"),
        pytest.param("", "<b class='author date'>作者：</b>", 30_000, "", id="many marks"),
        pytest.param("", "<time datetime='2024'></time>", 30_000, "", id="many times"),
        pytest.param("<h1>", "x", 3_000_000, "</h1>", id="a long heading"),
        pytest.param("<title>", " - ", 500_000, "</title>", id="a title of separators"),
        pytest.param("<meta name='author' content='", "a,", 500_000, "'>", id="many authors"),
        pytest.param("<div class='date'>", "2024-04 ", 300_000, "</div>", id="a flood of dates"),
        pytest.param("<meta name=keywords content='", ",", 1_000_000, "'>", id="many commas"),
        pytest.param("", "<p>记者</p>", 40_000, "", id="many reporters"),
        pytest.param("", "<i itemprop='author'>", 2000, "", id="nested items"),
        pytest.param("<p>", "w<!---->", 60_000, "</p>", id="a comment after each word"),
    ],
)
def test_answers_to_hostile_pages_at_once(before: str, piece: str, count: int, after: str, share: float) -> None:
    assert_linear(
        lambda tree: read_metadata(tree, "https://[", fetched=MOMENT),
        lambda size: parse(before + piece * size + after),
        int(count * share),
        4 * share,
    )


@given(st.text(), st.text())
def test_answers_to_any_text_and_address(text: str, url: str) -> None:
    read(page(f"<title>{text}</title>{script(text)}", f"<div class='byline'>{text}</div>"), url=url)


@pytest.mark.parametrize(
    ("lines", "authors", "published", "modified"),
    [
        ("<p>Publié le 12 mars 2024 à 14h30 par Jeanne Roux</p>", ("Jeanne Roux",), "2024-03-12T14:30", None),
        (
            "<p>Par Jeanne Roux</p><p>Publié le 05/03/2024 à 18h05, mis à jour le 06/03/2024 à 09h10</p>",
            ("Jeanne Roux",),
            "2024-03-05T18:05",
            "2024-03-06T09:10",
        ),
        ("<p>Por Juana Ruiz</p><p>12 de marzo de 2024, 14:30</p>", ("Juana Ruiz",), "2024-03-12T14:30", None),
        ("<p>di Giovanna Rossi</p><p>12 marzo 2024 alle 14:30</p>", ("Giovanna Rossi",), "2024-03-12T14:30", None),
        ("<p>12 марта 2024, 14:30</p><p>Автор: Анна Иванова</p>", ("Анна Иванова",), "2024-03-12T14:30", None),
        ("<p>Door Anna de Vries</p><p>12 maart 2024 om 14:30</p>", ("Anna de Vries",), "2024-03-12T14:30", None),
        ("<p>二〇二四年三月五日</p>", (), "2024-03-05T00:00", None),
    ],
)
def test_reads_visible_bylines_in_many_languages(
    lines: str, authors: tuple[str, ...], published: str, modified: str | None
) -> None:
    page = f"<title>A headline of some length</title><h1>A headline of some length</h1>{lines}<p>{'x' * 300}</p>"
    metadata = read_metadata(parse(page), "https://news.example/a")
    assert metadata.authors == authors
    assert metadata.published is not None
    assert metadata.published.isoformat()[:16] == published
    assert (metadata.modified and metadata.modified.isoformat()[:16]) == modified
