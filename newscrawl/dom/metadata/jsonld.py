"""JSON-LD as pages write it: in comments, with stray commas, several values in a row, or not JSON at all.

Nothing here raises on any input: a block that cannot be read is no evidence. The vocabulary is schema.org's.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newscrawl.dom.tree import HTML_SPACE

Node = dict[str, object]

# Bounds for hostile pages, chosen by hand.
# Escapes that JSON has read once and that are still there, in the names and headlines of an editor's template.
_ESCAPED_TWICE = re.compile(r"\\u[0-9a-fA-F]{4}(?>(?:\\u[0-9a-fA-F]{4}){0,400})")
_MAX_BLOCK_CHARACTERS = 256 * 1024  # larger ones are product catalogues or attacks
_MAX_NODES = 500  # of a page
_MAX_VALUES = 50  # of one list
_WRAPPERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")

_STRAY_COMMA = re.compile(r",\s*+(?=[}\]])")
_VALUE_START = re.compile(r"[{\[]")
_DECODER = json.JSONDecoder(strict=False)  # line ends inside strings are common


def read_blocks(blocks: Iterable[str]) -> list[Node]:
    """Return the objects of JSON-LD ``blocks`` (the text of scripts), the outermost first.

    Lists and ``@graph`` are unfolded, and so are the entities that a page says it is about. Blocks of more than
    256 Ki characters are left alone.
    """
    nodes: list[Node] = []
    for block in blocks:
        if len(block) <= _MAX_BLOCK_CHARACTERS:
            nodes += _unfolded(_load(block))
        if len(nodes) >= _MAX_NODES:
            break
    return nodes[:_MAX_NODES]


def types(node: Node) -> frozenset[str]:
    """Return the names of the node's types, without the vocabulary's address."""
    return frozenset(text.rsplit("/", 1)[-1].removeprefix("schema:") for text in strings(node.get("@type")))


def strings(value: object) -> list[str]:
    """Return the texts of a value: itself, the members of a list, the ``@value``, ``name`` or ``url`` of an object."""
    if isinstance(value, str):
        text = _ESCAPED_TWICE.sub(_read_escapes, html.unescape(value)).strip(HTML_SPACE)
        return [text] if text else []
    if isinstance(value, list):
        return [text for member in value[:_MAX_VALUES] if not isinstance(member, list) for text in strings(member)]
    if isinstance(value, dict):
        inner = (value.get(key) for key in ("@value", "name", "url", "@id"))
        return next((texts for one in inner if isinstance(one, str | list) and (texts := _plain(one))), [])
    return []


def _read_escapes(match: re.Match[str]) -> str:
    found = str(json.loads(f'"{match[0]}"'))
    return found if found.isprintable() else match[0]  # half a pair of surrogates is not


def _plain(value: str | list[object]) -> list[str]:
    members = [value] if isinstance(value, str) else value[:_MAX_VALUES]
    return [text for member in members if isinstance(member, str) for text in strings(member)]


def objects(value: object) -> list[Node]:
    """Return the objects in a value that may be one, or a list of some, or of lists of some."""
    if isinstance(value, dict):
        return [value]
    members = value[:_MAX_VALUES] if isinstance(value, list) else []
    inner = (one for member in members for one in (member[:_MAX_VALUES] if isinstance(member, list) else [member]))
    return [one for one in islice(inner, _MAX_VALUES) if isinstance(one, dict)]


def _load(block: str) -> list[object]:
    text = block.replace("<![CDATA[", "", 1)
    values = list(_values(text))
    if values:
        return values
    return list(_values(_STRAY_COMMA.sub("", _unescaped(text).replace("\\'", "'"))))


def _values(text: str) -> Iterator[object]:
    """Yield the JSON values of ``text`` up to the first that cannot be read; what stands between is skipped."""
    start = _VALUE_START.search(text)
    while start:
        try:
            value, end = _DECODER.raw_decode(text, start.start())
        except (
            ValueError,
            RecursionError,
        ):  # not JSON, an integer of more than 4300 digits, or nested too deep
            return
        yield value
        start = _VALUE_START.search(text, end)


def _unescaped(text: str) -> str:
    return html.unescape(text) if "&quot;" in text and '"' not in text else text


def _unfolded(values: list[object]) -> Iterator[Node]:
    queue = values[:_MAX_NODES]
    for value in queue:  # the queue grows while it is read: a walk in breadth, without recursion
        if isinstance(value, list):
            queue += value[: _MAX_NODES - min(len(queue), _MAX_NODES)]
        elif isinstance(value, dict):
            yield value
            if len(queue) < _MAX_NODES:
                queue += [value[key] for key in _WRAPPERS if isinstance(value.get(key), dict | list)]
