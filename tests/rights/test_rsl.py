import pytest

from newscrawl.rights.rsl import MAX_RSL_CHARACTERS, read_rsl

RSL = '<rsl xmlns="https://rslstandard.org/rsl">{}</rsl>'
CONTENT = '<content url="{}"><license><prohibits type="usage">ai-train</prohibits></license></content>'


def said(document, url="https://e.example/news/a?x=1"):
    return [(one.name, one.value) for one in read_rsl(document, url)]


@pytest.mark.parametrize(
    ("pattern", "is_about"),
    [
        ("/", True),
        ("/news/*", True),
        ("/news/a$", False),
        ("*", True),
        ("https://E.example/news/", True),
        ("https://e.example", True),
        ("https://other.example/", False),
        ("//e.example/", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_content_is_about_the_pages_that_its_address_matches(pattern, is_about):
    assert bool(said(RSL.format(CONTENT.format(pattern)))) is is_about


def test_a_prefix_of_the_namespace_is_free():
    document = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><r:rsl xmlns:r="https://rslstandard.org/rsl"><r:content url="/">'
        '<r:license><r:permits type="usage">search,ai-index, future-use</r:permits></r:license></r:content></r:rsl>'
    )
    assert said(document) == [("rsl-permits", "search"), ("rsl-permits", "ai-index"), ("rsl-permits", "future-use")]


@pytest.mark.parametrize("document", ["", "<", "<rsl/>", "x" * (MAX_RSL_CHARACTERS + 1)])
def test_other_documents_say_nothing(document):
    assert [name for name, _ in said(document)] == ["unknown"]
