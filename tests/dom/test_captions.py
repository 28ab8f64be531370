"""Captions that are no ``figcaption``."""

import pytest

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
    ],
)
def test_a_caption_goes_to_its_picture(markup: str, caption: str) -> None:
    tree = parse_fragment(TEXT + markup + TEXT)
    mark_captions(tree)
    assert [image.caption for image in write_images(read_blocks(tree))] == [caption]


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
