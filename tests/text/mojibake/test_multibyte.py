"""The mix-up is undone that makes the likelier text; sound text has none."""

import pytest

from newscrawl.text.mojibake.charsets import MULTIBYTE
from newscrawl.text.mojibake.multibyte import (
    MIN_GAIN_OF_LINE,
    Mixup,
    decided,
    from_multibyte,
    from_single_byte,
    reads_like_prose,
    reread,
    reread_block,
    reread_short,
    weight,
)

CHINESE = "工厂开始生产用于冰箱的新型温度传感器，订单来自三个国家。"
TRADITIONAL = "廠商昨天把樣品送到實驗室，價格也貴了不少。"
JAPANESE = "メーカーは昨日、試作品を研究所に送った。"
KOREAN = "제조사는 어제 시제품을 연구소에 보냈다."
# text, charset in which it was written
TEXTS = ((CHINESE, "gbk"), (TRADITIONAL, "big5"), (JAPANESE, "shift-jis"), (JAPANESE, "euc-jp"), (KOREAN, "euc-kr"))
SOUND = (CHINESE, TRADITIONAL, JAPANESE, KOREAN, "plain text", "Größe, Öl, Übermut", "25 °C ±5 %", "")


@pytest.mark.parametrize(("text", "source"), TEXTS)
def test_what_was_read_a_byte_a_character_is_undone(text: str, source: str) -> None:
    misread = text.encode(MULTIBYTE[source]).decode("latin-1")
    found = from_single_byte(misread, MIN_GAIN_OF_LINE)
    assert found is not None
    assert (found.text, found.mixup, found.lossy) == (text, Mixup(source, "latin-1"), False)
    assert found.mixup.rule == f"mojibake/{source}-as-latin-1"
    assert from_single_byte(misread, MIN_GAIN_OF_LINE, Mixup("gbk", "big5")) is None


# text, charset in which it was written, charset in which it was read
MISREAD = (
    (CHINESE, "utf-8", "gbk"),
    (CHINESE, "gbk", "big5"),
    (TRADITIONAL, "big5", "gbk"),
    (JAPANESE, "utf-8", "gbk"),
    (KOREAN, "euc-kr", "gbk"),
)


@pytest.mark.parametrize(("text", "source", "reader"), MISREAD)
def test_what_was_read_in_another_multibyte_charset_is_undone(text: str, source: str, reader: str) -> None:
    misread = text.encode(MULTIBYTE[source]).decode(MULTIBYTE[reader], "replace")
    found = from_multibyte(misread, MIN_GAIN_OF_LINE)
    assert found is not None
    assert found.mixup == Mixup(source, reader)
    assert all(new in (old, "\ufffd") for new, old in zip(found.text, text, strict=True))
    assert found.lossy is ("\ufffd" in found.text)


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_has_no_likelier_reading(text: str) -> None:
    assert from_single_byte(text, MIN_GAIN_OF_LINE) is None
    assert from_multibyte(text, MIN_GAIN_OF_LINE) is None


def test_reading_again_needs_bytes_that_fit() -> None:
    misread = CHINESE.encode("gbk").decode("latin-1")
    assert reread(misread, Mixup("gbk", "latin-1")) == (CHINESE, False)
    assert reread(misread, Mixup("utf-8", "latin-1")) is None
    assert reread(CHINESE, Mixup("gbk", "latin-1")) is None


def test_a_short_run_is_read_as_its_page_is() -> None:
    usual = Mixup("gbk", "latin-1")
    found = reread_short("编辑".encode("gbk").decode("latin-1"), usual)
    assert found is not None
    assert found.text == "编辑"
    for sound in ("25 °C", "naïve", "½ W"):
        assert reread_short(sound, usual) is None


def test_a_block_of_lines_is_read_at_once() -> None:
    lines = "\n".join([CHINESE] * 3)
    found = reread_block(lines.encode("gbk").decode("latin-1"), Mixup("gbk", "latin-1"))
    assert found is not None
    assert found.text == lines
    assert reread_block("Größe\n25 °C", Mixup("gbk", "latin-1")) is None


def test_a_good_reading_by_the_expected_mixup_decides() -> None:
    misread = CHINESE.encode("gbk").decode("latin-1")
    assert decided(misread, Mixup("gbk", "latin-1")) is not None
    assert decided(misread, Mixup("big5", "latin-1")) is None


def test_sound_text_weighs_more_than_misread_text() -> None:
    assert weight(CHINESE) > weight(CHINESE.encode("gbk").decode("big5hkscs", "replace"))
    assert reads_like_prose(CHINESE)
    assert not reads_like_prose(CHINESE.encode("gbk").decode("big5hkscs", "replace"))
    assert not reads_like_prose("")


@pytest.mark.parametrize(
    "text",
    [
        "ｱｲｳｴｵｶｷｸｹｺ",
        "ｱｲｳｴｵｶｷｸｹｺ " * 6,
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
        "ﾁｪｰﾝﾈｯﾄﾜｰｸﾌｧｲﾙｼｽﾃﾑ",
    ],
)
def test_half_width_kana_are_japanese(text: str) -> None:
    assert from_multibyte(text, MIN_GAIN_OF_LINE) is None


def test_korean_that_became_half_width_kana_is_read_again() -> None:
    meant = "한국의 시간 제한 도로"
    found = from_multibyte(meant.encode("cp949").decode("cp932"), MIN_GAIN_OF_LINE)
    assert found is not None
    assert found.text == meant
