"""Repair as a whole: what a page has been through is undone in the right order; sound text stays."""

import doctest
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.text import repair as repair_module
from newscrawl.text.plain import is_plain
from newscrawl.text.repair import MAX_REPAIRED_CHARACTERS, examine, repair

CASES = json.loads((Path(__file__).parent / "data" / "repair.json").read_text(encoding="utf-8"))
MIRRORED = (
    "這個(gè)系統(tǒng)的設(shè)計(jì)經(jīng)過測(cè)試，"
    "網(wǎng)絡(luò)部分由另一個(gè)團(tuán)隊(duì)開發(fā)，會(huì)議上還討論了時(shí)間計(jì)劃。"
)
SOUND = "“Gerät” für 5 µA; 一款芯片，三项功能。カメラの部品も。새로운 칩 (TSMC) R&D?"
DAMAGED = "&amp; &lt; </b> Ã¼ â€œ µç×Ó 統(tǒng) ? 。 鐢靛瓙 \u200b \xad ﾃｽﾄ ⼈ \ue000 \ud83d \ude80 \ufffd 芯片 e\u0301"
PIECES = st.lists(st.sampled_from([*DAMAGED.split(" "), " ", "\n", "\0", "<b class='x'>", "word"]), max_size=25).map(
    "".join
)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_damage_is_undone_and_sound_text_stays(case: dict[str, str]) -> None:
    assert repair(case["original"]).text == case.get("fixed", case["original"])


def test_a_title_is_repaired_by_the_evidence_of_its_page() -> None:
    title = "測(cè)試系統(tǒng)"
    assert repair(title).text == title
    assert repair(title, examine(MIRRORED)).text == "测试系统"


def test_a_sound_page_is_known_as_such_and_its_texts_come_back_as_they_are() -> None:
    evidence = examine(SOUND)
    assert evidence.sound
    assert repair("一款芯片", evidence) == ("一款芯片", (), False, None)


# Lists, faces, chat and lessons whose bytes another charset reads as everyday characters.
SOUND_RUNS = [
    "钐、钆、铽、镝、镥、钪、钇",
    "━━━ お知らせ ━━━",
    "ㅋㅋㅋㅋㅋㅋ 진짜 웃기다",
    "注音：ㄅㄆㄇㄈ",
    "m9(^Д^)ﾌﾟｷﾞｬｰ",
    "麒麟",
    "氮化镓",
    "請讀準：行(háng)業、行(xíng)人、長(zhǎng)官、長(cháng)短、重(zhòng)量、重(chóng)複、樂(yuè)器、快樂(lè)",
]


@pytest.mark.parametrize("text", SOUND_RUNS)
def test_a_short_run_of_unusual_characters_is_sound(text: str) -> None:
    assert repair(text) == (text, (), False, None)


@pytest.mark.parametrize("text", SOUND_RUNS)
@pytest.mark.parametrize("elsewhere", ["&amp;nbsp;", "<b class='flag-5'>芯片</b>芯片", "µç×Ó·¢ÉÕÓÑÍø"])
def test_other_damage_on_the_page_does_not_open_a_sound_run_to_repair(text: str, elsewhere: str) -> None:
    evidence = examine(f"{elsewhere}\n{text}")
    assert not evidence.sound
    assert repair(text, evidence).text == text


def test_every_change_names_its_rule() -> None:
    repaired = repair("AT&amp;T fÃ¼r\u200b MÃ¼nchen")
    assert [step.rule.partition("/")[0] for step in repaired.steps] == ["entities", "mojibake", "forms"]


@pytest.mark.parametrize(
    ("simplify", "language", "expected"),
    [
        ("auto", None, "系统"),
        ("auto", "zh", "系统"),
        ("auto", "zh-CN", "系统"),
        ("auto", "zh-Hant", "系統"),
        ("auto", "zh-TW", "系統"),
        ("never", "zh", "系統"),
        ("always", "zh-Hant", "系统"),
    ],
)
def test_only_pages_in_simplified_characters_are_turned_back_to_them(simplify, language, expected) -> None:
    assert repair("系統(tǒng)", examine(MIRRORED), simplify=simplify, language=language).text == expected


def test_sound_traditional_text_is_simplified_only_on_demand() -> None:
    assert repair("電路設計", language="zh").text == "電路設計"
    demanded = repair("電路設計", simplify="always")
    assert demanded.text == "电路设计"
    assert demanded.steps[0].rule == "script/simplified"


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd" * 40 + "芯片" + "\ufffd" * 40,
        "锟斤拷" * 60,
        "闂傚倸鍊搁崐鎼佸磹閹间礁纾归柟闂寸绾惧綊鏌ｉ幋锝呅撻柛銈呭閺屻倝宕妷锔芥瘎婵炲濮靛銊ф閹捐纾兼繛鍡樺笒閸橈紕绱撴笟鍥ф珮闁搞劌鐖兼俊鎾礃椤旂厧绐涢梺鍝勵槹閸ㄥ綊宕㈠ú顏呭亗濠靛倻顭堥弰銉╂煕閵夋垵绉撮弲",
    ],
)
def test_pages_beyond_repair_are_recognised(text: str) -> None:
    assert repair(text).damaged


def test_a_text_about_mojibake_is_not_beyond_repair() -> None:
    assert repair("老程序员都见过锟斤拷和烫烫烫这样的词，它们说明编码选错了。").damaged is None


def test_a_lost_letter_is_reported_and_a_shown_mark_is_not() -> None:
    assert repair("Die Ger\ufffdte sind da").lossy
    assert not repair("Das Zeichen „\ufffd“ steht für Unlesbares").lossy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00" * 1000,
        "\ud800" * 1000,
        "\udfff\ud800",
        "?" * 10_000,
        "&" * 10_000,
        "<b class='" * 1000,
        "Ã" * 1000,
        "(ā)" * 1000,
    ],
    ids=["empty", "NULs", "high surrogates", "reversed pair", "?", "&", "open tags", "Ã", "readings"],
)
def test_hostile_text_has_an_answer(text: str) -> None:
    repair(text).text.encode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["芯片，", "Ã¼", "鐢靛瓙", "統(tǒng)", "&amp;", "a ", "\ufffd"])
def test_ten_million_characters_have_an_answer(unit: str) -> None:
    text = unit * (10_000_000 // len(unit))
    assert isinstance(repair(text).text, str)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@settings(max_examples=150, deadline=None)
@given(st.text() | PIECES)
def test_changed_text_names_a_rule_and_can_be_stored(text: str) -> None:
    repaired = repair(text)
    repaired.text.encode("utf-8")
    assert (repaired.text != text) <= bool(repaired.steps)


@given(st.text([*map(chr, range(0x20, 0x7F)), "\n", *"\u00a0‘’“”–—…©®™°£€•·×½éüßâãäåæçèï"]))
def test_what_is_sound_at_a_glance_is_sound(text: str) -> None:
    # A last character that is not plain makes the page be examined in full.
    assert examine(text).sound == examine(text + "\nλ").sound


@pytest.mark.parametrize("damaged", ["µç×Ó·¢ÉÕÓÑÍø ", "AT&amp;amp;T ", MIRRORED])
def test_of_a_damaged_book_the_beginning_is_repaired_and_the_rest_stays(damaged: str) -> None:
    book = damaged * (2 * MAX_REPAIRED_CHARACTERS // len(damaged))
    repaired = repair(book)
    assert repaired.lossy
    assert repaired.text.endswith(book[MAX_REPAIRED_CHARACTERS:])
    assert not repaired.text.startswith(damaged)


def test_odd_characters_are_reformed_in_a_book_of_any_length() -> None:
    book = "Ein Ge\u00adrät, " * (MAX_REPAIRED_CHARACTERS // 10)
    repaired = repair(book)
    assert repaired.text == book.replace("\u00ad", "")
    assert not repaired.lossy


def test_the_examples_run() -> None:
    assert doctest.testmod(repair_module).failed == 0


@pytest.mark.parametrize(
    "escaped", ["%u0437%u0430%u0432%u043E%u0434", "%D0%B7%D0%B0%D0%B2%D0%BE%D0%B4", "$B$3$N%^%$%3%s(B"]
)
def test_escapes_on_a_page_of_ascii_are_undone(escaped: str) -> None:
    assert not examine(escaped).sound


def test_a_page_of_units_is_sound_at_a_glance() -> None:
    assert is_plain("The µC draws 5 µA at 3.3 V ±5 % — 25 °C, 4.7 kΩ, ≤ 2 °C/W.")


def test_more_mojibake_than_is_read_line_by_line_is_examined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    examined: list[int] = []
    undo_page = repair_module.mojibake.undo_page
    monkeypatch.setattr(repair_module.mojibake, "undo_page", lambda text: examined.append(len(text)) or undo_page(text))
    line = "工厂开始生产用于冰箱的新型温度传感器，这是第一批订单。"
    flood = "\n".join(f"{number} {line}" for number in range(1000)).encode("gbk").decode("latin-1")
    assert repair(flood).text.count(line) == 1000
    assert len(examined) == 1
