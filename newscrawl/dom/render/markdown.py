"""Write blocks as Markdown: CommonMark 0.31.2 with the tables and strikethrough of GitHub Flavored Markdown 0.29."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from newscrawl.dom.render.blocks import HEADINGS, Block, item_numbers, leaves
from newscrawl.dom.render.inline_spans import Mark, Span, grouped, plain
from newscrawl.dom.render.table_grid import read_grid

# In front the characters, for which the engine searches fast; then which of them are markup where they stand.
_MARKUP_CHARACTER = re.compile(r"[\\`*\[\]<>~_&](?:(?<=&)(?=[#\w])|(?<=_)(?:(?<![^\W_]_)|(?![^\W_]))|(?<![_&]))")
_BLOCK_START = re.compile(r"(?:[+\-=|:]|#{1,6}(?=\s|$))|(\d{1,9})([.)])(?=\s|$)")
_BACKTICKS = re.compile("`++")
_LIST_BREAK = "<!-- -->"  # without it, two lists in a row would be one
_MAX_PADDED_COLUMNS = 100  # chosen by hand
_ESCAPED_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"})
# The same formula to TeX, and no code, tag, link or line end to Markdown.
_MARKUP_IN_TEX = (("\n", " "), ("<", r"\lt "), (">", r"\gt "), ("`", r"\lq "), ("](", "] ("), ("][", "] ["))
_FORMULA = re.compile(r"\$.+\$", re.DOTALL)
_READING_MARKS = ("rt", "rp")
_REFERENCE = re.compile(r"&(?=#?\w{1,40};)")
_DELIMITERS = {"em": "*", "strong": "**", "del": "~~", "s": "~~"}


def write_markdown(blocks: Iterable[Block]) -> str:
    """Return blocks as Markdown, an empty line between each two."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        if block.tag in ("ul", "ol") and before == block.tag:
            parts.append(_LIST_BREAK)
        if text := _write_block(block):
            parts.append(text)
            before = block.tag
    return "\n\n".join(parts)


def _write_block(block: Block) -> str:
    tag = block.tag
    if tag == "hr":
        return "---"
    if tag == "pre":
        return _code(block.spans[0].text, block.attributes.get("language", ""))
    if tag == "figcaption":
        return _single_line([_emphasised(span) for span in block.spans])
    if tag in HEADINGS:
        text = _single_line(block.spans)
        return "#" * int(tag[1]) + " " + (text[:-1] + "\\#" if re.search(r"(?<!\\)#\Z", text) else text)
    if tag in ("ul", "ol"):
        return _list(block)
    if tag == "table":
        return _table(block)
    if tag == "dl":
        return "\n\n".join(_write_block(child) for child in block.blocks)
    if tag == "dd":
        # To parsers that do not know definition lists ": " is text, after which no code can begin.
        begins_with_code = bool(block.blocks) and block.blocks[0].tag == "pre"
        return _indented(("\n\n" if begins_with_code else "") + write_markdown(block.blocks), ": ")
    if block.blocks:
        text = write_markdown(block.blocks)
        return re.sub("(?m)^", "> ", text).replace("> \n", ">\n") if tag == "blockquote" else text
    return _write_spans(block.spans)


def _emphasised(span: Span) -> Span:
    return span._replace(marks=(("em", ""), *(mark for mark in span.marks if mark[0] != "em")))


def _code(code: str, language: str) -> str:
    fence = _fence(code, 3)
    return f"{fence}{language}\n{code}\n{fence}"


def _fence(code: str, min_length: int) -> str:
    longest = max((len(span) for span in _BACKTICKS.findall(code)), default=0)
    return "`" * max(min_length, longest + 1)


def _list(block: Block) -> str:
    loose = any(child.tag not in ("ul", "ol") for item in block.blocks for child in item.blocks[1:])
    numbers = item_numbers(block) if block.tag == "ol" else []
    gap = "\n\n" if loose else "\n"
    text = ""
    for index, item in enumerate(block.blocks):
        inside = write_markdown(item.blocks)
        marker = f"{numbers[index]}. " if numbers else "- "
        if index:
            # Markdown counts on from the first item: where the numbers do not, another list begins.
            goes_on = not numbers or numbers[index] == numbers[index - 1] + 1
            text += gap if goes_on else f"\n\n{_LIST_BREAK}\n\n"
        text += _indented(inside if loose else inside.replace("\n\n", "\n"), marker)
    return text


def _indented(text: str, marker: str) -> str:
    return marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text)


def _table(table: Block) -> str:
    caption = "".join(_write_spans(child.spans) + "\n\n" for child in table.blocks if child.tag == "caption")
    grid = read_grid([row for row in table.blocks if row.tag == "tr"])
    width = max(map(len, grid))
    # Only the head has to be as wide as the table; a single wide row must not fill thousands of others with blanks.
    padded = width if width <= _MAX_PADDED_COLUMNS else 0
    rows = [[_cell(cell) if cell else "" for cell in places] for places in grid]
    lines = [
        f"| {' | '.join(row + [''] * ((padded if number else width) - len(row)))} |" for number, row in enumerate(rows)
    ]
    return caption + "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(cell: Block) -> str:
    lines = (_single_line(leaf.spans, "<br>") for leaf in leaves(cell.blocks))
    return "<br>".join(lines).replace("|", "\\|")


def _single_line(spans: Sequence[Span], line_break: str = " ") -> str:
    """Write spans where Markdown allows one line only."""
    return _write_spans(spans).replace("\\\n", line_break)


def _write_spans(spans: Sequence[Span]) -> str:
    if any(span.marks for span in spans):
        spans = list(_with_markdown_marks(spans))
    text = _nested(spans, 0, "", "")
    return "\n".join(map(_escaped_line_start, text.split("\n"))) if "\n" in text else _escaped_line_start(text)


def _with_markdown_marks(spans: Iterable[Span]) -> Iterator[Span]:
    """Leave out readings and the marks of ruby, and the mark of formulas from what is none.

    Before spans are grouped: what stands side by side without a mark between must be one group.
    """
    for span in spans:
        tags = {tag for tag, _ in span.marks}
        if tags.isdisjoint(_READING_MARKS):
            is_formula = bool(span.marks) and span.marks[-1][0] == "math" and _FORMULA.fullmatch(span.text)
            dropped = ("ruby",) if is_formula else ("ruby", "math")
            yield span._replace(marks=tuple(mark for mark in span.marks if mark[0] not in dropped))


def _escaped_line_start(line: str) -> str:
    found = _BLOCK_START.match(line)
    if not found:
        return line
    number, sign = found.groups()
    return f"{number}\\{sign}{line[found.end() :]}" if number else "\\" + line


def _nested(spans: Sequence[Span], depth: int, before: str, after: str) -> str:
    """Write spans with marks nested; ``before`` and ``after`` are the characters around them."""
    if len(spans) == 1 and len(spans[0].marks) == depth:  # most lines
        return _write_span(spans[0], after)
    groups = list(grouped(spans, depth))
    parts: list[str] = []
    for index, (mark, group) in enumerate(groups):
        left = (plain(groups[index - 1][1]) or "!")[-1] if index else before
        right = (plain(groups[index + 1][1]) or "!")[0] if index + 1 < len(groups) else after
        if mark is None:
            parts.extend(_write_span(span, right) for span in group)
        elif mark[0] == "math":
            parts.append(_formula(plain(group)))
        elif mark[0] == "code" and not any(span.picture for span in group):
            parts.append(_inline_code(_without_outer(group, depth)))
        else:
            inside = _nested(group, depth + 1, "", "")
            parts.append(_wrapped(mark, inside, left, right, group[0].marks[:depth]))
    return "".join(parts)


def _write_span(span: Span, after: str) -> str:
    if span.picture:
        url, alt, title = span.picture
        quoted = ' "' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""
        return f"![{_escaped(alt)}]({_address(url)}{quoted})"
    if span.text == "\n":
        return "\\\n"
    text = _escaped(span.text)
    return text[:-1] + "\\!" if text.endswith("!") and after else text


def _escaped(text: str) -> str:
    return _MARKUP_CHARACTER.sub(lambda found: "\\" + found[0], text)


def _formula(tex: str) -> str:
    """Return TeX in which nothing is markup to a parser of Markdown that does not know formulas."""
    for sign, instead in _MARKUP_IN_TEX:
        tex = tex.replace(sign, instead)
    return _REFERENCE.sub("& ", tex)


def _without_outer(spans: Sequence[Span], depth: int) -> list[Span]:
    return [span._replace(marks=span.marks[depth + 1 :]) for span in spans]


def _inline_code(spans: Sequence[Span]) -> str:
    """Write code with the links in it around it: Markdown has nothing inside of code."""
    parts = []
    # By links alone: two pieces of code side by side would share their backticks, and what follows would break out.
    for address, group in groupby(spans, key=lambda span: dict(span.marks).get("a")):
        code = _code_span(plain(group))
        parts.append(f"[{code}]({_address(address)})" if address else code)
    return "".join(parts)


def _code_span(code: str) -> str:
    code = code.replace("\n", " ")
    fence = _fence(code, 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _wrapped(mark: Mark, inside: str, before: str, after: str, outer: tuple[Mark, ...]) -> str:
    tag, address = mark
    if tag == "a":
        return f"[{inside}]({_address(address)})"
    delimiter = _DELIMITERS.get(tag)
    is_doubled = delimiter == "~~" and any(_DELIMITERS.get(other) == "~~" for other, _ in outer)
    if delimiter and not is_doubled and _flanks(before, inside[0]) and _flanks(after, inside[-1]):
        return delimiter + inside + delimiter
    return f"<{tag}>{inside}</{tag}>"


def _flanks(outside: str, inside: str) -> bool:
    """Tell whether a delimiter between these characters opens or closes emphasis (CommonMark 0.31.2, 6.2)."""
    if inside.isspace():
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _address(url: str) -> str:
    return _REFERENCE.sub("&amp;", url.translate(_ESCAPED_IN_ADDRESS))
