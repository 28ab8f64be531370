"""The table of the words of bylines."""

from newscrawl.text.byline_words import BY_WORDS, LABELS, NOBODIES, OFFICES, OPENERS, WORDS_OF_NO_NAME

ROLES = {"author", "reporter", "source", "editor", "uploader", "other"}


def test_each_word_has_a_role() -> None:
    assert set(LABELS.values()) == ROLES
    assert set(OPENERS.values()) <= ROLES
    assert set(BY_WORDS.values()) <= ROLES | {"any"}


def test_words_are_in_small_letters() -> None:
    words = {*LABELS, *OPENERS, *BY_WORDS, *NOBODIES, *OFFICES, *WORDS_OF_NO_NAME}
    assert {word for word in words if word != word.lower().strip()} == set()
