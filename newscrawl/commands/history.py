"""`scrapy history`: the versions of an article and what changed between them."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.cli.arguments import database_of, names_of
from newscrawl.cli.ending import ending
from newscrawl.net.logs import safe
from newscrawl.storage.views.revisions import History, read_history

_FIELDS = (
    "title", "authors", "uploader", "source", "published", "modified", "language", "section", "tags", "summary",
    "status", "flags",
)  # fmt: skip
_MAX_LINES = 2000  # of one version: beyond, comparing takes too long
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"


class Command(ScrapyCommand):
    """Print the history of one article."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 - as Scrapy declares it

    def syntax(self) -> str:
        """Return the usage line."""
        return "ID | KEY | URL"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Show the versions of an article and what changed between them"

    def long_desc(self) -> str:
        """Return what --help says."""
        return (
            "Prints all versions that are known of the article with that number, key or address, oldest first, each"
            " compared with the version before it; copies that were not good enough are compared with the version that"
            " stayed. In colours on a terminal, unless NO_COLOR is set. Exit code 1 if there is no such article."
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        """Print the history of the article that the argument names."""
        if len(args) != 1:
            raise UsageError
        [name] = args
        with ending(self):
            history = read_history(database_of(self), names_of(name))
            if history is None:
                print(f"no article is called {safe(name)}", file=sys.stderr)
                self.exitcode = 1
                return
            colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
            for line in _lines(history):
                print(_coloured(line) if colours else line)


def _lines(history: History) -> Iterator[str]:
    yield f"{history.id}  {safe(history.key)}  {safe(history.url)}"
    before: list[str] = []
    for version in history.versions:
        after = _text(version.content)
        yield ""
        yield f"{version.seen:%Y-%m-%d %H:%M:%S} UTC  {version.reason}  {version.status}  {len(after)} lines"
        yield from _difference(before, after) if before else ()
        if version.reason != "passed over":
            before = after


def _text(content: Mapping[str, Any]) -> list[str]:
    fields = [f"{name}: {_plain(content.get(name))}" for name in _FIELDS]
    images = [f"image: {image[0]}" for image in content.get("images", ())]
    return [safe(line) for line in (*fields, *images, "", *content["body_markdown"].splitlines())]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _difference(before: list[str], after: list[str]) -> Iterator[str]:
    if max(len(before), len(after)) > _MAX_LINES:
        yield f"@@ {len(before)} lines before, {len(after)} now: too many to compare @@"
        return
    lines = unified_diff(before, after, n=1, lineterm="")
    yield from list(lines)[2:]  # without the names of files


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    return f"{colour}{line}{_PLAIN}" if colour else line
