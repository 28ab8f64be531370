"""How a command ends when it cannot do what it was asked to."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.reports.verdict import Exit

STORAGE_EXIT = Exit.STORAGE


@contextmanager
def ending(command: ScrapyCommand) -> Iterator[None]:
    """End with one line: exit code 2 for a wrong argument or setting, 5 for a failing database."""
    try:
        yield
    except BadArgument as error:
        raise UsageError(str(error), print_help=False) from None
    except StorageFailed as failure:
        print(f"the database fails: {failure}", file=sys.stderr)
        command.exitcode = STORAGE_EXIT
