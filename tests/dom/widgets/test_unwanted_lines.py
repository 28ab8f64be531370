"""Widgets of 81 kinds beside and within an article: none of their lines stays, and all of the article does.

``unwanted.json`` follows the markup of comment systems, newsletters, lists of other articles and the like in five
languages; ``place`` says where in the article a widget stands.
"""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

import newscrawl

DATA = json.loads(Path(__file__).with_name("unwanted.json").read_text("utf-8"))
PLACES = {"top": 0, "mid": 3, "in": 5, "end": 5}  # paragraphs before the widget
CJK = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
BUTTON = re.compile("<button>[^<]*</button>")


def page(case: dict[str, Any]) -> bytes:
    article = DATA["articles"][case["lang"]]
    blocks = [f"<p>{line}</p>" for line in article["text"]]
    if case["place"] in PLACES:
        blocks.insert(PLACES[case["place"]], case["html"])
    after = "" if case["place"] in PLACES else case["html"]
    title = article["title"]
    return (
        f"<!doctype html><html lang={case['lang']}><head><meta charset=utf-8><title>{title} - Gazette</title></head><body>"
        f"<header><nav><ul><li><a href='/1'>News</a></li><li><a href='/2'>Sport</a></li></ul></nav></header><main>"
        f"<div><h1>{title}</h1><div class='story-text'>{''.join(blocks)}</div>{after}</div></main></body></html>"
    ).encode()


def lines_of(markup: str) -> list[str]:
    """Return the texts between tags that are too long to stand in the article by chance."""
    texts = (html.unescape(text).strip() for text in re.split("<[^>]+>", BUTTON.sub("", markup)))
    return [text for text in texts if len(text) >= (8 if CJK.search(text) else 18)]


@pytest.mark.parametrize("case", DATA["widgets"], ids=lambda case: f"{case['kind']}-{case['lang']}-{case['place']}")
def test_a_widget_goes_and_the_article_stays(case: dict[str, Any]) -> None:
    text = newscrawl.extract(page(case), "https://gazette.example/2024/05/01/tram.html").body_text
    assert [line for line in lines_of(case["html"]) if line in text] == []
    assert [line for line in DATA["articles"][case["lang"]]["text"] if line not in text] == []
