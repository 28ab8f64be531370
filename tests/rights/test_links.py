import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.rights.links import MAX_LINKS, parse_links


@pytest.mark.parametrize(
    ("field", "links"),
    [
        # RFC 8288, section 3.5
        ('<http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter"',
         [("http://example.com/TheBook/chapter2", {"previous"}, False)]),
        ('</>; rel="http://example.net/foo"', [("/", {"http://example.net/foo"}, False)]),
        ('</terms>; rel="copyright"; anchor="#foo"', [("/terms", {"copyright"}, True)]),
        ('<http://example.org/>; rel="start http://example.net/relation/other"',
         [("http://example.org/", {"start", "http://example.net/relation/other"}, False)]),
        ('<https://example.org/>; rel="start", <https://example.org/index>; rel="index"',
         [("https://example.org/", {"start"}, False), ("https://example.org/index", {"index"}, False)]),
        (r'<a,b> ; TITLE="x\",<y>" ; Rel = License', [("a,b", {"license"}, False)]),
        ("<a>; rel=next; rel=license; flag", [("a", {"next"}, False)]),
        ("nonsense, <a>; rel=x", [("a", {"x"}, False)]),
        ("<a", []),
        ("", []),
    ],
)  # fmt: skip
def test_links_are_read(field, links):
    assert list(parse_links(field)) == links


def test_their_number_is_bounded():
    assert len(list(parse_links("<a>; rel=x," * 1000))) == MAX_LINKS


@given(st.text(alphabet='<>;,="\\ ax', max_size=80))
@settings(deadline=None)
def test_no_field_raises(field):
    assert all(isinstance(link.target, str) for link in parse_links(field))
