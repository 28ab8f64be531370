"""Mojibake is undone where it is certain, marked where bytes are lost, and nothing else is touched."""

import json
from pathlib import Path

import pytest
from cpu_time import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake import beyond_repair, undo_mojibake
from newscrawl.text.repaired import Repaired

DATA = Path(__file__).parents[1] / "data"
CASES = json.loads((DATA / "mojibake.json").read_text("utf-8"))
CLEAN: dict[str, list[str]] = json.loads((DATA / "mojibake_clean.json").read_text("utf-8"))
TEXTS = [text for texts in CLEAN.values() for text in texts]
CJK_CODECS = {
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
}
READERS = ("gb18030", "big5hkscs", "cp932", "cp949")
FLOOD = [
    "é",
    "Ã©",
    "锟",
    "鐢",
    "锛",
    "ﾊ",
    "ƒA",
    "€",
    "?锛",
    "�",
    "�鐢",
    "Ä",
    "µç",
    "ϵ",
    "“",
    "\ud83c",
    "\x00é",
    "龘",
    "\ue000",
    "鈥",
]


def cp1252(data: bytes) -> str:
    """Decode as browsers do: the five bytes that cp1252 lacks become C1 controls."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def mixed(data: bytes) -> str:
    """Decode what is valid UTF-8 as such and the rest as cp1252."""
    text, start = "", 0
    while start < len(data):
        for length in (1, 2, 3, 4):
            try:
                text += data[start : start + length].decode()
            except UnicodeDecodeError:
                continue
            start += length
            break
        else:
            text += cp1252(data[start : start + 1])
            start += 1
    return text


def marked(cases: list[dict[str, object]]) -> list[object]:
    return [
        pytest.param(case, id=str(case["label"]), marks=[pytest.mark.xfail] if case.get("expect") == "fail" else [])
        for case in cases
    ]


@pytest.mark.parametrize("case", marked(CASES["repaired"]))
def test_a_known_damage_is_repaired_and_named(case: dict[str, object]) -> None:
    found = undo_mojibake(str(case["damaged"]))
    assert found.text == case["repaired"]
    assert [step.rule for step in found.steps] == case["rules"]
    assert found.lossy is case.get("lossy", False)


@pytest.mark.parametrize("sign", "£¥¢©®°±½¾²³µ§")
def test_a_sign_after_a_left_over_byte_is_restored(sign: str) -> None:
    assert undo_mojibake(f"one \xc2{sign}5 and another \xc2{sign}7").text == f"one {sign}5 and another {sign}7"


def test_sound_text_comes_back_as_it_was() -> None:
    for text in CASES["unchanged"] + TEXTS:
        assert undo_mojibake(text) == Repaired(text)


def wrongly_read() -> list[tuple[str, str, str]]:
    cases = []
    for language, codecs in CJK_CODECS.items():
        for text in CLEAN[language]:
            for codec in codecs:
                data = text.encode(codec)
                cases += [(text, codec, "latin-1", data.decode("latin-1")), (text, codec, "cp1252", cp1252(data))]
                cases += [(text, codec, reader, read) for reader in READERS if (read := lossless(data, reader)) != text]
            utf_8 = text.encode()
            cases += [(text, "utf-8", "latin-1", utf_8.decode("latin-1")), (text, "utf-8", "cp1252", cp1252(utf_8))]
            cases += [(text, "utf-8", "mac-roman", utf_8.decode("mac-roman"))]
    return [(text, f"{codec} as {reader}", read) for text, codec, reader, read in cases if read]


def lossless(data: bytes, reader: str) -> str | None:
    try:
        return data.decode(reader)
    except UnicodeDecodeError:
        return None


def test_what_lost_no_byte_is_restored_completely() -> None:
    for text, how, read in wrongly_read():
        found = undo_mojibake(read)
        assert found.text == text, how
        assert not found.lossy, how


@pytest.mark.parametrize("text", CLEAN["zh-Hans"])
def test_gbk_that_was_partly_valid_utf_8_is_restored(text: str) -> None:
    assert undo_mojibake(mixed(text.encode("gbk"))).text == text


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", ["latin-1", "cp1252"])
def test_damage_upon_damage_is_undone(text: str, reader: str) -> None:
    def read(text: str) -> str:
        return text.encode().decode("latin-1") if reader == "latin-1" else cp1252(text.encode())

    assert undo_mojibake(read(read(text))).text == text


@pytest.mark.parametrize("text", TEXTS)
def test_a_lost_byte_is_marked_and_not_guessed(text: str) -> None:
    found = undo_mojibake(text.encode().decode("gb18030", "replace"))
    assert found.lossy is ("\ufffd" in found.text)
    if len(found.text) == len(text):
        assert all(new in (old, "\ufffd") for new, old in zip(found.text, text, strict=True))


@pytest.mark.parametrize("text", CLEAN["zh-Hans"])
def test_what_the_loss_itself_tells_is_filled_in(text: str) -> None:
    restored = undo_mojibake(text.encode("gbk").decode("big5hkscs", "replace")).text
    assert restored.rstrip("\ufffd") == text[: len(restored.rstrip("\ufffd"))]


def test_one_damaged_line_is_repaired_and_the_others_are_left_alone() -> None:
    lines = CLEAN["zh-Hans"] + CLEAN["zh-Hant"]
    damaged = [*lines[:2], lines[2].encode("gbk").decode("latin-1"), *lines[3:]]
    found = undo_mojibake("\n".join(damaged))
    assert found.text == "\n".join(lines)
    assert [(step.rule, step.count) for step in found.steps] == [("mojibake/gbk-as-latin-1", 1)]
    assert found.steps[0].before == damaged[2][:80]


def test_lines_with_the_same_damage_are_counted_in_one_step() -> None:
    damaged = "\n".join(text.encode("gbk").decode("latin-1") for text in CLEAN["zh-Hans"])
    (step,) = undo_mojibake(damaged).steps
    assert (step.rule, step.count) == ("mojibake/gbk-as-latin-1", len(CLEAN["zh-Hans"]))


@pytest.mark.parametrize("case", CASES["beyond_repair"], ids=lambda case: case["label"])
def test_a_ruined_page_is_given_up_with_a_reason(case: dict[str, str]) -> None:
    assert beyond_repair(undo_mojibake(case["text"]).text) == case["reason"]


def test_a_readable_page_is_not_given_up() -> None:
    for text in CASES["not_beyond_repair"] + CASES["unchanged"] + TEXTS:
        assert beyond_repair(text) is None, text


@given(st.text(st.characters(), max_size=40) | st.text("éÃ©¬锛鐢�?€ƒA\n \ud800ﾊ中字", max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    found = undo_mojibake(text)
    assert bool(found.steps) is (found.text != text)
    beyond_repair(text)


@given(
    st.sampled_from(TEXTS),
    st.sampled_from(["gb18030", "cp949", "big5hkscs", "cp932"]),
    st.sampled_from(["latin-1", "gb18030"]),
)
def test_repairing_twice_changes_nothing_more(text: str, codec: str, reader: str) -> None:
    once = undo_mojibake(text.encode(codec, "replace").decode(reader, "replace"))
    assert undo_mojibake(once.text).text == once.text


@pytest.mark.parametrize("token", FLOOD)
def test_a_flood_of_one_token_is_answered_in_time(token: str) -> None:
    assert_linear(lambda flood: (undo_mojibake(flood), beyond_repair(flood)), token.__mul__, 100_000 // len(token), 5)
