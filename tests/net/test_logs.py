"""Nothing that a server sends reaches a terminal raw, and no secret is told."""

import io
import json
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.net import logs


@pytest.fixture
def written():
    """A logger whose records are safe, and what it wrote."""
    before = logging.getLogRecordFactory()
    logs.install()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("newscrawl.test-logs")
    logger.propagate = False
    logger.addHandler(handler)
    yield lambda *message, **named: (logger.error(*message, **named), stream.getvalue())[1]
    logger.removeHandler(handler)
    logging.setLogRecordFactory(before)


CASES = [
    ("plain, Größe, 字", "plain, Größe, 字"),
    ("\x1b[2J\x07", "\\x1b[2J\\x07"),
    ("a\rb", "a\\x0db"),
    ("a\x85b\x9b", "a\\x85b\\x9b"),
    ("\u202eabc\u2028", "\\u202eabc\\u2028"),
    ("\ud800", "\\ud800"),
    ("a\U000e0041", "a\\U000e0041"),
    ("one\n2026 ERROR: forged", "one\n    2026 ERROR: forged"),
    ("postgresql://me:hush@db/x", "postgresql://***@db/x"),
    ("http://proxy.example:80/a@b", "http://proxy.example:80/a@b"),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_a_message_is_made_safe(written, text, shown):
    assert written("%s", text) == f"{shown}\n"


def test_the_text_of_an_exception_is_made_safe(written):
    try:
        raise ValueError("\x1b[2J https://me:hush@db.example/")
    except ValueError:
        shown = written("it failed", exc_info=True)
    assert "\x1b" not in shown
    assert "hush" not in shown
    assert "ValueError" in shown


def test_a_secret_is_hidden_wherever_it_stands(written, monkeypatch):
    monkeypatch.setattr(logs, "_secrets", set())
    logs.keep_secret(["Tr0ub4dor", ""])
    assert written("settings: {'X': 'Tr0ub4dor'}") == "settings: {'X': '***'}\n"


@pytest.mark.parametrize(
    "name", ["MAIL_PASS", "AWS_SECRET_ACCESS_KEY", "TELNETCONSOLE_PASSWORD", "MY_API_KEY", "X_TOKEN"]
)
def test_a_setting_that_holds_a_secret_is_known_by_its_name(name):
    assert logs.is_secret(name)


@given(st.text())
def test_no_text_leaves_a_control_character(text):
    assert [one for one in logs.safe(text) if ord(one) < 32 and one not in "\t\n"] == []


def test_json_says_the_same_without_controls():
    written = json.dumps({"title": "\x9b2J \u202e\x7f\U000e0041 芯片"}, ensure_ascii=False)
    safe = logs.safe_json(written)
    assert json.loads(safe) == json.loads(written)
    assert not re.search("[\x7f-\x9f\u202e\U000e0041]", safe)
    assert "芯片" in safe
