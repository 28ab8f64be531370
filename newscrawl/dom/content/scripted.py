"""The text of an article that a page leaves to a script to show: what the data of its framework tell.

Frameworks that render in the browser send the data along, as JSON in a ``script`` (``__NEXT_DATA__``, a state that is
set). In these the text is a list of paragraphs, or one string of markup, deep among much else; it is known by a passage
that the page shows already, or by its summary.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

# All bounds are chosen by hand.
_MIN_SCRIPT_CHARACTERS = 2000  # of a script that may hold an article
_MAX_SCRIPT_CHARACTERS = 2 << 20
_STATE = re.compile(r"(?:__\w{3,40}+|\b(?:window|self)[.]\w{3,40}+)\s*+=\s*+(?=\{)")
_MAX_STATE_OFFSET_CHARACTERS = 200  # at the beginning of a script in which its data begin
# What keys call the text of a node, and what they call everything else.
_TEXT_KEYS = frozenset({"value", "text", "content", "html", "body", "paragraph", "children", "items", "data", "nodes"})
_MAX_NODES = 200_000  # of the data of a script
_MAX_DEPTH = 60  # of nested data
_MIN_PARAGRAPH_CHARACTERS = 40  # of a text that is more than a label
_TAG = re.compile("<[^<>]*+>")
_PASSAGE = re.compile(r"[A-Za-z][A-Za-z ]{22,40}+|[\u3040-\u30ff\u3400-\u9fff]{8,20}+|[\uac00-\ud7af ]{12,24}+")
_MAX_PASSAGES = 8  # of the text shown, by which the data are known
_DECODER = json.JSONDecoder(strict=False)


def read_scripted(tree: HtmlElement, shown: str) -> str:
    """Return the article's text, a line a paragraph or as markup, that holds passages of ``shown``; else nothing."""
    passages = [found.strip() for found in _PASSAGE.findall(shown)[:_MAX_PASSAGES]]
    best = ""
    for data, known in _data(tree, passages):
        reader = _RichTextReader(known)
        reader.read(data)
        best = max(best, reader.best.text, key=len)
    return best


def _data(tree: HtmlElement, passages: list[str]) -> Iterator[tuple[object, list[str]]]:
    """Yield the data of scripts that have any of the passages, with those."""
    for script in tree.iter("script"):
        kind = script.get("type") or ""
        if script.get("src") or "ld+json" in kind:
            continue
        text = script.text or ""
        if not _MIN_SCRIPT_CHARACTERS <= len(text) <= _MAX_SCRIPT_CHARACTERS:
            continue
        state = None if "json" in kind else _STATE.search(text, 0, _MAX_STATE_OFFSET_CHARACTERS)
        if "json" not in kind and not state:
            continue
        known = [words for words in passages if words in text or json.dumps(words)[1:-1] in text]
        if known:
            try:
                yield _DECODER.raw_decode(text, state.end() if state else len(text) - len(text.lstrip()))[0], known
            except (ValueError, RecursionError):  # not JSON, an integer of too many digits, or nested too deep
                continue


class _Found(NamedTuple):
    text: str
    prose: int  # characters in paragraphs


class _RichTextReader:
    """Looks for the list of paragraphs, or the string of markup, that holds one of the passages."""

    def __init__(self, passages: list[str]) -> None:
        self._passages = passages
        self._nodes = 0
        self.best = _Found("", 0)

    def read(self, node: object, depth: int = 0) -> str:
        """Return what a node of rich text says; on the way back from its depths, keep the best list."""
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            return ""
        if isinstance(node, str):
            if "<p" in node and self._is_known(node):
                self._keep(_Found(node, len(_TAG.sub("", node))))
            return node
        if isinstance(node, dict):
            parts = [(key, self.read(value, depth + 1)) for key, value in node.items()]
            return "".join(text for key, text in parts if key in _TEXT_KEYS)
        if isinstance(node, list):
            return self._joined([self.read(member, depth + 1) for member in node])
        return ""

    def _joined(self, texts: list[str]) -> str:
        if any(map(self._is_known, texts)):
            lines = [line for text in texts if (line := " ".join(text.split()))]
            self._keep(
                _Found("\n".join(lines), sum(len(line) for line in lines if len(line) >= _MIN_PARAGRAPH_CHARACTERS))
            )
        return "".join(texts)

    def _is_known(self, text: str) -> bool:
        return any(words in text for words in self._passages)

    def _keep(self, found: _Found) -> None:
        # The inner list comes first; one around it holds the same as one paragraph.
        if 5 * found.prose > 6 * self.best.prose:
            self.best = found
