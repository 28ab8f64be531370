"""Dates, authors and titles in the forms in which pages state them, one a row of ``stated.json``.

A row has the field and what it is, and what the page has beside a plain one: ``head``, what stands on ``top`` of the text
or at its ``end``, and ``before`` the article, ``url``, ``lang``, ``h1`` and ``title``.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import newscrawl

ROWS = json.loads(Path(__file__).with_name("stated.json").read_text("utf-8"))
TEXT = {
    "en": "Supporters said that the line would cut travel times between the harbour and the university by half.",
    "zh": "支持者表示，这条线路将使港口和大学之间的行车时间缩短一半，市长感谢规划部门的工作人员长期以来耐心细致的工作。",
    "ja": "賛成派は、港と大学の間の所要時間が半分になると述べ、市長は計画課の職員の粘り強い仕事に感謝した。",
    "ko": "찬성하는 의원들은 항구와 대학 사이의 이동 시간이 절반으로 줄어들 것이라고 말했다.",
    "de": "Befürworter erklärten, die Linie werde die Fahrzeit zwischen Hafen und Universität halbieren.",
}
URL = "https://gazette.example/news/tram-line"
HEADLINE = "Council approves new tram line"


def page(row: dict[str, Any]) -> bytes:
    lang, headline = row.get("lang", "en"), row.get("h1", HEADLINE)
    title = row.get("title", headline if row["field"] != "title" else "")
    text = TEXT.get(lang[:2], TEXT["en"])
    paragraphs = "".join(f"<p>{text} {number}.</p>" for number in range(5))
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{row.get('head', '')}</head>"
        f"<body>{row.get('before', '')}<main><article>{f'<h1>{headline}</h1>' if headline else ''}{row.get('top', '')}"
        f"{paragraphs}{row.get('end', '')}</article></main></body></html>"
    ).encode()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['field']}-{row.get('lang', 'en')}")
def test_what_a_page_states_is_read(row: dict[str, Any]) -> None:
    article = newscrawl.extract(page(row), row.get("url", URL))
    found: dict[str, Any] = {
        "title": article.title,
        "authors": list(article.authors),
        "date": article.date.isoformat()[:10] if article.date else None,
    }
    assert found[row["field"]] == row["is"]
