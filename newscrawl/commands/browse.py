"""`scrapy browse`: the database as pages for a web browser."""

from argparse import ArgumentParser, Namespace

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.cli.arguments import database_of
from newscrawl.cli.ending import ending
from newscrawl.errors import BadArgument
from newscrawl.storage.views.browse import HOST, browsing

_PORT = 8001


class Command(ScrapyCommand):
    """Serve the database to this machine, read-only."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy declares it

    def syntax(self) -> str:
        """Return the usage line."""
        return "[options]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Look at the database in a web browser"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Serves the database on loopback, read-only, until Ctrl-C: articles by site, language, day and status; what"
            " was repaired and stripped, silent edits, near-duplicates and refusals (extra browse)."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=_PORT, help=f"port on {HOST} (default: {_PORT})")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Serve until the person ends it."""
        if args:
            raise UsageError
        with ending(self):
            if not 0 < opts.port < 1 << 16:
                raise BadArgument(f"--port must be a number from 1 to 65535, not {opts.port}")
            application = browsing(database_of(self), opts.port)
            import uvicorn  # noqa: PLC0415 - comes with Datasette

            print(f"http://{HOST}:{opts.port}/ (Ctrl-C ends it)", flush=True)
            uvicorn.run(application, host=HOST, port=opts.port, log_level="warning")
