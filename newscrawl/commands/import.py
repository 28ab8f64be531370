"""`newscrawl import`: read archives of any crawler, and keep their articles."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import add_jobs, check_bulk, database_of, jobs_of, since_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.archives.sources import Source
    from newscrawl.bulk.importing import Job
    from newscrawl.storage.crawl.import_writer import ImportState, ImportWriter

UNREADABLE_EXIT = 1  # an archive could not be read to its end, or nothing in it


class Command(BaseCommand):
    """Import articles from archives."""

    arguments = "[--warc FILE … [options]]"
    summary = "Read WARC files and other archives, and store their articles"
    description = (
        "Reads pages from archives of any crawler by the rules of a crawl, and stores their articles: WARC, ARC"
        " and WACZ, compressed with gzip, Zstandard or LZ4 (extra warc) or not at all, or a folder of pages with a"
        " table urls.tsv of file names and addresses. Whatever a file holds, each record is counted: as stored, or"
        " by the reason why it is not. An import that was stopped goes on at the record where it was; an archive"
        " that was imported with the same options is not read again. Without --warc, lists what was imported. Exit"
        f" code {UNREADABLE_EXIT}: a file could not be read to its end, or is no archive."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--warc",
            nargs="+",
            action="extend",
            metavar="FILE",
            help="archives: file names, patterns such as 'crawl/**/*.warc.gz', folders; - is standard input",
        )
        parser.add_argument(
            "--site", metavar="SITES", help="only pages of these sites: names or host names, with commas"
        )
        parser.add_argument("--language", metavar="TAGS", help="only articles in these languages: zh,en")
        parser.add_argument("--since", metavar="DAY", help="only articles published on that day (UTC) or later")
        parser.add_argument(
            "--only-articles",
            action="store_true",
            help="do not read pages of declared sites that by their address are no articles, and do not list pages"
            " that are refused; they are counted all the same",
        )
        parser.add_argument("--again", action="store_true", help="also read archives that were imported before")
        add_jobs(parser, "one process writes, N read")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the options, too."""
        super().check(args, opts)
        check_bulk(opts)
        if opts.site is not None:
            _check_sites(opts.site)

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Import each archive, and say what became of its records."""
        from newscrawl.archives.sources import find_sources
        from newscrawl.bulk.workers import prepare_workers
        from newscrawl.extensions.crawl_run import raw_store_of, retention_of
        from newscrawl.storage.crawl.import_writer import ImportWriter

        if not opts.warc:
            self._list()
            return
        sources, job = self._shared(find_sources(opts.warc), opts)
        total: Counter[str] = Counter()
        prepare_workers(job.jobs)
        settings = self.project_settings
        with ImportWriter(database_of(self), raw=retention_of(settings), raw_store=raw_store_of(settings)) as writer:
            for source in sources:
                try:
                    state = self._import(source, job, writer, opts)
                except OSError as error:
                    print(f"{safe(source.name)}: {error.strerror or error}", file=sys.stderr)
                    self.exitcode = UNREADABLE_EXIT
                    continue
                if state:
                    total.update(state.counts)
                    if _has_bad_records_only(state):
                        print(f"{safe(source.name)}: is no archive, or damaged from end to end", file=sys.stderr)
                        self.exitcode = UNREADABLE_EXIT
        if len(sources) > 1:
            print(f"{len(sources)} archives: {_counted(total)}")

    def _shared(self, sources: tuple[Source, ...], opts: Namespace) -> tuple[list[Source], Job]:
        """Return the archives of this share, and how they are imported; few archives are shared by their records."""
        from newscrawl.bulk.importing import Job
        from newscrawl.bulk.page_reader import ReaderConfig, Wanted
        from newscrawl.bulk.shards import Shard

        shard = Shard.read(opts.shard)
        if len(sources) < shard.of:
            shard = shard._replace(by_record=True)
            chosen = list(sources)
        else:
            chosen = [source for number, source in enumerate(sources) if shard.takes(number)]
        wanted = Wanted(tuple(_listed(opts.language)), since_of(opts.since), opts.only_articles)
        config = ReaderConfig.of(self.project_settings, wanted)
        sites = frozenset(_listed(opts.site))
        is_wanted = partial(_is_of, sites) if sites else _is_any
        return chosen, Job(config, jobs_of(opts), shard, is_wanted, not opts.only_articles)

    def _import(self, source: Source, job: Job, writer: ImportWriter, opts: Namespace) -> ImportState | None:
        from newscrawl.bulk.importing import import_archive
        from newscrawl.cli.progress import progress
        from newscrawl.storage.database.lock import lock_run

        name, identity = safe(source.name), source.identity
        selection = _selection(job, opts)
        with lock_run(database_of(self), f"import-{(identity or str(os.getpid()))[:16]}-{job.shard.number}") as alone:
            if not alone:
                print(f"{name}: another process imports it", file=sys.stderr)
                return None
            state = writer.begin(source.name, identity, selection, again=opts.again)
            if state.finished:
                print(f"{name}: was imported on {state.finished:%Y-%m-%d}: {_counted(state.counts)}")
                return state
            read = 0

            def told(position: int) -> None:
                nonlocal read
                read = position

            with progress(name, source.size, "records") as show:
                for reached in import_archive(source, state, writer, job, told):
                    state = reached
                    show(read, state.records)
        print(f"{name}: {state.records} records: {_counted(state.counts)}", flush=True)
        return state

    def _list(self) -> None:
        from newscrawl.storage.crawl.import_writer import read_imports

        for one in read_imports(database_of(self)):
            ended = f"finished {one.finished:%Y-%m-%d %H:%M}" if one.finished else f"left at {one.beat:%Y-%m-%d %H:%M}"
            print(f"{safe(one.source)}: {ended}, {one.records} records: {_counted(one.counts)}")


def _selection(job: Job, opts: Namespace) -> str:
    """Return the options that decide which records an import takes: with other ones it is another import."""
    chosen = {
        "site": opts.site,
        "language": opts.language,
        "since": opts.since,
        "respect": job.config.purpose,
        "only-articles": opts.only_articles or None,
        "shard": f"{job.shard.number}/{job.shard.of}" if job.shard.by_record else None,
    }
    return " ".join(f"{name}={value}" for name, value in chosen.items() if value is not None)


def _has_bad_records_only(state: ImportState) -> bool:
    from newscrawl.archives.records import BAD_HEADER, DAMAGED_MEMBER

    return state.records > 0 and state.counts.keys() <= {BAD_HEADER, DAMAGED_MEMBER}


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _check_sites(written: str) -> None:
    from newscrawl.spiders import site_named

    unknown = next((name for name in _listed(written) or [""] if "." not in name and site_named(name) is None), None)
    if unknown is not None:
        raise BadArgument(f"--site takes names of sites and host names, not {unknown!r}")


def _listed(written: str | None) -> list[str]:
    return [one.strip().lower() for one in (written or "").split(",") if one.strip()]


def _is_any(_url: str) -> bool:
    return True


def _is_of(sites: frozenset[str], url: str) -> bool:
    """Tell whether an address belongs to one of ``sites``, which are names or host names."""
    from newscrawl.spiders import site_of
    from newscrawl.urls import host_of

    host = host_of(url)
    return host in sites or host.removeprefix("www.") in sites or site_of(url).name.lower() in sites
