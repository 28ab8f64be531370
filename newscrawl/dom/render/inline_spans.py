"""Runs of text: folded as a browser folds them, trimmed, and parted into paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

Mark = tuple[str, str]  # tag and, of a link, its address

EDGE = " \u3000\u00a0"
_IDEOGRAPH = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_CJK_LINE_END = re.compile(f"(?<=[{_IDEOGRAPH}])[ \t\r\f]*+\n[ \t\n\r\f]*+(?=[{_IDEOGRAPH}])")
# From the start of the white space only: from each of its line ends, a run of them would take the square of its length.
_LINE_END_BEFORE_IDEOGRAPH = re.compile(f"(?<![ \t\n\r\f])[ \t\r\f]*+\n[ \t\n\r\f]*+[{_IDEOGRAPH}]")
_SPACES = re.compile("[\t\n\r\f][ \t\n\r\f]*+| [ \t\n\r\f]++")  # but for a single blank
_INDENT = re.compile(" ?(?:\u3000|\u00a0\u00a0)")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad" + "".join(
    character for character in map(chr, range(0x3001)) if character.isspace()
)


class Picture(NamedTuple):
    """A picture in running text."""

    url: str
    alt: str
    title: str


class Run(NamedTuple):
    """A stretch of text, a line break (``"\\n"``) or a picture, and the marks around it, outermost first."""

    text: str
    marks: tuple[Mark, ...]
    picture: Picture | None = None


def fold(text: str) -> str:
    """Fold white space as a browser does, but join lines of Chinese and Japanese without a blank."""
    if "\n" in text and _LINE_END_BEFORE_IDEOGRAPH.search(text):
        text = _CJK_LINE_END.sub("", text)
    # Most runs are folded; to look for each kind of white space takes a fifth of a search for any.
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        return _SPACES.sub(" ", text)
    return text


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing."""
    return not text.strip(_INVISIBLE)


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """Split at empty lines and before indented ones, which is how pages without ``p`` mark paragraphs."""
    if any(run.text == "\n" for run in runs):
        return list(_paragraphs(runs))
    line = tidy_line(runs)
    return [line] if line else []


def _paragraphs(runs: Sequence[Run]) -> Iterator[list[Run]]:
    paragraph: list[Run] = []
    for is_break, group in groupby(runs, key=lambda run: run.text == "\n"):
        line = list(group)
        if is_break:
            if len(line) > 1 and paragraph:
                yield paragraph
                paragraph = []
            continue
        if paragraph and line[0].text and _INDENT.match("".join(run.text for run in line[:3])):
            yield paragraph
            paragraph = []
        tidy = tidy_line(line)
        if not tidy:
            if paragraph:
                yield paragraph
            paragraph = []
            continue
        if paragraph:
            paragraph.append(Run("\n", _common(paragraph[-1].marks, tidy[0].marks)))
        paragraph.extend(tidy)
    if paragraph:
        yield paragraph


def tidy_line(runs: Sequence[Run]) -> list[Run]:
    """Fold blanks across runs, trim the ends, take blanks out of marks at their ends, merge equal marks."""
    if len(runs) == 1 and not runs[0].picture:  # most lines: all that follows comes to this
        text = runs[0].text.strip(EDGE)
        return [] if is_blank(text) else [Run(text, runs[0].marks)]
    line: list[Run] = []
    for run in runs:
        text = run.text
        if not run.picture:
            if not line:
                text = text.lstrip(EDGE)
            elif text.startswith(" ") and line[-1].text.endswith(" "):
                text = text[1:]
            if not text:
                continue
        line.append(run if text == run.text else Run(text, run.marks))
    while line and not line[-1].picture:
        last = line.pop()
        if text := last.text.rstrip(EDGE):
            line.append(Run(text, last.marks))
            break
    if not any(run.picture for run in line) and is_blank("".join(run.text for run in line)):
        return []
    return _merged(_blanks_apart(line) if any(run.marks for run in line) else line)


def _blanks_apart(line: Sequence[Run]) -> list[Run]:
    parts: list[Run] = []
    for run in line:
        body = run.text.strip(" ")
        # Blanks at the ends of text without marks are where they should be.
        if run.picture or (body and (body == run.text or not run.marks)):
            parts.append(run)
            continue
        if run.text.startswith(" "):
            parts.append(Run(" ", ()))
        if body:
            parts.append(Run(body, run.marks))
            if run.text.endswith(" "):
                parts.append(Run(" ", ()))
    for index in range(1, len(parts) - 1):
        if parts[index].text == " ":
            parts[index] = Run(" ", _common(parts[index - 1].marks, parts[index + 1].marks))
    return parts


def _merged(line: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in line:
        last = merged[-1] if merged else None
        if last and not run.picture and not last.picture and run.marks == last.marks:
            merged[-1] = Run(last.text + run.text, run.marks)
        else:
            merged.append(run)
    return merged


def _common(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> tuple[Mark, ...]:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]


def grouped(runs: Sequence[Run], depth: int) -> Iterator[tuple[Mark | None, Sequence[Run]]]:
    """Yield neighbours that share their mark at ``depth``, ``None`` for those that have no more marks."""
    start = 0
    while start < len(runs):
        mark = runs[start].marks[depth] if len(runs[start].marks) > depth else None
        end = start + 1
        while end < len(runs) and (runs[end].marks[depth] if len(runs[end].marks) > depth else None) == mark:
            end += 1
        yield mark, runs[start:end]
        start = end


def plain(runs: Iterable[Run]) -> str:
    """Return the text of runs, a line break as a line end."""
    return "".join(run.text for run in runs)
