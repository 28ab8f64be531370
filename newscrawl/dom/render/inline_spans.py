"""The inline content of blocks: spans of text, folded as a browser folds them, trimmed, and split into paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from newscrawl.text.forms import TAG_CHARACTERS
from newscrawl.text.measure import common_start
from newscrawl.text.scripts import IDEOGRAPHS

Mark = tuple[str, str]  # tag and, of a link, its address

EDGE_SPACES = " \u3000\u00a0"
_IDEOGRAPH = f"\u3000-\u30ff{IDEOGRAPHS}\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_CJK_LINE_END = re.compile(f"(?<=[{_IDEOGRAPH}])[ \t\r\f]*+\n[ \t\n\r\f]*+(?=[{_IDEOGRAPH}])")
# From the start of the white space only: tried from each line end, a stretch of n line ends would take n² steps.
_LINE_END_BEFORE_IDEOGRAPH = re.compile(f"(?<![ \t\n\r\f])[ \t\r\f]*+\n[ \t\n\r\f]*+[{_IDEOGRAPH}]")
_SPACES = re.compile("[\t\n\r\f][ \t\n\r\f]*+| [ \t\n\r\f]++")  # but for a single blank
_TAG_CHARACTER_BYTES = b"\xf3\xa0"  # begin all of them in UTF-8, and some other characters
_BLANK_BEFORE_STOP = re.compile(r" (?=[.,](?: |\Z))")  # French has one before ";", ":", "!" and "?"
_PARAGRAPH_INDENT = re.compile(" ?(?:\u3000|\u00a0\u00a0)")
_INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad" + "".join(
    character for character in map(chr, range(0x3001)) if character.isspace()
)


class Picture(NamedTuple):
    """A picture in running text."""

    url: str
    alt: str
    title: str


class Span(NamedTuple):
    """A stretch of text, a line break (``"\\n"``) or a picture, and the marks around it, outermost first."""

    text: str
    marks: tuple[Mark, ...]
    picture: Picture | None = None


def without_tag_characters(text: str) -> str:
    """Remove characters of the block Tags, which show nothing and can carry hidden text, but not those of flags."""
    # To encode a text and look for bytes takes a tenth of the time of the pattern.
    if text.isascii() or _TAG_CHARACTER_BYTES not in text.encode("utf-8", "replace"):
        return text
    return TAG_CHARACTERS.sub(r"\1", text)


def fold(text: str) -> str:
    """Fold white space as a browser does, but join lines of Chinese and Japanese without a blank.

    Tag characters are removed.
    """
    text = without_tag_characters(text)
    if "\n" in text and _LINE_END_BEFORE_IDEOGRAPH.search(text):
        text = _CJK_LINE_END.sub("", text)
    # Most texts are folded already; to look for each kind of white space takes a fifth of a search for any.
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing."""
    return not text.strip(_INVISIBLE_CHARACTERS)


def paragraphs(spans: Sequence[Span]) -> list[list[Span]]:
    """Split at empty lines and before indented ones, which is how pages without ``p`` mark paragraphs."""
    if any(span.text == "\n" for span in spans):
        return list(_paragraphs(spans))
    line = tidy_line(spans)
    return [line] if line else []


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    paragraph: list[Span] = []
    for is_break, group in groupby(spans, key=lambda span: span.text == "\n"):
        line = list(group)
        if is_break:
            if len(line) > 1 and paragraph:
                yield paragraph
                paragraph = []
            continue
        if paragraph and line[0].text and _PARAGRAPH_INDENT.match("".join(span.text for span in line[:3])):
            yield paragraph
            paragraph = []
        tidy = tidy_line(line)
        if not tidy:
            if paragraph:
                yield paragraph
            paragraph = []
            continue
        if paragraph:
            paragraph.append(Span("\n", _common(paragraph[-1].marks, tidy[0].marks)))
        paragraph.extend(tidy)
    if paragraph:
        yield paragraph


def tidy_line(spans: Sequence[Span]) -> list[Span]:
    """Fold blanks across spans, trim the ends, take blanks out of marks at their ends, merge equal marks."""
    if len(spans) == 1 and not spans[0].picture:  # most lines: all that follows comes to this
        text = spans[0].text.strip(EDGE_SPACES)
        return [] if is_blank(text) else [Span(text, spans[0].marks)]
    line: list[Span] = []
    for span in spans:
        text = span.text
        if not span.picture:
            if not line:
                text = text.lstrip(EDGE_SPACES)
            elif text.startswith(" ") and line[-1].text.endswith(" "):
                text = text[1:]
            if not text:
                continue
        line.append(span if text == span.text else Span(text, span.marks))
    while line and not line[-1].picture:
        last = line.pop()
        if text := last.text.rstrip(EDGE_SPACES):
            line.append(Span(text, last.marks))
            break
    if not any(span.picture for span in line) and is_blank("".join(span.text for span in line)):
        return []
    return _merged(_blanks_apart(line) if any(span.marks for span in line) else line)


def _blanks_apart(line: Sequence[Span]) -> list[Span]:
    parts: list[Span] = []
    for span in line:
        body = span.text.strip(" ")
        # Blanks at the ends of text without marks are where they should be.
        if span.picture or (body and (body == span.text or not span.marks)):
            parts.append(span)
            continue
        if span.text.startswith(" "):
            parts.append(Span(" ", ()))
        if body:
            parts.append(Span(body, span.marks))
            if span.text.endswith(" "):
                parts.append(Span(" ", ()))
    for index in range(1, len(parts) - 1):
        if parts[index].text == " ":
            parts[index] = Span(" ", _common(parts[index - 1].marks, parts[index + 1].marks))
    return _without_blanks_after_links(parts)


def _without_blanks_after_links(parts: Sequence[Span]) -> list[Span]:
    """Take out a blank between a link and the stop or comma after it, which was around an icon of the link."""
    kept: list[Span] = []
    for part, following in zip(parts, (*(span.text for span in parts[1:]), ""), strict=True):
        is_after_link = bool(kept) and any(tag == "a" for tag, _ in kept[-1].marks) and not part.marks
        text = part.text
        if is_after_link and _BLANK_BEFORE_STOP.match(text if len(text) > 1 else text + following):
            text = text[1:]
        if text or part.picture:
            kept.append(Span(text, part.marks, part.picture))
    return kept


def _merged(line: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in line:
        last = merged[-1] if merged else None
        if last and not span.picture and not last.picture and span.marks == last.marks:
            merged[-1] = Span(last.text + span.text, span.marks)
        else:
            merged.append(span)
    return merged


def _common(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return first[: common_start(first, second)]


def grouped(spans: Sequence[Span], depth: int) -> Iterator[tuple[Mark | None, Sequence[Span]]]:
    """Yield neighbours that share their mark at ``depth``, ``None`` for those that have no more marks."""
    start = 0
    while start < len(spans):
        mark = spans[start].marks[depth] if len(spans[start].marks) > depth else None
        end = start + 1
        while end < len(spans) and (spans[end].marks[depth] if len(spans[end].marks) > depth else None) == mark:
            end += 1
        yield mark, spans[start:end]
        start = end


def plain(spans: Iterable[Span]) -> str:
    """Return the text of spans, a line break as a line end."""
    return "".join(span.text for span in spans)
