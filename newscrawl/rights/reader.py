"""One door to all readers of rights: facts from a robots.txt, a response's fields, a page or a well-known file."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newscrawl.dom.metadata.jsonld import read_blocks
from newscrawl.dom.tree import parse_or_none
from newscrawl.errors import BadArgument
from newscrawl.rights.headers import FIELDS, header_signals
from newscrawl.rights.linked_data import linked_data_signals
from newscrawl.rights.page import page_signals
from newscrawl.rights.robots_txt import RobotsTxt
from newscrawl.rights.rsl import read_rsl
from newscrawl.rights.signals import Facts, Signal, facts_of
from newscrawl.rights.tdm import TdmRep
from newscrawl.text.decode import decode

AGENT = "newscrawl"  # our product token
MAX_HEADER_LINES = 1000  # of one response; chosen by hand

# What each kind of input is called, without case, blanks and signs.
_KINDS = {
    "robots": "robots",
    "robotstxt": "robots",
    "header": "headers",
    "headers": "headers",
    "http": "headers",
    "httpheader": "headers",
    "httpheaders": "headers",
    "response": "headers",
    "responseheaders": "headers",
    "html": "page",
    "page": "page",
    "meta": "page",
    "metarobots": "page",
    "tdmrep": "tdmrep",
    "tdmrepjson": "tdmrep",
    "tdmfile": "tdmrep",
    "wellknown": "tdmrep",
    "jsonld": "jsonld",
    "ldjson": "jsonld",
    "rsl": "rsl",
    "rslxml": "rsl",
    "license": "rsl",
}
_FIELD_KINDS = {field.replace("-", ""): field for field in FIELDS}
_SIGNS = re.compile("[^a-z]++")
_LINE_ENDS = re.compile("\r\n|\r|\n")


def read(kind: str, input: Any, url: str, agent: str = AGENT) -> Facts:
    """Return the facts that ``input`` states to ``agent`` about the page at ``url``, by their names in docs/rights.md.

    ``kind`` says what ``input`` is: ``robots`` (a robots.txt), ``headers`` (lines ``Name: value``, a mapping or
    pairs), the name of one response field (its value), ``html`` (a page), ``json-ld`` (a script's text), ``tdmrep``
    (the file) or ``rsl`` (a document). Text may be given as bytes. A mapping from kinds to inputs is read as one:
    conflicts between places are decided as their specifications have it. What nobody states is absent; nothing in
    ``input`` raises. Raises ``BadArgument`` for an unknown ``kind``.

    >>> read("headers", "X-Robots-Tag: noindex\\nContent-Usage: train-ai=n", "https://example.com/")
    {'train-ai': 'n', 'noindex': True}
    """
    return facts_of(_signals(kind, input, url, agent))


def _signals(kind: str, source: Any, url: str, agent: str) -> Iterator[Signal]:
    name = _SIGNS.sub("", kind.lower())
    if isinstance(source, Mapping) and _are_kinds(source) and _KINDS.get(name) != "headers":
        for part, value in source.items():
            yield from _signals(part, value, url, agent)
    elif name in _FIELD_KINDS:
        field = _FIELD_KINDS[name]
        values = source if isinstance(source, list | tuple) else _text(source).split("\n")
        lines = (_text(value).strip() for value in values)
        yield from header_signals([(field, _without_label(line, field)) for line in lines], url, agent)
    elif name in _KINDS:
        yield from _READERS[_KINDS[name]](source, url, agent)
    else:
        raise BadArgument(f"kind must be one of {', '.join(sorted({*_KINDS.values(), *FIELDS}))}, not {kind!r}")


def _are_kinds(source: Mapping[Any, Any]) -> bool:
    names = [_SIGNS.sub("", str(name).lower()) for name in source]
    return bool(names) and all(name in _KINDS or name in _FIELD_KINDS for name in names)


def _robots(source: Any, url: str, agent: str) -> Iterable[Signal]:
    return RobotsTxt(_text(source), agent).signals(url)


def _headers(source: Any, url: str, agent: str) -> Iterable[Signal]:
    return header_signals(list(_pairs(source))[:MAX_HEADER_LINES], url, agent)


def _page(source: Any, url: str, agent: str) -> Iterable[Signal]:
    html = decode(source).text if isinstance(source, bytes) else _text(source)
    tree = parse_or_none(html)
    return () if tree is None else page_signals(tree, url, agent)


def _tdmrep(source: Any, url: str, _agent: str) -> Iterable[Signal]:
    is_text = isinstance(source, str | bytes)
    return TdmRep(_text(source) if is_text else json.dumps(source)).signals(url)


def _linked_data(source: Any, url: str, _agent: str) -> Iterable[Signal]:
    is_text = isinstance(source, str | bytes)
    return linked_data_signals(read_blocks([_text(source) if is_text else json.dumps(source)]), url)


def _rsl(source: Any, url: str, _agent: str) -> Iterable[Signal]:
    return read_rsl(_text(source), url)


_READERS = {
    "robots": _robots,
    "headers": _headers,
    "page": _page,
    "tdmrep": _tdmrep,
    "jsonld": _linked_data,
    "rsl": _rsl,
}


def _text(source: Any) -> str:
    """Return text that may be given as bytes or lines."""
    if isinstance(source, bytes):
        return source.decode("utf-8-sig", "replace")
    if isinstance(source, list | tuple):
        return "\n".join(map(_text, source))
    return str(source)


def _pairs(source: Any) -> Iterator[tuple[str, str]]:
    """Yield names and values of header fields in any of their forms; a line that begins with a blank goes on."""
    if isinstance(source, Mapping):
        for name, value in source.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                yield _text(name), _text(one)
        return
    if not isinstance(source, str | bytes):
        lines = list(source)
        if all(isinstance(one, list | tuple) and len(one) == 2 for one in lines):
            yield from ((_text(name), _text(value)) for name, value in lines)
            return
    last: tuple[str, str] | None = None
    for line in _LINE_ENDS.split(_text(source)):
        name, colon, value = line.partition(":")
        if last and line[:1] in (" ", "\t"):
            last = (last[0], f"{last[1]} {line.strip()}")
            continue
        if last:
            yield last
        last = (name.strip(), value.strip(" \t")) if colon else None
    if last:
        yield last


def _without_label(line: str, field: str) -> str:
    """Return the value of a field that may be given with its name."""
    name, colon, value = line.partition(":")
    return value.strip() if colon and name.strip().lower() == field else line
