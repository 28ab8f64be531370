"""`scrapy export`: write stored articles to files that other programs read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import add_days, database_of, since_of, until_of
from newscrawl.cli.command import Command as BaseCommand

if TYPE_CHECKING:
    from newscrawl.storage.views.formats import Record


class Command(BaseCommand):
    """Export articles."""

    arguments = "--format FORMAT -o FILE [options]"
    summary = "Write stored articles to a file"
    description = (
        "jsonl: every field, an object on each line. csv: for spreadsheets. parquet: columns (extra parquet). rss:"
        " a feed, the newest first. markdown: a folder with a file for each article, named by its number. warc:"
        " the pages as they were fetched (extra warc). A file that is there already is replaced once the new one"
        " is whole."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        from newscrawl.storage.views.formats import FORMATS

        super().add_options(parser)
        parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="what to write")
        parser.add_argument("-o", "--output", metavar="FILE", required=True, help="where to (markdown: a folder)")
        parser.add_argument("--site", help="only articles of this site")
        add_days(parser)
        parser.add_argument("--query", metavar="WORDS", help="only articles that scrapy search would find")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Write, and say how many articles there were."""
        from newscrawl.storage.views.export import export

        written = export(
            database_of(self),
            opts.format,
            Path(opts.output),
            site=opts.site,
            since=since_of(opts.since),
            until=until_of(opts.until),
            query=opts.query,
            watch=_progress,
        )
        print(f"{opts.output}: {written} articles")


def _progress(records: Iterable[Record], count: int) -> Iterable[Record]:
    """Show how far it is, on a terminal only."""
    from tqdm import tqdm

    shown: Iterable[Record] = tqdm(records, total=count, unit=" articles", disable=None, leave=False)
    return shown
