"""An inspection as one file."""

import re

from newscrawl.article import Change
from newscrawl.browse.inspection_page import inspection_file, rule_colors, shown_repairs
from newscrawl.reports.inspection import inspect_page
from newscrawl.site import Site

URL = "https://www.news.example/1"
PROSE = "The regulator holds its output within two millivolts, and it stays below forty degrees all day long. "


def test_a_file_loads_and_runs_nothing():
    body = f"<script>x()</script><h1>Board</h1><article><p>{PROSE * 4}</p><img src=https://evil.example/p></article>"
    html = inspection_file(inspect_page(body.encode(), URL, Site.undeclared(URL)))
    assert PROSE.strip() in html
    assert "<script" not in html
    assert "&lt;script" not in html
    assert "default-src 'none'" in html
    assert "<img" not in html
    assert re.findall(r'<link[^>]*href="([^"]*)"', html) == ["data:,"]


def test_a_refused_page_and_a_file_that_is_no_page_make_a_file():
    for body in (b"<title>404 Not Found</title>", b"%PDF-1.7", b""):
        assert "refused" in inspection_file(inspect_page(body, URL, Site.undeclared(URL)))


def test_each_rule_has_one_colour_and_its_count():
    changes = (Change("strip", "body", "ads/slot", 2, "x", ""), Change("strip", "body", "ads/slot", 1, "y", ""))
    [color] = rule_colors(changes)
    assert color[:1] == ("ads/slot",)
    assert color.count == 3


def test_repairs_are_shown_character_by_character():
    [repair] = shown_repairs((Change("repair", "body", "mojibake/utf-8", 1, "4.7 kÎ©", "4.7 kΩ"),))
    assert [tuple(piece) for piece in repair.pieces] == [("same", "4.7 k"), ("removed", "Î©"), ("added", "Ω")]
