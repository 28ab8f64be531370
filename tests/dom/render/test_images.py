"""Which address a picture has, and what comes with it."""

from newscrawl.dom.render import render
from newscrawl.dom.tree import parse_fragment


def test_the_widest_of_a_set_of_pictures_is_taken() -> None:
    body = parse_fragment(
        "<picture><source srcset='http://e.org/s.webp 300w, http://e.org/l.webp 900w'><img></picture>"
    )
    assert [image.url for image in render(body).images] == ["http://e.org/l.webp"]


def test_images_come_with_caption_and_alternative_text_once_each() -> None:
    body = parse_fragment(
        "<figure><img src=http://e.org/a.png alt=A><figcaption>The board</figcaption></figure>"
        "<p><img src=http://e.org/b.png><img src=http://e.org/a.png></p>"
    )
    assert render(body).images == (("http://e.org/a.png", "A", "The board"), ("http://e.org/b.png", None, None))


def test_a_set_of_pictures_needs_no_blanks() -> None:
    rendered = render("<img srcset='http://e.org/a.png 1x,http://e.org/b.png 2x'><img srcset='http://e.org/c,d.png'>")
    assert [image.url for image in rendered.images] == ["http://e.org/b.png", "http://e.org/c,d.png"]
