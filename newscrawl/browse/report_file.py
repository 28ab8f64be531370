"""The report of a run as one HTML file."""

from newscrawl.browse.rendering import render
from newscrawl.reports.figures import RunFigures

_NONCE = "report"  # of a file nobody else writes into: not a secret


def report_file(figures: RunFigures) -> str:
    """Return the figures of a run as an HTML file that loads nothing and runs no script."""
    return render("report_file.html", figures=figures, nonce=_NONCE)
