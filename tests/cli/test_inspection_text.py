"""An inspection on a terminal moves no cursor."""

import pytest

from newscrawl.reports.inspection import inspect_page
from newscrawl.site import Site

URL = "https://www.news.example/1"
PROSE = "The regulator holds its output within two millivolts, and it stays below forty degrees all day long. "


def test_controls_of_a_page_are_shown(capsys):
    pytest.importorskip("rich", reason="The inspection is NOT tested: pip install 'newscrawl[browse]'")
    from newscrawl.cli.inspection_text import print_inspection

    body = f"<h1>Board\x1b]0;taken\x07 [bold]x[/bold]</h1><article><p>{PROSE * 4}</p></article>"
    print_inspection(inspect_page(body.encode(), URL, Site.undeclared(URL)))
    said = capsys.readouterr().out
    assert said.startswith("article, ok")
    assert PROSE.strip() in said.replace("\n", " ")
    assert "\x1b" not in said
    assert "\x07" not in said
