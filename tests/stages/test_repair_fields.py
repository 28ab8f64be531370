"""White space is folded after repair: in fields, U+00A0 and U+0085 may be bytes of misread characters."""

import json

import pytest

from newscrawl.stages.chain import extract

# Sentences written for this test; 蓝 and 价 end with the bytes A0 and 85 in GBK or UTF-8.
TITLE = "新款蓝色传感器，价格便宜两成"
BODY = "工厂从春天开始生产用于冰箱的新型传感器，订单来自三个国家的家电厂商，价格比原来的便宜两成。" * 3
DATA = {"@type": "NewsArticle", "headline": TITLE, "description": BODY[:45], "keywords": "蓝色传感器"}


def page(title: str, data: dict[str, str]) -> str:
    return (
        f"<html><head><title>{title}</title><meta name='description' content='{BODY[:45]}'>"
        f"<script type='application/ld+json'>{json.dumps(data, ensure_ascii=False)}</script></head>"
        f"<body><article><h1>{title}</h1><p>{BODY}</p><p>{BODY[::-1][1:]}。</p></article></body></html>"
    )


@pytest.mark.parametrize("reader", ["latin-1", "mac-roman"])
def test_fields_are_repaired_as_the_body_is(reader: str) -> None:
    misread = page(TITLE, DATA).encode().decode(reader)
    article = extract(misread, "https://news.example/2025/1.html")
    assert article.title == TITLE
    assert article.summary == BODY[:45]
    assert article.status == "ok"


def test_white_space_of_sound_fields_is_folded() -> None:
    article = extract(page("新款\u00a0蓝色\u3000传感器", {}), "https://news.example/2025/1.html")
    assert article.title == "新款 蓝色 传感器"


CODE = 'if (a &amp;lt; b) { s = "\\\\u7535\\\\u6e90\\\\u7ba1\\\\u7406"; }'


def test_code_is_not_unescaped_twice() -> None:
    html = page(TITLE, {}).replace(
        "</article>", f"<pre><code>{CODE}</code></pre><p>AT&amp;amp;T 和 R&amp;amp;D</p></article>"
    )
    article = extract(html, "https://news.example/2025/1.html")
    assert "a &lt; b" in article.body_text
    assert r"\\u7535" in article.body_text
    assert "AT&T" in article.body_text


def test_escapes_in_titles_are_undone() -> None:
    article = extract(page(r"\u7535\u6e90\u7ba1\u7406\u82af\u7247", {}), "https://news.example/2025/1.html")
    assert article.title == "电源管理芯片"
