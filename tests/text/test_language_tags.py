"""Tags of Chinese, Japanese and Korean are told from others."""

import pytest

from newscrawl.text.language_tags import is_cjk


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "ja", "ko"])
def test_chinese_japanese_and_korean(tag):
    assert is_cjk(tag)


@pytest.mark.parametrize("tag", [None, "", "en", "de-AT"])
def test_other_languages(tag):
    assert not is_cjk(tag)
