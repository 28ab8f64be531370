"""`scrapy search`, `similar`, `export` and `browse` as a person types them."""

import io
import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from samples import numbered
from scrapy.cmdline import execute
from searched import ARTICLES, COPIED, copy

from newscrawl.storage.crawl.store import Store

ROOT = Path(__file__).resolve().parents[2]


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


class Terminal(io.StringIO):
    def isatty(self):
        return True


def fill(database):
    with Store(database) as store:
        store.save_all(ARTICLES)
        store.save_all([copy(11, COPIED, hours=2, source="快讯网"), copy(12, f"{COPIED}（完）", site="two")])
        store.save(numbered(13, title="escape \x1b[2J\x07", body_text="escape\x1b]0;title\x07 sequences"))


@pytest.fixture
def scrapy(capsys, monkeypatch, tmp_path, prepared):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    database = prepared(fill, f"sqlite:///{tmp_path}/articles.db")

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return Finished(ended.value.code, *capsys.readouterr())

    return run


def test_search_prints_what_it_finds_with_marks(scrapy):
    assert scrapy("search", "国产GPU", "芯片") == (
        0,
        "1  2026-11-20  one  [国产GPU]量产\n    首批[芯片]下周供货。\n    https://www.sample.example/d/1.html\n\n",
        "",
    )


def test_search_takes_a_phrase_and_is_narrowed(scrapy):
    assert scrapy("search", '"noise low"').returncode == 1
    assert scrapy("search", "产", "--limit", "1").stdout.count("https://") == 1
    assert scrapy("search", "产 gpu", "--site", "two", "--since", "2026-11-15").stdout.count("https://") == 2


def test_search_takes_minus_words_days_and_languages(scrapy):
    assert scrapy("search", "产", "-gpu").stdout.count("https://") == 1
    assert scrapy("search", "产", "-stm32", "-low", "-x").stdout.count("https://") == 5
    assert scrapy("search", "产", "--until", "2026-11-15").stdout.count("https://") == 1
    assert scrapy("search", "产", "--language", "de").returncode == 1


def test_search_prints_json_lines(scrapy):
    [line] = scrapy("search", "芯片", "--json").stdout.splitlines()
    assert json.loads(line) == {
        "id": 1, "key": "sample/1", "url": "https://www.sample.example/d/1.html", "site": "one", "language": None,
        "dated": "2026-11-20T12:00:00+00:00", "title": "国产GPU量产", "excerpt": "首批芯片下周供货。",
    }  # fmt: skip


def test_search_marks_in_colours_on_a_terminal(scrapy, monkeypatch):
    monkeypatch.delenv("NO_COLOR")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    scrapy("search", "芯片")
    assert "首批\x1b[1;33m芯片\x1b[0m下周" in terminal.getvalue()


def test_nothing_that_an_article_says_moves_the_cursor(scrapy, tmp_path):
    found = scrapy("search", "escape").stdout
    assert "\x1b" not in found
    assert "\\x1b" in found
    assert "\x1b" not in scrapy("similar", "sample/13").stdout


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
def test_a_wrong_search_is_named_in_one_line(scrapy, arguments, message):
    finished = scrapy("search", *arguments)
    assert finished.returncode == 2
    assert message in finished.stdout + finished.stderr


def test_similar_prints_the_group_with_its_earliest_article_and_credits(scrapy):
    lines = scrapy("similar", "sample/11").stdout.splitlines()
    assert lines[0].split() == ["2026-11-20", "12:00", "99%", "earliest", "9", "two", "国产GPU"]
    assert lines[2].split() == ["2026-11-20", "14:00", "asked", "8", "sample", "国产GPU", "(source:", "快讯网)"]
    assert scrapy("similar", "sample/1").stdout == "no other article is nearly the same\n"
    assert scrapy("similar", "sample/99") == (1, "", "no article is called sample/99\n")


def test_export_writes_and_counts_without_a_bar_where_there_is_no_terminal(scrapy, tmp_path):
    path = tmp_path / "a.jsonl"
    assert scrapy("export", "--format", "jsonl", "-o", str(path)) == (0, f"{path}: 10 articles\n", "")
    assert len(path.read_text("utf-8").splitlines()) == 10
    assert scrapy("export", "--format", "csv", "-o", str(path), "--query", "国产").stdout == f"{path}: 4 articles\n"


def test_export_shows_how_far_it_is_on_a_terminal(scrapy, tmp_path, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    scrapy("export", "--format", "jsonl", "-o", str(tmp_path / "a.jsonl"))
    assert "/10" in terminal.getvalue()


def test_a_wrong_export_is_named_in_one_line(scrapy, tmp_path):
    finished = scrapy("export", "--format", "jsonl", "-o", str(tmp_path / "articles.db"))
    assert finished.returncode == 2
    assert "is the database" in finished.stdout + finished.stderr


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_wrong_port_is_named_in_one_line(scrapy, port):
    finished = scrapy("browse", f"--port={port}")
    assert finished.returncode == 2
    assert "--port must be" in finished.stdout + finished.stderr


def test_export_to_standard_output_says_how_many_elsewhere(scrapy):
    finished = scrapy("export", "--format", "jsonl", "-o", "-", "--until", "2026-11-15")
    assert (finished.returncode, finished.stderr) == (0, "1 articles\n")
    assert json.loads(finished.stdout)["key"] == "sample/7"
