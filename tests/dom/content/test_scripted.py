"""Articles that a page leaves to a script to show are read from its data, and nothing else is taken for one."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.content.scripted import read_scripted
from newscrawl.dom.tree import parse, visible_text

FIRST = "The regulator was measured in the lab with two capacitors, and its noise is very low."
SECOND = (
    "A second board with ceramic capacitors rang when the load changed, so a resistor was put in series. It takes one"
    " percent of the current, which is why the third board has none, and larger capacitors of another make instead."
)
THIRD = "The third part of the story looks at the price of the parts, which fell by a tenth within a year."
ZH = [
    "本文介绍一种低噪声稳压器的设计方法，并且给出详细的实测数据。",
    "第二段讨论输出电容的选择。" * 6,
    "第三段给出结论。" * 8,
]
LABELS = {"nav": [{"title": "Home"}, {"title": "News of the day"}], "theme": "dark"}


def script(data: object, attributes: str = "id=__NEXT_DATA__ type=application/json") -> str:
    return f"<script {attributes}>{json.dumps(data)}</script>"


def nodes(*texts: str) -> list[object]:
    """Return paragraphs as content systems keep them, one with a link in it."""
    first, *others = texts
    head, tail = first[:40], first[40:]
    link = {"type": "link", "href": "/a", "content": [{"type": "text", "value": tail}]}
    plain = [{"type": "paragraph", "content": [{"type": "text", "value": text}]} for text in others]
    return [{"type": "paragraph", "content": [{"type": "text", "value": head}, link]}, *plain]


def story(body: object) -> dict[str, object]:
    return {"props": {"layout": LABELS, "story": {"summary": FIRST, "body": body, "related": [{"title": THIRD}]}}}


READ = {
    "a list of rich text": script(story({"content": nodes(FIRST, SECOND, THIRD)})),
    "a list of texts": script(story([FIRST, SECOND, THIRD])),
    "markup in one text": script(story(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")),
    "a state that is set": f"<script>window.__INITIAL_STATE__ = {json.dumps(story([FIRST, SECOND, THIRD]))};f()</script>",
    "beside data of other things": script(LABELS) + script(story([FIRST, SECOND, THIRD]), "type=application/json"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_the_text_is_read_from_the_data(data: str) -> None:
    padding = script({"padding": "x" * 2000})
    tree = parse(f"<html><body><article><p>{FIRST}</p></article>{data.replace('dark', 'dark' * 600)}{padding}")
    (element,) = find_content(tree).elements
    assert [" ".join(visible_text(one).split()) for one in element.iter("p")] == [FIRST, SECOND, THIRD]


def test_chinese_that_is_written_in_escapes_is_found() -> None:
    html = f"<html><head><title>稳压器</title></head><body><div><p>{ZH[0]}</p></div>{script(story(ZH) | {'x': 'y' * 2000})}"
    assert "\\u672c" in html
    assert newscrawl.extract(html, "https://a.example/1.html").body_text == "\n\n".join(ZH)


OTHERS = {
    "no such passage": script(story([SECOND, THIRD, SECOND]) | {"x": "y" * 2000}),
    "data of an advertisement": script([{"value": "Buy now"}] * 300),
    "not JSON": f"<script type=application/json>{{'a': {FIRST * 30}</script>",
    "a program": f"<script>var text = '{FIRST * 30}';</script>",
    "JSON-LD, which is read elsewhere": script({"text": FIRST * 30}, "type=application/ld+json"),
    "a small script": script(story([FIRST])),
    "nested too deep": f"<script type=application/json>{'[' * 5000}{json.dumps(FIRST)}{']' * 5000}</script>",
}


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_other_scripts_are_left_alone(data: str) -> None:
    tree = parse(f"<html><body><article><p>{FIRST}</p></article>{data}")
    (element,) = find_content(tree).elements
    assert visible_text(element).strip() == FIRST


def test_an_article_that_the_page_shows_is_not_read_again() -> None:
    body = f"<article><p>{FIRST}</p><p>{SECOND}</p></article>"
    tree = parse(f"<html><body>{body}{script(story([FIRST, SECOND]) | {'x': 'y' * 2000})}")
    (element,) = find_content(tree).elements
    assert element.tag == "article"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.just(FIRST),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["content", "text", "x"]), inner, max_size=4)
    ),
    max_leaves=30,
)


@settings(max_examples=100, deadline=None)
@given(values)
def test_any_data_give_text_of_theirs_or_nothing(data: object) -> None:
    padded = [data, "y" * 2000]
    found = read_scripted(parse(f"<html><body>{script(padded)}"), FIRST)
    assert Counter("".join(found.split())) <= Counter("".join(leaves(padded)))


def leaves(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from leaves(inner)


@in_shares
@pytest.mark.parametrize(
    "data",
    [
        pytest.param("[" * 55 + json.dumps(FIRST * 20_000) + "]" * 55, id="deep lists around a long text"),
        pytest.param("[" + json.dumps(FIRST) + ',""' * 600_000 + "]", id="a long list"),
        pytest.param("[" + "[]," * 600_000 + json.dumps(FIRST) + "]", id="many lists"),
        pytest.param("9" * 1_900_000 + json.dumps(FIRST), id="a long number"),
    ],
)
def test_hostile_data_are_answered_in_time(data: str, share: float) -> None:
    assert_linear(
        lambda tree: read_scripted(tree, FIRST),
        lambda size: parse(f"<html><body><script type=application/json>{data[-size:]}</script>"),
        int(len(data) * share),
        max_seconds=8 * share,
    )
