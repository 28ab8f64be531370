"""`scrapy search` as a person types it. The words of a query keep their order, whatever they begin with."""

import json
import sys

import pytest
from terminal import Terminal

from newscrawl.commands.search import SearchParser


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["gpu", "-game", "OR", "npu"], ["gpu", "-game", "OR", "npu"]),
        (["-stm32", "-Linux", "--limit", "3", "-s", "A=1"], ["-stm32", "-Linux"]),
        (["-芯", '-"low noise"', "x"], ["-芯", '-"low noise"', "x"]),
        (["--nosuch", "-"], ["--nosuch", "-"]),
    ],
)
def test_words_with_a_minus_are_no_options(typed, words):
    parser = SearchParser()
    parser.add_argument("--limit")
    parser.add_argument("-s")
    options, left = parser.parse_known_args(typed)
    assert left == words
    assert options.limit in (None, "3")


def test_search_prints_what_it_finds_with_marks(searched):
    assert searched("search", "国产GPU", "芯片") == (
        0,
        "1  2026-11-20  one  [国产GPU]量产\n    首批[芯片]下周供货。\n    https://www.sample.example/d/1.html\n\n",
        "",
    )


def test_search_takes_a_phrase_and_is_narrowed(searched):
    assert searched("search", '"noise low"').returncode == 1
    assert searched("search", "产", "--limit", "1").stdout.count("https://") == 1
    assert searched("search", "产 gpu", "--site", "two", "--since", "2026-11-15").stdout.count("https://") == 2


def test_search_takes_minus_words_days_and_languages(searched):
    assert searched("search", "产", "-gpu").stdout.count("https://") == 1
    assert searched("search", "产", "-stm32", "-low", "-x").stdout.count("https://") == 5
    assert searched("search", "产", "--until", "2026-11-15").stdout.count("https://") == 1
    assert searched("search", "产", "--language", "de").returncode == 1


def test_search_prints_json_lines(searched):
    [line] = searched("search", "芯片", "--json").stdout.splitlines()
    assert json.loads(line) == {
        "id": 1, "key": "sample/1", "url": "https://www.sample.example/d/1.html", "site": "one", "language": None,
        "dated": "2026-11-20T12:00:00+00:00", "title": "国产GPU量产", "excerpt": "首批芯片下周供货。",
    }  # fmt: skip


def test_search_marks_in_colours_on_a_terminal(searched, monkeypatch):
    monkeypatch.delenv("NO_COLOR")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    searched("search", "芯片")
    assert "首批\x1b[1;33m芯片\x1b[0m下周" in terminal.getvalue()


def test_nothing_that_an_article_says_moves_the_cursor(searched, tmp_path):
    found = searched("search", "escape").stdout
    assert "\x1b" not in found
    assert "\\x1b" in found
    assert "\x1b" not in searched("similar", "sample/13").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("！",), "no word"),
        (("x", "--since", "tomorrow"), "--since must be a day"),
        (("x", "--limit", "0"), "--limit must be 1 or more"),
        (("x", "--limit", "9" * 30), "--limit must be 1 or more"),
        (("x", "--until", "2026-13-01"), "--until must be a day"),
        (("x", "--nosuch"), "no option --nosuch"),
        (("x", "site:"), "site: needs a name"),
    ],
)
def test_a_wrong_search_is_named_in_one_line(searched, arguments, message):
    finished = searched("search", *arguments)
    assert finished.returncode == 2
    assert message in finished.stdout + finished.stderr
