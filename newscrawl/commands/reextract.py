"""`scrapy reextract`: read stored pages again by today's rules, without a request."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from functools import cache, partial
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from newscrawl.cli.arguments import since_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import Refused
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.article import Article
    from newscrawl.reports.reextraction import Comparison, Difference, Kind
    from newscrawl.storage.crawl.store import Store
    from newscrawl.storage.views.read import StoredPages


LOSS_EXIT = 3  # nothing was written, since articles would lose fields
_MARKS: dict[Kind, str] = {"gained": "+", "lost": "-", "changed": "~"}


class Command(BaseCommand):
    """Apply today's rules to yesterday's pages."""

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

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Compare, then write if nothing speaks against it."""
        from newscrawl.extensions.crawl_run import retention_of
        from newscrawl.reports.reextraction import Comparison
        from newscrawl.storage.crawl.store import Store
        from newscrawl.storage.views.read import read_pages

        settings = self.project_settings
        database, reader = settings["NEWSCRAWL_DATABASE_URL"], _Reader(settings)
        comparison, changed, missing = Comparison(), [], 0
        for stored in read_pages(database, site=opts.site, since=since_of(opts.since)):
            if not stored.pages:
                missing += 1
                continue
            again = reader.again(stored)
            found = comparison.add(stored.article, again)
            _print_article(stored.article, again, found)
            if found:
                changed.append(stored.article.key)
        _print_summary(comparison, missing)
        if opts.dry_run or not changed:
            return
        if comparison.fallen() and not opts.accept_loss:
            print("nothing is written: core fields would be lost (--accept-loss writes all the same)", file=sys.stderr)
            self.exitcode = LOSS_EXIT
            return
        with Store(database, raw=retention_of(settings)) as store:
            written = sum(_write(store, database, key, reader) for key in changed)
        print(f"{written} articles written")


class _Reader:
    """Reads stored pages by today's rules and settings, and by what is learned of their sites."""

    def __init__(self, settings: BaseSettings) -> None:
        from newscrawl.pipelines.repair import simplify_of
        from newscrawl.spiders import rules_of
        from newscrawl.storage.crawl.boilerplate import read_stripped

        self._simplify = simplify_of(settings)
        self._rules = rules_of(settings["NEWSCRAWL_SITE_RULES"])
        learned = settings.getbool("NEWSCRAWL_LEARNED_BOILERPLATE")
        self._boilerplate = cache(partial(read_stripped, settings["NEWSCRAWL_DATABASE_URL"])) if learned else _nothing

    def again(self, stored: StoredPages) -> Article | Refused:
        from newscrawl.reports.reextraction import read_again
        from newscrawl.spiders import site_named, site_of

        name = stored.article.site
        site = site_named(name) or site_of(stored.article.url, self._rules)
        try:
            return read_again(
                stored.article, stored.pages, site, simplify=self._simplify, boilerplate=self._boilerplate(name)
            )
        except Refused as refused:
            return refused


def _nothing(_site: str) -> Collection[int]:
    return ()


def _write(store: Store, database: str, key: str, reader: _Reader) -> int:
    """Read one article once more, since holding all of them would take too much memory, and store it."""
    from newscrawl.article import Article
    from newscrawl.storage.views.read import read_pages

    written = 0
    for stored in read_pages(database, keys=(key,)):
        again = reader.again(stored)
        if isinstance(again, Article):
            written += store.replace(again) == "updated"
    return written


def _print_article(stored: Article, again: Article | Refused, found: tuple[Difference, ...]) -> None:
    if isinstance(again, Refused):
        print(f"{safe(stored.key)}\n  - refused now: {safe(str(again))}")
    elif found:
        print(safe(stored.key))
        for one in found:
            print(f"  {_MARKS[one.kind]} {one.field}: {safe(one.before)!r} -> {safe(one.after)!r}")


def _print_summary(comparison: Comparison, missing: int) -> None:
    print(
        f"\n{comparison.same} articles read as before, {comparison.changed} otherwise, {comparison.refused} refused,"
        f" {missing} without stored pages"
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
