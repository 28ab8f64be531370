"""`scrapy export`: write stored articles to files that other programs read."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from tqdm import tqdm

from newscrawl.cli.arguments import database_of, since_of
from newscrawl.cli.ending import ending
from newscrawl.storage.views.export import export
from newscrawl.storage.views.formats import FORMATS, Record


class Command(ScrapyCommand):
    """Export articles."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy declares it

    def syntax(self) -> str:
        """Return the usage line."""
        return "--format FORMAT -o FILE [options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Write stored articles to a file"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "jsonl: every field, an object on each line. csv: for spreadsheets. parquet: columns (extra parquet). rss:"
            " a feed, the newest first. markdown: a folder with a file for each article, named by its number. warc:"
            " the pages as they were fetched (extra warc). A file that is there already is replaced once the new one"
            " is whole."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--format", choices=tuple(FORMATS), required=True, help="what to write")
        parser.add_argument("-o", "--output", metavar="FILE", required=True, help="where to (markdown: a folder)")
        parser.add_argument("--site", help="only articles of this site")
        parser.add_argument("--since", metavar="DAY", help="only articles published on that day (UTC) or later")
        parser.add_argument("--query", metavar="WORDS", help="only articles that scrapy search would find")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Write, and say how many articles there were."""
        if args:
            raise UsageError
        with ending(self):
            written = export(
                database_of(self),
                opts.format,
                Path(opts.output),
                site=opts.site,
                since=since_of(opts.since),
                query=opts.query,
                watch=_progress,
            )
            print(f"{opts.output}: {written} articles")


def _progress(records: Iterable[Record], count: int) -> Iterable[Record]:
    """Show how far it is, on a terminal only."""
    shown: Iterable[Record] = tqdm(records, total=count, unit=" articles", disable=None, leave=False)
    return shown
