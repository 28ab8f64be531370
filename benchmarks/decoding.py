"""Pages whose label is wrong, missing or too narrow for their bytes."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

LEGACY = {
    "zh-Hans": "gb18030",
    "zh-Hant": "big5hkscs",
    "ja": "cp932",
    "ko": "cp949",
    "en": "cp1252",
    "de": "cp1252",
}
LABELS = {
    "zh-Hans": "gb2312",
    "zh-Hant": "big5",
    "ja": "shift_jis",
    "ko": "euc-kr",
    "en": "iso-8859-1",
    "de": "iso-8859-1",
}
# Characters that the charset of the label lacks, and its superset has.
BEYOND_LABEL = {"zh-Hans": "镕喆囍", "zh-Hant": "嘅喺嚟佢哋", "ja": "①㈱髙﨑", "ko": "뷁똠펲"}
_PAGE = (
    "<!DOCTYPE html>\n<html><head>{meta}<title>{title}</title></head>\n"
    "<body><ul><li>Home</ul>\n{body}\n</body></html>\n"
)
_META = '<meta charset="{}">'
_FRAGMENT = "<p>诚聘硬件测试工程师，五险一金，周末双休</p>"


class Bytes(NamedTuple):
    """A page as served: its kind of trouble, its bytes, the header's charset, and the text that is meant."""

    kind: str
    body: bytes
    http_charset: str | None
    meant: str


def pages(paragraphs: list[str], language: str) -> Iterator[Bytes]:
    """Serve ``paragraphs`` in every troubled way."""
    label, codec = LABELS[language], LEGACY[language]
    legacy = [paragraph for paragraph in paragraphs if _has(codec, paragraph)]
    yield from _in_utf_8(paragraphs, label, codec)
    if legacy:
        yield from _in_legacy(legacy, language, label, codec)


def _in_utf_8(paragraphs: list[str], label: str, codec: str) -> Iterator[Bytes]:
    plain, labelled = _page(paragraphs), _page(paragraphs, label)
    body = plain.encode()
    yield Bytes("UTF-8, labelled so", body, "utf-8", plain)
    yield Bytes("UTF-8, no label", body, None, plain)
    yield Bytes("UTF-8, wrong label", body, label, plain)
    yield Bytes("UTF-8, wrong label", body, "iso-8859-1", plain)
    yield Bytes("UTF-8, wrong label", labelled.encode(), None, labelled)
    yield Bytes("UTF-8 with a mark, wrong label", b"\xef\xbb\xbf" + body, label, plain)
    yield Bytes("UTF-8, two bad bytes", body.replace(b"<p>", b"<p>\xff\x81", 1), None, plain)
    yield Bytes("UTF-16, no mark", plain.encode("utf-16-le"), None, plain)
    yield Bytes("UTF-16, no mark", plain.encode("utf-16-be"), "utf-16", plain)
    if codec == "gb18030":
        mixed = body.replace(b"</body>", _FRAGMENT.encode("gbk") + b"</body>")
        yield Bytes("UTF-8 with a fragment in GBK", mixed, "utf-8", plain.replace("</body>", _FRAGMENT + "</body>"))


def _in_legacy(paragraphs: list[str], language: str, label: str, codec: str) -> Iterator[Bytes]:
    plain, labelled = _page(paragraphs), _page(paragraphs, label)
    body = plain.encode(codec)
    yield Bytes("legacy, labelled so", labelled.encode(codec), None, labelled)
    yield Bytes("legacy, no label", body, None, plain)
    yield Bytes("legacy, header says UTF-8", body, "utf-8", plain)
    yield Bytes("legacy, header says UTF-8", labelled.encode(codec), "utf-8", labelled)
    if language in BEYOND_LABEL:
        wide = _page([paragraphs[0] + BEYOND_LABEL[language], *paragraphs[1:]], label)
        yield Bytes("legacy, characters beyond the label", wide.encode(codec), None, wide)
        yield Bytes("legacy, header says Latin-1", body, "iso-8859-1", plain)
    for other, wrong_label in (
        ("zh-Hans", "big5"),
        ("zh-Hant", "gb2312"),
        ("ja", "gb2312"),
        ("ko", "shift_jis"),
    ):
        if language == other:
            yield Bytes("legacy, label of another charset", body, wrong_label, plain)
    for codec_of_seven_bits in ("iso2022_jp", "hz"):
        if language == {"iso2022_jp": "ja", "hz": "zh-Hans"}[codec_of_seven_bits] and _has(codec_of_seven_bits, plain):
            yield Bytes("seven bits", plain.encode(codec_of_seven_bits), None, plain)
    if language == "ja" and _has("euc_jp", plain):
        yield Bytes("EUC-JP, no label", plain.encode("euc_jp"), None, plain)
        yield Bytes("EUC-JP, label of another charset", plain.encode("euc_jp"), "shift_jis", plain)


def _page(paragraphs: list[str], label: str | None = None) -> str:
    meta = _META.format(label) if label else ""
    return _PAGE.format(meta=meta, title=paragraphs[0][:20], body="\n".join(f"<p>{text}</p>" for text in paragraphs))


def _has(codec: str, text: str) -> bool:
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeError:
        return False


Decoder = Callable[[bytes, str | None], str]
