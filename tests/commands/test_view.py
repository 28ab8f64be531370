"""`scrapy view`: address and spider are checked before anything is fetched."""

import pytest
import scrapy.commands.fetch
import scrapy.commands.view
from scrapy.http import HtmlResponse, Response

PAGE = HtmlResponse("https://www.sample.example/", body=b"<p>A page</p>", encoding="utf-8")
IMAGE = Response("https://www.sample.example/", body=b"\x89PNG")


@pytest.fixture
def answers(monkeypatch):
    """The responses that come, instead of those of a fetch."""
    monkeypatch.setattr(scrapy.commands.view, "open_in_browser", lambda response: None)
    return [PAGE]


@pytest.fixture
def ran(monkeypatch, answers):
    calls = []

    def run(command, args, opts):
        calls.append((args, command.settings["ITEM_PIPELINES"].attributes))
        for answer in answers:
            command._print_response(answer, opts)

    monkeypatch.setattr(scrapy.commands.fetch.Command, "run", run)
    return calls


def test_a_page_is_fetched_without_a_database(scrapy_on, database, ran, tmp_path):
    assert scrapy_on(database, "view", "https://www.sample.example/").returncode == 0
    assert [args for args, _ in ran] == [["https://www.sample.example/"]]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "responses", "problem"),
    [
        ("view", [], "was not fetched"),
        ("view", [IMAGE], "is no text"),
        ("fetch", [], "was not fetched"),
    ],
)
@pytest.mark.usefixtures("ran")
def test_a_page_that_is_not_shown_is_a_failure(scrapy_on, database, answers, command, responses, problem):  # noqa: PLR0917
    answers[:] = responses
    finished = scrapy_on(database, command, PAGE.url)
    assert finished == (1, "", f"scrapy {command}: {PAGE.url} {problem}\n")


@pytest.mark.parametrize("command", ["fetch", "view", "parse", "shell"])
def test_help_says_what_the_exit_code_means(scrapy_on, database, command):
    finished = scrapy_on(database, command, "--help")
    assert finished.returncode == 0
    assert "Exit code 1 if" in " ".join(finished.stdout.split())


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
