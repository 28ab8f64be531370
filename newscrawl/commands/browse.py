"""`newscrawl browse`: read what is stored, in a web browser."""

import socket
from argparse import ArgumentParser, Namespace

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument

_PORT = 8001  # Datasette's own default


class Command(BaseCommand):
    """Serve the reader to this machine."""

    uses_database = True
    summary = "Read the database in a web browser"
    description = (
        "Serves the reader on loopback until Ctrl-C, and changes nothing in the database: the newest articles by day,"
        " site, language and tag; search; what was repaired, stripped, edited and refused; runs and sites; the raw"
        " tables (extra browse)."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=_PORT, help=f"port on loopback (default: {_PORT})")
        parser.add_argument(
            "--pictures", action="store_true", help="load pictures from the hosts of articles, which then see you read"
        )

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Serve until the person ends it."""
        if not 0 < opts.port < 1 << 16:
            raise BadArgument(f"--port must be a number from 1 to 65535, not {opts.port}")
        try:
            import uvicorn

            from newscrawl.browse.app import HOST, reader_app
        except ImportError:
            raise BadArgument("browsing needs pip install 'newscrawl[browse]'") from None
        from newscrawl.storage.database.upgrade import open_database

        database_url = database_of(self)
        open_database(database_url, create=False).dispose()
        application = reader_app(database_url, opts.port, pictures=opts.pictures)
        try:
            socket.create_server((HOST, opts.port)).close()  # uvicorn would end with 3, which is a crawl's "partial"
        except OSError as error:
            raise BadArgument(f"--port {opts.port} cannot be used: {error.strerror}") from None
        print(f"http://{HOST}:{opts.port}/ (Ctrl-C ends it)", flush=True)
        uvicorn.run(application, host=HOST, port=opts.port, log_level="warning")
