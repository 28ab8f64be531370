"""`scrapy rights`: what each host reserves, since when, by which line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from newscrawl.cli.arguments import check_stored_site, database_of
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

if TYPE_CHECKING:
    from newscrawl.storage.views.rights import HostStatement, PageStatement

_MAX_SHOWN_CHARACTERS = 100  # of a source line
_MAX_PAGE_FACTS = 20  # of a site that are listed


class Command(BaseCommand):
    """List what sites reserve."""

    arguments = "[--site S]"
    summary = "List what sites reserve, since when, and the lines that say so"
    description = (
        "Lists what hosts say in robots.txt and tdmrep.json, with the day since which it was read and the line that"
        " says so, and what they no longer say; then what responses and pages of stored articles say, with the number"
        " of articles. docs/rights.md explains the facts."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--site", help="only of this site")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print both tables."""
        from newscrawl.storage.views.rights import host_statements, page_statements

        database = database_of(self)
        check_stored_site(database, opts.site)
        lines = [*_host_lines(host_statements(database, opts.site)), *_page_lines(page_statements(database, opts.site))]
        print("\n".join(lines or ["nothing is reserved, as far as it was read"]))


def _host_lines(statements: Sequence[HostStatement]) -> Iterator[str]:
    for host, group in groupby(statements, key=lambda one: one.host):
        yield safe(host)
        for one in group:
            until = f" to {one.ended:%Y-%m-%d}" if one.ended else ""
            line = safe(one.signal.source[:_MAX_SHOWN_CHARACTERS])
            fact = _fact(one.signal.name, one.signal.value)
            yield f"  {fact:<24} since {one.seen:%Y-%m-%d}{until}  {one.signal.place}: {line}"


def _page_lines(statements: Sequence[PageStatement]) -> Iterator[str]:
    for site, group in groupby(statements, key=lambda one: one.site):
        yield f"{safe(site)}, by its pages"
        listed = list(group)
        for one in listed[:_MAX_PAGE_FACTS]:
            yield f"  {_fact(one.name, one.value):<24} since {one.seen:%Y-%m-%d}  {one.articles} articles"
        if len(listed) > _MAX_PAGE_FACTS:
            yield f"  … and {len(listed) - _MAX_PAGE_FACTS} more"


def _fact(name: str, value: object) -> str:
    from newscrawl.rights.purposes import rights_text

    return safe(rights_text({name: value})[:_MAX_SHOWN_CHARACTERS])
