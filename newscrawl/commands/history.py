"""`scrapy history`: the versions of an article and what changed between them."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from newscrawl.cli.arguments import database_of, names_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.views.revisions import History


_FIELDS = (
    "title", "authors", "uploader", "source", "published", "modified", "language", "section", "tags", "summary",
    "status", "flags",
)  # fmt: skip
_MAX_LINES = 2000  # of one version: beyond, comparing takes too long; chosen by hand
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"


class Command(BaseCommand):
    """Print the history of one article."""

    uses_database = True
    arguments = "ID | KEY | URL"
    takes = "the number, key or address of an article"
    argument_counts = range(1, 2)
    summary = "Show the versions of an article and what changed between them"
    description = (
        "Prints all versions that are known of the article with that number, key or address, oldest first, each"
        " compared with the version before it; copies that were not good enough are compared with the version that"
        " stayed. In colours on a terminal, unless NO_COLOR is set. Exit code 1 if there is no such article."
    )

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print the history of the article that the argument names."""
        from newscrawl.storage.views.revisions import read_history

        [name] = args
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
        yield f"{version.seen:%Y-%m-%d %H:%M:%S} UTC  {safe(version.reason)}  {version.status}  {len(after)} lines"
        yield from _difference(before, after) if before else ()
        if version.reason != "skipped":
            before = after


def _text(content: Mapping[str, Any]) -> list[str]:
    from newscrawl.article import value_text

    fields = [f"{name}: {value_text(content.get(name))}" for name in _FIELDS]
    images = [f"image: {image[0]}" for image in content.get("images", ())]
    return [safe(line) for line in (*fields, *images, "", *content["body_markdown"].splitlines())]


def _difference(before: list[str], after: list[str]) -> Iterator[str]:
    """Yield what the command prints of the lines in which two versions differ."""
    if max(len(before), len(after)) > _MAX_LINES:
        yield f"@@ {len(before)} lines before, {len(after)} now: too many to compare @@"
        return
    lines = unified_diff(before, after, n=1, lineterm="")
    yield from list(lines)[2:]  # without the names of files


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    return f"{colour}{line}{_PLAIN}" if colour else line
