"""What differs between two versions of an article, for a person."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from newscrawl.article import value_text
from newscrawl.text.word_diff import Piece, diff_words

_SHOWN = {
    "title": "Title",
    "summary": "Summary",
    "authors": "Authors",
    "source": "Source",
    "published": "Published",
    "modified": "Modified",
    "section": "Section",
    "tags": "Tags",
    "language": "Language",
    "status": "Status",
    "body_text": "Text",
}


class FieldDiff(NamedTuple):
    """A field that differs, and its old and new text as one."""

    title: str
    pieces: tuple[Piece, ...]


def diff_versions(older: Mapping[str, Any], newer: Mapping[str, Any]) -> tuple[FieldDiff, ...]:
    """Return the fields in which two versions differ, as far as a reader sees it."""
    values = ((title, value_text(older.get(name)), value_text(newer.get(name))) for name, title in _SHOWN.items())
    return tuple(FieldDiff(title, diff_words(old, new)) for title, old, new in values if old != new)
