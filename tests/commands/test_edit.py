"""`scrapy edit` as a person types it: the module of a spider in an editor."""

import pytest


@pytest.fixture
def opened(monkeypatch):
    calls = []
    monkeypatch.setattr("scrapy.commands.edit._edit_file", lambda editor, path: calls.append((editor, path.name)) or 0)
    return calls


def test_the_module_of_the_spider_is_opened(scrapy_on, database, opened):
    finished = scrapy_on(database, "edit", "elecfans", "-s", "EDITOR=my-editor")
    assert finished.returncode == 0
    assert opened == [("my-editor", "elecfans.py")]


@pytest.mark.parametrize(
    ("arguments", "named"), [((), "the name of one spider"), (("elecfan",), "elecfans"), (("elecfans", "golem"), "golem")]
)  # fmt: skip
def test_a_wrong_argument_is_one_line_and_opens_nothing(scrapy_on, database, opened, arguments, named):
    finished = scrapy_on(database, "edit", *arguments)
    assert (finished.returncode, len(finished.stderr.splitlines())) == (2, 1)
    assert named in finished.stderr
    assert opened == []


def test_a_spider_of_an_installed_newscrawl_is_not_edited(scrapy_on, database, opened, monkeypatch):
    monkeypatch.setattr("newscrawl.commands.edit.is_checkout", lambda: False)
    finished = scrapy_on(database, "edit", "elecfans")
    assert finished.returncode == 2
    assert "a part of the installed newscrawl" in finished.stderr
    assert opened == []
