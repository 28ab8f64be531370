"""Where nothing else decides, the charset wins in which the page reads most like text."""

import pytest

from newscrawl.text.decode.competition import read_by_score
from newscrawl.text.decode.examination import Examination

# text, charset of its bytes, the one found (the same characters in a superset)
TEXTS = (
    ("厂家昨天把样品送到实验室，价格也贵了不少。", "gbk", "gb18030"),
    ("廠商昨天把樣品送到實驗室，價格也貴了不少。", "big5", "big5hkscs"),
    ("メーカーは昨日、試作品を研究所に送った。", "shift_jis", "cp932"),
    ("メーカーは昨日、試作品を研究所に送った。", "euc_jp", "euc_jp"),
    ("제조사는 어제 시제품을 연구소에 보냈다.", "euc_kr", "cp949"),
    ("Производитель вчера отправил образцы в лабораторию", "koi8-r", "koi8-r"),
    ("Größe, Übermut, schöne Grüße, äußerst nötig", "latin-1", "cp1252"),
    ("Ο κατασκευαστής έστειλε χθες δείγματα στο εργαστήριο", "cp1253", "cp1253"),
)


@pytest.mark.parametrize(("text", "charset", "found"), TEXTS)
@pytest.mark.parametrize("label", [None, "gbk", "iso-8859-1"])
def test_the_bytes_decide_whatever_the_label(text: str, charset: str, found: str, label: str | None) -> None:
    page = Examination(f"<p>{text}</p>".encode(charset), label)
    reading = read_by_score(page)
    assert (reading.text, reading.charset) == (f"<p>{text}</p>", found)
    assert page.evidence[0].startswith(f"reads best as {found}: language ")


def test_the_language_of_the_document_decides_where_bytes_are_few() -> None:
    title = "<title>台積電</title>"
    for language, reads in (("zh-TW", True), ("pl", False)):
        body = f'<html lang="{language}">{title}'.encode("big5")
        assert (title in read_by_score(Examination(body, None)).text) is reads


def test_a_page_without_text_has_an_answer() -> None:
    assert read_by_score(Examination(b"", None)).text == ""
