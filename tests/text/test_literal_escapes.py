import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.literal_escapes import undo_escapes
from newscrawl.text.repair import examine, repair

# escaped, meant
ESCAPED = [
    (r"\u7535\u6e90\u7ba1\u7406\u82af\u7247\u53d1\u5e03", "电源管理芯片发布"),
    (r"\\u7535\\u6e90\\u7ba1\\u7406\\u82af\\u7247", "电源管理芯片"),
    ("%u7535%u6E90%u7BA1%u7406", "电源管理"),
    (r"今天开售 \ud83d\ude80 欢迎预订", "今天开售 🚀 欢迎预订"),
    (r"\xe7\x94\xb5\xe6\xba\x90\xe7\xae\xa1", "电源管"),
    ("%E7%94%B5%E6%BA%90%E7%AE%A1%E7%90%86 2024", "电源管理 2024"),
    ("%B5%E7%D4%B4%B9%DC%C0%ED", "电源管理"),
    ("=E7=94=B5=E6=BA=90=E7=AE=A1", "电源管"),
    ("~{5gWSPBNE~} ~{PBF7~}", "电子新闻 新品"),
    ("$B$3$N%^%$%3%s$OHNGdCf(B", "このマイコンは販売中"),
    (r"\ub300\uae30\uc804 \uc804\ub958\uac00", "대기전 전류가"),
]


@pytest.mark.parametrize(("escaped", "meant"), ESCAPED)
def test_escapes_are_undone(escaped: str, meant: str) -> None:
    assert repair(escaped).text == meant
    assert repair(meant).text == meant


SOUND = [
    r"Unicode 里写作 \u7535\u6e90\u7ba1\u7406",
    r'print("\u7535\u6e90\u7ba1\u7406")',
    r"“\u7535\u6e90\u7ba1\u7406”是什么",
    r"C:\users\uface\udata",
    "https://example.org/search?q=%E7%94%B5%E6%BA%90%E7%AE%A1",
    "example.org/%E7%94%B5%E6%BA%90%E7%AE%A1/",
    "增长 100%25%30%，回落 5%AB%CD%EF",
    "a=10=20=30=40=50=60=70",
    "$B5 (B)",
    "~{x~}",
    r"\x00\x01\x02\x03\x04\x05\x06\x07",
    r"正则 \u4e00-\u9fff 匹配汉字",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_no_escape_or_explains_it_stays(text: str) -> None:
    assert repair(text).text == text


def test_a_page_about_escapes_keeps_all_of_them() -> None:
    page = "Unicode 是什么\n" + r"\u7535\u6e90\u7ba1\u7406"
    assert not examine(page).escapes


@given(st.text(alphabet="\\u%x={}~$B(ab09E7", max_size=60))
def test_undoing_twice_changes_nothing_more(text: str) -> None:
    once = undo_escapes(text).text
    assert undo_escapes(once).text == once


# escaped text, what it says: runs that prove little by themselves
FEW = [
    ("J\\u00fcrgen M\\u00fcller", "Jürgen Müller"),
    ("Andr\\u00e9a Gon\\u00e7alves", "Andréa Gonçalves"),
    ("M%C3%BCller GmbH, K%C3%B6ln", "Müller GmbH, Köln"),
    ("Le syst\\u00e8me est arr\\u00eat\\u00e9", "Le système est arrêté"),
    ("\\uc0c8\\ub85c\\uc6b4 \\uce69 \\uacf5\\uac1c", "새로운 칩 공개"),
]


@pytest.mark.parametrize(("text", "meant"), FEW)
def test_a_letter_within_a_word_and_short_runs_beside_others_are_read(text: str, meant: str) -> None:
    assert undo_escapes(text).text == meant


@pytest.mark.parametrize("text", ["C:\\users\\u00fc", '"\\u00e9"', "a%C3%BC=1", "100%C3 reicht", "x\\u0041y"])
def test_a_lone_escape_stays(text: str) -> None:
    assert undo_escapes(text).text == text
