"""Bad bytes in UTF-8 are read by themselves, and UTF-8 in another charset, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.fragments import mark_bad_bytes, read_nearly_utf8, read_utf8_parts
from newscrawl.text.decode.reading import read_bytes

ZH = "厂家昨天把样品送到实验室，测试人员说这块电池在低温下的表现比上一代好得多。"
DE = "Der Hersteller schickte gestern Muster ins Prüflabor; für tiefe Temperaturen genügt die Größe völlig."
AD = "招聘嵌入式工程师，待遇从优"

# text around, fragment, what becomes of it, what is noted about it
FRAGMENTS = (
    (ZH, AD.encode("gbk"), AD, ["fragments in gb18030"]),
    (ZH, b"\xff\x80", "\ufffd\ufffd", []),
    (ZH, b"\xe9", "\ufffd", []),  # single bytes would only be guessed beside ideographs
    (DE, b"\xe9", "é", ["fragments in cp1252"]),
    (DE, b"\x93", "“", ["fragments in cp1252"]),
    (DE, b"\xe7\x94", "\ufffd", []),  # half a character, not an accent and a quotation mark
)


@pytest.mark.parametrize(("text", "fragment", "read", "notes"), FRAGMENTS)
def test_a_fragment_is_read_or_marked(text: str, fragment: bytes, read: str, notes: list[str]) -> None:
    page = Examination(f"<p>{text} @ {text}</p>".encode().replace(b"@", fragment), None)
    reading = read_nearly_utf8(page)
    assert reading is not None
    assert reading.text == f"<p>{text} {read} {text}</p>"
    assert (reading.charset, reading.lossy) == ("utf-8", "\ufffd" in read)
    assert page.evidence[1:] == notes


@pytest.mark.parametrize("charset", ["gbk", "big5", "euc_jp", "utf-16"])
def test_a_page_in_another_charset_is_not_nearly_utf_8(charset: str) -> None:
    body = f"<p>{ZH}</p>".encode(charset, "ignore")
    assert read_nearly_utf8(Examination(body, None)) is None


def test_a_part_in_utf_8_is_read_in_a_page_in_gbk() -> None:
    body = f"<p>{ZH}</p><p>".encode("gbk") + AD.encode() + f"</p><p>{ZH}</p>".encode("gbk")
    assert read_utf8_parts(body, read_bytes(body, "gb18030")).text == f"<p>{ZH}</p><p>{AD}</p><p>{ZH}</p>"


@pytest.mark.parametrize(("charset", "codec"), [("gbk", "gb18030"), ("cp1252", "cp1252"), ("utf-8", "utf-8")])
def test_a_page_without_such_parts_is_left_as_it_was_read(charset: str, codec: str) -> None:
    body = f"<p>{DE if charset == 'cp1252' else ZH}</p>".encode(charset)
    reading = read_bytes(body, codec)
    assert read_utf8_parts(body, reading) is reading


@given(st.binary(max_size=40))
def test_escaped_bytes_become_marks(body: bytes) -> None:
    assert mark_bad_bytes(body.decode("utf-8", "surrogateescape")) == body.decode("utf-8", "replace")
