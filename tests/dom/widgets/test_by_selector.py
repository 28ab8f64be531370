"""Widgets go by structure, words and shape together; the article stays."""

import json
import re
from pathlib import Path

import pytest
from cpu_time import assert_linear, in_shares
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render import render
from newscrawl.dom.tree import map_text, parse_fragment, visible_text
from newscrawl.dom.widgets.by_selector import strip_structure, strip_widgets
from newscrawl.dom.widgets.rules import COMMON_WIDGETS, WidgetRule

SNIPPETS = json.loads((Path(__file__).with_name("snippets.json")).read_text("utf-8"))
ARTICLE = "<p>The regulator has less noise than its predecessor. We measured it with two capacitors.</p>"


@pytest.mark.parametrize("case", SNIPPETS, ids=[case["label"] for case in SNIPPETS])
def test_what_goes_and_what_stays(case: dict) -> None:
    body = parse_fragment(case["html"])
    before = render(body).html
    stripped = strip_widgets(body)
    after = render(body).html
    if case.get("same"):
        assert after == before
        assert stripped.steps == ()
        return
    assert [words for words in case["keep"] if words not in after] == []
    assert [words for words in case["gone"] if words in after] == []
    assert set(case["rules"]) <= {step.rule for step in stripped.steps}
    assert stripped.comments == case.get("comments", 0)


SELECTORS = [(rule, css.strip()) for rule in COMMON_WIDGETS for css in rule.css.split(",")]


def test_no_blank_is_left_before_a_mark() -> None:
    prose = "<p>The board draws less current than the old one, and it costs the same, its maker says.</p>" * 3
    link = '<a href="/x">here<svg></svg> <span class="sr-only">(opens anew)</span></a>'
    tree = parse_fragment(f"{prose}<p>More of it stands {link}, and there.</p>")
    strip_widgets(tree)
    assert visible_text(tree).endswith("More of it stands here, and there.")


def element_for(css: str) -> str:
    """Return markup of an element that a simple selector matches."""
    tag = (re.match(r"[a-z][\w-]*", css) or ["div"])[0]
    names = re.findall(r"\.([\w-]+)", re.sub(r"\[.*?\]", "", css))
    attributes = {"class": " ".join(names)} if names else {}
    if identifier := re.search(r"#([\w-]+)", css):
        attributes["id"] = identifier[1]
    for name, value in re.findall(r"\[([\w-]+)(?:[$^*]?='([^']*)')?\]", css):
        attributes[name] = value
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>Widget</{tag}>"


def test_every_selector_finds_its_widget() -> None:
    article = visible_text(parse_fragment(ARTICLE + ARTICLE))
    assert "Widget" not in article
    wrong = {
        f"{rule.kind}/{rule.name} {css}": found
        for rule, css in SELECTORS
        if (found := left_by(css)) != (article, [rule.kind])
    }
    assert wrong == {}


def left_by(css: str) -> tuple[str, list[str]]:
    """Return the text that is left of two articles around a widget, and the kinds of the rules that were used."""
    body = parse_fragment(ARTICLE + element_for(css) + ARTICLE)
    stripped = strip_structure(body)
    return visible_text(body), [step.rule.split("/")[0] for step in stripped.steps]


def test_every_rule_is_named_kind_slash_name_and_no_selector_stands_twice() -> None:
    assert all(re.fullmatch(r"[a-z-]+", rule.kind) and re.fullmatch(r"[a-z-]+", rule.name) for rule in COMMON_WIDGETS)
    assert sorted({css for _, css in SELECTORS}) == sorted(css for _, css in SELECTORS)


def test_rules_of_a_site_may_use_any_selector() -> None:
    rules = (WidgetRule("ads", "own", "div > p:last-child, .x"), WidgetRule("share", "own", "#s[data-a]"))
    body = parse_fragment(ARTICLE + "<div><p>a</p><p>b</p></div><div id=s data-a=1>c</div><div id=s>d</div>")
    assert {step.rule for step in strip_structure(body, rules).steps} == {"ads/own", "share/own"}
    assert render(body).html.endswith("<p>a</p>\n<p>d</p>")


def test_a_wrapper_with_an_unlucky_class_is_spared_and_reported() -> None:
    body = parse_fragment(f"<div class=related>{ARTICLE}</div>")
    assert strip_widgets(body).spared == ("related/any",)
    assert "regulator" in visible_text(body)


def test_rules_of_a_site_are_believed() -> None:
    body = parse_fragment(f"<div class=own>{ARTICLE}</div><p>x</p>")
    strip_structure(body, (*COMMON_WIDGETS, WidgetRule("related", "own", ".own")))
    assert visible_text(body) == "x"


def test_comments_may_be_longer_than_the_article() -> None:
    body = parse_fragment(
        ARTICLE * 2 + "<div class=comments>" + "<p class=comment>I do not agree at all.</p>" * 40 + "</div>"
    )
    assert strip_widgets(body).comments == 40
    assert "agree" not in visible_text(body)


def test_credits_inside_of_figures_stay_with_their_picture() -> None:
    body = parse_fragment(
        f"{ARTICLE}<figure><img src=http://e.org/a.png><figcaption>Board <span class=photo-credit>N.</span></figcaption>"
        "</figure><div class=photo-credit>N.</div>"
    )
    strip_widgets(body)
    assert render(body).html.endswith("<figcaption>Board N.</figcaption></figure>")


@given(st.sets(st.sampled_from(range(len(SELECTORS))), max_size=6), st.randoms(use_true_random=False))
def test_structural_rules_commute_with_changes_of_text(chosen: set[int], dice) -> None:
    parts = [ARTICLE, *(element_for(SELECTORS[index][1]) for index in sorted(chosen))]
    dice.shuffle(parts)
    first, second = parse_fragment("".join(parts)), parse_fragment("".join(parts))
    map_text(first, str.swapcase)
    strip_structure(first)
    strip_structure(second)
    map_text(second, str.swapcase)
    assert render(first).html == render(second).html


@given(st.sampled_from(SNIPPETS), st.sampled_from(SNIPPETS))
def test_stripping_twice_takes_no_more(one: dict, other: dict) -> None:
    body = parse_fragment(one["html"] + ARTICLE * 4 + other["html"])
    strip_widgets(body)
    once = render(body).html
    assert strip_widgets(parse_fragment(once)).steps == ()


@pytest.mark.parametrize(
    "html", ["", "<p>", "<div class='share'>", "<a>" * 300, "<ul><li><a href='http://['>x", "\x00"]
)
def test_odd_markup_is_answered(html: str) -> None:
    strip_widgets(parse_fragment(html))


@in_shares
@pytest.mark.parametrize(
    "token",
    [
        "a",
        "<div class=share>x</div>",
        "<p>关注</p>",
        "<p>相关阅读</p><p><a href=/x>title</a></p>",
        "<li><a href=/x>link</a>",
        "<br>1",
    ],
)
def test_floods_of_one_token_are_stripped_in_time(token: str, share: float) -> None:
    count = int(min(1_000_000 // len(token), 30_000) * share)
    assert_linear(strip_widgets, lambda count: parse_fragment(token * count), count, max_seconds=8 * share)
