"""`scrapy reextract`: read stored pages again by today's rules, without a request."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import add_jobs, check_bulk, check_stored_site, database_of, jobs_of, since_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.bulk.reextracting import Change, Spool
    from newscrawl.reports.reextraction import Comparison, Kind

_GROUP_ARTICLES = 50  # that are written in one transaction; chosen by hand
LOSS_EXIT = 3  # nothing was written, since articles would lose fields
_MARKS: dict[Kind, str] = {"gained": "+", "lost": "-", "changed": "~"}


class Command(BaseCommand):
    """Apply today's rules to yesterday's pages."""

    uses_database = True
    summary = "Read stored pages again by today's rules"
    description = (
        "Reads the stored pages of articles again, shows every field that reads otherwise, counts what is gained"
        " and lost, and puts the new reading in place; the former one becomes a revision. Nothing is fetched. If on"
        " any site fewer articles would have a core field (title, published, authors, body), nothing is written and"
        f" the exit code is {LOSS_EXIT}, unless --accept-loss is given. An article whose page is refused today stays as"
        " it is."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only articles of this site")
        parser.add_argument("--since", metavar="DAY", help="only articles stored or changed on that day (UTC) or later")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument("--accept-loss", action="store_true", help="write even if articles lose core fields")
        add_jobs(parser, "N read, then one writes")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the options, too."""
        super().check(args, opts)
        check_bulk(opts)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Compare, then write if nothing speaks against it."""
        from newscrawl.bulk.page_reader import ReaderConfig
        from newscrawl.bulk.reextracting import Spool, reread
        from newscrawl.bulk.shards import Shard
        from newscrawl.bulk.workers import prepare_workers
        from newscrawl.cli.progress import progress
        from newscrawl.reports.reextraction import Comparison
        from newscrawl.storage.views.read import read_article_ids

        database, config = database_of(self), ReaderConfig.of(self.project_settings)
        prepare_workers(jobs_of(opts))
        check_stored_site(database, opts.site)
        shard = Shard.read(opts.shard)
        ids = [
            one for one in read_article_ids(database, site=opts.site, since=since_of(opts.since)) if shard.takes(one)
        ]
        comparison, missing, done = Comparison(), 0, 0
        with Spool() as changed:
            with progress("reextract", len(ids), "articles") as show:
                for count, result in reread(database, config, ids, jobs_of(opts)):
                    for change in result.changes:
                        _print_change(change)
                        if change.again and not opts.dry_run:
                            changed.add(change.again)
                    comparison.merge(result.comparison)
                    missing, done = missing + result.missing, done + count
                    show(done, done)
            _print_summary(comparison, missing)
            if opts.dry_run or not changed.count:
                return
            if comparison.fallen() and not opts.accept_loss:
                print(
                    "nothing is written: core fields would be lost (--accept-loss writes all the same)", file=sys.stderr
                )
                self.exitcode = LOSS_EXIT
                return
            print(f"{self._write(changed)} articles written")

    def _write(self, changed: Spool) -> int:
        """Put new readings in place, a group in each transaction; return how many articles have changed."""
        from newscrawl.extensions.crawl_run import raw_store_of, retention_of
        from newscrawl.storage.crawl.store import Store

        written = 0
        settings = self.project_settings
        with Store(database_of(self), raw=retention_of(settings), raw_store=raw_store_of(settings)) as store:
            for group in changed.groups(_GROUP_ARTICLES):
                written += store.replace_all(group).count("updated")
        return written


def _print_change(change: Change) -> None:
    print(safe(change.key))
    if change.refused is not None:
        print(f"  - refused now: {safe(change.refused)}")
    for one in change.differences:
        print(f"  {_MARKS[one.kind]} {one.field}: {safe(one.before)!r} -> {safe(one.after)!r}")


def _print_summary(comparison: Comparison, missing: int) -> None:
    print(
        f"\n{comparison.same} articles read as before, {comparison.changed} otherwise, {comparison.refused} refused,"
        f" {missing} without stored pages that can be read"
    )
    if comparison.fields:
        print(f"\n{'field':<12}{'gained':>8}{'lost':>8}{'changed':>8}")
        for name, kinds in sorted(comparison.fields.items()):
            print(f"{name:<12}" + "".join(f"{kinds[kind]:>8}" for kind in _MARKS))
    print(f"\n{'site':<24}{'field':<12}{'before':>8}{'after':>8}")
    for site, name in sorted(comparison.before):
        print(f"{safe(site):<24}{name:<12}{comparison.before[site, name]:>8}{comparison.after[site, name]:>8}")
    for site, name in comparison.fallen():
        print(f"{safe(site)}: fewer articles would have their {name}")
