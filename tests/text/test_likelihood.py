"""Likelihood tells text from bytes read in a wrong charset."""

from importlib.resources import files

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.likelihood import Likelihood, likelihood, rare_share

# language, one sentence of prose
PROSE = (
    ("zh-Hans", "工程师把新的电路板放进烤箱，等了三个小时以后才发现温度传感器没有接好。"),
    ("zh-Hant", "工程師把新的電路板放進烤箱，等了三個小時以後才發現溫度感測器沒有接好。"),
    (
        "ja",
        "技術者は新しい基板をオーブンに入れ、三時間待ってから温度センサーの配線が外れていることに気づいた。",
    ),
    ("ko", "기술자는 새 기판을 오븐에 넣고 세 시간을 기다린 뒤에야 온도 센서가 연결되지 않았음을 알았다."),
    ("de", "Drei Stunden später bemerkte der Ingenieur, dass der Fühler für die Wärme überhaupt nicht hing."),
    ("fr", "L’ingénieur a remarqué après trois heures que le capteur de température n’était pas branché."),
    ("pl", "Inżynier zauważył dopiero po trzech godzinach, że czujnik nie był podłączony do płytki."),
    ("tr", "Mühendis üç saat sonra sıcaklık algılayıcısının bağlı olmadığını fark etti, işi başa döndü."),
    ("ru", "Инженер только через три часа заметил, что датчик температуры не был подключён к плате."),
    ("el", "Ο μηχανικός κατάλαβε μετά από τρεις ώρες ότι ο αισθητήρας δεν ήταν συνδεδεμένος."),
    ("he", "המהנדס הבין רק אחרי שלוש שעות שהחיישן לא היה מחובר ללוח החדש."),
    ("th", "วิศวกรรู้ตัวหลังจากสามชั่วโมงว่าเซ็นเซอร์ไม่ได้ต่อกับแผงวงจร"),
)


@pytest.mark.parametrize(("language", "text"), PROSE)
def test_prose_is_likely_in_its_own_language(language: str, text: str) -> None:
    found = likelihood(text)
    assert found.language == language
    assert found.score > -7.5


# language of the prose, charset it was written in, charset it was read in
WRONG_READINGS = (
    ("zh-Hans", "gbk", "latin-1"),
    ("zh-Hans", "gbk", "big5"),
    ("zh-Hans", "gbk", "cp949"),
    ("zh-Hans", "utf-8", "gbk"),
    ("zh-Hans", "utf-8", "latin-1"),
    ("zh-Hant", "big5", "gbk"),
    ("zh-Hant", "big5", "latin-1"),
    ("ja", "cp932", "gbk"),
    ("ja", "cp932", "latin-1"),
    ("ja", "euc_jp", "latin-1"),
    ("ko", "cp949", "gbk"),
    ("ko", "cp949", "latin-1"),
    ("ru", "cp1251", "latin-1"),
    ("ru", "cp1251", "gbk"),
    ("de", "cp1252", "gbk"),
)


@pytest.mark.parametrize(("language", "written", "read"), WRONG_READINGS)
def test_prose_read_in_a_wrong_charset_is_unlikely(language: str, written: str, read: str) -> None:
    text = dict(PROSE)[language]
    damaged = text.encode(written, "replace").decode(read, "ignore")
    assert likelihood(damaged).score < -8.5
    assert likelihood(damaged).score < likelihood(text).score - 1.5


@pytest.mark.xfail(strict=True, reason="kana stand at the same places of both charsets; limit the languages")
def test_euc_jp_read_as_gbk_is_unlikely_in_any_language() -> None:
    damaged = dict(PROSE)["ja"].encode("euc_jp").decode("gbk", "ignore")
    assert likelihood(damaged).score < -8.5


def test_the_languages_that_are_considered_can_be_limited() -> None:
    damaged = dict(PROSE)["ja"].encode("euc_jp").decode("gbk", "ignore")
    found = likelihood(damaged, ("zh-Hans", "zh-Hant"))
    assert found.language in {"zh-Hans", "zh-Hant"}
    assert found.score < -8.5


@pytest.mark.parametrize("text", ["", "plain words", "“quoted” – 25 °C ± 2 µA", "© 2026"])
def test_ascii_and_common_signs_belong_to_no_language_and_are_likely(text: str) -> None:
    found = likelihood(text)
    assert found.language is None
    assert found.score > -8.5


def test_pure_ascii_scores_zero() -> None:
    assert likelihood("plain words") == (None, 0.0, 0)


@pytest.mark.parametrize("text", ["\x81\x8d", "\ue000\ue001", "\ufffd\ufffd", "\ud800"])
def test_characters_without_a_place_in_text_are_less_likely_than_the_rarest_letters(text: str) -> None:
    assert likelihood(text).score < likelihood("龘").score


def test_rare_characters_are_few_in_prose_and_many_in_mojibake() -> None:
    text = dict(PROSE)["zh-Hans"]
    assert rare_share(text) < 0.05
    assert rare_share(text.encode().decode("gbk", "ignore")) > 0.1
    assert rare_share("plain words") == 0.0


def test_the_table_names_its_sources_and_stays_small() -> None:
    table = files("newscrawl.text.tables").joinpath("ranks.tsv").read_bytes()
    header = [line for line in table.decode().splitlines() if line.startswith("#")]
    assert any("Date:" in line for line in header)
    assert all(line.endswith(")") for line in header if "Source:" in line)
    assert len(table) < 60_000


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_has_a_likelihood(text: str) -> None:
    found = likelihood(text)
    assert -25.0 < found.score <= 0.0
    assert found.characters == sum(character > "\x7f" for character in text)
    assert 0.0 <= rare_share(text) <= 1.0


@in_shares
@pytest.mark.parametrize("token", ["a", "é", "中", "я", "aя", "яЯ", "\ud800", "\x00", "“", "ア", "🙂"])
def test_a_flood_of_one_token_takes_linear_time(token: str, share: float) -> None:
    size = int(1_000_000 // len(token) * share)
    assert_linear(lambda flood: (likelihood(flood), rare_share(flood)), token.__mul__, size, 3 * share)


@given(st.text())
def test_a_language_scores_the_same_alone_as_among_all(text: str) -> None:
    cjk = ("zh-Hans", "zh-Hant", "ja", "ko")
    alone = max(likelihood(text, {language}).score for language in cjk)
    assert likelihood(text, cjk).score == pytest.approx(alone)
    everywhere = likelihood(text)
    if everywhere.language in cjk:
        assert likelihood(text, {everywhere.language}) == (
            everywhere.language,
            pytest.approx(everywhere.score),
            everywhere.characters,
        )


def test_the_total_is_the_score_of_all_characters():
    assert Likelihood("ru", -7.5, 4).total == -30.0
