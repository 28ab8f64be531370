import pytest

from newscrawl.rights.url_patterns import PatternTable, comparable_target, parse_pattern


@pytest.mark.parametrize(
    ("pattern", "url", "matches"),
    [
        # RFC 9309, section 2.2.2
        ("/foo/bar?baz=quz", "https://e.example/foo/bar?baz=quz", True),
        ("/foo/bar/ツ", "https://e.example/foo/bar/%E3%83%84", True),
        ("/foo/bar/%E3%83%84", "https://e.example/foo/bar/ツ", True),
        ("/foo/bar/%62%61%7A", "https://e.example/foo/bar/baz", True),
        ("/foo/bar/baz", "https://e.example/foo/bar/%62%61%7a", True),
        # section 2.2.3
        ("/path/file-with-a-%2A.html", "https://e.example/path/file-with-a-*.html", True),
        ("/path/foo-%24", "https://e.example/path/foo-$", True),
        ("/path/foo-$", "https://e.example/path/foo-$", False),
        ("/this/*/exactly$", "https://e.example/this/x/y/exactly", True),
        ("/this/*/exactly$", "https://e.example/this/x/exactly/not", False),
        ("/*.gif$", "https://e.example/a.gif?x", False),
        ("/*a*b*c", "https://e.example/xaxbx", False),
        ("/a*a$", "https://e.example/a", False),
        ("/a%2fb", "https://e.example/a/b", False),
        ("/Foo", "https://e.example/foo", False),
        ("/", "https://e.example", True),
        ("*.jpg", "https://e.example/x/y.jpg?q", True),
        ("a", "https://e.example/a", False),
        ("/" + "x" * 3000, "https://e.example/" + "x" * 3000, False),
    ],
)
def test_a_pattern_matches_from_the_first_octet(pattern, url, matches):
    assert parse_pattern(pattern).matches(comparable_target(url)) is matches


def test_the_longest_pattern_decides_and_equally_long_ones_together():
    table = PatternTable()
    for written in ("/", "/news/", "/news/*", "/*/a", "/news/ab$"):
        table.add(parse_pattern(written), written)
    assert table.longest("/x") == ["/"]
    assert table.longest("/news/ab") == ["/news/ab$"]
    assert table.longest("/news/a") == ["/news/*"]
    assert PatternTable().longest("/x") == []


def test_a_pattern_without_values_hides_shorter_ones():
    table = PatternTable()
    table.add(parse_pattern("/"), 1)
    table.add(parse_pattern("/a"))
    assert table.longest("/ab") == []


def test_an_address_that_is_none_has_a_target():
    assert comparable_target("http://[") == "/"
