"""Captions that are no ``figcaption``."""

import pytest

from newscrawl import extract
from newscrawl.dom.captions import mark_captions
from newscrawl.dom.render.blocks import read_blocks
from newscrawl.dom.render.images import write_images
from newscrawl.dom.tree import inner_html, parse_fragment

TEXT = "<p>The board draws less current than the old one, the maker says.</p>"
IMG = '<img src="https://example.com/a.jpg">'


@pytest.mark.parametrize(
    ("markup", "caption"),
    [
        (
            f'<div class="photo">{IMG}<span class="newsCaption">The board (Image: Press)</span></div>',
            "The board (Image: Press)",
        ),
        ('<div><a href="/l"><img src="https://example.com/a.jpg"></a> <small>The board</small></div>', "The board"),
        (f'<div><p>{IMG}</p><p class="caption">The board</p></div>', "The board"),
        (f"<div>{IMG}<figcaption>The board</figcaption></div>", "The board"),
        (
            f'<div>{IMG}<div class="image__caption">The board</div><div class="image__credit">Press</div></div>',
            "The board Press",
        ),
        (f"<p>{IMG}</p><p>Photo: Press Office</p>", "Photo: Press Office"),
        (f"<p>{IMG}</p><p>图片来源：示例网</p>", "图片来源：示例网"),
        (f'<p>{IMG}</p><p class="image-credit">Image: Press Office</p>', "Image: Press Office"),
        (f"<p>{IMG}</p><figcaption>The board</figcaption>", "The board"),
        (f'<dl class="image"><dt>{IMG}</dt><dd>The board</dd></dl>', "The board"),
    ],
)
def test_a_caption_goes_to_its_picture(markup: str, caption: str) -> None:
    tree = parse_fragment(TEXT + markup + TEXT)
    mark_captions(tree)
    assert [image.caption for image in write_images(read_blocks(tree))] == [caption]


PAGE = "<!doctype html><title>A board that draws less</title><article><h1>A board that draws less</h1>{}</article>"
STORY = "".join(
    f"<p>The board number {number} draws less current than the old one over its whole range, its maker says in a note.</p>"
    for number in range(6)
)


@pytest.mark.parametrize(
    "picture",
    [
        f'<div class="wp-caption">{IMG}<p class="wp-caption-text">The board</p></div>',
        f'<p class="shortcode-media">{IMG}<small class="media-caption">The board</small></p>',
        f'<p>{IMG}</p><p class="caption">The board</p>',
    ],
)
@pytest.mark.parametrize("page", ["{0}{1}", "{1}{0}{1}"], ids=["first", "within"])
def test_a_captioned_picture_of_a_page_stays_with_its_caption(picture: str, page: str) -> None:
    article = extract(PAGE.format(page.format(picture, STORY)).encode(), "https://example.com/news/1")
    assert [(image.url, image.caption) for image in article.images] == [("https://example.com/a.jpg", "The board")]
    assert "The board\n" not in article.body_text


@pytest.mark.parametrize(
    ("loaded", "images"),
    [
        ('<img class="lazy" src="data:image/gif;base64,R0lGOD">', ["https://example.com/a.jpg"]),
        ('<img class="lazy" data-src="/small.jpg">', ["https://example.com/small.jpg"]),
    ],
)
def test_a_picture_without_an_address_is_the_one_for_readers_without_scripts(loaded: str, images: list[str]) -> None:
    page = PAGE.format(f"{STORY}{loaded}<noscript>{IMG}</noscript>{STORY}")
    assert [image.url for image in extract(page.encode(), "https://example.com/news/1").images] == images


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{IMG} The board draws less current than the old one, and so does the second.</p>",
        f"<p>{IMG}</p><p>The board draws less current.</p>",
        f'<div>{IMG}{IMG}<span class="caption">Two boards</span></div>',
        f"<figure>{IMG}<figcaption>The board <small>Press</small></figcaption></figure>",
    ],
)
def test_other_text_beside_a_picture_stays_as_it_is(markup: str) -> None:
    tree = parse_fragment(TEXT + markup)
    before = inner_html(tree)
    mark_captions(tree)
    assert inner_html(tree) == before
