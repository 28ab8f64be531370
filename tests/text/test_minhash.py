"""Texts that say nearly the same are told from texts that do not, in every language."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.text.minhash import bands, estimate, pack_signature, resemblance, signature
from newscrawl.text.search_folding import fold

CHINESE = (
    "这家初创公司昨天展示了一款低功耗无线模块。模块的待机电流只有两微安，一节纽扣电池可以用上十年。工程师把射频前端与"
    "基带做在同一块硅片上，省去了外部滤波器。批量价格预计不到一美元，明年第二季度供货。分析人士认为，智能电表厂商会最先采用。"
)
CHINESE_COPY = (
    "本报讯：这家初创公司昨天展示了一款低功耗无线模块。模块的待机电流只有两微安，一节纽扣电池可以用上十年。工程师把射频前端与"
    "基带做在同一块硅片上，省去了外部滤波器。批量价格预计不到一美元，明年二季度开始供货。"
)
CHINESE_OTHER = (
    "昨天开幕的展会上，存储器厂商纷纷谈到了涨价。一位经理说，客户在年初就把全年的货订完了。与去年相比，模组价格高出四成，"
    "而新的生产线要到后年才能投产。有人担心手机厂商会因此削减配置，也有人说这只是周期中的一个高点。"
)
ENGLISH = (
    "The start-up showed a wireless module yesterday that draws two microamps while it waits for work. A coin cell lasts"
    " ten years, the engineers say, since the radio and the baseband share one die and no outside filter is needed. In"
    " volume it is to cost less than a dollar, and makers of smart meters are expected to be the first to use it."
)
ENGLISH_COPY = f"(Agency) {ENGLISH.replace('yesterday ', '')} Samples are on their way."
ENGLISH_OTHER = (
    "Memory makers spoke of little else than prices when the fair opened yesterday. Customers had ordered the output of"
    " the whole year by January, a manager said, and the new lines are not going to run before the year after next. The"
    " makers of phones may have to do with less, while others say that this is one more peak of the cycle."
)
ALIKE = ((CHINESE, CHINESE_COPY), (ENGLISH, ENGLISH_COPY), (CHINESE, CHINESE.replace("，", "，\n")))
DIFFERENT = ((CHINESE, CHINESE_OTHER), (ENGLISH, ENGLISH_OTHER), (CHINESE, ENGLISH))


def packed(text):
    return pack_signature(signature(fold(text)))


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_copies_with_changes_are_alike_and_share_a_band(one, other):
    assert resemblance(fold(one), fold(other)) > 0.6
    assert estimate(packed(one), packed(other)) > 0.5
    assert set(bands(signature(fold(one)))) & set(bands(signature(fold(other))))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_texts_on_other_things_are_not_alike(one, other):
    assert resemblance(fold(one), fold(other)) < 0.05
    assert estimate(packed(one), packed(other)) < 0.2
    assert not set(bands(signature(fold(one)))) & set(bands(signature(fold(other))))


def test_traditional_characters_and_full_width_make_no_difference():
    assert packed("國產晶片" + CHINESE) == packed("国产晶片" + CHINESE)


def test_the_estimate_is_near_the_truth_and_not_biased():
    rng = random.Random(6)
    words = ["".join(rng.choices("etaoinshrdlu", k=5)) for _ in range(3000)]
    errors = []
    for _ in range(60):
        one = rng.choices(words, k=500)
        kept = rng.randint(50, 500)
        other = one[:kept] + rng.choices(words, k=500 - kept)
        one, other = " ".join(one), " ".join(other)
        errors.append(estimate(packed(one), packed(other)) - resemblance(one, other))
    assert abs(sum(errors)) / len(errors) < 0.02
    assert (sum(error**2 for error in errors) / len(errors)) ** 0.5 < 0.065


def test_a_signature_of_another_length_is_like_none():
    assert estimate(packed(CHINESE), packed(CHINESE)[:128]) == 0.0


def test_short_texts_have_no_signature():
    assert signature(fold("请登录后查看全文")) is None
    assert signature("") is None
    assert resemblance("", "") == 0.0


def test_a_signature_is_the_same_on_every_machine():
    assert pack_signature(signature(" ".join(f"w{number}" for number in range(100))))[:8].hex() == "a07aef004ab73755"
    assert bands(signature(" ".join(f"w{number}" for number in range(100))))[0] == 1503601218352691121


@given(st.text(alphabet="abc 芯片国产", max_size=400))
@settings(max_examples=50)
def test_a_text_is_alike_to_itself_and_likeness_has_no_direction(text):
    folded = fold(text)
    found = signature(folded)
    assert resemblance(folded, folded) in (0.0, 1.0)
    if found:
        assert len(pack_signature(found)) == 128
        assert len(bands(found)) == 16
        assert all(-(1 << 63) <= band < 1 << 63 for band in bands(found))
