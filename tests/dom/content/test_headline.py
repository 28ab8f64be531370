import pytest

from newscrawl.dom.content.boxes import Box, count_text, gather
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.headline import around_headline, find_dek, find_leads, take_lead
from newscrawl.dom.tree import parse, visible_text

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."
DEK = "The ferry will run on batteries alone from next spring"


def counted(body: str, evidence: Evidence | None = None) -> list[Box]:
    boxes = gather(parse(f"<body>{body}</body>"))
    count_text(boxes, evidence or Evidence(None, None, None))
    return boxes


def test_the_smallest_box_with_headline_and_prose_is_around_the_headline() -> None:
    boxes = counted(
        f"<main id=a><div><h1>A quiet ferry</h1><i>Monday</i></div><p>{SENTENCE}</p></main><p>{SENTENCE}</p>"
    )
    near = around_headline(boxes, "")
    assert near is not None
    assert near.element.get("id") == "a"


def test_the_page_itself_is_not_around_the_headline() -> None:
    assert around_headline(counted(f"<h1>A quiet ferry</h1><p>{SENTENCE}</p>"), "") is None


def test_of_several_headlines_the_one_with_the_title_counts() -> None:
    part = "<section id={0}><h1>{1}</h1><p>{2}</p></section>"
    boxes = counted(part.format("a", "Older", SENTENCE) + part.format("b", "A quiet ferry", SENTENCE))
    near = around_headline(boxes, "aquietferry")
    assert near is not None
    assert near.element.get("id") == "b"
    assert around_headline(boxes, "") is None


def test_a_heading_that_the_summary_repeats_is_the_dek_and_becomes_a_paragraph() -> None:
    evidence = Evidence(None, DEK, None)
    boxes = counted(f"<h1>A quiet ferry</h1><h2>{DEK}</h2><div><p>{SENTENCE}</p></div>", evidence)
    container = next(box for box in boxes if box.tag == "div")
    dek = find_dek(container, boxes, evidence)
    assert dek is not None
    element = take_lead(dek)
    assert (element.tag, visible_text(element)) == ("p", DEK)
    assert element.getparent() is None


def test_another_heading_is_no_dek() -> None:
    evidence = Evidence(None, SENTENCE, None)
    boxes = counted(f"<h1>A quiet ferry</h1><h2>{DEK}</h2><div><p>{SENTENCE}</p></div>", evidence)
    assert find_dek(next(box for box in boxes if box.tag == "div"), boxes, evidence) is None


LEADS = {
    "a paragraph beside the headline": (f"<h1>A quiet ferry</h1><p>{SENTENCE}</p><div>{{}}</div>", 1),
    "two of them": (f"<div><h1>A quiet ferry</h1></div><div><p>{SENTENCE}</p><p>{DEK}.</p></div><div>{{}}</div>", 2),
    "the same twice": (f"<h1>A quiet ferry</h1><p>{SENTENCE}</p><p>{SENTENCE}</p><div>{{}}</div>", 1),
    "before the headline": (f"<p>{SENTENCE}</p><h1>A quiet ferry</h1><div>{{}}</div>", 0),
    "without a headline": (f"<p>{SENTENCE}</p><div>{{}}</div>", 0),
    "that the text repeats": (f"<h1>A quiet ferry</h1><p>{SENTENCE}</p><div>{{}}<p>{SENTENCE}</p></div>", 0),
    "far away from the headline": (
        f"<section><h1>A quiet ferry</h1></section><a><div><div><div><div><p>{SENTENCE}</p></div></div></div></div></a>"
        "<section><div>{}</div></section>",
        0,
    ),
    "no sentence": (f"<h1>A quiet ferry</h1><p>{DEK}: more of it in the paper of Monday</p><div>{{}}</div>", 0),
}


@pytest.mark.parametrize(("body", "count"), LEADS.values(), ids=LEADS.keys())
def test_leads_are_paragraphs_between_headline_and_text(body: str, count: int) -> None:
    boxes = counted(body.format("<p id=x>Until then the old engines are kept in repair, which costs more.</p>"))
    container = next(box.parent for box in boxes if box.element.get("id") == "x")
    assert container is not None
    assert len(find_leads(container, boxes)) == count
