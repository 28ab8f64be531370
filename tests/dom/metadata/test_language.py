"""The language of a page, declared or told by its text."""

import pytest
from metadata_pages import HAN, PARAGRAPH, read


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (f"<html lang='en-US'><body>{PARAGRAPH}</body></html>", "en"),
        (f"<html lang='de'><body>{PARAGRAPH}</body></html>", "de"),
        (f"<html lang='en'><body>{HAN}</body></html>", "zh"),
        (f"<html lang='zh-CN'><body>{HAN}</body></html>", "zh"),
        (
            "<html lang='zh'><body><p>新型電機控制器今天正式發佈，功耗比上一代產品降低了三成，價格保持不變。</p></body></html>",
            "zh-Hant",
        ),
        ("<html lang='zh-TW'><body></body></html>", "zh-Hant"),
        ("<html><body><p>新しいモーター制御ＩＣを発表した。消費電力は従来品より低い。</p></body></html>", "ja"),
        ("<html><body><p>새로운 모터 제어 칩이 오늘 공식 발표되었으며 가격은 그대로 유지된다.</p></body></html>", "ko"),
        (
            "<html><body><p>Der neue Regler ist für die Motoren und die Pumpen gedacht, das ist nicht neu.</p></body></html>",
            "de",
        ),
        ('<html><head><meta property="og:locale" content="de_DE"></head><body></body></html>', "de"),
        ("<html><body></body></html>", None),
    ],
)
def test_tells_the_language(html: str, language: str | None) -> None:
    assert read(html).language == language
