"""`newscrawl report`: what a run has come to, on the terminal, as JSON or as one HTML file."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument
from newscrawl.net.logs import safe, safe_json

_LATEST = "latest"
NO_RUN = 1  # exit code


class Command(BaseCommand):
    """Report on one run."""

    arguments = "[options] [RUN | latest]"
    takes = "the number of a run, or latest"
    argument_counts = range(2)
    summary = "Report what a run has come to"
    description = (
        "Reports on a run, the newest if none is named: pages by what became of them, coverage by field, charsets,"
        " repairs, what was stripped, refusals, requests by host, robots.txt and the verdict. --json and -o write the"
        f" same figures as JSON and as one HTML file. Exit code 0: reported, 2: a wrong argument, {NO_RUN}: there is no"
        " such run."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="write an HTML file instead")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Read the figures once and write them."""
        from newscrawl.reports.figures import lines_of, run_figures
        from newscrawl.storage.database.read_only import ReadOnlyDatabase

        name = args[0] if args else _LATEST
        if name != _LATEST and not (name.isascii() and name.isdecimal() and len(name) < 18):
            raise BadArgument(f"a run is a number or {_LATEST}, not {name!r}")
        figures = run_figures(ReadOnlyDatabase(database_of(self)), None if name == _LATEST else int(name))
        if figures is None:
            print(f"{self.title}: there is no run{'' if name == _LATEST else f' {name}'}", file=sys.stderr)
            self.exitcode = NO_RUN
            return
        if opts.output:
            try:
                from newscrawl.browse.report_file import report_file
            except ImportError:
                raise BadArgument("an HTML report needs pip install 'newscrawl[browse]'") from None
            try:
                Path(opts.output).write_text(report_file(figures), "utf-8")
            except OSError as error:
                raise BadArgument(f"cannot write {opts.output}: {error.strerror}") from None
            print(safe(f"wrote {opts.output}"))
        if opts.json:
            print(safe_json(json.dumps(figures.to_dict(), ensure_ascii=False)))
        elif not opts.output:
            print("\n".join(map(safe, lines_of(figures))))
