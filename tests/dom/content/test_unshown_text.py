from newscrawl.dom.content.boxes import count_text, gather
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.unshown_text import open_wrappers, scripted_body, shown_prose, told_body
from newscrawl.dom.tree import parse, visible_text

SENTENCE = "Four packs have been ordered from a maker in the north, and two are to follow."


def test_json_ld_tells_an_article_if_it_is_long_enough() -> None:
    assert told_body(Evidence(None, None, SENTENCE)) is None
    told = told_body(Evidence(None, None, f"{SENTENCE}\n\n" * 5))
    assert told is not None
    assert [paragraph.text for paragraph in told] == [SENTENCE] * 5


def test_markup_in_json_ld_is_read_as_markup() -> None:
    told = told_body(Evidence(None, None, f"<p>{SENTENCE}</p>" * 5))
    assert told is not None
    assert visible_text(told) == SENTENCE * 5


def test_a_script_may_tell_more_than_the_page_shows() -> None:
    script = f'<script type="application/json">{{"body": "{f"<p>{SENTENCE}</p>" * 30}"}}</script>'
    tree = parse(f"<body><p>{SENTENCE}</p>{script}</body>")
    found = scripted_body(tree, SENTENCE, len(SENTENCE))
    assert found is not None
    assert visible_text(found) == SENTENCE * 30
    assert scripted_body(tree, SENTENCE, 30 * len(SENTENCE)) is None


def test_a_menu_that_holds_the_page_is_a_wrapper() -> None:
    tree = parse(f"<body><nav class=a><p>{SENTENCE * 5}</p></nav><button><p>Print</p></button></body>")
    assert open_wrappers(tree, 10)
    assert [(one.tag, dict(one.attrib)) for one in tree.find("body")] == [("div", {}), ("button", {})]
    assert not open_wrappers(tree, 10)


def test_the_prose_that_is_shown_starts_at_a_box() -> None:
    boxes = gather(parse(f"<body><p>{SENTENCE}</p><div><p>{SENTENCE}</p>Monday</div></body>"))
    count_text(boxes, Evidence(None, None, None))
    assert list(shown_prose(boxes[3], boxes)) == [SENTENCE]
