"""What a page says against itself: it was cut, is not free, or states an impossible date."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.metadata.warnings import doubts_about, ends_early

WHOLE = [
    "<html><body><p>It ends.</p></body></html>",
    "<html><body><p>It ends.</p></body>\n<!-- 12 queries",
    "<html><body><p>It ends.",
    "<html><body><p>It ends.</p>\n",
    "<html><body><article><p>It ends.</p></article>",
    "<p>A fragment without a frame",
    "",
]
CUT = [
    "<html><body><p>It en",
    "<html><body><p>It ends.</p><di",
    "<html><body><article><p>It ends.</p>",
    "<html><body><p>It ends.</p><script>var a = 1;",
    "<HTML><BODY><P>字字字，字字",
]


@pytest.mark.parametrize("html", WHOLE, ids=range(len(WHOLE)))
def test_a_whole_page_is_known(html):
    assert not ends_early(html)


@pytest.mark.parametrize("html", CUT, ids=range(len(CUT)))
def test_a_cut_page_is_known(html):
    assert ends_early(html)


NOW = datetime(2026, 11, 20, tzinfo=UTC)
DATES = {
    '<meta property="article:published_time" content="2099-01-01T00:00:00Z">': True,
    '<meta property="article:published_time" content="1970-01-01">': True,
    '{"datePublished": "2026-13-45"}': True,
    '<time datetime="0001-01-01">': True,
    '<meta property="article:published_time" content="2026-11-20T23:59:00Z">': False,
    '{"datePublished": "2009-01-01"}': False,
    "<p>a view of 2099-01-01</p>": False,
}


@pytest.mark.parametrize(("html", "doubtful"), DATES.items())
def test_an_impossible_date_is_a_doubt(html, doubtful):
    assert ("impossible date" in doubts_about(html, NOW)) is doubtful


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    assert ends_early(text) in (True, False)
    assert set(doubts_about(text, NOW)) <= {"damaged/cut-page", "not free", "impossible date"}
