import pytest

from newscrawl.dom.content.evidence import Evidence

SUMMARY = "The ferry will run on batteries alone, the council said."

AGREEING = {
    "opens as the summary does": ("The ferry will run on batteries alone from next spring.", True),
    "opens with words of the body": ("“Four packs” have been ordered from a maker.", True),
    "the end of the summary": ("the council said after its meeting", False),
    "too short to be told apart": ("The ferry", False),
    "of something else": ("Until then the old engines are kept in repair.", False),
}


@pytest.mark.parametrize(("text", "agrees"), AGREEING.values(), ids=AGREEING.keys())
def test_a_block_agrees_by_how_it_opens(text: str, agrees: bool) -> None:
    evidence = Evidence("A quiet ferry", SUMMARY, "In spring four packs have been ordered from a maker.")
    assert evidence.agrees(text) == agrees


def test_repeats_are_told_by_the_openings_of_blocks() -> None:
    evidence = Evidence(None, None, None)
    evidence.note("The ferry will run on batteries.")
    assert not evidence.has_repeats
    evidence.note("The ferry will run on diesel.")
    assert evidence.has_repeats
