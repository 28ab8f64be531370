import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mojibake.charsets import MULTIBYTE
from newscrawl.text.mojibake.plausibility import looks_like_its_language, without_alphabets_and_shapes

# charset, text of its language
SOUND = [
    ("euc-kr", "삼성전자가 새 메모리를 공개했다."),
    ("euc-kr", "國會가 법안을 통과시켰다"),
    ("shift-jis", "新製品の発売は来月"),
    ("euc-jp", "マイコン入門"),
    ("gbk", "国产芯片今天发布，支持 4 路输出。"),
    ("big5", "電子產業新聞"),
    ("gbk", "plain ASCII"),
]
# charset, what another text becomes when it is read again in it
NONSENSE = [
    ("euc-kr", "吐宅兎撑、桶慟、測峙、宥庾、錐出"),
    ("shift-jis", "杯艦陥平正製切"),
    ("euc-jp", "切製: ㅁ ㅂ ㅅ"),
    ("gbk", "しし いい ぁぁ"),
    ("big5", "ㄅㄆㄇ乳"),
]


@pytest.mark.parametrize(("source", "text"), SOUND)
def test_text_of_a_language_looks_like_it(source: str, text: str) -> None:
    assert looks_like_its_language(text, source)


@pytest.mark.parametrize(("source", "text"), NONSENSE)
def test_text_of_another_script_does_not(source: str, text: str) -> None:
    assert not looks_like_its_language(text, source)


def test_what_any_text_may_show_is_no_proof() -> None:
    assert without_alphabets_and_shapes("キタ━━━ ㅋㅋㅋ ㄅㄆ 芯片ABC") == "   芯片ABC"


@given(st.text(), st.sampled_from(sorted(MULTIBYTE)))
def test_any_text_has_an_answer(text: str, source: str) -> None:
    assert looks_like_its_language(text, source) in (True, False)
    assert len(without_alphabets_and_shapes(text)) <= len(text)
