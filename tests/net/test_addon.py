"""The NEWSCRAWL_* settings become Scrapy's own; a practice web is on this machine, and logs are private."""

import logging
import os
import stat

import pytest
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.net import logs
from newscrawl.net.addon import NetworkAddon, practice_web

DEFAULTS = {
    "USER_AGENT": "newscrawl/0", "LOG_FILE": None, "NEWSCRAWL_CONTACT": "", "NEWSCRAWL_PRACTICE_WEB": "",
    "NEWSCRAWL_DATABASE_URL": "sqlite:///articles.db", "DOWNLOAD_HANDLERS": {"http": "h", "https": "h"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _process_is_restored(monkeypatch):
    monkeypatch.setattr(logs, "_secrets", set())
    mask, factory = os.umask(0o022), logging.getLogRecordFactory()
    yield
    os.umask(mask)
    logging.setLogRecordFactory(factory)


def applied(**values):
    settings = Settings(DEFAULTS | values)
    NetworkAddon().update_settings(settings)
    return settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", None),
        (None, None),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://localhost:1/", "localhost:1"),
        ("http://127.0.0.1:65535", "127.0.0.1:65535"),
    ],
)
def test_a_practice_web_is_a_port_of_this_machine(url, expected):
    assert practice_web(Settings({"NEWSCRAWL_PRACTICE_WEB": url})) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1", "http://127.0.0.1:65536", "https://127.0.0.1:80", "http://10.0.0.1:80", "127.0.0.1:80",
        "http://localhost.example:80", "http://127.0.0.1:80/a", "http://127.0.0.1:80\n", "http://me@127.0.0.1:80",
    ],
)  # fmt: skip
def test_any_other_practice_web_is_a_bad_argument(url):
    with pytest.raises(BadArgument, match="NEWSCRAWL_PRACTICE_WEB"):
        applied(NEWSCRAWL_PRACTICE_WEB=url)


@pytest.mark.parametrize("priority", ["default", "project", "spider", "cmdline"])
def test_a_contact_stands_in_the_user_agent_wherever_that_was_set(caplog, priority):
    settings = Settings(DEFAULTS | {"NEWSCRAWL_CONTACT": "desk@sample.example"})
    settings.set("USER_AGENT", "mine/1", priority)
    NetworkAddon().update_settings(settings)
    agent = "newscrawl/0" if priority == "default" else "mine/1"
    assert settings["USER_AGENT"] == f"{agent} (+desk@sample.example)"
    assert not caplog.text


@pytest.mark.parametrize(("practice", "is_told"), [("", True), ("http://127.0.0.1:8080", False)])
def test_a_missing_contact_is_told_where_there_are_sites_to_reach(caplog, practice, is_told):
    settings = applied(NEWSCRAWL_PRACTICE_WEB=practice)
    assert settings["USER_AGENT"] == "newscrawl/0"
    assert ("NEWSCRAWL_CONTACT is not set" in caplog.text) == is_told


def test_only_a_practice_web_changes_where_requests_go():
    assert dict(applied()["DOWNLOAD_HANDLERS"]) == {"http": "h", "https": "h"}
    handlers = applied(NEWSCRAWL_PRACTICE_WEB="http://127.0.0.1:8080")["DOWNLOAD_HANDLERS"]
    assert set(handlers.values()) == {"newscrawl.net.practice.PracticeWebHandler"}


@pytest.mark.parametrize(
    ("values", "text", "shown"),
    [
        ({"NEWSCRAWL_DATABASE_URL": "postgresql://me:hush%40home@db/news"}, "hush%40home", "***"),
        ({"NEWSCRAWL_DATABASE_URL": "postgresql://me:hush%40home@db/news"}, "hush@home", "***"),
        ({"AWS_SECRET_ACCESS_KEY": "abcdefgh"}, "key abcdefgh", "key ***"),
        ({"FTP_PASSIVE_MODE": True}, "True", "True"),
        ({}, "sqlite:///articles.db", "sqlite:///articles.db"),
    ],
)
def test_no_secret_of_the_settings_is_shown_in_a_log(values, text, shown):
    applied(**values)
    assert logs.safe(text) == shown


def test_files_are_their_owners_only(tmp_path):
    log = tmp_path / "crawl.log"
    log.touch(0o644)
    applied(LOG_FILE=str(log))
    (tmp_path / "new").touch()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (log, tmp_path / "new")] == [0o600, 0o600]
