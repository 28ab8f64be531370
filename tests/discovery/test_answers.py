"""An answer is decoded by its bytes and its header."""

import pytest

from newscrawl.discovery.answers import Answer


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("4.7 kΩ".encode(), None, "4.7 kΩ"),
        ("<p>电子工程师</p>".encode("gbk"), "gb2312", "<p>电子工程师</p>"),
        (b"", None, ""),
    ],
)
def test_the_text_of_an_answer(body, charset, text):
    assert Answer("https://www.sample.example/", body, charset).text == text
