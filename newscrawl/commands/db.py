"""`scrapy db`: upgrade, show, back up and check the database."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.cli.arguments import check_output
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe


class Command(BaseCommand):
    """Look after the database of ``NEWSCRAWL_DATABASE_URL``."""

    uses_database = True
    takes = "upgrade, current, check, backup or copy"
    argument_counts = range(1, 4)
    arguments = "upgrade | current | check | backup [FILE] | copy SOURCE TARGET"
    summary = "Upgrade, show, check or back up the database"
    description = (
        "upgrade: bring the database to this version's schema, after a verified backup beside it (a crawl does so"
        " by itself). current: print its schema and this version's. check: look for damage, compare checksums and"
        " tables; exit code 1 if anything is wrong. backup: copy the database, while it is in use, to FILE or to a"
        " name with the time beside it, and verify the copy. PostgreSQL is backed up with pg_dump."
        " copy: copy one database (an address as in NEWSCRAWL_DATABASE_URL) into another, from SQLite to PostgreSQL or"
        " back, and compare counts and hashes; a copy that was stopped goes on."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--deep", action="store_true", help="check: also compare search index and near-duplicates")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="check: first rebuild indexes and near-duplicates, and read changed articles again from their pages",
        )

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check that options of ``check`` stand beside it, too."""
        super().check(args, opts)
        if (opts.deep or opts.repair) and args[0] != "check":
            raise BadArgument(f"--deep and --repair are for check, not for {args[0]}")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Do what the first argument names."""
        from newscrawl.extensions.page_budget import page_seconds_of
        from newscrawl.storage.database.backup import back_up
        from newscrawl.storage.database.check import check
        from newscrawl.storage.database.copy import copy_database
        from newscrawl.storage.database.schema import SCHEMA_VERSION
        from newscrawl.storage.database.upgrade import open_database, schema_version

        url: str = self.project_settings["NEWSCRAWL_DATABASE_URL"]
        match args:
            case ["upgrade"]:
                former = schema_version(url)
                open_database(url, create=False).dispose()
                print(f"schema {former or 'none'} -> {SCHEMA_VERSION}" if former != SCHEMA_VERSION else "up to date")
            case ["current"]:
                print(f"database {schema_version(url) or 'empty'}, newscrawl {SCHEMA_VERSION}")
            case ["check"]:
                if opts.repair:
                    _repair(url, page_seconds_of(self.project_settings))
                faults = check(url, deep=opts.deep)
                print("\n".join(map(safe, faults)) or "sound")
                self.exitcode = 1 if faults else 0
            case ["backup"] | ["backup", _]:
                target = check_output("backup", args[1]) if len(args) > 1 else _beside(url)
                backup = back_up(url, target)
                rows = ", ".join(f"{count} {name}" for name, count in backup.rows.items() if count)
                print(f"{safe(str(backup.path))}: {rows or 'no rows'}")
                for store in backup.raw_stores:
                    print(f"not in it: the fetched pages in {safe(store)}")
            case ["copy", source, target]:
                copied = copy_database(source, target, _show_copied)
                print(", ".join(f"{one.rows} {one.table}" for one in copied if one.rows) or "no rows")
            case _:
                raise self.wrong_arguments()


def _repair(database_url: str, page_seconds: float) -> None:
    """Rebuild what can be made anew, and say what became of each article that was changed."""
    from newscrawl.errors import Refused
    from newscrawl.reports.reextraction import read_again
    from newscrawl.site import Site
    from newscrawl.spiders import site_named
    from newscrawl.stages.budget import PageBudget
    from newscrawl.storage.crawl.boilerplate import read_stripped
    from newscrawl.storage.crawl.store import Store
    from newscrawl.storage.database.repair import changed_articles, rebuild
    from newscrawl.storage.views.read import read_pages

    rebuild(database_url)
    with Store(database_url) as store:
        for key in changed_articles(database_url):
            for article, pages in read_pages(database_url, keys=(key,)):
                if not pages:
                    print(f"{safe(key)}: no page is stored to read it again")
                    continue
                site = site_named(article.site) or Site.undeclared(article.url)
                known = read_stripped(database_url, site.name)
                try:
                    with PageBudget(page_seconds).of_page(article.url):
                        again = read_again(article, pages, site, boilerplate=known)
                    store.restore(again)
                except Refused as refused:
                    print(f"{safe(key)}: its page is no article: {safe(refused.reason)}")
                else:
                    print(f"{safe(key)}: read again from its page")


def _show_copied(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{table}: {rows} rows\x1b[K", end="", file=sys.stderr, flush=True)


def _beside(database_url: str) -> Path:
    from newscrawl.storage.database.engine import file_of, read_url

    path = file_of(read_url(database_url)) or Path("articles.db")
    return path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
