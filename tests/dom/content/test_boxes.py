import pytest

from newscrawl.dom.content.boxes import Box, ancestry, count_text, ends_sentence, gather, mark_out, prose_in, unspaced
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import parse

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."


def counted(body: str, summary: str | None = None) -> list[Box]:
    boxes = gather(parse(f"<body>{body}</body>"))
    count_text(boxes, Evidence(None, summary, None))
    return boxes


def test_only_blocks_with_text_have_boxes_in_document_order() -> None:
    boxes = counted(f"<div><p>{SENTENCE}</p><p></p><script>none</script></div><nav>Home</nav><ul><li>One</ul>")
    assert [box.tag for box in boxes] == ["html", "body", "div", "p", "ul", "li"]
    assert [box.tag for box in ancestry(boxes[3])] == ["div", "body", "html"]


def test_bytes_are_added_up_to_the_page() -> None:
    page, *_ = counted(f"<div><p>{SENTENCE}</p><p>九九 <a href=/>link</a></p></div>")
    assert (page.text, page.links) == (len(SENTENCE) + 6, 4)


WORTH = {
    "a sentence": (SENTENCE, len(SENTENCE)),
    "a short sentence": ("Two packs are to follow soon.", 14.5),
    "loose words": ("Photo archive", -6.5),
    "a link": ("<a href=/>Photo archive</a>", -26),
    "a notice": (f"All rights reserved: {SENTENCE}", -49.5),
}


@pytest.mark.parametrize(("text", "worth"), WORTH.values(), ids=WORTH.keys())
def test_a_block_is_worth_its_prose_or_costs_its_links(text: str, worth: float) -> None:
    assert counted(f"<div>{text}</div>")[-1].own == worth


def test_prose_that_the_summary_speaks_of_counts_twice() -> None:
    assert counted(f"<p>{SENTENCE}</p>", summary=SENTENCE)[-1].own == 2 * len(SENTENCE)


def test_a_box_that_is_set_aside_takes_those_inside_it_along() -> None:
    boxes = counted(f"<div><p>{SENTENCE}</p></div><p>{SENTENCE}</p>")
    mark_out(boxes, {boxes[2]})
    assert [box.out for box in boxes] == [False, False, True, True, False]
    assert prose_in(boxes) == len(SENTENCE)


def test_text_of_a_box() -> None:
    box = counted("<p>So it is. <a href=/>Why</a> Because \nof this!</p>")[-1]
    assert unspaced(box) == "Soitis.Becauseofthis!"
    assert ends_sentence(box)
