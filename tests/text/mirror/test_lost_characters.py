"""Question marks that no author wrote are told from those that one did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.text.mirror.lost_characters import is_lossy, restore
from newscrawl.text.repair import repair
from newscrawl.text.repaired import Repaired

# damaged, restored
LOST = (
    ("? ? 工厂开始生产传感器。", "工厂开始生产传感器。"),  # an indent of no-break spaces
    ("2024-01-02 ? 来源：电子报", "2024-01-02 · 来源：电子报"),  # a bullet
    ("2024-01-02 10:15 ?3评论", "2024-01-02 10:15 3评论"),  # an icon before a counter
    ("传感器，?它很小。", "传感器， 它很小。"),
    ("Intel?的芯片", "Intel 的芯片"),  # a trade mark sign, perhaps with a blank
    ("用于Cortex?，以及", "用于Cortex，以及"),
    ("? ? 工厂的网址是https://a.example/?b=1", "工厂的网址是https://a.example/?b=1"),
    (
        "用于Cortex?，以及其他各种各样的处理器，详细的说明和全部的参数都请看这里：https://a.example/b，欢迎访问。",
        "用于Cortex，以及其他各种各样的处理器，详细的说明和全部的参数都请看这里：https://a.example/b，欢迎访问。",
    ),
)
SOUND = (
    "",
    "这款芯片好吗?",
    "为什么选择Intel?因为便宜。",
    "有没有支持WiFi?的模块",
    "https://example.com/a?b=中文",
    "int x = a ? b : c; // 选择",
    "Is this a question? Yes.",
    "SELECT * FROM parts WHERE id = ?",
)


@pytest.mark.parametrize(("damaged", "restored"), LOST)
def test_a_lost_character_is_put_back(damaged: str, restored: str) -> None:
    found = restore(damaged)
    assert found.text == restored
    assert {step.rule for step in found.steps} == {"mirror/lossy-question-mark"}


@pytest.mark.parametrize("text", SOUND)
def test_a_question_mark_stays(text: str) -> None:
    assert restore(text) == Repaired(text)
    assert not is_lossy(text)


# page, whether it proves that characters were lost
PROOF = (
    ("? ? 工厂开始生产传感器。", True),
    ("传感器，?它很小。", False),  # one trace
    ("传感器，?它很小。\n2024-01-02 ? 来源：电子报", True),  # two kinds
    ("2024-01-02 ? 来源：电子报\n2024-01-02 ? 作者：王", True),  # the same bullet twice
)


@pytest.mark.parametrize(("page", "lossy"), PROOF)
def test_a_page_is_lossy_if_its_traces_suffice(page: str, lossy: bool) -> None:
    assert is_lossy(page) is lossy


@given(st.lists(st.sampled_from(["?", " ", "\u3000", "中", "。", "，", "A", "1", "\n", "吗", "://"])).map("".join))
def test_nothing_but_question_marks_and_blanks_changes(text: str) -> None:
    kept = str.maketrans("", "", "?· \u3000")
    assert restore(text).text.translate(kept) == text.translate(kept)


@pytest.mark.parametrize("text", ["导语：？据报道，公司已经开始生产新产品。", "来源：？电子时报\n作者：？王小明"])
def test_a_full_width_mark_after_a_colon_is_a_lost_blank(text: str) -> None:
    assert repair(text).text == text.replace("？", " ")


@pytest.mark.parametrize("text", ["问：？？？", "他问：“？”", "结果如何：？", "你是谁？我是王小明。"])
def test_a_full_width_mark_elsewhere_is_a_question(text: str) -> None:
    assert repair(text).text == text
