"""Widgets: what stands inside an article's container and is not the article."""

from typing import NamedTuple


class WidgetRule(NamedTuple):
    """One fact about a widget: its kind, its own name, and the CSS selector of its outermost element.

    ``kind/name`` (``related/yarpp``) is its name in stats, database and reports.
    """

    kind: str
    name: str
    css: str
