"""Where nothing else decides, the charset wins in which the page reads most like text."""

import pytest

from newscrawl.text.decode import decode
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


# Pages whose server or template names Latin-1, as many do for all their pages.
LABELLED_LATIN_1 = (
    ("Firma przedstawiła nowy produkt w niższej cenie, łącznie z częściami zamiennymi.", "cp1250"),
    ("Firma przedstawiła nowy produkt w niższej cenie, łącznie z częściami zamiennymi.", "iso-8859-2"),
    ("Společnost představila nový výrobek za nižší cenu, včetně náhradních dílů.", "cp1250"),
    ("Şirket, daha düşük fiyatlı yeni bir ürün tanıttı; mühendisler değişikliği açıkladı.", "cp1254"),
    ("Die Größe der Geräte überzeugt, für Prüfungen müssen Kabel genügen.", "cp1252"),
    ("L’élève a été reçu à l’école où siège le comité, déjà créé.", "cp1252"),
    ("Þetta er íslenskur texti með öllum stöfum sem þarf að lesa rétt.", "cp1252"),
    ("Het bedrijf uit België heeft ideeën over coördinatie en financiële zaken.", "cp1252"),
)


@pytest.mark.parametrize(("text", "charset"), LABELLED_LATIN_1)
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252"])
def test_a_label_of_latin_1_is_doubted_where_a_sister_charset_reads_better(text: str, charset: str, label: str) -> None:
    assert decode(f"<p>{text}</p>".encode(charset), label).text == f"<p>{text}</p>"
