"""Labels come in their order, each once; findings are kept in the order in which they were made."""

from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.sample import SAMPLE_BYTES, SMALL_SAMPLE_BYTES, sample_bytes

HEAD = b'<?xml version="1.0" encoding="euc-kr"?><meta charset=gbk><meta charset=gbk>'


def test_the_document_is_heard_before_the_header() -> None:
    page = Examination(HEAD, "big5")
    assert page.declared == (("XML", "euc-kr"), ("meta", "gbk"), ("HTTP", "big5"))


def test_a_label_behind_the_head_is_found_after_those_in_it() -> None:
    page = Examination(HEAD + b"<p>" + b"a" * 10_000 + b"</p><meta charset=big5>", None)
    assert page.declared == (("XML", "euc-kr"), ("meta", "gbk"), ("meta", "big5"))


def test_a_label_cut_by_the_end_of_the_head_is_read_whole() -> None:
    start = b"<p>" + b"a" * (4096 - len(b"<p></p><meta charset=gb1"))
    assert Examination(start + b"</p><meta charset=gb18030>", None).declared == (("meta", "gb18030"),)


def test_a_page_without_labels_declares_nothing() -> None:
    assert Examination(b"<p>charset=gbk", None).declared == ()
    assert Examination(b"", "").declared == ()


def test_findings_are_kept_in_order() -> None:
    page = Examination(b"", None)
    page.note("first")
    page.note("second")
    assert page.evidence == ["first", "second"]


def test_samples_are_those_of_the_body() -> None:
    body = "<p>电子工程专辑</p>".encode("gbk") * 1000
    page = Examination(body, None)
    assert page.sample == sample_bytes(body, SAMPLE_BYTES)
    assert page.small_sample == sample_bytes(body, SMALL_SAMPLE_BYTES)
