"""`scrapy list`: the spiders, and with ``--long`` how sure it is that each reads its site."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from scrapy.spiderloader import get_spider_loader

from newscrawl.cli.command import Command as BaseCommand


class Command(BaseCommand):
    """Print the names of the spiders, one a line."""

    summary = "List available spiders"
    description = (
        "Prints the names of the spiders, one a line. With --long, also the language of each site, how sure it is that"
        " its declaration reads the pages of today (proven on a real page, used by maintained readers, unproven), and"
        " what it rests on."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--long", action="store_true", help="say also how sure each declaration is, and why")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print a line for each spider."""
        loader = get_spider_loader(self.project_settings)
        names = sorted(loader.list())
        if not opts.long:
            print("\n".join(names))
            return
        from newscrawl.cli.table import left_aligned
        from newscrawl.site import Site

        rows = [("spider", "language", "grade", "evidence")]
        for name in names:
            site = getattr(loader.load(name), "site", None)
            if isinstance(site, Site):
                rows.append((name, site.language or "of each page", site.grade.value, site.evidence))
            else:
                rows.append((name, "of each page", "any site", "looked at when it is crawled"))
        print("\n".join(left_aligned(rows)))
