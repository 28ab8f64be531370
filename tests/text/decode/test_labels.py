"""What a document says about itself is found where browsers look for it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.decode.labels import document_labels, document_language

# document, its labels
LABELS = (
    (b"", []),
    (b"<p>charset=gbk</p>", []),
    (b"<meta charset=gbk>", [("meta", "gbk")]),
    (b"<META CharSet = 'Big5'>", [("meta", "big5")]),
    (b'<meta http-equiv=content-type content="text/html; charset=euc-kr">', [("meta", "euc-kr")]),
    (b'<script charset="gbk"></script>', []),
    (b"<!-- <meta charset=gbk> --><meta charset=big5>", [("meta", "big5")]),
    (b"<!-- closed --><meta charset=gbk>", [("meta", "gbk")]),
    (b"<meta charset=gbk><meta charset=utf-8>", [("meta", "gbk"), ("meta", "utf-8")]),
    (b'<?xml version="1.0" encoding="EUC-JP"?><rss/>', [("XML", "euc-jp")]),
    (b"\n <?xml version=\"1.0\" encoding='gbk'?><rss/>", [("XML", "gbk")]),
    (b'<rss/><?xml version="1.0" encoding="gbk"?>', []),
    (b"<meta charset=\xff>", []),
    (b"<meta charset=>", []),
)


@pytest.mark.parametrize(("document", "labels"), LABELS)
def test_labels_are_found(document: bytes, labels: list[tuple[str, str]]) -> None:
    assert list(document_labels(document)) == labels


def test_a_flood_of_labels_is_cut() -> None:
    assert len(list(document_labels(b"<meta charset=gbk>" * 1000))) == 50


# document, its language
LANGUAGES = (
    (b"<html>", None),
    (b'<html lang="ja">', "ja"),
    (b"<html lang=de-AT>", "de"),
    (b'<html lang="zh">', "zh-Hans"),
    (b'<html lang="zh-CN">', "zh-Hans"),
    (b'<html lang="zh_TW">', "zh-Hant"),
    (b'<html lang="zh-Hant">', "zh-Hant"),
    (b"<rss><channel><language>zh-hk</language>", "zh-Hant"),
    (b'<html hreflang="ja">', None),
    (b" " * 2000 + b'<html lang="ja">', None),
)


@pytest.mark.parametrize(("document", "language"), LANGUAGES)
def test_the_language_of_the_head_is_found(document: bytes, language: str | None) -> None:
    assert document_language(document) == language


@given(st.lists(st.sampled_from([b"<meta ", b"charset=", b"<!--", b"-->", b"gbk", b"\xff", b">", b"<?xml "])))
def test_any_bytes_have_an_answer(tokens: list[bytes]) -> None:
    for source, label in document_labels(b"".join(tokens)):
        assert source in {"XML", "meta"}
        assert label.isascii()
