"""The base of this project's commands: described by attributes, checked before anything starts."""

import sys
from abc import abstractmethod
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, NoReturn, cast

from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.cli.exit_status import USAGE_ERROR, exit_on_error, fail
from newscrawl.cli.setting_values import check_database_url, check_values, check_writable
from newscrawl.errors import BadArgument
from newscrawl.net.addon import practice_web

PROGRAM = "newscrawl"


def program() -> str:
    """Return the name by which this process was called: ``newscrawl`` or ``scrapy``."""
    called = Path(sys.argv[0])
    return PROGRAM if PROGRAM in (called.name, called.parent.name) else "scrapy"  # as a script, or by `python -m`


class HelpFormatter(ScrapyHelpFormatter):
    """Scrapy's help, in which a line of an option that happens to end with a colon is no heading."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [f"{line} " if line.endswith(":") else line for line in super()._split_lines(text, width)]


class OneLineParser(ArgumentParser):
    """A parser that says what is wrong in one line, without the usage above it."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2 and one line."""
        fail(self.prog, message, USAGE_ERROR)


class CheckedCommand(ScrapyCommand):
    """A command whose arguments, options and settings are checked before anything starts.

    ``check`` and ``execute`` may raise ``BadArgument`` and ``StorageFailed``: the command then ends with one line and
    exit code 2 or 5. Before a command of Scrapy's own among the bases, it checks that one.
    """

    takes: ClassVar[str] = "no arguments"  # for the message that the number of arguments is wrong
    argument_counts: ClassVar[range] = range(1)  # how many arguments the command takes, options aside
    uses_database: ClassVar[bool] = False  # whether NEWSCRAWL_DATABASE_URL must name one
    takes_dashed: ClassVar[bool] = False  # whether an argument may begin with a minus
    parser_kind: ClassVar[type[OneLineParser]] = OneLineParser

    @property
    def project_settings(self) -> Settings:
        """The settings, which Scrapy gives to a command before anything is asked of it."""
        return cast("Settings", self.settings)

    @property
    def title(self) -> str:
        """Program and command, as they were typed."""
        return f"{program()} {type(self).__module__.rpartition('.')[2]}"

    def add_options(self, parser: ArgumentParser) -> None:
        """Add Scrapy's options; subclasses add their own."""
        super().add_options(parser)
        parser.__class__ = self.parser_kind  # Scrapy makes the parser, and gives no other place to choose its kind
        parser.formatter_class = HelpFormatter
        parser.prog = self.title
        parser.usage = f"{self.title} {self.syntax()}"

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Set what the options say, and check arguments, options and settings before anything starts."""
        with exit_on_error(self.title):
            self._set(opts.set)
            try:
                super().process_options(args, opts)
            except UsageError as error:
                raise BadArgument(str(error)) from None
            except OSError as error:  # --pidfile
                raise BadArgument(f"cannot write {error.filename}: {error.strerror}") from None
            if opts.profile:
                check_writable("--profile", opts.profile)
            check_values(self.project_settings)
            if self.uses_database:
                check_database_url(self.project_settings["NEWSCRAWL_DATABASE_URL"])
            self.check(args, opts)

    def _set(self, typed: list[str]) -> None:
        """Set what ``-s`` says, one by one: Scrapy, which sets all at once, does not say which cannot be read."""
        for name, is_pair, value in (one.partition("=") for one in typed):
            if is_pair:
                if not name:
                    raise BadArgument(f"-s takes NAME=VALUE, not {'=' + value!r}")
                try:
                    self.project_settings.set(name, value, priority="cmdline")
                except (ImportError, NameError, TypeError, ValueError) as error:
                    raise BadArgument(f"{name} cannot be read: {error}") from None

    def check(self, args: list[str], opts: Namespace) -> None:
        """Raise ``BadArgument`` for arguments that the command cannot take; subclasses check their options, too."""
        beginning = "--" if self.takes_dashed else "-"
        unknown = next((one for one in args if one.startswith(beginning) and one not in ("-", "--")), None)
        if unknown:
            raise BadArgument(f"there is no option {unknown}; --help lists them")
        if len(args) not in self.argument_counts:
            raise self.wrong_arguments(args[self.argument_counts.stop - 1 :])

    def wrong_arguments(self, unexpected: Sequence[str] = ()) -> BadArgument:
        """Return the error that says what arguments the command takes, and names the first that is too many."""
        named = f"unexpected argument {unexpected[0]!r}: " if unexpected else ""
        return BadArgument(f"{named}takes {self.takes}; usage: {self.title} {self.syntax()}")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Do the work, as Scrapy asks for it."""
        with exit_on_error(self.title):
            self.execute(args, opts)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Do what the arguments say; sets ``exitcode`` if that is not 0."""
        try:
            super().run(args, opts)  # type: ignore[safe-super]  # Scrapy's own command is next
        except UsageError as error:
            raise BadArgument(str(error)) if str(error) else self.wrong_arguments() from None


class Command(CheckedCommand):
    """A command of newscrawl that needs no crawl.

    Subclasses set ``arguments`` (as the usage line shows them), ``summary`` (one line for the list of commands) and
    ``description`` (what ``--help`` says), and implement ``execute``.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    arguments: ClassVar[str] = "[options]"
    summary: ClassVar[str]
    description: ClassVar[str]

    def syntax(self) -> str:
        """Return the usage line, as Scrapy asks for it."""
        return self.arguments

    def short_desc(self) -> str:
        """Return the line for the list of commands, as Scrapy asks for it."""
        return self.summary

    def long_desc(self) -> str:
        """Return what ``--help`` says, as Scrapy asks for it."""
        return self.description

    @abstractmethod
    def execute(self, args: list[str], opts: Namespace) -> None:
        """Do what the arguments say; sets ``exitcode`` if that is not 0."""


class CrawlingCommand(Command):
    """A command that fetches pages: Scrapy makes its process once arguments and settings are checked."""

    requires_crawler_process = True
    default_settings: ClassVar = {}

    @property
    def process(self) -> AsyncCrawlerProcess:
        """The process that Scrapy made."""
        return cast("AsyncCrawlerProcess", self.crawler_process)

    def override(self, **values: object) -> None:
        """Set what differs from a crawl of every day, above the project's settings, which defaults are not."""
        self.project_settings.setdict(values, priority="cmdline")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the settings, too."""
        super().check(args, opts)
        practice_web(self.project_settings)
