import pytest

from newscrawl.dom.content.boxes import count_text, gather
from newscrawl.dom.content.edges import take_container
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.tree import parse, visible_text

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."
OTHER = "Until then the old engines are kept in repair, which costs more each year."


def taken(inside: str) -> tuple[str, dict[str, str]]:
    boxes = gather(parse(f"<body><main>{inside}</main></body>"))
    evidence = Evidence("A quiet ferry", None, None)
    count_text(boxes, evidence)
    container = next(box for box in boxes if box.tag == "main")
    element, steps = take_container(container, boxes, evidence)
    return visible_text(element), {step.rule: step.before for step in steps}


OUT = {
    "headline": ("<h1>A quiet ferry</h1>", "content/headline", "A quiet ferry"),
    "title once more": ("<h2>A quiet ferry</h2>", "content/headline", "A quiet ferry"),
    "links": ("<p><a href=/>More on the ferry</a></p>", "content/links", "More on the ferry"),
    "controls": ("<button>Print it</button>", "content/controls", "Print it"),
    "loose words": ("<div>Monday, 9:30</div>", "content/loose-words", "Monday, 9:30"),
}


@pytest.mark.parametrize(("markup", "rule", "excerpt"), OUT.values(), ids=OUT.keys())
def test_what_is_not_the_article_goes_and_is_told(markup: str, rule: str, excerpt: str) -> None:
    text, told = taken(f"{markup}<p>{SENTENCE}</p><p>{OTHER}</p>")
    assert text == SENTENCE + OTHER
    assert told == {rule: excerpt}


IN = {
    "a heading of a section": "<h1>Harbour fees</h1>",
    "a plain list": "<ul><li>rope</li><li>oil</li></ul>",
    "a short sentence": "<p>So be it.</p>",
    "a sentence with a link": "<p>It was <a href=/>in the paper of Monday</a> for all to read at breakfast.</p>",
}


@pytest.mark.parametrize("markup", IN.values(), ids=IN.keys())
def test_parts_of_the_article_stay(markup: str) -> None:
    assert taken(f"<p>{SENTENCE}</p>{markup}<p>{OTHER}</p>")[1] == {}


LAST = {
    "references": (
        "<ol><li>Roe, J. (2020). <a href=/1>Ferries</a>.</li><li>Doe, M. (2021). <a href=/2>Packs</a>.</li></ol>"
    ),
    "steps": "<ol><li>Open the lid (<a href=/1>fig. 1</a>).</li><li>Turn the screw (<a href=/2>fig. 2</a>).</li></ol>",
    "a table with links": (
        "<table><tr><th>Ferry</th><th>Seats</th></tr><tr><td><a href=/1>A1</a></td><td>100</td></tr></table>"
    ),
    "headings of pictures": "<h3>1. North</h3><p><img src=/1.jpg></p><h3>2. South</h3><p><img src=/2.jpg></p>",
}


@pytest.mark.parametrize("markup", LAST.values(), ids=LAST.keys())
def test_lists_and_pictures_at_the_end_stay(markup: str) -> None:
    assert taken(f"<p>{SENTENCE}</p><p>{OTHER}</p>{markup}")[1] == {}


def test_key_points_before_the_text_stay() -> None:
    points = "<ul class=key-points><li>Four packs ordered</li><li>Two to follow</li></ul>"
    assert taken(f"{points}<p>{SENTENCE}</p><p>{OTHER}</p>")[1] == {}


def test_a_list_of_links_at_the_end_goes() -> None:
    links = "<ul><li>Mon: <a href=/1>Harbour fees rise again</a></li><li><a href=/2>Old engines sold</a></li></ul>"
    assert taken(f"<p>{SENTENCE}</p><p>{OTHER}</p>{links}")[0] == SENTENCE + OTHER
