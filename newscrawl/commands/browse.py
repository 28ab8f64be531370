"""`scrapy browse`: the database as pages for a web browser."""

from argparse import ArgumentParser, Namespace

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument

_PORT = 8001


class Command(BaseCommand):
    """Serve the database to this machine, read-only."""

    summary = "Look at the database in a web browser"
    description = (
        "Serves the database on loopback, read-only, until Ctrl-C: articles by site, language, day and status; what"
        " was repaired and stripped, silent edits, near-duplicates and refusals (extra browse)."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        from newscrawl.storage.views.browse import HOST

        super().add_options(parser)
        parser.add_argument("--port", type=int, default=_PORT, help=f"port on {HOST} (default: {_PORT})")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Serve until the person ends it."""
        from newscrawl.storage.views.browse import HOST, browsing

        if not 0 < opts.port < 1 << 16:
            raise BadArgument(f"--port must be a number from 1 to 65535, not {opts.port}")
        application = browsing(database_of(self), opts.port)
        import uvicorn

        print(f"http://{HOST}:{opts.port}/ (Ctrl-C ends it)", flush=True)
        uvicorn.run(application, host=HOST, port=opts.port, log_level="warning")
