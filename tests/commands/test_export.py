"""`scrapy export` as a person types it."""

import json
import sys

from terminal import Terminal


def test_export_writes_and_counts_without_a_bar_where_there_is_no_terminal(searched, tmp_path):
    path = tmp_path / "a.jsonl"
    assert searched("export", "--format", "jsonl", "-o", str(path)) == (0, f"{path}: 10 articles\n", "")
    assert len(path.read_text("utf-8").splitlines()) == 10
    assert searched("export", "--format", "csv", "-o", str(path), "--query", "国产").stdout == f"{path}: 4 articles\n"


def test_export_shows_how_far_it_is_on_a_terminal(searched, tmp_path, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    searched("export", "--format", "jsonl", "-o", str(tmp_path / "a.jsonl"))
    assert "/10" in terminal.getvalue()


def test_a_wrong_export_is_named_in_one_line(searched, tmp_path):
    finished = searched("export", "--format", "jsonl", "-o", str(tmp_path / "articles.db"))
    assert finished.returncode == 2
    assert "is the database" in finished.stdout + finished.stderr


def test_export_to_standard_output_says_how_many_elsewhere(searched):
    finished = searched("export", "--format", "jsonl", "-o", "-", "--until", "2026-11-15")
    assert (finished.returncode, finished.stderr) == (0, "1 articles\n")
    assert json.loads(finished.stdout)["key"] == "sample/7"
