"""Tags: what data and links state, without the words of programs, menus and sites."""

import pytest
from metadata_pages import PARAGRAPH, page, read, script

from newscrawl.dom.metadata.tags import without_keywords_of_site

KEYWORDS = '<meta name="keywords" content="{}">'


@pytest.mark.parametrize(
    ("head", "body", "tags"),
    [
        (KEYWORDS.format("motor, chip"), "", ("motor", "chip")),
        (
            script(
                '{"@type": "Article", "headline": "A", "keywords": ["Category: News", "RTX 3080", "type_news", "beehawk"]}'
            ),
            "",
            ("RTX 3080",),
        ),
        (KEYWORDS.format("トップニュース,最近の注目ニュース,自作"), "", ("自作",)),
        (KEYWORDS.format("type_buying-guide, channel_pc-gaming, #Chip, 1234567, 2026"), "", ("Chip",)),
        (KEYWORDS.format("Example News, chip"), "", ("chip",)),
        (
            "",
            '<p><a rel="tag" href="/t/1">#Chip</a> <a rel="tag nofollow" href="/t/2">Motor</a></p>',
            ("Chip", "Motor"),
        ),
        (KEYWORDS.format("seo"), '<p><a rel="category tag" href="/t/1">Chip</a></p>', ("Chip",)),
        ("", '<div class="sidebar"><a rel="tag" href="/t/1">Other</a></div>', ()),
        ('<meta property="article:tag" content="Chip">', '<p><a rel="tag" href="/t/2">Motor</a></p>', ("Chip",)),
    ],
)
def test_reads_tags_and_no_noise(head: str, body: str, tags: tuple[str, ...]) -> None:
    head += '<meta property="og:site_name" content="Example News">'
    assert read(page(head, body + PARAGRAPH)).tags == tags


@pytest.mark.parametrize(
    ("tags", "left"),
    [
        (("Linux How To", "Benchmarks", "Open Source", "Decoder"), ("Decoder",)),
        (("Decoder", "Driver", "Linux How To"), ("Decoder", "Driver", "Linux How To")),
        (("Codecs", "Media"), ("Codecs", "Media")),
    ],
)
def test_keywords_that_the_text_does_not_have_are_the_sites(tags: tuple[str, ...], left: tuple[str, ...]) -> None:
    assert without_keywords_of_site(tags, "A decoder driver for the board was posted for review.") == left
