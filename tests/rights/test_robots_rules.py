import pytest

from newscrawl.rights.robots_rules import read_rules


def said(content, agent=None):
    return [(one.name, one.value) for one in read_rules(content, "header", "", agent)]


@pytest.mark.parametrize(
    ("content", "agent", "rules"),
    [
        ("noindex,nofollow", None, [("noindex", True), ("nofollow", True)]),
        ("otherbot: noindex", None, [("unknown", "otherbot: noindex")]),
        ("otherbot: noindex", "newscrawl", []),
        ("otherbot: noindex, *: noarchive", "newscrawl", [("noarchive", True)]),
        ("newscrawl/2.0: noindex", "newscrawl/0.1", [("noindex", True)]),
        ("newscrawl: unavailable_after: 2020-09-21", "newscrawl", [("unavailable_after", "2020-09-21T00:00:00Z")]),
        ("unavailable_after: Fri, 99 Foo 2010 25:00:00 GMT, noindex", "newscrawl",
         [("unknown", "unavailable_after: Fri"), ("unknown", "99 Foo 2010 25:00:00 GMT"), ("noindex", True)]),
        ("max-snippet:20, max-video-preview: -1, notranslate, all", "newscrawl", []),
        ("noindex nofollow", None, [("unknown", "noindex nofollow")]),
        (" , ,", None, []),
    ],
)  # fmt: skip
def test_rules_for_all_and_for_us_are_read(content, agent, rules):
    assert said(content, agent) == rules


def test_their_number_is_bounded():
    assert len(said("x," * 100_000)) == 200
