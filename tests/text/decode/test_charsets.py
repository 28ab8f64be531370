"""Labels lead to codecs of a closed table."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode.charsets import CANDIDATES, LANGUAGES, MULTIBYTE, charset_of, codec_of, printable_label

# label, codec of its superset
CODECS = (
    ("utf-8", "utf-8"),
    (" UTF8 ", "utf-8"),
    ('"gb2312"', "gb18030"),
    ("x-gbk", "gb18030"),
    ("Big5", "big5hkscs"),
    ("shift_jis", "cp932"),
    ("euc-kr", "cp949"),
    ("iso-8859-1", "cp1252"),
    ("us-ascii", "cp1252"),
    ("euc-tw", "euc_tw"),
    ("unicode_escape", None),
    ("base64", None),
    ("idna", None),
    ("rot13", None),
    ("utf-7", None),
    ("utf-8\n<script>", None),
    ("", None),
    ("x" * 100, None),
)


@pytest.mark.parametrize(("label", "codec"), CODECS)
def test_a_label_means_its_superset_or_nothing(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


# Content-Type, label
HEADERS = (
    ("text/html", None),
    ("text/html; charset=gbk", "gbk"),
    ("text/html;CHARSET = 'gbk'", "gbk"),
    ('text/html; charset="GB2312"; boundary=x', "GB2312"),
    ("text/html; charset=utf-8,gbk", "utf-8"),
    ("text/html; charset=", None),
)


@pytest.mark.parametrize(("header", "label"), HEADERS)
def test_the_label_of_a_header_is_found(header: str, label: str | None) -> None:
    assert charset_of(header) == label


@given(st.text(st.characters(codec=None)))
def test_a_label_that_is_shown_is_short_and_printable(label: str) -> None:
    shown = printable_label(label)
    assert len(shown) <= 40
    assert shown.isascii()
    assert shown.isprintable()


def test_each_candidate_stands_once_and_has_a_codec() -> None:
    names = [charset.codec for charset in CANDIDATES]
    assert len(names) == len(set(names)) == len(LANGUAGES)
    assert set(names) >= MULTIBYTE
    for name in set(names) - {"euc_tw"}:  # which Python lacks
        assert codecs.lookup(name)
