"""What the arguments and settings of several commands mean."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime, time
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.urls import is_web


def database_of(command: ScrapyCommand) -> str:
    """Return the URL of the database that the settings name."""
    url = cast("Settings", command.settings)["NEWSCRAWL_DATABASE_URL"]
    if not isinstance(url, str):
        raise BadArgument("NEWSCRAWL_DATABASE_URL is not set")
    return url


def names_of(argument: str) -> tuple[str, ...]:
    """Return what an article may be stored as that a person calls by number, key or address."""
    from newscrawl.spiders import site_of  # all declarations: only where an address is named

    return (argument, site_of(argument).key(argument)) if is_web(argument) else (argument,)


def since_of(written: str | None) -> datetime | None:
    """Return the beginning, in UTC, of the day that ``--since`` names."""
    if written is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(written), time.min, UTC)
    except ValueError:
        raise BadArgument(f"--since must be a day such as 2026-11-01, not {written!r}") from None


def check_limit(limit: int) -> None:
    """Raise ``BadArgument`` for a ``--limit`` below 1."""
    if limit < 1:
        raise BadArgument("--limit must be 1 or more")


def add_revisit(parser: ArgumentParser) -> None:
    """Add ``--revisit`` to the options of a command."""
    parser.add_argument(
        "--revisit",
        metavar="DAYS",
        help="look at articles again for so many days after their publication, now and then; 0: never",
    )


def set_revisit(settings: Settings, opts: Namespace) -> None:
    """Set what ``--revisit`` says."""
    if opts.revisit is not None:
        settings.set("NEWSCRAWL_REVISIT_DAYS", opts.revisit, priority="cmdline")
