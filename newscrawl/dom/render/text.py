"""Write blocks as plain text."""

from collections.abc import Iterable, Sequence

from newscrawl.dom.render.blocks import Block
from newscrawl.dom.render.inline_spans import EDGE_SPACES, plain
from newscrawl.dom.render.table_grid import read_grid


def write_text(blocks: Iterable[Block]) -> str:
    """Return blocks as text, an empty line between each two; pictures and their captions are left out."""
    return "\n\n".join(filter(None, map(_write_block, blocks)))


def _write_block(block: Block) -> str:
    tag = block.tag
    if tag == "figcaption":
        return ""
    if tag == "table":
        return _write_table(block)
    if not block.blocks:
        return _trimmed(plain(block.spans)) if tag != "pre" else block.spans[0].text
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
