"""An inspection on a terminal."""

import sys
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from newscrawl.net.logs import safe
from newscrawl.reports.inspection import Inspection
from newscrawl.text.word_diff import Piece, diff_characters

_MAX_REPAIRS = 12  # that are listed (chosen by hand)
_MAX_EXCERPT_CHARACTERS = 100  # of a value in one line (chosen by hand)
_STYLES = {"removed": "red strike", "added": "green", "same": "", "gap": "dim"}


def print_inspection(inspection: Inspection) -> None:
    """Print what was found out about a page; colours only where standard output is a terminal."""
    console = Console(file=sys.stdout, soft_wrap=not sys.stdout.isatty(), highlight=False, markup=False, emoji=False)
    console.print(Group(*_parts(inspection)))


def _parts(inspection: Inspection) -> Iterator[RenderableType]:
    """Yield what the terminal shows of an inspection, from the verdict to the body."""
    yield _verdict(inspection)
    yield Text(f"{safe(inspection.url)}, {inspection.size} bytes, site {safe(inspection.site)}")
    if inspection.charset:
        yield Text(f"charset {inspection.charset}: {safe('; '.join(inspection.evidence))}")
    if inspection.scores:
        scores = ", ".join(f"{one.charset} {one.score}" for one in inspection.scores)
        yield Text(f"by likelihood: {scores}")
    if inspection.fallbacks:
        yield Text(f"the declared selectors find no {', '.join(inspection.fallbacks)}", "yellow")
    if inspection.fields:
        yield _fields(inspection)
    removed = [change for change in inspection.changes if change.stage != "repair"]
    if removed:
        table = Table("taken out by", "places", "for example", title_justify="left", box=None, header_style="bold")
        for change in removed:
            table.add_row(safe(change.rule), str(change.count), Text(_short(change.before), "strike"))
        yield table
    repairs = [change for change in inspection.changes if change.stage == "repair"]
    if repairs:
        table = Table("repaired by", "in", "places", "what", box=None, header_style="bold")
        for change in repairs[:_MAX_REPAIRS]:
            pieces = diff_characters(change.before, change.after)
            table.add_row(safe(change.rule), change.field, str(change.count), _diff(pieces))
        yield table
        if len(repairs) > _MAX_REPAIRS:
            yield Text(f"and {len(repairs) - _MAX_REPAIRS} more repairs", "dim")
    if inspection.article:
        yield Text("")
        yield Text(safe(inspection.article.body_text))


def _verdict(inspection: Inspection) -> Text:
    """Return the first line on the terminal: article or refused, and why."""
    if inspection.article is None:
        why = f": {safe(inspection.detail)}" if inspection.detail else ""
        return Text(f"refused: {inspection.refused}{why}", "bold red")
    article = inspection.article
    sure = "" if article.confidence is None else f", confidence {article.confidence}"
    return Text(f"article, {article.status}{sure}", "bold green")


def _fields(inspection: Inspection) -> Table:
    """Return the terminal's table of the metadata and where each was found."""
    table = Table("field", "value", "found in", "other places say", box=None, header_style="bold")
    for field in inspection.fields:
        others = "; ".join(f"{source}: {value}" for source, value in field.others)
        table.add_row(field.name, _short(field.value) or "–", field.source or "–", Text(_short(others), "dim"))
    return table


def _diff(pieces: tuple[Piece, ...]) -> Text:
    return Text.assemble(*((safe(piece.text), _STYLES[piece.kind]) for piece in pieces))


def _short(text: str) -> str:
    """Return a text as one line of the terminal."""
    said = safe(" ".join(text.split()))
    return said if len(said) <= _MAX_EXCERPT_CHARACTERS else f"{said[:_MAX_EXCERPT_CHARACTERS]}…"
