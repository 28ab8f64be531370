"""Stored markup is sanitised on the way out, whatever it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.browse.safe_html import safe_html

# Markup, what must be left of it, what must not.
CASES = (
    ("<script>x()</script><p>kept</p>", "<p>kept</p>", "script"),
    ("<p onclick='x()'>kept</p>", "<p>kept</p>", "onclick"),
    ("<p style='position:fixed'>kept</p>", "<p>kept</p>", "style"),
    ("<a href='javascript:x()'>kept</a>", ">kept</a>", "javascript"),
    ("<a href='data:text/html,x'>kept</a>", ">kept</a>", "data:"),
    ("<a href='/data/articles'>kept</a>", ">kept</a>", "/data"),
    ("<a href='//a.example/x'>kept</a><img src='p.png' alt='a board'>", "Picture: a board", "p.png"),
    ("<svg><a xlink:href='javascript:x()'>kept</a></svg>", "", "svg"),
    ("<iframe src='https://a.example'></iframe>kept", "kept", "iframe"),
    ("<style>@import 'https://a.example'</style>kept", "kept", "import"),
    ("<img src='https://a.example/1.png' alt='a board'>", 'Picture: a board', "<img"),
    ("<a href='https://b.example'><img src='https://a.example/1.png'></a>", "Picture", "a.example"),
    ("<div class='skip top'>kept</div>", "kept", "skip"),
    ("<meta http-equiv=refresh content='0;url=https://a.example'>kept", "kept", "refresh"),
    ("<base href='https://a.example/'><form><input name=q></form>kept", "kept", "base"),
    ("<table><tr><td>1</td></tr></table> after", 'class="scroll"', "script"),
)  # fmt: skip


@pytest.mark.parametrize(("markup", "kept", "gone"), CASES)
def test_what_runs_or_loads_is_gone(markup, kept, gone):
    found = safe_html(markup)
    assert kept in found
    assert gone not in found


def test_text_behind_a_table_stays_behind_it():
    found = safe_html("<table><tr><td>1</td></tr></table> after")
    assert found.index("</table>") < found.index("after")
    assert "</div> after" in found


@given(st.text(alphabet="<>/ab'\"= scriptonload:javascript&#;!-img svg", max_size=200))
def test_no_markup_makes_a_script(markup):
    found = safe_html(markup, pictures=True).lower()
    tags = re.findall(r"<[^>]*>", found)
    assert [tag for tag in tags if "<script" in tag or re.search(r"\son\w+=|<svg|<iframe", tag)] == []
