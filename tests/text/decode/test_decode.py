"""Decode reads a page in the charset that its bytes show, whatever the labels say."""

import unicodedata

import pytest
from cpu_time import assert_linear
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.text.decode import decode

ZH = "厂家昨天把样品送到实验室，测试人员说这块电池在低温下的表现比上一代好得多，但是价格也贵了不少。"
ZH_HANT = "廠商昨天把樣品送到實驗室，測試人員說這顆電池在低溫下的表現比上一代好得多，但是價格也貴了不少。"
JA = "メーカーは昨日、試作品を研究所に送った。この電池は低温での性能が前の世代よりずっと良いという。"
KO = "제조사는 어제 시제품을 연구소에 보냈다. 이 전지가 낮은 온도에서 이전 세대보다 훨씬 낫다고 말했다."
DE = "Der Hersteller schickte gestern Muster ins Prüflabor; für tiefe Temperaturen genügt die Größe völlig."
EN = "The café’s meter – bought for €20 – shows 25 °C, “a naïve reading” as its owner put it."
RU = "Производитель вчера отправил образцы в лабораторию, и там сказали, что батарея стала лучше."


def page(text: str, head: str = "") -> str:
    title = f"<title>{text[:12]}</title>"
    return f"<html><head>{head}{title}</head>\n<body><p>{text}</p>\n<p>{text}</p></body></html>"


# text, charset of the bytes, a label for it, a wrong label that is often seen
LEGACY = (
    (ZH, "gb18030", "gb2312", "big5"),
    (ZH_HANT, "big5hkscs", "big5", "gb2312"),
    (ZH_HANT, "gb18030", "gbk", "big5"),
    (JA, "cp932", "shift_jis", "euc-jp"),
    (JA, "euc_jp", "euc-jp", "shift_jis"),
    (KO, "cp949", "euc-kr", "gb2312"),
    (DE, "cp1252", "iso-8859-1", "gb2312"),
    (EN, "cp1252", "iso-8859-1", "shift_jis"),
    (RU, "cp1251", "windows-1251", "iso-8859-1"),
    (RU, "koi8-r", "koi8-r", "windows-1251"),
)
EVERY_TEXT = (ZH, ZH_HANT, JA, KO, DE, EN, RU)


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_valid_utf8_is_utf8_whatever_the_header_says(text: str) -> None:
    for http in (None, "utf-8", "iso-8859-1", "gb2312", "big5", "shift_jis", "utf-16", "nonsense"):
        decoded = decode(page(text).encode(), http)
        assert decoded.text == page(text), http
        assert (decoded.charset, decoded.lossy) == ("utf-8", False), http
        assert decoded.evidence[0].startswith("valid UTF-8"), http


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_a_wrong_meta_label_does_not_mislead(text: str) -> None:
    html = page(text, '<meta charset="gb2312">')
    assert decode(html.encode()).text == html


@pytest.mark.parametrize(("text", "charset", "label", "wrong"), LEGACY)
def test_a_true_label_is_followed(text: str, charset: str, label: str, wrong: str) -> None:
    html = page(text, f'<meta http-equiv="Content-Type" content="text/html; charset={label}">')
    for http in (None, label, "utf-8"):
        decoded = decode(html.encode(charset), http)
        assert (decoded.text, decoded.charset, decoded.lossy) == (html, charset, False)
    assert decode(page(text).encode(charset), label).text == page(text)


@pytest.mark.parametrize(("text", "charset", "label", "wrong"), LEGACY)
def test_a_page_without_label_is_read_by_its_bytes(text: str, charset: str, label: str, wrong: str) -> None:
    assert decode(page(text).encode(charset)).text == page(text)


@pytest.mark.parametrize(("text", "charset", "label", "wrong"), LEGACY)
def test_a_false_label_is_refuted_by_the_bytes(text: str, charset: str, label: str, wrong: str) -> None:
    for http in (wrong, "utf-8"):
        decoded = decode(page(text).encode(charset), http)
        assert decoded.text == page(text)
        assert any("doubtful" in finding or "refuted" in finding for finding in decoded.evidence)
    html = page(text, f"<meta charset='{wrong}'>")
    assert decode(html.encode(charset)).text == html


# where the label stands, markup
LABEL_PLACES = (
    ("in a meta tag", "<meta charset=gb2312>"),
    ("in capitals", "<META CHARSET=GB2312>"),
    ("in an http-equiv", '<meta content="text/html;charset = gb2312" http-equiv=content-type>'),
    ("after 100 kB of scripts", "<script>" + "x = 1;" * 17_000 + "</script><meta charset=gb2312>"),
    ("after a comment with another", "<!-- <meta charset=shift_jis> --><meta charset=gb2312>"),
    ("after the charset of a script", "<script charset=shift_jis></script><meta charset=gb2312>"),
)


@pytest.mark.parametrize(("place", "head"), LABEL_PLACES)
def test_the_label_is_found(place: str, head: str) -> None:
    decoded = decode(page(ZH, head).encode("gbk"))
    assert decoded.text == page(ZH, head)
    assert decoded.evidence == ("meta says gb2312, and it reads so",)


def test_an_xml_declaration_is_a_label() -> None:
    feed = f'<?xml version="1.0" encoding="euc-kr"?>\n<rss><channel><title>{KO}</title></channel></rss>'
    decoded = decode(feed.encode("euc-kr"))
    assert decoded.text == feed
    assert decoded.evidence == ("XML says euc-kr, and it reads so",)


@pytest.mark.parametrize("form", ['{{"title": "{}"}}', "{}", "<urlset><loc>https://example.com/{}</loc></urlset>"])
@pytest.mark.parametrize(("text", "charset", "label", "wrong"), LEGACY)
def test_json_plain_text_and_sitemaps_are_read_too(form: str, text: str, charset: str, label: str, wrong: str) -> None:
    assert decode(form.format(text).encode(charset), label).text == form.format(text)
    assert decode(form.format(text).encode(charset)).text == form.format(text)


@pytest.mark.parametrize("text", EVERY_TEXT)
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf16_and_utf32_are_known_by_their_zero_bytes(charset: str, text: str) -> None:
    for http in (None, "utf-16", "utf-8"):
        assert decode(page(text).encode(charset), http).text == page(text)


def test_utf16_without_zero_bytes_needs_its_label() -> None:
    text = "".join(character for character in ZH if character > "\u0100")
    assert decode(text.encode("utf-16-be"), "utf-16").text == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_followed_and_taken_off(charset: str) -> None:
    for text in EVERY_TEXT:
        decoded = decode(page(text).encode(charset), "iso-8859-1")
        assert decoded.text == page(text)
        assert decoded.evidence[0].startswith("byte order mark")


def test_a_utf8_mark_before_a_gbk_page_is_taken_off_and_not_believed() -> None:
    assert decode(b"\xef\xbb\xbf" + page(ZH).encode("gbk")).text == page(ZH)


def test_sound_utf8_is_handed_on_as_bytes() -> None:
    assert decode(ZH.encode()).utf_8 == ZH.encode()
    assert decode(ZH.encode("utf-8-sig")).utf_8 == ZH.encode()
    assert decode(ZH.encode()[:-1]).utf_8 is None


@pytest.mark.parametrize(
    ("text", "charset"), [(JA, "iso2022_jp"), (KO, "iso2022_kr"), (ZH, "hz")], ids=["jp", "kr", "hz"]
)
def test_seven_bit_charsets_are_known_by_their_escapes(text: str, charset: str) -> None:
    for http in (None, charset, "utf-8"):
        decoded = decode(page(text).encode(charset), http)
        assert (decoded.text, decoded.charset) == (page(text), charset)


@pytest.mark.parametrize("text", ["plain", "a ~{ b", "var a = ~{}", "\x1b$ is an escape", "~{~}", "~{abc~}", "+AGE-"])
def test_ascii_stays_as_it_is(text: str) -> None:
    assert decode(text.encode(), "gb2312").text == text
    assert decode(text.encode()).charset == "utf-8"


# text with characters that only the superset of the declared charset has, label, charset of the bytes
SUPERSETS = (
    ("朱镕基、喆、㐂、𠮷野家" + ZH, "gb2312", "gb18030"),
    ("嘅咗喺啲嚟佢哋" + ZH_HANT, "big5", "big5hkscs"),
    ("①②㈱髙﨑№" + JA, "shift_jis", "cp932"),
    ("뷁 똠방각하 펲시" + KO, "euc-kr", "cp949"),
    ("“€” – ™ " + DE, "iso-8859-1", "cp1252"),
    ("“„” – … " + RU, "windows-1251", "cp1251"),
)


@pytest.mark.parametrize(("text", "label", "charset"), SUPERSETS)
def test_labels_mean_their_supersets(text: str, label: str, charset: str) -> None:
    decoded = decode(page(text).encode(charset), label)
    assert (decoded.text, decoded.lossy) == (page(text), False)


def test_row_13_of_euc_jp_is_known_though_its_codec_lacks_it() -> None:
    body = page(f"@{JA}").encode("euc_jp").replace(b"@", b"\xad\xa1")
    assert decode(body, "euc-jp").text == page(f"①{JA}")


def test_a_lone_0x80_in_gbk_is_the_euro_sign() -> None:
    body = page(f"售价@499，{ZH}").encode("gbk").replace(b"@", b"\x80")
    for http in ("gbk", None):
        decoded = decode(body, http)
        assert decoded.text == page(f"售价€499，{ZH}")
        assert not decoded.lossy


@pytest.mark.parametrize(("text", "charset"), [(text, charset) for text, charset, *_ in LEGACY[:6]] + [(ZH, "utf-8")])
def test_a_character_cut_at_the_end_is_dropped(text: str, charset: str) -> None:
    whole = text[:-2]
    cut = text.encode(charset)[: len(whole.encode(charset)) + 1]
    decoded = decode(cut)
    assert (decoded.text, decoded.lossy) == (whole, False)


# fragment, what becomes of it in a UTF-8 page of Chinese, and of German
FRAGMENTS = (
    (
        "an advertisement in GBK",
        "招聘嵌入式工程师，待遇从优".encode("gbk"),
        "招聘嵌入式工程师，待遇从优",
        None,
    ),
    ("two bytes of nothing", b"\xff\x80", "\ufffd\ufffd", "\ufffd\ufffd"),
    ("a cut character", "电".encode()[:2], "\ufffd", "\ufffd"),
    ("a smart quote of cp1252", b"\x93", "\ufffd", "“"),
    ("an accent of cp1252", b"\xe9", "\ufffd", "é"),
)


@pytest.mark.parametrize(("name", "fragment", "in_chinese", "in_german"), FRAGMENTS)
def test_bad_bytes_do_not_spoil_a_utf8_page(name: str, fragment: bytes, in_chinese: str, in_german: str | None) -> None:
    for text, expected in ((ZH, in_chinese), (DE, in_german)):
        if expected is None:
            continue
        body = page(f"{text} @ {text}").encode().replace(b"@", fragment)
        decoded = decode(body, "utf-8")
        assert decoded.text == page(f"{text} @ {text}").replace("@", expected)
        assert decoded.charset == "utf-8"
        assert decoded.lossy == ("\ufffd" in expected)


def test_broken_bytes_in_a_gbk_page_are_marked_and_the_page_is_called_lossy() -> None:
    body = page(f"{ZH}@ {ZH}").encode("gbk").replace(b"@", b"\xff")
    for http in ("gbk", None):
        decoded = decode(body, http)
        assert decoded.text == page(f"{ZH}\ufffd {ZH}")
        assert decoded.lossy


# sound UTF-8 with few characters beyond ASCII must not follow a false label
@pytest.mark.parametrize("text", ["25 °C", "©", "é", "naïve", "±5 %", "10 µA", "4.7 kΩ", "×", "·", "Zürich", "電"])
@pytest.mark.parametrize("label", ["gbk", "big5", "shift_jis", "euc-kr", "iso-8859-1", "windows-1251"])
def test_short_utf8_stays_utf8_under_a_false_label(text: str, label: str) -> None:
    assert decode(f"<p>{text}</p>".encode(), label).text == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("title", "charset"),
    [
        ("联通", "gbk"),
        ("电子工程", "gbk"),
        ("積體電路", "big5"),
        ("半導体ニュース", "cp932"),
        ("電池の話", "euc_jp"),
        ("전자신문", "cp949"),
        ("Zürich", "cp1252"),
        ("Größe", "cp1252"),
        ("São Paulo", "cp1252"),
        ("25 °C ± 2", "cp1252"),
        ("© 2026", "cp1252"),
        pytest.param("台積電", "big5", marks=pytest.mark.xfail(reason="as likely in Polish")),
    ],
)
def test_a_short_title_without_label_is_read(title: str, charset: str) -> None:
    assert decode(f"<title>{title}</title>".encode(charset)).text == f"<title>{title}</title>"


def test_the_language_of_the_document_helps_where_bytes_are_few() -> None:
    html = '<html lang="zh-TW"><title>台積電</title></html>'
    assert decode(html.encode("big5")).text == html


CODECS_THAT_ARE_NO_CHARSETS = (
    "unicode_escape",
    "raw_unicode_escape",
    "base64",
    "rot13",
    "idna",
    "punycode",
    "utf-7",
    "undefined",
    "zip",
    "hex",
    "mbcs",
    "x-user-defined",
    "../../etc",
    "gbk\x00",
    "\ud800",
    "",
    " ",
    "g" * 10_000,
)


@pytest.mark.parametrize("label", CODECS_THAT_ARE_NO_CHARSETS)
def test_labels_that_name_no_charset_never_reach_a_codec(label: str) -> None:
    for text, charset, *_ in LEGACY:
        decoded = decode(page(text).encode(charset), label)
        assert decoded.text == page(text)
        "\n".join(decoded.evidence).encode()
    assert decode(rb"+AGE- \u4e2d \x41", label).text == r"+AGE- \u4e2d \x41"


# --- Properties ---

labels = st.sampled_from(["utf-8", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "latin-1", "utf-16", "hz", "zip"])
any_label = st.none() | labels | st.text(st.characters(codec=None), max_size=20)


@given(st.binary(max_size=300), any_label)
def test_any_bytes_under_any_label_give_an_answer(body: bytes, label: str | None) -> None:
    decoded = decode(body, label)
    assert decoded.utf_8 in (None, decoded.text.encode())
    "\n".join(decoded.evidence).encode()


words = st.lists(st.sampled_from([*ZH.split("，"), "NPU", "<b>", "</b>", "4.7 V", "\n"]), min_size=1, max_size=8)


@given(words, st.sampled_from(["utf-8", "gbk", "gb18030", "utf-16"]))
@example(["测试人员说这块电池在低温下的表现比上一代好得多"], "utf-16")
def test_what_is_encoded_as_labelled_comes_back(parts: list[str], charset: str) -> None:
    text = "".join(parts)
    assert decode(text.encode(charset), charset).text == text


@given(st.sampled_from(EVERY_TEXT), st.integers(0, 60), st.integers(0, 60), st.sampled_from(LEGACY))
def test_decoding_the_result_again_changes_nothing(
    text: str, start: int, length: int, legacy: tuple[str, str, str, str]
) -> None:
    excerpt = f"<p>{text[start : start + length]}</p>"
    first = decode(excerpt.encode(legacy[1], "ignore"), legacy[2]).text
    assert decode(first.encode()).text == first


@given(st.binary(max_size=100), st.sampled_from(EVERY_TEXT))
def test_a_page_with_foreign_bytes_in_it_keeps_its_text(junk: bytes, text: str) -> None:
    junk = junk.replace(b"\0", b"").replace(b"<", b"").replace(b"\n", b"")
    whole = "\n".join([text] * 6)
    body = f"<p>{whole}</p>\n".encode() + b"<i>" + junk + b"</i>" + f"\n<p>{whole}</p>".encode()
    decoded = decode(body, "utf-8").text
    assert decoded.startswith(f"<p>{whole}</p>")
    assert decoded.endswith(f"<p>{whole}</p>")


FLOODS = (
    b"a",
    b"\x00",
    b"\x80",
    b"\x81",
    b"\xff",
    b"\xe4\xb8",
    b"\xd6\xd0",
    b"\xd6\xd0\x80",
    b"caf\xe9 ",
    b"\xc3\xa9\xc3\xa9\xc3\xa9\xff",
    b"\xc3\xa9\xc3\xa9\xc3\xa9\xff\n",
    b"\x1b$B",
    b"~{",
    b"charset=",
    b"<meta charset=gbk \xff",
    b"<!--\xff",
    b"<\xff",
    b"\xef\xbb\xbf",
    b"<html lang=\xff",
    b"<?xml encoding=\xff",
)


@pytest.mark.parametrize("token", FLOODS)
def test_a_flood_of_one_token_takes_linear_time(token: bytes) -> None:
    assert_linear(
        lambda flood: decode(flood, "gbk"), lambda size: token * (size // len(token)), 2_000_000, max_seconds=3
    )


PARAGRAPH = "工厂开始生产用于冰箱的新型温度传感器，订单来自三个国家的家电厂商。"


def test_signs_of_euc_jp_are_those_of_browsers() -> None:
    body = page(f"〜@{JA}").encode("euc_jp").replace(b"@", b"\xfc\xe2\xad\xa1")
    assert "～髙①" in decode(body, "euc-jp").text


def test_a_comment_in_utf_8_is_read_in_a_page_in_gbk() -> None:
    comment = "评论：这个传感器真不错"
    body = f"<p>{PARAGRAPH}</p><p>".encode("gbk") + comment.encode() + f"</p><p>{PARAGRAPH}</p>".encode("gbk")
    decoded = decode(body, "gbk")
    assert decoded.text == f"<p>{PARAGRAPH}</p><p>{comment}</p><p>{PARAGRAPH}</p>"
    assert decoded.evidence[-1] == "but for parts in UTF-8"


@pytest.mark.parametrize("text", ["节日 🎉 快乐", "a\0b 节日"])
def test_utf_8_of_code_units_is_read(text: str) -> None:
    units = "".join(
        c if c < "\U00010000" else "".join(map(chr, (0xD7C0 + (ord(c) >> 10), 0xDC00 + (ord(c) & 0x3FF)))) for c in text
    )
    body = units.encode("utf-8", "surrogatepass").replace(b"\0", b"\xc0\x80")
    assert decode(body, "utf-8").text == text.replace("\0", "")


@pytest.mark.parametrize(("mark", "codec"), [(b"\xff\xfe", "utf-16-be"), (b"\xfe\xff", "utf-16-le")])
@pytest.mark.parametrize("text", [page(PARAGRAPH), PARAGRAPH * 3])
def test_a_byte_order_mark_the_wrong_way_round_is_overruled(text: str, mark: bytes, codec: str) -> None:
    assert decode(mark + text.encode(codec)).text == text
    right = "utf-16-le" if codec == "utf-16-be" else "utf-16-be"
    assert decode(mark + text.encode(right)).text == text


VIETNAMESE = "Nhà máy bắt đầu sản xuất cảm biến nhiệt độ mới dùng cho tủ lạnh"


@pytest.mark.parametrize("label", ["windows-1258", None])
def test_vietnamese_in_windows_1258_is_read_composed(label: str | None) -> None:
    decomposed = "".join(map(_as_in_windows_1258, page(VIETNAMESE)))
    assert decode(decomposed.encode("cp1258"), label).text == page(VIETNAMESE)


def _as_in_windows_1258(character: str) -> str:
    """Take a tone apart, which the charset has as a character of its own, but not the letter's own mark."""
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        parts = unicodedata.normalize("NFD", character)
        if tone in parts and character not in "àáèéêìíòóùúâđôăơư":
            return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return character


# --- UTF-7

UTF_7_PAGE = "<html><body><p>这款开发板采用双核处理器，主频为480MHz，板上集成了蓝牙模块。</p></body></html>"


def in_utf_7(text: str) -> bytes:
    return "".join(c if c.isascii() else c.encode("utf-7").decode("ascii") for c in text).encode()


@pytest.mark.parametrize("label", ["utf-7", "UTF-7", "unicode-1-1-utf-7"])
def test_utf_7_is_read_where_a_label_says_so(label: str) -> None:
    assert decode(in_utf_7(UTF_7_PAGE), label).text == UTF_7_PAGE
    assert decode(in_utf_7(UTF_7_PAGE)).text == in_utf_7(UTF_7_PAGE).decode()


def test_no_markup_comes_out_of_utf_7() -> None:
    hidden = in_utf_7(UTF_7_PAGE).replace(b"<p>", b"+ADw-script+AD4-")
    assert "<script>" not in decode(hidden, "utf-7").text
