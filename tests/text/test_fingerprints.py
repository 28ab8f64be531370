"""A notice is known again on any day; what says something else is not taken for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text import fingerprints
from newscrawl.text.fingerprints import MAX_EXCERPT_CHARACTERS, read_paragraph

SAME = (
    ("© 2023 Acme, all rights reserved", "© 2024 ACME. All Rights Reserved."),
    ("© 2019–2023 Acme", "© 2019 - 2025 Acme"),
    ("Published on March 12, 2024 by Acme", "Published on 3 April 2023 by Acme"),
    ("Stand: 12.03.2024, 10:15 Uhr", "Stand: 1.4.2025, 9:05 Uhr"),
    ("本文发布于2024年3月12日，版权所有", "本文发布于 2025 年 12 月 1 日，版权所有"),
    ("3月12日消息", "11 月 2 日 消息"),
    ("3월 12일 기사입니다", "11월 2일 기사입니다"),
    ("last changed 2024-03-12 10:15", "last changed 2025-11-02 09:05"),
    ("ＡＣＭＥ １２号", "ACME 12号"),
    ("Scan  our\nQR code!", "scan our QR code"),
)
# Alike but for numbers that tell something.
NUMBERS = (
    ("售价1299元起步", "售价1999元起步"),
    ("It costs $1999 now", "It costs $2019 now"),
    ("a rise of 5.2 %", "a rise of 5.3 %"),
    ("Firmware 1.2.3 is out", "Firmware 1.2.4 is out"),
    ("电池容量2000mAh", "电池容量2010mAh"),
    ("They won 3:1", "They won 4:2"),
    ("阅读 12", "阅读 1234"),
)
DIFFERENT = (
    ("Reporting by Reuters", "Reporting by Bloomberg"),
    ("本文由张三编辑", "本文由李四编辑"),
    ("Version A", "Version B"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_space_punctuation_and_dates_make_no_difference(one, other):
    assert read_paragraph(one)[:2] == read_paragraph(other)[:2]


@pytest.mark.parametrize(("one", "other"), NUMBERS)
def test_numbers_are_found_to_differ(one, other):
    one, other = read_paragraph(one), read_paragraph(other)
    assert one.fingerprint == other.fingerprint
    assert one.numbers != other.numbers


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_are_another_paragraph(one, other):
    assert read_paragraph(one).fingerprint != read_paragraph(other).fingerprint


@pytest.mark.parametrize(
    "text", ["", " \n", "* * *", "———", "\u200b", "2005-03-15 16:47:37", "12. März 2024", "2024年"]
)
def test_what_says_nothing_or_a_date_only_is_no_paragraph(text):
    assert read_paragraph(text) is None


def test_letters_are_counted_and_the_beginning_is_kept():
    found = read_paragraph("扫描 二维码，\n关注我们。" * 100, is_heading=True)
    assert (found.alphanumerics, found.is_heading, len(found.excerpt)) == (900, True, MAX_EXCERPT_CHARACTERS)
    assert found.excerpt.startswith("扫描 二维码， 关注我们。扫描")


@given(st.text(max_size=400))
def test_any_text_has_an_answer_that_fits_a_database(text):
    found = read_paragraph(text)
    if found:
        assert -(2**63) <= found.fingerprint < 2**63
        assert 0 <= found.numbers < 2**32
        assert read_paragraph(f"  {text}\n")[:3] == found[:3]


@given(st.text(st.one_of(st.sampled_from("，：；（）！？％芯Ａ\u0301ｶﾞ e"), st.characters(exclude_categories=["Cs"]))))
def test_a_paragraph_is_compared_in_nfkc(text):
    assert fingerprints._composed(text) == unicodedata.normalize("NFKC", text)
