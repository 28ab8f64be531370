import pytest

from newscrawl.dom.content.boxes import Box, count_text, gather
from newscrawl.dom.content.container import add_scores, confidence_of, find_parts
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import parse

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."
TEXT = f"<p>{SENTENCE}</p><p>{SENTENCE}</p>"
LINKS = "<ul>" + "<li><a href=/>A story about something else</a></li>" * 9 + "</ul>"

PAGES = {
    "the one with prose": f"<div>{LINKS}</div><div id=x>{TEXT}</div>",
    "not the one around it with links": f"<div><div id=x>{TEXT}</div>{LINKS}</div>",
    "the one around several": f"<div id=x><div>{TEXT}</div><div>{TEXT}</div></div>",
    "the one beside the headline": f"<div id=x><h1>Ferry</h1>{TEXT}</div>{LINKS}<div>{TEXT}</div>",
}


def scored(body: str) -> tuple[list[Box], Box]:
    boxes = gather(parse(f"<body>{body}</body>"))
    count_text(boxes, Evidence(None, None, None))
    add_scores(boxes, "")
    return boxes, boxes[boxes[0].best]


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_the_best_container(body: str) -> None:
    assert scored(body)[1].element.get("id") == "x"


def test_containers_of_one_class_are_parts_of_one_article() -> None:
    text, advert = f"<div class=text>{TEXT}</div>", "<div><p>Buy <a href=/>a boat of your own today</a></p></div>"
    boxes, chosen = scored(f"<div>{text}{advert * 9}{text}</div>")
    assert [part.element.get("class") for part in find_parts(chosen, boxes)] == ["text", "text"]


def test_confidence_grows_with_prose_and_with_its_share() -> None:
    def confidence(body: str) -> float:
        boxes, chosen = scored(body)
        return confidence_of([chosen], boxes[0], Evidence(None, None, None))

    short = confidence(f"<div>{TEXT}</div>")
    assert short < confidence(f"<div>{TEXT * 9}</div>")
    assert confidence(f"<div>{TEXT}</div><div>{LINKS}<p>{SENTENCE}</p></div>") < short
