"""`newscrawl inspect`: how a page is read, and why."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import UNKNOWN_ADDRESS, database_of, names_of
from newscrawl.cli.one_off_fetch import Get, NotFetched, ReadingCommand, run_one_off
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.reports.inspection import Inspection
    from newscrawl.site import Site
    from newscrawl.storage.views.page_trail import Trail

NOT_READ = 1  # exit code: no answer, no such file, nothing stored
REFUSED = 3  # exit code: the page is no article


class Command(ReadingCommand):
    """Show what becomes of a page: decoding, fields, repairs, what is taken out, the verdict."""

    arguments = "[options] URL | KEY | FILE"
    takes = "an address, the key of a stored page, or a file"
    argument_counts = range(1, 2)
    summary = "Show how a page is read, and why"
    description = (
        "Shows how a page is decoded, where each field was found and what other places say, what was repaired and taken"
        " out by which rule, and why a page is refused. A stored page is read again from its bytes; an address is"
        " fetched politely, as a crawl does; -o writes it all as one HTML file that loads nothing. Exit code 0: an"
        f" article, {NOT_READ}: the page cannot be had, 2: a wrong argument, {REFUSED}: it is refused."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        # Scrapy knows -o as --output, of the commands that crawl.
        parser.add_argument("-o", "--output", metavar="FILE", help="write an HTML file instead")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Inspect the page."""
        (name,) = args
        if self.requires_crawler_process:

            async def work(get: Get) -> None:
                await self._fetch(name, opts, get)

            run_one_off(self.process, work)
        elif Path(name).is_file():
            self._read_file(name, opts)
        else:
            self._read_stored(name, opts)

    async def _fetch(self, url: str, opts: Namespace, get: Get) -> None:
        from newscrawl.spiders.responses import content_type_of

        try:
            response = await get(url)
        except NotFetched as error:
            self._fail(url, f"cannot be fetched: {error}")
            return
        if response.status != 200:
            self._fail(url, f"HTTP status {response.status}: a crawl refuses it as `http {response.status}`")
            return
        self._show(response.body, response.url, content_type_of(response), opts)

    def _read_file(self, name: str, opts: Namespace) -> None:
        limit = self.project_settings.getint("DOWNLOAD_MAXSIZE")
        try:
            with Path(name).open("rb") as file:
                body = file.read(limit + 1)
        except OSError as error:
            self._fail(name, f"cannot be read: {error.strerror}")
            return
        if len(body) > limit:
            self._fail(name, f"is larger than {limit} bytes")
            return
        self._show(body, opts.url or UNKNOWN_ADDRESS, "", opts)

    def _read_stored(self, name: str, opts: Namespace) -> None:
        from newscrawl.storage.database.read_only import ReadOnlyDatabase
        from newscrawl.storage.views.page_trail import read_trail

        with ReadOnlyDatabase(database_of(self)).connect() as connection:
            trail = read_trail(connection, names_of(name))
        if trail is None:
            self._fail(name, "is no file, and no stored article or refused page has that number or key")
        elif trail.pages:
            page = trail.pages[0]
            declared = next((value for header, value in page.headers if header.lower() == "content-type"), "")
            self._show(page.body, page.url, declared, opts, stored_as=trail)
        elif trail.refusal:
            why = f" ({trail.refusal.detail})" if trail.refusal.detail else ""
            print(safe(f"refused: {trail.refusal.reason}{why}, {trail.refusal.seen:%Y-%m-%d %H:%M} UTC"))
            print(safe(f"its bytes are not stored: {self.title} {trail.url} fetches it"))
            self.exitcode = REFUSED
        else:
            self._fail(name, "is stored without the page that it was read from (NEWSCRAWL_RAW)")

    def _show(
        self, body: bytes, url: str, content_type: str, opts: Namespace, *, stored_as: Trail | None = None
    ) -> None:
        from newscrawl.reports.inspection import inspect_page
        from newscrawl.spiders import site_named, site_of

        name = opts.site or (stored_as.site if stored_as else None)
        site: Site = (site_named(name) if name else None) or site_of(url)
        fetched = stored_as.pages[0].fetched if stored_as else None
        inspection = inspect_page(body, url, site, content_type=content_type, fetched=fetched)
        self._write(inspection, opts)
        if inspection.article is None:
            self.exitcode = REFUSED

    def _write(self, inspection: Inspection, opts: Namespace) -> None:
        try:
            if opts.output:
                from newscrawl.browse.inspection_page import inspection_file

                Path(opts.output).write_text(inspection_file(inspection), "utf-8")
                print(safe(f"wrote {opts.output}"))
            else:
                from newscrawl.cli.inspection_text import print_inspection

                print_inspection(inspection)
        except ImportError:
            raise BadArgument("inspecting needs pip install 'newscrawl[browse]'") from None
        except OSError as error:
            raise BadArgument(f"cannot write {opts.output}: {error.strerror}") from None

    def _fail(self, name: str, why: str) -> None:
        print(safe(f"{self.title}: {name} {why}"), file=sys.stderr)
        self.exitcode = NOT_READ
