"""What the arguments and settings of several commands mean."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.urls import is_web

_LAST_DAY = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_MAX_LIMIT = 1_000_000  # chosen by hand: more is an export
MAX_JOBS = 256  # processes; the writer is full with far fewer


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


def add_days(parser: ArgumentParser) -> None:
    """Add ``--since`` and ``--until`` to the options of a command."""
    parser.add_argument("--since", metavar="DAY", help="only articles published on that day (UTC) or later")
    parser.add_argument("--until", metavar="DAY", help="only articles published on that day (UTC) or earlier")


def since_of(written: str | None) -> datetime | None:
    """Return the beginning, in UTC, of the day that ``--since`` names."""
    return _day(written, "--since")


def until_of(written: str | None) -> datetime | None:
    """Return the end, in UTC, of the day that ``--until`` names: the beginning of the next one."""
    day = _day(written, "--until")
    return day and min(day, _LAST_DAY) + timedelta(days=1)


def _day(written: str | None, option: str) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(written), time.min, UTC)
    except ValueError:
        raise BadArgument(f"{option} must be a day such as 2026-11-01, not {written!r}") from None


def check_limit(limit: int) -> None:
    """Raise ``BadArgument`` for a ``--limit`` below 1, or beyond what a database counts."""
    if not 1 <= limit <= _MAX_LIMIT:
        raise BadArgument(f"--limit must be 1 or more, and {_MAX_LIMIT} at most")


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


def add_jobs(parser: ArgumentParser, how: str) -> None:
    """Add ``-j`` and ``--shard`` to the options of a command that works in bulk; ``how`` says what N processes do."""
    parser.add_argument("-j", "--jobs", metavar="N", default="1", help=f"use N processes: {how} (default: 1)")
    parser.add_argument("--shard", metavar="I/N", help="only share I of N, for N machines that each do one")


def jobs_of(opts: Namespace) -> int:
    """Return what ``-j`` says; raises ``BadArgument`` if it is no number from 1 to ``MAX_JOBS``."""
    written = opts.jobs
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written[:6]) <= MAX_JOBS:
        raise BadArgument(f"-j takes a number from 1 to {MAX_JOBS}, not {written!r}")
    return int(written)
