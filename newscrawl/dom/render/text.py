"""Write blocks as plain text."""

import re
from collections.abc import Iterable, Sequence

from newscrawl.dom.render.blocks import Block
from newscrawl.dom.render.inline_spans import EDGE_SPACES, Span
from newscrawl.dom.render.table_grid import read_grid

_SUPERSCRIPTS = str.maketrans("0123456789+-−\u2010\u2011\u2013=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−\u2010\u2011\u2013=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₋₋₌₍₎")
_EXPONENT = re.compile("[0-9+\\-−\u2010\u2011\u2013=()n]+")
_INDEX = re.compile("[0-9+\\-−\u2010\u2011\u2013=()]+")
_NUMBER_START = re.compile("[+\\-−\u2010\u2011\u2013]?[0-9]")  # beside a number it would make another one
_NOTE_MARK = re.compile("[0-9]{1,3}|[a-z*†‡§]")


def write_text(blocks: Iterable[Block]) -> str:
    """Return blocks as text, an empty line between each two; pictures and their captions are left out."""
    return "\n\n".join(filter(None, map(_write_block, blocks)))


def plain_text(spans: Iterable[Span]) -> str:
    """Return the text of spans so that numbers stay what they are: 10⁻⁹ and not 10-9, a note as [1].

    Readings of ruby annotations are left out.
    """
    text = ""
    for span in spans:
        part = span.text
        if span.marks:
            tags = {tag for tag, _ in span.marks}
            if "rt" in tags or "rp" in tags:
                continue
            if "sup" in tags:
                part = _superscript(part, before=text[-1:], is_link="a" in tags)
            elif "sub" in tags:
                part = _subscript(part, before=text[-1:])
        text += part
    return text


def _superscript(text: str, *, before: str, is_link: bool) -> str:
    if is_link and _NOTE_MARK.fullmatch(text):
        return f"[{text}]"
    if _EXPONENT.fullmatch(text):
        return text.translate(_SUPERSCRIPTS)
    return f"^({text})" if before.isdigit() and _NUMBER_START.match(text) else text


def _subscript(text: str, *, before: str) -> str:
    if not before.isdigit() or not _NUMBER_START.match(text):
        return text
    return text.translate(_SUBSCRIPTS) if _INDEX.fullmatch(text) else f"_({text})"


def _write_block(block: Block) -> str:
    tag = block.tag
    if tag == "figcaption":
        return ""
    if tag == "table":
        return _write_table(block)
    if not block.blocks:
        return _trimmed(plain_text(block.spans)) if tag != "pre" else block.spans[0].text
    gap = "\n\n" if tag in ("blockquote", "figure") else "\n"
    return gap.join(filter(None, (_write_block(child) for child in block.blocks)))


def _trimmed(text: str) -> str:
    """Trim lines: beside a picture that is not shown they may end in blanks."""
    return "\n".join(filter(None, (line.strip(EDGE_SPACES) for line in text.split("\n"))))


def _write_table(table: Block) -> str:
    captions = [_write_block(child) for child in table.blocks if child.tag == "caption"]
    rows = [_write_row(places) for places in read_grid([row for row in table.blocks if row.tag == "tr"])]
    return "\n".join(filter(None, captions + rows))


def _write_row(places: Sequence[Block | None]) -> str:
    cells = [_write_cell(cell) if cell else "" for cell in places]
    while places and len(cells) > 1 and places[len(cells) - 1] is None:
        cells.pop()
    return "\t".join(cells) if any(cells) else ""


def _write_cell(cell: Block) -> str:
    return " ".join(filter(None, map(_write_block, cell.blocks))).replace("\n", " ")
