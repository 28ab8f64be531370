"""What most of a page has been through: short lines follow it, floods of damage are read in blocks."""

import pytest

from newscrawl.text.mojibake import Mixup, Mojibake, undo_page, undo_run
from newscrawl.text.mojibake import lines as line_by_line
from newscrawl.text.repair import examine, repair
from newscrawl.text.repaired import Repaired

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


# sentences of sound articles with letters beyond ASCII side by side
WRITTEN = {
    "ru": "Российские инженеры представили новый преобразователь напряжения для электромобилей.",
    "uk": "Українські інженери показали нову плату, яка працює від батареї цілий рік.",
    "el": "Οι μηχανικοί παρουσίασαν ένα νέο ολοκληρωμένο κύκλωμα για αισθητήρες.",
    "ar": "عرض المهندسون دائرة جديدة تعمل ببطارية صغيرة لمدة عام كامل.",
    "fa": "مهندسان یک مدار جدید را نشان دادند که با یک باتری کوچک یک سال کار می‌کند.",
    "he": "המהנדסים הציגו מעגל חדש שפועל על סוללה קטנה במשך שנה שלמה.",
    "pt": "A informação sobre as aplicações e as novas funções do produto estão na documentação.",
    "cs": "Příští rok začne výroba čidel, která měří vlhkost a spotřebují méně energie.",
    "pl": "Inżynierowie pokazali płytkę, która działa na baterii cały rok i kosztuje mniej.",
    "tr": "Mühendisler, küçük bir pille bir yıl boyunca çalışan yeni devreyi tanıttı.",
    "vi": "Các kỹ sư đã giới thiệu một mạch mới hoạt động bằng pin nhỏ suốt cả năm.",
}


@pytest.mark.parametrize("language", WRITTEN)
def test_a_long_sound_article_of_any_alphabet_is_neither_changed_nor_given_up(language: str) -> None:
    article = "\n".join(f"{number}. {WRITTEN[language]}" for number in range(200))
    assert repair(article) == Repaired(article)


@pytest.mark.parametrize("language", ["ru", "pt", "cs", "el"])
def test_damage_beside_letters_of_an_alphabet_is_found(language: str) -> None:
    assert repair(f"{WRITTEN[language]} 25 Â°C, 5 â‚¬").text == f"{WRITTEN[language]} 25 °C, 5 €"


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_line_of_any_length_is_read_in_pieces(charset: str) -> None:
    line = " ".join(f"{number} {CHINESE}" for number in range(1_000))
    assert undo_page(misread(line, charset)).repaired.text == line
