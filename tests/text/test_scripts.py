"""The blocks hold their script, and no other one."""

import re

import pytest

from newscrawl.text.scripts import HANGUL, IDEOGRAPHS, KANA, UNIFIED_IDEOGRAPHS

HELD = [
    (UNIFIED_IDEOGRAPHS, "一国國龥"),
    (IDEOGRAPHS, "㐀䶵一国國龥"),
    (KANA, "ぁんァンー"),
    (HANGUL, "가힣"),
]


@pytest.mark.parametrize(("block", "held"), HELD, ids=["unified ideographs", "ideographs", "kana", "hangul"])
def test_a_block_holds_its_script(block, held):
    assert re.fullmatch(f"[{block}]+", held)
    others = "".join(text for _, text in HELD) + "aß。，（Ω"
    assert set(re.findall(f"[{block}]", others)) == set(held)
