import pytest

from newscrawl.dom.content.block_features import features_of_blocks
from newscrawl.dom.content.boxes import count_text, gather
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import parse

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."
OTHER = "Until then the old engines are kept in repair, which costs more each year."
TEXT = f"<article>{f'<p>{SENTENCE}</p>' * 8}</article>"


def features(inside: str, summary: str | None = None) -> list[set[str]]:
    """Return the features of the blocks of a container that may be left out."""
    boxes = gather(parse(f"<body><main>{inside}</main></body>"))
    count_text(boxes, Evidence(None, summary, None))
    part = next(box for box in boxes if box.tag == "main")
    return [set(names) for _, _, names in features_of_blocks(part, boxes[part.order :])]


FORMS = {
    "a sentence": (f"<p>{SENTENCE}</p>", {"tag:p", "bytes:4", "links:0", "ends:sentence", "is:prose"}),
    "a linked line": ("<p><a href=/>More of this</a></p>", {"bytes:1", "links:3"}),
    "an address": ("<p>Write to desk@example.org</p>", {"has:address"}),
    "a label": ("<p>Opening hours:</p>", {"ends:colon"}),
    "a mark": ("<p>* Prices of March 2026</p>", {"starts:mark", "digits:3"}),
    "a quote": ("<p>“So be it.”</p>", {"starts:quote", "ends:sentence"}),
    "names on the way": (
        "<div class='authorBio box'><span id=x><p class=t-1>By hand</p></span></div>",
        {"name:author", "name:bio", "name:box", "in:div"},
    ),
}


@pytest.mark.parametrize(("markup", "expected"), FORMS.values(), ids=FORMS.keys())
def test_features_of_one_block(markup: str, expected: set[str]) -> None:
    (found,) = features(f"{TEXT}{markup}")
    assert expected <= found


def test_place_and_neighbours() -> None:
    first, last = features(f"<p>{SENTENCE}</p>{TEXT}<div><a href=/>More</a></div>")
    assert {"start:0", "end:6", "before:0", "after:5", "path:3", "previous:none", "next:prose"} <= first
    assert {"next-tag:p", "next-bytes:4"} <= first
    assert not {"next:same-path", "next:sibling"} & first
    assert {"start:6", "end:0", "path:0", "before:6", "after:0", "previous:prose", "next:none"} <= last


def test_blocks_where_the_text_stands_are_text() -> None:
    assert features(TEXT) == []


SPARED = {
    "a heading": "<h2>Less</h2>",
    "a cell": "<table><tr><td><p>Less</p></td></tr></table>",
    "an item": "<ul><li>Less</li></ul>",
    "code": "<pre>less</pre>",
    "a caption": "<figure><figcaption><p>Less</p></figcaption></figure>",
    "a caption by its name": "<div class=caption><p>Less</p></div>",
}


@pytest.mark.parametrize("markup", SPARED.values(), ids=SPARED.keys())
def test_cells_headings_code_and_captions_are_spared(markup: str) -> None:
    assert features(f"{TEXT}{markup}") == []


def test_what_the_summary_tells_is_a_feature() -> None:
    assert "is:told" in features(f"<p>{OTHER}</p>{TEXT}", summary=OTHER)[0]


def test_boxes_that_are_left_out_are_no_neighbours() -> None:
    boxes = gather(parse(f"<body><main>{TEXT}<h2>Less</h2><div>More</div></main></body>"))
    count_text(boxes, Evidence(None, None, None))
    part = next(box for box in boxes if box.tag == "main")
    ((_, _, names),) = features_of_blocks(part, [box for box in boxes[part.order :] if box.tag != "h2"])
    assert "previous-tag:p" in names


def test_long_names_and_deep_blocks_are_bounded() -> None:
    (names,) = features(f"{TEXT}{'<div class=a>' * 200}<p class='{'word-' * 5000}x'>{SENTENCE}</p>{'</div>' * 200}")
    assert len(names) < 40
