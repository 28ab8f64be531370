"""`scrapy` commands against the practice web, with a database of their own."""

from contextlib import contextmanager

import scrapy_command
from saved import PRACTICE_PAGES

from newscrawl.demo.web import serving


@contextmanager
def practice_commands(folder):
    """Give a function that runs a command; in the end, none may have made a database in ``folder``."""
    database = folder / "articles.db"
    with serving(PRACTICE_PAGES) as address:

        def run(*arguments):
            return scrapy_command.run(
                *arguments, "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}",
                "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0",
            )  # fmt: skip

        yield run
    assert not database.exists()
