"""What most of a page has been through: short lines follow it, floods of damage are read in blocks."""

import pytest

from newscrawl.text.mojibake import Mixup, Mojibake, undo_page, undo_run
from newscrawl.text.mojibake import lines as line_by_line
from newscrawl.text.repair import examine, repair

CHINESE = "这款开发板采用双核处理器，板上集成了蓝牙和无线网络模块"
KOREAN = "이 마이크로컨트롤러는 대기 전류가 매우 낮아 배터리로 동작할 수 있다"


def misread(text: str, charset: str) -> str:
    return text.encode(charset).decode("latin-1")


# charset, long line of the page, short line that proves nothing by itself
SHORT = [
    ("gbk", CHINESE, "1元"),
    ("gbk", CHINESE, "编辑"),
    ("gbk", CHINESE, "25℃"),
    ("cp949", KOREAN, "0명"),
    ("cp949", KOREAN, "기자"),
]


@pytest.mark.parametrize(("charset", "line", "short"), SHORT)
def test_a_short_line_is_read_as_its_page_is(charset: str, line: str, short: str) -> None:
    page = misread(f"{short}\n{line}", charset)
    assert undo_page(page).repaired.text == f"{short}\n{line}"
    assert repair(misread(short, charset), examine(page)).text == short


SOUND_BESIDE_DAMAGE = ["25 °C", "naïve façade", "4.7 kΩ ±5 %", "Zürich", "§ 5", "½ W", "电子"]


@pytest.mark.parametrize("sound", SOUND_BESIDE_DAMAGE)
def test_a_sound_line_stays_beside_damaged_ones(sound: str) -> None:
    assert undo_run(sound, Mojibake(Mixup("gbk", "latin-1"))).text == sound


@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_a_flood_of_damaged_lines_is_read_in_blocks(charset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def count(*arguments: object) -> None:
        nonlocal calls
        calls += 1

    once = line_by_line._once
    monkeypatch.setattr(line_by_line, "_once", lambda *arguments: (count(), once(*arguments))[1])
    page = "\n".join(f"{number} {CHINESE}" for number in range(10_000))
    assert undo_page(misread(page, charset)).repaired.text == page
    assert calls < 6_000


def test_a_flood_in_which_nothing_is_found_is_given_up_and_named() -> None:
    page = "\n".join(f"{number} {'ÀÎßÞ'[number % 4] * 3} µç×Ó{number}" for number in range(5_000))
    undone = undo_page(page)
    assert undone.mojibake is not None
    assert undone.mojibake.is_flood
    assert examine(page).damaged == "more mojibake than is examined"
