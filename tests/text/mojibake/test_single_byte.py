import pytest

from newscrawl.text.mojibake import undo_mojibake
from newscrawl.text.mojibake.single_byte import cyrillic, utf_8_in_rare_reader
from newscrawl.text.repair import repair

# Sentences written for this test.
RUSSIAN = "Завод начал выпуск новых датчиков температуры для холодильников"
UKRAINIAN = "Завод почав випуск нових датчиків температури для холодильників"
BULGARIAN = "Заводът започна производството на нови датчици за температура"
CHINESE = "工厂开始生产用于冰箱的新型温度传感器。"

MIXUPS = [
    ("cp1251", "latin-1"),
    ("cp1251", "cp1252"),
    ("cp1251", "koi8-r"),
    ("koi8-r", "latin-1"),
    ("koi8-r", "cp1251"),
    ("cp866", "cp1251"),
    ("iso8859-5", "latin-1"),
]


@pytest.mark.parametrize(("source", "reader"), MIXUPS)
@pytest.mark.parametrize("text", [RUSSIAN, BULGARIAN])
def test_cyrillic_read_in_another_charset_is_undone(text: str, source: str, reader: str) -> None:
    assert undo_mojibake(text.encode(source).decode(reader)).text == text


def test_ukrainian_in_windows_1251_is_undone() -> None:
    assert undo_mojibake(UKRAINIAN.encode("cp1251").decode("latin-1")).text == UKRAINIAN


def test_a_run_in_another_text_is_undone_alone() -> None:
    run = RUSSIAN.encode("cp1251").decode("latin-1")
    assert undo_mojibake(f"The headline reads {run} today").text == f"The headline reads {RUSSIAN} today"


@pytest.mark.parametrize("reader", ["cp866", "koi8-r", "cp1256"])
@pytest.mark.parametrize("text", [RUSSIAN, CHINESE])
def test_utf_8_read_in_a_rare_charset_is_undone(text: str, reader: str) -> None:
    assert undo_mojibake(text.encode().decode(reader)).text == text


SOUND = [
    RUSSIAN,
    UKRAINIAN,
    BULGARIAN,
    RUSSIAN.upper(),
    "Größe, Öl, Äpfel, Übermut, süße Füße, Gebäude, Köln, Düsseldorf, Nürnberg, Zürich, Tübingen",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "Đây là tiếng Việt với nhiều dấu thanh khác nhau",
    "À É Î Õ Ü Å Ä Ö Æ Ø Å Ñ Ç",
    "ÀÉÎÕÜ ÅÄÖ ÆØÅ ÑÇ",
    "Ελληνικά κείμενα για δοκιμή της ανάγνωσης",
    "╔══════════╦══════════╗",
    "ข่าวเทคโนโลยีวันนี้",
    "التحكم الدقيق في درجة الحرارة",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_in_many_alphabets_stays(text: str) -> None:
    assert cyrillic(text) is None
    assert utf_8_in_rare_reader(text) is None
    assert repair(text).text == text


# English read as GBK: the mark before a blank lost its last byte.
MARKS = ["the “first” chip", "the companies’ chips", "“Yes,” he said."]


@pytest.mark.parametrize("text", MARKS)
def test_a_cut_mark_that_ends_a_word_is_completed(text: str) -> None:
    assert repair(text.encode().decode("gbk", "replace")).text == text


def test_russian_in_capitals_is_sound() -> None:
    for line in ("ВНИМАНИЕ! АКЦИЯ! СКИДКИ!", "НОВЫЙ МИКРОКОНТРОЛЛЕР С НИЗКИМ ПОТРЕБЛЕНИЕМ", "аАбБвВгГ"):
        assert repair(line).text == line


GERMAN = "Das Gerät misst für Sie"
# text, charset that UTF-8 was read in: a single accent within a word is proof enough
FEW_ACCENTS = [
    *((GERMAN, reader) for reader in ("cp437", "cp850", "koi8-r", "cp1251", "cp1253", "cp1256", "mac-roman")),
    ("Les données sont prêtes à être lues", "iso8859-2"),
    ("Le système est arrêté", "cp866"),
]


@pytest.mark.parametrize(("text", "reader"), FEW_ACCENTS)
def test_a_few_accents_in_words_are_undone(text: str, reader: str) -> None:
    assert undo_mojibake(text.encode().decode(reader)).text == text


@pytest.mark.parametrize("text", [RUSSIAN, CHINESE])
@pytest.mark.parametrize("reader", ["iso8859-15", "mac-roman", "cp850"])
def test_utf_8_in_latin_9_and_mac_roman_is_undone(text: str, reader: str) -> None:
    assert undo_mojibake(text.encode().decode(reader)).text == text
