"""The base of the commands: what is wrong is said in one line, before anything starts."""

from itertools import pairwise

import pytest
from scrapy.settings import Settings

from newscrawl.cli.command import Command, CrawlingCommand, OneLineParser, program
from newscrawl.errors import BadArgument, StorageFailed


class Sample(Command):
    summary = "Say what it is for"
    description = "Says more."
    arguments = "[options] NAME"
    takes = "one name"
    argument_counts = range(1, 2)
    error = None

    def execute(self, args, opts):
        if self.error:
            raise self.error
        self.exitcode = len(args[0])


class Crawling(CrawlingCommand):
    summary = description = "Crawls."

    def execute(self, args, opts):
        self.exitcode = 0


def called(kind, *arguments, **values):
    """Run a command as Scrapy does, and return its exit code."""
    command = kind()
    command.settings = Settings(values)
    parser = OneLineParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(list(arguments))
    command.process_options(args, opts)
    command.run(args, opts)
    return command.exitcode


def ended(capsys, kind, *arguments, **values):
    with pytest.raises(SystemExit) as end:
        called(kind, *arguments, **values)
    written = capsys.readouterr()
    assert len(written.err.splitlines()) == 1
    return end.value.code, written.err


def test_a_command_describes_itself_and_ends_with_its_exit_code():
    command = Sample()
    assert (command.syntax(), command.short_desc(), command.long_desc()) == (
        "[options] NAME",
        "Say what it is for",
        "Says more.",
    )
    assert called(Sample, "abc") == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "takes one name; usage: "),
        (("a", "b"), "unexpected argument 'b': takes one name"),
        (("--nosuch",), "there is no option --nosuch"),
        (("a", "-s", "LOG_LEVEL"), "-s"),
        (("a", "-s", "DOWNLOADER_MIDDLEWARES=[1]"), "DOWNLOADER_MIDDLEWARES"),
        (("a", "--pidfile", "/nonexistent/pid"), "/nonexistent/pid"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(capsys, arguments, said):
    code, line = ended(capsys, Sample, *arguments)
    assert code == 2
    assert said in line


@pytest.mark.parametrize(
    ("error", "code"), [(BadArgument("too late"), 2), (StorageFailed("disk full"), 5)],
)  # fmt: skip
def test_what_goes_wrong_at_work_is_one_line_too(capsys, monkeypatch, error, code):
    monkeypatch.setattr(Sample, "error", error)
    found, line = ended(capsys, Sample, "a")
    assert found == code
    assert str(error) in line


@pytest.mark.parametrize("columns", range(50, 100, 7))
def test_a_line_of_help_that_ends_with_a_colon_is_no_heading(monkeypatch, columns):
    class Wordy(Sample):
        def add_options(self, parser):
            super().add_options(parser)
            parser.add_argument("--many", help="so: " * 60)

    monkeypatch.setenv("COLUMNS", str(columns))
    parser = OneLineParser(conflict_handler="resolve")
    command = Wordy()
    command.settings = Settings()
    command.add_options(parser)
    lines = parser.format_help().splitlines()
    underlined = {before.strip() for before, line in pairwise(lines) if line.startswith(("==", "--"))}
    assert underlined <= {"Usage", "Options", "Optional Arguments", "Global Options"}
    assert "Global Options" in underlined


def test_a_command_that_crawls_checks_the_practice_web(capsys):
    assert called(Crawling, NEWSCRAWL_PRACTICE_WEB="http://127.0.0.1:80") == 0
    code, line = ended(capsys, Crawling, NEWSCRAWL_PRACTICE_WEB="http://10.0.0.1:80")
    assert (code, "NEWSCRAWL_PRACTICE_WEB" in line) == (2, True)


def test_what_a_command_overrides_wins_over_the_project():
    command = Crawling()
    command.settings = Settings({"LOG_LEVEL": "INFO"}, priority="project")
    command.override(LOG_LEVEL="CRITICAL")
    assert command.settings["LOG_LEVEL"] == "CRITICAL"


@pytest.mark.parametrize(
    ("called_as", "name"),
    [
        ("/usr/bin/newscrawl", "newscrawl"),
        ("/lib/newscrawl/__main__.py", "newscrawl"),
        ("/usr/bin/scrapy", "scrapy"),
        ("/lib/scrapy/__main__.py", "scrapy"),
        ("", "scrapy"),
    ],
)
def test_the_program_is_called_as_it_was_typed(monkeypatch, called_as, name):
    monkeypatch.setattr("sys.argv", [called_as])
    assert program() == name
