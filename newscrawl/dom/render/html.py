"""Write blocks as allow-listed HTML: what the model of blocks does not know cannot come out."""

from collections.abc import Iterable, Sequence
from html import escape

from newscrawl.dom.render.blocks import Block, is_compact
from newscrawl.dom.render.formulas import FORMULA_CLASS
from newscrawl.dom.render.inline_spans import Mark, Span, grouped


def write_html(blocks: Iterable[Block]) -> str:
    """Return blocks as markup, one block a line."""
    return "\n".join(map(_write_block, blocks))


def _write_block(block: Block) -> str:
    tag = block.tag
    if tag == "hr":
        return "<hr>"
    if tag == "pre":
        return _write_code(block)
    attributes = "".join(f' {name}="{value}"' for name, value in block.attributes.items())
    return f"<{tag}{attributes}>{_write_inside(block)}</{tag}>"


def _write_code(block: Block) -> str:
    code = escape(block.spans[0].text, quote=False)
    language = block.attributes.get("language")
    return f'<pre><code class="language-{language}">{code}</code></pre>' if language else f"<pre>{code}</pre>"


def _write_inside(block: Block) -> str:
    if block.spans:
        return _write_spans(block.spans)
    if block.tag == "table":
        return _write_table(block)
    if block.tag in ("li", "td", "th", "dt", "dd") and is_compact(block):
        return _write_spans(block.blocks[0].spans) + "".join(_write_block(child) for child in block.blocks[1:])
    if block.tag == "figure":
        return "".join(map(_write_figure_part, block.blocks))
    return "".join(_write_block(child) for child in block.blocks)


def _write_figure_part(block: Block) -> str:
    only_pictures = block.spans and all(span.picture for span in block.spans)
    return _write_spans(block.spans) if only_pictures else _write_block(block)


def _write_table(table: Block) -> str:
    parts = [_write_block(child) for child in table.blocks if child.tag == "caption"]
    rows = [row for row in table.blocks if row.tag == "tr"]
    heads = _head_rows(rows)
    for tag, group in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        if group:
            parts.append(f"<{tag}>{''.join(_write_block(row) for row in group)}</{tag}>")
    return "".join(parts)


def _head_rows(rows: Sequence[Block]) -> int:
    """Return how many rows are the head; none if a cell of it goes on below, where the end of a head would cut it."""
    heads = 0
    end = 0  # of the cells so far
    while heads < len(rows) and rows[heads].blocks and all(cell.tag == "th" for cell in rows[heads].blocks):
        end = max([end, *(heads + int(cell.attributes.get("rowspan", 1)) for cell in rows[heads].blocks)])
        heads += 1
    return heads if end <= heads or heads == len(rows) else 0


def _write_spans(spans: Sequence[Span]) -> str:
    if len(spans) == 1 and not spans[0].marks:  # most lines
        return _write_span(spans[0])
    return _nested(spans)


def _write_span(span: Span) -> str:
    if span.picture:
        url, alt, title = (escape(part) for part in span.picture)
        return f'<img src="{url}" alt="{alt}"' + (f' title="{title}">' if title else ">")
    return "<br>" if span.text == "\n" else escape(span.text, quote=False)


def _write_mark(mark: Mark, inside: str) -> str:
    tag, address = mark
    if tag == "math":
        return f'<span class="{FORMULA_CLASS}">{inside}</span>'
    opening = f'a href="{escape(address)}"' if tag == "a" else tag
    return f"<{opening}>{inside}</{tag}>"


def _nested(spans: Sequence[Span], depth: int = 0) -> str:
    """Write spans with their marks nested, a mark that neighbours share opened once."""
    parts: list[str] = []
    for mark, group in grouped(spans, depth):
        if mark is None:
            parts.extend(map(_write_span, group))
        else:
            parts.append(_write_mark(mark, _nested(group, depth + 1)))
    return "".join(parts)
