import pytest

from newscrawl.dom.content.boxes import count_text, gather
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.set_aside import set_aside
from newscrawl.dom.tree import parse

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."
TEXT = f"<div><h1>A quiet ferry</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
CARD = f"<li><h3><a href=/2>Other</a></h3><p>{SENTENCE}</p></li>"

PAGES = {
    "a rail by its name": (f"{TEXT}<div class=sidebar id=x><p>{SENTENCE}</p></div>", True),
    "a name that takes the text": (f"<div class=sidebar id=x>{TEXT}</div>", False),
    "comments longer than the text": (f"{TEXT}<div id=comments><div id=x>{f'<p>{SENTENCE}</p>' * 9}</div></div>", True),
    "cards": (f"{TEXT}<ul><div id=x>{CARD}{CARD}</div></ul>", True),
    "cards that are a good part of what calls itself the body": (
        f"<div class=article-body>{TEXT}<ul><div id=x>{CARD}{CARD}</div></ul></div>",
        False,
    ),
    "cards beside a body within the body": (
        f"<div class=single-content><div class=entry-content>{TEXT}</div><ul><div id=x>{CARD}{CARD}</div></ul></div>",
        True,
    ),
    "cards that are a small part of the body": (
        f"<div class=article-body>{TEXT * 5}<ul><div id=x>{CARD}{CARD}</div></ul></div>",
        True,
    ),
    "one card": (f"{TEXT}<ul id=x>{CARD}</ul>", False),
    "a later article": (f"<article>{TEXT}</article><article id=x><p>{SENTENCE}</p></article>", True),
    "a linked article inside": (
        f"<article>{TEXT}<article id=x><h2><a href=/2>Other</a></h2><p>{SENTENCE}</p></article></article>",
        True,
    ),
    "a name that holds code": (f"{TEXT}<div class=sidebar id=x><pre>{SENTENCE}</pre></div>", False),
}


@pytest.mark.parametrize(("body", "is_out"), PAGES.values(), ids=PAGES.keys())
def test_what_is_set_aside(body: str, is_out: bool) -> None:
    boxes = gather(parse(f"<body>{body}</body>"))
    count_text(boxes, Evidence(None, None, None))
    set_aside(boxes)
    inside = [
        box for box in boxes if box.element.get("id") == "x" or (box.parent and box.parent.element.get("id") == "x")
    ]
    assert any(box.out for box in inside) == is_out
    assert not any(box.out for box in boxes if box.tag == "h1")
