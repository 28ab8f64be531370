"""`scrapy view`: address and spider are checked before anything is fetched."""

import pytest
import scrapy.commands.fetch


@pytest.fixture
def ran(monkeypatch):
    calls = []
    monkeypatch.setattr(
        scrapy.commands.fetch.Command,
        "run",
        lambda command, args, _opts: calls.append((args, command.settings["ITEM_PIPELINES"].attributes)),
    )
    return calls


def test_a_page_is_fetched_without_a_database(scrapy_on, database, ran, tmp_path):
    assert scrapy_on(database, "view", "https://www.sample.example/").returncode == 0
    assert [args for args, _ in ran] == [["https://www.sample.example/"]]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "an http or https address"),
        (("www.sample.example",), "www.sample.example"),
        (("file:///etc/passwd",), "file:///etc/passwd"),
        (("https://a.example/", "https://b.example/"), "https://b.example/"),
        (("https://a.example/", "--spider", "elecfan"), "elecfans"),
    ],
)
def test_a_wrong_argument_is_one_line(scrapy_on, database, ran, arguments, named):
    finished = scrapy_on(database, "view", *arguments)
    assert (finished.returncode, len(finished.stderr.splitlines())) == (2, 1)
    assert named in finished.stderr
    assert ran == []
