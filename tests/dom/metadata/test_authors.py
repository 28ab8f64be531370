"""Who wrote a page: one case for each kind of statement and each trap."""

import json
from collections import Counter

import pytest
from metadata_pages import ARTICLE, PARAGRAPH, page, read, script

from newscrawl.dom.metadata import authors


def test_resolves_an_author_given_by_reference() -> None:
    graph = """{"@graph": [{"@type": "Article", "headline": "A", "author": {"@id": "#1"}},
        {"@type": "Person", "@id": "#1", "name": "Jane Roe"}]}"""
    assert read(page(script(graph))).authors == ("Jane Roe",)


def test_does_not_take_the_site_for_an_author() -> None:
    block = ARTICLE.replace("Jane Roe", "Example News").replace("Person", "Organization")
    head = script(block) + '<meta property="og:site_name" content="Example News">'
    assert read(page(head)).authors == ()


def test_takes_a_person_before_an_organisation() -> None:
    block = ARTICLE.replace('"Person", "name": "Jane Roe"', '"Organization", "name": "Wire Agency"')
    metadata = read(page(script(block) + '<meta name="author" content="Jane Roe">'))
    assert metadata.authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="author" content="Jane Roe, Senior Editor">', "", ("Jane Roe",)),
        ('<meta property="article:author" content="https://facebook.com/example">', "", ()),
        (
            '<meta name="parsely-author" content="Jane Roe"><meta name="parsely-author" content="A. Doe">',
            "",
            ("Jane Roe", "A. Doe"),
        ),
        ("", '<span itemprop="author"><b itemprop="name">Jane Roe</b><i>Editor</i></span>', ("Jane Roe",)),
        (
            "",
            '<div class="byline">By <a>Jane Roe</a> and <a>John Doe</a> | <i>April 3</i></div>',
            ("Jane Roe", "John Doe"),
        ),
        ("", '<a rel="author" href="/u/1">Jane Roe</a>', ("Jane Roe",)),
        ("", '<div class="x">By <a href="/team/1">Jane Roe</a></div>', ("Jane Roe",)),
        ("", '<p><a href="https://www.example-news.com/author/jane/">Jane Roe</a></p>', ("Jane Roe",)),
        ("", "<div><span class='x1'>Jane Roe-Mai</span> <span class='x1'>Apr 3, 2024</span></div>", ("Jane Roe-Mai",)),
        ("", "<div><span class='x2'>Jane Roe</span> <span class='x1'>Apr 3, 2024</span></div>", ()),
        ("", "<div><span>Tech News</span> <span>Apr 3, 2024</span></div>", ()),
        ("", "<div class='contributors'>Top contributors for Jane Roe and John Doe" + " 41 points" * 20 + "</div>", ()),
        ("", "<p>" + PARAGRAPH + "</p><p>Reporting by Jane Roe; Editing by John Doe</p>", ("Jane Roe",)),
        ("", '<div class="comment"><span class="author">Troll</span></div>', ()),
        ("", "<p>By some measures the market grew.</p>", ()),
        ("", '<button class="author">Insert</button>', ()),
        ("", "<p>Von Herstellern und Händlern wird seit Wochen auf den neuen Treiber gewartet.</p>", ()),
        ("", "<div class=author-box>Have you found an error on this page?</div>", ()),
        ("", '<ul class="authors"><li>Jane Roe</li><li>John Doe</li></ul>', ("Jane Roe", "John Doe")),
        (
            "",
            '<p><a href="/authors/roe">Jane Roe</a> and <a href="/authors/doe">John Doe</a></p>',
            ("Jane Roe", "John Doe"),
        ),
        (
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Roe">',
            "",
            ("Jane Roe",),
        ),
        # Data name one author, the line that is shown names two.
        ('<meta name="author" content="Jane Roe">', "<p>By <b>Jane Roe</b> and John Doe</p>", ("Jane Roe", "John Doe")),
        ('<meta name="author" content="Jane Roe">', "<p>By Jane Roe and other means</p>", ("Jane Roe",)),
        # The site, where it stands, and where else it says so
        ('<meta name="author" content="www.example-news.com, Springfield, Ohio">', "", ()),
        (
            '<title>A chip - Chip Week</title><meta name="author" content="Jane Roe, Chip Week">',
            "<h1>A chip</h1>",
            ("Jane Roe",),
        ),
        ('<title>A chip - Jane Roe</title><meta name="author" content="Jane Roe">', "<h1>A chip</h1>", ("Jane Roe",)),
    ],
)
def test_reads_the_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(page(head, body + PARAGRAPH)).authors == authors


def test_of_a_flood_of_authors_only_the_first_are_read(monkeypatch) -> None:
    counted = Counter[str]()
    monkeypatch.setattr(authors, "read_names", lambda text: counted.update([text]) or (text,))
    names = [f"Jane Roe {number}" for number in range(2000)]
    data = json.dumps({"@type": "NewsArticle", "headline": "A new chip", "author": names})
    read(page(f'<script type="application/ld+json">{data}</script>'))
    assert len(counted) == 500
