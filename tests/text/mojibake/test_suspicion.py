"""Damage is suspected where there is some, and sound text of many languages is passed quickly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake import suspicion
from newscrawl.text.mojibake.suspicion import multibyte, reads_everyday, several_bytes, single_byte

CHINESE = "工厂开始生产用于冰箱的新型温度传感器，这是第一批订单。"
SOUND = (
    "",
    "plain ASCII",
    "Größe, Öl, mäßig, süße Füße",
    "café, naïve, à la carte",
    "25 °C ±5 %, 10 µA, 4.7 kΩ",
    "“quoted” – and so on…",
    CHINESE,
)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_not_suspected(text: str) -> None:
    assert not single_byte(text)
    assert not several_bytes(text)
    assert not multibyte(text)


@pytest.mark.parametrize("reader", ["latin-1", "cp1252"])
def test_text_read_a_byte_a_character_is_suspected(reader: str) -> None:
    assert single_byte("Größe".encode().decode(reader))
    assert several_bytes("电子工程".encode("gbk").decode(reader))


@pytest.mark.parametrize(("source", "reader"), [("utf-8", "gb18030"), ("gb18030", "big5hkscs"), ("euc_kr", "gb18030")])
def test_text_read_in_another_multibyte_charset_is_suspected(source: str, reader: str) -> None:
    text = "삼성전자가 새 메모리를 공개했다" if source == "euc_kr" else CHINESE
    assert multibyte(text.encode(source).decode(reader, "replace"))


def test_prose_has_function_characters_and_noise_has_none() -> None:
    assert reads_everyday(CHINESE)
    assert not reads_everyday("蘡詎鬭靄齺韝饜騮鱺鸕麬黀黂黖鼏鼘齎齏齮齯龑龔龗鼉")


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    for suspect in (single_byte, several_bytes, multibyte, reads_everyday):
        assert suspect(text) in (True, False)


@pytest.mark.parametrize(
    "line",
    [
        "Компания представила «новый» продукт — цена ниже, чем в 2024 году.",
        "Компанія представила новий продукт, їхній звіт є тут: RFC 2822.",
        "Компанија је представила нови производ ниже цене.",
        "Параметр ИМЯ задаёт название файла, который будет создан.",
        "Η εταιρεία παρουσίασε ένα νέο προϊόν.",
        "החברה הציגה מוצר חדש במחיר נמוך יותר.",
        "أعلنت الشركة عن منتج جديد بسعر أقل، وستطرحه في الأسواق.",
    ],
)
def test_words_of_one_alphabet_are_not_weighed(line, monkeypatch):
    monkeypatch.setattr(suspicion, "likelihood", pytest.fail)
    assert not suspicion.single_byte(line)


@pytest.mark.parametrize("source", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("reader", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_misread_cyrillic_words_are_weighed(source, reader, change):
    text = change("Компания представила новый продукт по более низкой цене и выпустит его на рынок весной")
    misread = text.encode(source).decode(reader)
    if misread != text:
        assert not suspicion._is_alphabetic(misread)


@pytest.mark.parametrize("heading", ["目录", "序言", "网络设置", "档案库元数据"])
def test_short_headings_of_everyday_characters_are_sound(heading):
    assert not suspicion.multibyte(heading)
