import pytest

from newscrawl.urls.resolve import resolve_or_base, web_address, web_addresses

BASE = "https://www.example.com/news/index.html"


def test_what_is_invisible_in_an_address_is_escaped() -> None:
    assert web_address("http://e.org/\u202ea\u2028b\U000e0041\tc d") == (
        "http://e.org/%E2%80%AEa%E2%80%A8b%F3%A0%81%81c%20d"
    )
    assert [web_address(one) for one in ("javascript:x", "data:text/html,x", "java\nscript:x", "http:///x")] == [""] * 4


@pytest.mark.parametrize(
    ("hrefs", "addresses", "bad"),
    [
        ((), [], []),
        (("", "  "), [], []),
        (("a.html", "/b", "//other.example/c"), ["/news/a.html", "/b", "https://other.example/c"], []),
        ((" a.html\n", "a.html", "a.html?utm_source=feed"), ["/news/a.html"], []),
        (("b", "a", "b"), ["/news/b", "/news/a"], []),
        (("mailto:desk@example.com", "javascript:void(0)", "ftp://example.com/a"), [], []),
        (("http://[", "a"), ["/news/a"], ["http://["]),
        (("https://:80/a",), [], ["https://:80/a"]),
    ],
)
def test_web_addresses_are_absolute_and_each_stands_once(hrefs, addresses, bad):
    unreadable = []
    found = web_addresses(hrefs, BASE, unreadable)
    assert found == [f"https://www.example.com{one}" if one.startswith("/") else one for one in addresses]
    assert unreadable == bad
    assert web_addresses(hrefs, BASE) == found


@pytest.mark.parametrize(
    ("base", "relative", "expected"),
    [
        (BASE, "a", "https://www.example.com/news/a"),
        (BASE, " ../a ", "https://www.example.com/a"),
        (BASE, "", BASE),
        (BASE, "http://[", BASE),
        ("http://[", "a", "http://["),
    ],
)
def test_what_cannot_be_joined_leaves_the_base(base, relative, expected):
    assert resolve_or_base(base, relative) == expected
