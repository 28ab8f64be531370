"""Bytes are believed to be in a charset if they read like a language that it was made for."""

import pytest

from newscrawl.text.decode.plausibility import is_plausible, likelihood_in
from newscrawl.text.likelihood import Likelihood

TEXT = {
    "gb18030": "厂家昨天把样品送到实验室，价格也贵了不少。",
    "big5hkscs": "廠商昨天把樣品送到實驗室，價格也貴了不少。",
    "cp932": "メーカーは昨日、試作品を研究所に送った。",
    "euc_jp": "メーカーは昨日、試作品を研究所に送った。",
    "cp949": "제조사는 어제 시제품을 연구소에 보냈다.",
    "cp1251": "Производитель вчера отправил образцы в лабораторию",
    "cp1252": "Größe, Übermut, schöne Grüße, äußerst nötig",
}
# charset of the bytes, charset in which they are read and are no text
WRONG = (
    ("gb18030", "big5hkscs"),
    ("gb18030", "cp949"),
    ("gb18030", "cp1252"),
    ("big5hkscs", "gb18030"),
    ("euc_jp", "gb18030"),
    ("cp949", "gb18030"),
    ("cp949", "cp1253"),
    ("cp1251", "koi8-r"),
)


@pytest.mark.parametrize("codec", TEXT)
def test_text_in_its_own_charset_is_plausible(codec: str) -> None:
    assert is_plausible(likelihood_in(codec, TEXT[codec].encode(codec)), codec)


@pytest.mark.parametrize(("charset", "codec"), WRONG)
def test_text_in_another_charset_is_not(charset: str, codec: str) -> None:
    assert not is_plausible(likelihood_in(codec, TEXT[charset].encode(charset)), codec)


def test_alphabets_must_be_likelier_than_ideographs() -> None:
    found = Likelihood("zh-Hans", -7.5, 10)
    assert is_plausible(found, "gb18030")
    assert not is_plausible(found, "cp1251")
