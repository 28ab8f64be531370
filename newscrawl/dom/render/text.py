"""Write blocks as plain text."""

from collections.abc import Iterable

from newscrawl.dom.render.blocks import Block
from newscrawl.dom.render.inline_spans import EDGE_SPACES, plain


def write_text(blocks: Iterable[Block]) -> str:
    """Return blocks as text, an empty line between each two; pictures and their captions are left out."""
    return "\n\n".join(filter(None, map(_write_block, blocks)))


def _write_block(block: Block) -> str:
    tag = block.tag
    if tag == "figcaption":
        return ""
    if tag == "table":
        return "\n".join(filter(None, (_write_row(row) for row in block.blocks)))
    if not block.blocks:
        return _trimmed(plain(block.spans)) if tag != "pre" else block.spans[0].text
    gap = "\n\n" if tag in ("blockquote", "figure") else "\n"
    return gap.join(filter(None, (_write_block(child) for child in block.blocks)))


def _trimmed(text: str) -> str:
    """Trim lines: beside a picture that is not shown they may end in blanks."""
    return "\n".join(filter(None, (line.strip(EDGE_SPACES) for line in text.split("\n"))))


def _write_row(row: Block) -> str:
    if row.tag == "caption":
        return _write_block(row)
    cells = [" ".join(filter(None, map(_write_block, cell.blocks))).replace("\n", " ") for cell in row.blocks]
    return "\t".join(cells) if any(cells) else ""
