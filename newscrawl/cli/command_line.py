"""Scrapy's command line with newscrawl's settings and commands, from any folder."""

import os
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from textwrap import wrap

from scrapy import commands as scrapys_commands
from scrapy.cmdline import execute
from scrapy.settings import Settings
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.project import get_project_settings

from newscrawl import __version__, commands
from newscrawl.addon import fill_defaults
from newscrawl.cli.command import PROGRAM, CheckedCommand, OneLineParser
from newscrawl.errors import BadArgument

_SETTINGS_VARIABLE = "SCRAPY_SETTINGS_MODULE"
_FIRST = (
    ("read", "print the article of a page: an address, a file or standard input"),
    ("demo", "crawl the bundled practice web, without the internet"),
    ("crawl", "crawl one site"),
    ("crawlall", "crawl all sites that are due"),
    ("list", "list the spiders: one for each site, and article and site for any other"),
    ("search", "find stored articles"),
    ("export", "write stored articles to a file"),
    ("import", "read WARC files and other archives, and store their articles"),
    ("browse", "read the database in a web browser"),
    ("inspect", "show how a page is read, and why"),
    ("report", "report what a run has come to"),
    ("refused", "list pages that did not become articles"),
    ("health", "check that sites are crawled when they should be"),
)
_OTHERS = (
    "bench boilerplate check cluster db edit fetch forget genspider history parse probe reextract rights rules"
    " runspider savepage schedule settings shell similar startproject version view worker"
)


def run(arguments: list[str]) -> None:
    """Run the command that the arguments name; the settings of a folder with its own ``scrapy.cfg`` win.

    Raises ``BadArgument`` for a command that does not exist.
    """
    match arguments:
        case [] | ["-h"] | ["--help"] | ["help"]:
            print("\n".join(_help()))
        case ["--version"]:
            print(f"newscrawl {__version__}")
        case _:
            _check_command(arguments)
            _execute()


def _check_command(arguments: list[str]) -> None:
    """Raise ``BadArgument`` for a command that does not exist, without importing any."""
    name = arguments[0]
    names = _names([*commands.__path__, *scrapys_commands.__path__])
    if closest_scrapy_cfg() and name not in names:
        return  # the project may have commands of its own
    if name.startswith("-"):
        raise BadArgument(f"options come after the command; `{PROGRAM} --help` lists commands")
    if name not in names:
        near = get_close_matches(name, names, 1)
        raise BadArgument(
            f"there is no command {name!r}; " + (f"is it {near[0]}?" if near else f"`{PROGRAM} --help` lists commands")
        )


def _execute() -> None:
    if not closest_scrapy_cfg():
        os.environ.setdefault(_SETTINGS_VARIABLE, "newscrawl.settings")
    try:
        settings = get_project_settings()
    except ImportError as error:
        raise BadArgument(f"the settings module cannot be imported: {error}") from None
    fill_defaults(settings)
    called = sys.argv[1]
    if settings["COMMANDS_MODULE"] in (None, "", commands.__name__) and called in _names(commands.__path__):
        module = f"{commands.__name__}.{called}"
        command: CheckedCommand = import_module(module).Command()
        if not command.requires_crawler_process:
            _run_alone(command, settings)
        # Scrapy imports all commands of a folder to run one: it is given the only one that is asked for.
        settings.set("COMMANDS_MODULE", module, priority="cmdline")
    execute(settings=settings)


def _run_alone(command: CheckedCommand, settings: Settings) -> None:
    """Run a command that crawls nothing, and end the process, unless it is to be profiled.

    As ``scrapy.cmdline.execute`` does, but without the import of all of Scrapy's own commands and what they work with,
    which takes a quarter of the time of `version`.
    """
    parser = OneLineParser(description=command.long_desc(), conflict_handler="resolve")
    command.settings = settings
    command.add_options(parser)
    options, arguments = parser.parse_known_args(sys.argv[2:])
    if options.profile:
        return
    settings.setdict(command.default_settings, priority="command")
    command.process_options(arguments, options)
    command.run(arguments, options)
    sys.exit(command.exitcode)


def _names(folders: Iterable[str]) -> list[str]:
    return [module.name for module in iter_modules(folders)]


def _help() -> Iterable[str]:
    yield f"newscrawl {__version__}: crawl electronics news, keep clean articles"
    yield ""
    yield "usage: newscrawl COMMAND [options]"
    yield ""
    yield from (f"  {name:<10}{summary}" for name, summary in _FIRST)
    yield ""
    yield from wrap(f"more: {_OTHERS}", 100, subsequent_indent="      ")
    yield ""
    yield "newscrawl COMMAND --help says more. The database is articles.db in this folder, or NEWSCRAWL_DATABASE_URL."
