"""`scrapy export`: write stored articles to files that other programs read."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import (
    add_days,
    add_jobs,
    check_bulk,
    check_days,
    check_output,
    check_stored_site,
    database_of,
    jobs_of,
    since_of,
    until_of,
)
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument

CORPUS = "huggingface"  # is no format of a file, but of a folder that several processes write

if TYPE_CHECKING:
    from newscrawl.rights.purposes import Reserved
    from newscrawl.storage.views.formats import Record

_STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    """Export articles."""

    uses_database = True
    arguments = "--format FORMAT -o FILE [options]"
    summary = "Write stored articles to a file"
    description = (
        "jsonl: every field, an object on each line. csv: for spreadsheets. parquet: columns (extra parquet). rss and"
        " atom: a feed, the newest first. markdown: a folder with a file for each article, named by its number. warc:"
        " the pages as they were fetched (extra warc). huggingface: a folder with Parquet files by language and a"
        " card (extra parquet). A file that is there already is replaced once the new one"
        " is whole."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        from newscrawl.rights.purposes import PURPOSES
        from newscrawl.storage.views.formats import FORMATS

        super().add_options(parser)
        parser.add_argument("--format", choices=(*FORMATS, CORPUS), required=True, help="what to write")
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            required=True,
            help="where to (markdown and huggingface: a folder); -: standard output",
        )
        parser.add_argument("--site", help="only articles of this site")
        add_days(parser)
        parser.add_argument(
            "--allow", choices=PURPOSES, help="only articles that their sites do not reserve for this use"
        )
        parser.add_argument("--query", metavar="WORDS", help="only articles that scrapy search would find")
        add_jobs(parser, "for huggingface, each writes files of its own")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check output, days and shares, too."""
        from newscrawl.storage.views.formats import FORMATS

        super().check(args, opts)
        check_bulk(opts)
        check_days(opts)
        if jobs_of(opts) > 1 and opts.format != CORPUS:
            raise BadArgument(f"-j is for --format {CORPUS}: one file has one writer; --shard gives several files")
        if opts.format == CORPUS or FORMATS[opts.format].is_folder:
            if opts.output in ("", _STANDARD_OUTPUT):
                raise BadArgument(f"--format {opts.format} needs a folder, not {opts.output!r}")
        elif opts.output != _STANDARD_OUTPUT:
            check_output("-o", opts.output)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Write, and say how many articles there were."""
        from newscrawl.bulk.shards import Shard
        from newscrawl.rights.purposes import Reserved
        from newscrawl.storage.views.export import export
        from newscrawl.storage.views.formats import FORMATS

        check_stored_site(database_of(self), opts.site)
        reserved = Reserved(opts.allow)
        if opts.format == CORPUS:
            self._write_corpus(opts, reserved)
            return
        without_pages = 0

        def watch(records: Iterable[Record], count: int) -> Iterable[Record]:
            nonlocal without_pages
            for record in _progress(records, count):
                without_pages += not record.pages
                yield record

        written = export(
            database_of(self),
            opts.format,
            None if opts.output == _STANDARD_OUTPUT else Path(opts.output),
            site=opts.site,
            since=since_of(opts.since),
            until=until_of(opts.until),
            query=opts.query,
            takes=Shard.read(opts.shard).takes,
            keep=lambda article: reserved.allows(article.rights, article.flags),
            watch=watch,
        )
        is_printed = opts.output == _STANDARD_OUTPUT
        said = [f"{written} articles" if is_printed else f"{opts.output}: {written} articles", *reserved.report()]
        if FORMATS[opts.format].with_pages and without_pages:
            said.append(f"{without_pages} of them without stored pages that can be read")
        print("\n".join(said), file=sys.stderr if is_printed else sys.stdout)

    def _write_corpus(self, opts: Namespace, reserved: Reserved) -> None:
        from newscrawl.bulk.corpus import write_corpus
        from newscrawl.bulk.shards import Shard
        from newscrawl.cli.progress import progress
        from newscrawl.storage.views.corpus import read_members

        database = database_of(self)
        members = read_members(
            database,
            site=opts.site,
            since=since_of(opts.since),
            until=until_of(opts.until),
            query=opts.query,
            allowed=reserved.allows,
        )
        with progress(opts.output, len(members), "articles") as show:
            written = write_corpus(
                database,
                Path(opts.output),
                members,
                jobs=jobs_of(opts),
                shard=Shard.read(opts.shard),
                watch=lambda done: show(done, done),
            )
        print(f"{opts.output}: {written} articles")
        for line in reserved.report():
            print(line)


def _progress(records: Iterable[Record], count: int) -> Iterable[Record]:
    """Show how far it is, on a terminal only."""
    from tqdm import tqdm

    shown: Iterable[Record] = tqdm(records, total=count, unit=" articles", disable=None, leave=False)
    return shown
