"""An inspection as a page: of the reader, or a file of its own that needs nothing else."""

import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import nh3
from markupsafe import Markup

from newscrawl.article import Change
from newscrawl.browse.rendering import render
from newscrawl.browse.safe_html import safe_html
from newscrawl.reports.inspection import MARK, Inspection
from newscrawl.text.word_diff import Piece, diff_characters

_MAX_REPAIRS = 100  # that are listed
_MAX_PAGE_CHARACTERS = 2_000_000  # of the page as served that are shown
_HUES = 12  # colours of rules, far enough apart to be told
# Of a stranger's page, what shows its structure and its text. No address is among it: nothing can be loaded.
_PAGE_TAGS = frozenset(
    "a abbr address article aside b blockquote body br button caption cite code dd del details div dl dt em fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr i ins kbd label legend li main mark nav ol p pre q s"
    " samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)


class RuleColor(NamedTuple):
    """A rule that took something out, and the number of its colour."""

    rule: str
    hue: int
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


class ShownRepair(NamedTuple):
    """A repair with what it changed, character by character."""

    change: Change
    pieces: tuple[Piece, ...]


def rule_colors(changes: Sequence[Change]) -> tuple[RuleColor, ...]:
    """Return the rules that took something out, each with a colour that is always its own."""
    counts: dict[str, int] = {}
    for change in changes:
        if change.stage != "repair":
            counts[change.rule] = counts.get(change.rule, 0) + change.count
    return tuple(RuleColor(rule, _hue(rule), count) for rule, count in counts.items())


def shown_repairs(changes: Sequence[Change]) -> tuple[ShownRepair, ...]:
    """Return the repairs among ``changes``."""
    repairs = [change for change in changes if change.stage == "repair" and change.after][:_MAX_REPAIRS]
    return tuple(ShownRepair(change, diff_characters(change.before, change.after)) for change in repairs)


def served_page(inspection: Inspection, nonce: str) -> str:
    """Return the document that a frame shows: the page as served, without script, style and address, and marked."""
    markup = nh3.clean(
        inspection.marked[:_MAX_PAGE_CHARACTERS],
        tags=set(_PAGE_TAGS),
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {MARK, "dir", "lang"}},
        clean_content_tags={"script", "style", "title", "template", "noscript", "iframe", "object"},
    )
    hues = {color.rule: color.hue for color in rule_colors(inspection.changes)}
    return render("inspection_frame.html", markup=Markup(markup), mark=MARK, hues=hues, nonce=nonce)  # noqa: S704


def inspection_values(inspection: Inspection, nonce: str, *, pictures: bool = False) -> dict[str, Any]:
    """Return what the template of an inspection shows."""
    article = inspection.article
    return {
        "inspection": inspection,
        "body": Markup(safe_html(article.body_html, pictures=pictures)) if article else "",  # noqa: S704
        "frame": served_page(inspection, nonce) if inspection.marked else "",
        "colors": rule_colors(inspection.changes),
        "repairs": shown_repairs(inspection.changes),
    }


def inspection_file(inspection: Inspection, *, declaration: str | None = None) -> str:
    """Return an inspection as one HTML file that loads nothing and runs no script.

    ``declaration`` is the source of a site's declaration that is shown with it.
    """
    nonce = f"{zlib.crc32(inspection.marked.encode()):08x}"  # of a file nobody else writes into: not a secret
    values = inspection_values(inspection, nonce)
    return render("inspection_file.html", nonce=nonce, declaration=declaration, trail=None, **values)


def _hue(rule: str) -> int:
    return zlib.crc32(rule.encode()) % _HUES * (360 // _HUES)
