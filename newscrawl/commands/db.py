"""`scrapy db`: upgrade, show, back up and check the database."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.cli.ending import ending
from newscrawl.storage.database.backup import back_up
from newscrawl.storage.database.check import check
from newscrawl.storage.database.engine import file_of, read_url
from newscrawl.storage.database.schema import SCHEMA_VERSION
from newscrawl.storage.database.upgrade import open_database, schema_version


class Command(ScrapyCommand):
    """Look after the database of ``NEWSCRAWL_DATABASE_URL``."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy declares it

    def syntax(self) -> str:
        """Return the usage line."""
        return "upgrade | current | check | backup [FILE]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Upgrade, show, check or back up the database"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "upgrade: bring the database to this version's schema, after a verified backup beside it (a crawl does so"
            " by itself). current: print its schema and this version's. check: look for damage; exit code 1 if there"
            " is any. backup: copy the database, while it is in use, to FILE or to a name with the time beside it, and"
            " verify the copy. PostgreSQL is backed up with pg_dump."
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        """Do what the first argument names."""
        url: str = cast("Settings", self.settings)["NEWSCRAWL_DATABASE_URL"]
        with ending(self):
            match args:
                case ["upgrade"]:
                    former = schema_version(url)
                    open_database(url, create=False).dispose()
                    print(
                        f"schema {former or 'none'} -> {SCHEMA_VERSION}" if former != SCHEMA_VERSION else "up to date"
                    )
                case ["current"]:
                    print(f"database {schema_version(url) or 'empty'}, newscrawl {SCHEMA_VERSION}")
                case ["check"]:
                    faults = check(url)
                    print("\n".join(faults) or "sound")
                    self.exitcode = 1 if faults else 0
                case ["backup"] | ["backup", _]:
                    backup = back_up(url, Path(args[1]) if len(args) > 1 else _beside(url))
                    rows = ", ".join(f"{count} {name}" for name, count in backup.rows.items() if count)
                    print(f"{backup.path}: {rows or 'no rows'}")
                case _:
                    raise UsageError


def _beside(database_url: str) -> Path:
    path = file_of(read_url(database_url)) or Path("articles.db")
    return path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
