"""`scrapy refused`: pages that did not become articles, and what is to be done about them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import check_stored_site
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument, Refused
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.storage.crawl.refusals import ListedRefusal, Which


class Command(BaseCommand):
    """List refusals, or decide on them."""

    uses_database = True
    takes = "list, retry, accept or replay"
    argument_counts = range(1, 10_000)
    arguments = "list | retry | accept | replay  [KEY or URL ...] [options]"
    summary = "List refused pages, try them again, read them again, or accept their refusal"
    description = (
        "list: pages that did not become articles, by site and reason, with when they are due again. retry: ask for"
        " them in the next run of their site. accept: the refusal is right, do not list them any more and never ask"
        " for them again. retry and accept take keys or addresses, or all with --site and --reason. replay: read the"
        " bytes that were kept (NEWSCRAWL_KEEP_REFUSED) again by today's rules, without a request, and store what is"
        " an article now."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only of this site")
        parser.add_argument("--reason", help="only for this reason, as the list shows it")
        parser.add_argument("--all", action="store_true", help="list accepted ones, too")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Do what the first argument names."""
        from newscrawl.storage.crawl.refusals import Which, accept_refusals, list_refusals, retry_refusals

        url: str = self.project_settings["NEWSCRAWL_DATABASE_URL"]
        check_stored_site(url, opts.site)
        which = Which(tuple(args[1:]), opts.site, opts.reason)
        match args[:1]:
            case ["list"]:
                _print(list_refusals(url, which, accepted=opts.all))
            case ["retry"]:
                keys = retry_refusals(url, _named(which))
                print(f"{len(keys)} pages are due in the next run of their site")
                _hint(list_refusals(url, Which(keys)) if keys else ())
            case ["accept"]:
                print(f"{len(accept_refusals(url, _named(which)))} refusals accepted")
            case ["replay"]:
                _replay(self.project_settings, which)
            case _:
                raise self.wrong_arguments()


def _replay(settings: BaseSettings, which: Which) -> None:
    """Read kept pages again; store what is an article now, and write why the others are refused today."""
    from newscrawl.extensions.crawl_run import open_store
    from newscrawl.extensions.page_budget import page_seconds_of
    from newscrawl.pipelines.repair import simplify_of
    from newscrawl.reports.reextraction import read_refused
    from newscrawl.spiders import rules_of, site_named, site_of
    from newscrawl.spiders.base import respected_purpose
    from newscrawl.stages.budget import PageBudget
    from newscrawl.storage.crawl.boilerplate import read_stripped
    from newscrawl.storage.crawl.quarantine import refused_pages, settle_refused

    database: str = settings["NEWSCRAWL_DATABASE_URL"]
    rules, simplify = rules_of(settings["NEWSCRAWL_SITE_RULES"]), simplify_of(settings)
    purpose = respected_purpose(settings)
    page_seconds = page_seconds_of(settings)
    stripped = cache(partial(read_stripped, database))
    articles, ends = 0, Counter[str]()
    with open_store(settings) as store:
        for refused in refused_pages(database, which):
            site = site_named(refused.site) or site_of(refused.page.url, rules)
            known = stripped(refused.site)
            try:
                with PageBudget(page_seconds).of_page(refused.page.url):
                    article = read_refused(refused.page, site, simplify=simplify, boilerplate=known, purpose=purpose)
                store.save(article.evolve(key=refused.key))
            except Refused as again:
                settle_refused(database, refused.key, again.reason, again.detail)
                ends[again.reason] += 1
            else:
                settle_refused(database, refused.key, None)
                articles += 1
                print(f"{safe(refused.key)}  {safe(article.title or '')}")
    print(f"{articles} are articles now, {ends.total()} are refused today, too")
    for reason, count in ends.most_common():
        print(f"  {safe(reason)}: {count}")


def _named(which: Which) -> Which:
    if not any(which):
        raise BadArgument("name pages by key or address, or say --site or --reason")
    return which


def _print(refusals: tuple[ListedRefusal, ...]) -> None:
    for (site, reason), group in groupby(refusals, key=lambda one: (one.site, one.reason)):
        listed = list(group)
        print(f"{safe(site)}: {safe(reason)} ({len(listed)})")
        for one in listed:
            due = "accepted" if one.accepted else f"due {one.due:%Y-%m-%d %H:%M}" if one.due else "given up"
            print(f"  {one.seen:%Y-%m-%d %H:%M}  {due}  {safe(one.url)}{f'  {safe(one.detail)}' if one.detail else ''}")
    print(f"{len(refusals)} refused pages")


def _hint(refusals: tuple[ListedRefusal, ...]) -> None:
    """Say how pages of sites that have no spider of their own are asked for again."""
    foreign = Counter(one.site for one in refusals if not _has_spider(one.site))
    for site in foreign:
        print(
            f"{safe(site)} is no declared site: scrapy crawl site -a url=… or scrapy crawl article -a url=… asks for it"
        )


def _has_spider(name: str) -> bool:
    from newscrawl.spiders import site_named

    site = site_named(name)
    return site is not None and bool(site.sources)
