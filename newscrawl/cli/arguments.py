"""What the arguments and settings of several commands mean."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawl.errors import BadArgument
from newscrawl.urls import is_web

UNKNOWN_ADDRESS = "https://unknown.invalid/"  # of a page in a file; no host can have that name (RFC 2606)
_LAST_DAY = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_MAX_LIMIT = 1_000_000  # chosen by hand: more is an export
MAX_JOBS = 256  # processes; the writer is full with far fewer


def database_of(command: ScrapyCommand) -> str:
    """Return the URL of the database that the settings name, which a command that ``uses_database`` has checked."""
    return str(cast("Settings", command.settings)["NEWSCRAWL_DATABASE_URL"])


def names_of(argument: str) -> tuple[str, ...]:
    """Return what an article may be stored as that a person calls by number, key or address."""
    from newscrawl.spiders import site_of  # all declarations: only where an address is named

    return (argument, site_of(argument).key(argument)) if is_web(argument) else (argument,)


def check_web(argument: str) -> None:
    """Raise ``BadArgument`` for what is no address of a page."""
    if not is_web(argument):
        raise BadArgument(f"needs an http or https address, not {argument!r}")


def check_output(option: str, name: str) -> Path:
    """Return the path of a file that is to be written; raises ``BadArgument`` if it cannot be, or is no regular file.

    The file is written beside it and takes its place: a device or a pipe would be gone.
    """
    path = Path(name)
    try:
        if not name or path.is_dir():
            raise BadArgument(f"{option} needs a file, not {name!r}")
        if not path.parent.is_dir():
            raise BadArgument(f"{option}: there is no folder {path.parent}")
        if path.exists() and not path.is_file():
            raise BadArgument(f"{option}: {name} is no regular file")
        if not os.access(path.parent, os.W_OK):
            raise BadArgument(f"{option}: cannot write to the folder {path.parent}")
    except (OSError, ValueError) as error:
        if isinstance(error, BadArgument):
            raise
        raise BadArgument(f"{option}: cannot write {name!r}: {getattr(error, 'strerror', None) or error}") from None
    return path


def check_spider(settings: Settings, name: str | None) -> None:
    """Raise ``BadArgument`` for a name that is no spider's; without a name, there is nothing to check."""
    from scrapy.spiderloader import get_spider_loader

    if name is not None and name not in (names := sorted(get_spider_loader(settings).list())):
        raise BadArgument(f"no spider is called {name!r}; {guess(name, names)}")


def check_stored_site(database_url: str, name: str | None) -> None:
    """Raise ``BadArgument`` for a site that is neither declared nor has anything in the database; ``None`` is any."""
    from newscrawl.storage.views.site_names import is_stored_site, stored_site_names

    if name is None or is_stored_site(database_url, name):
        return
    from newscrawl.spiders import site_named  # all declarations: only if the database does not know it

    if not name or site_named(name) is None:
        raise BadArgument(f"no site is called {name!r}; {guess(name, stored_site_names(database_url))}")


def guess(name: str, names: Iterable[str]) -> str:
    """Return what somebody may have meant by a name of a spider or site that is none."""
    near = get_close_matches(name, list(names), 1)
    return f"is it {near[0]}?" if near else "`list` names them"


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


def check_days(opts: Namespace) -> None:
    """Check ``--since`` and ``--until``; raises ``BadArgument``."""
    since, until = since_of(opts.since), until_of(opts.until)
    if since and until and since >= until:
        raise BadArgument(f"--since {opts.since} is after --until {opts.until}")


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


def add_quiet(parser: ArgumentParser) -> None:
    """Add ``--quiet`` to the options of a command that crawls."""
    parser.add_argument("--quiet", action="store_true", help="show no progress; log warnings and errors only")


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


def check_bulk(opts: Namespace) -> None:
    """Check ``--since``, ``-j`` and ``--shard``; raises ``BadArgument``."""
    from newscrawl.bulk.shards import Shard

    since_of(opts.since)
    jobs_of(opts)
    Shard.read(opts.shard)


def jobs_of(opts: Namespace) -> int:
    """Return what ``-j`` says; raises ``BadArgument`` if it is no number from 1 to ``MAX_JOBS``."""
    written = opts.jobs
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written[:6]) <= MAX_JOBS:
        raise BadArgument(f"-j takes a number from 1 to {MAX_JOBS}, not {written!r}")
    return int(written)
