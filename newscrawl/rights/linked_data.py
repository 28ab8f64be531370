"""What JSON-LD states about an article's rights, in the vocabulary of schema.org."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.page_data import article_node
from newscrawl.rights.signals import UNKNOWN, Signal, signal
from newscrawl.urls import is_web, join_url

_ADDRESSES = ("license", "usageInfo")
_HOLDER = "copyrightHolder"
_IS_FREE = "isAccessibleForFree"
PROPERTIES = (*_ADDRESSES, _HOLDER, _IS_FREE)
_PREFIXES = ("", "schema:", "https://schema.org/", "http://schema.org/")
_NAMES = frozenset(prefix + name for prefix in _PREFIXES for name in PROPERTIES)
_BOOLEANS = {"true": True, "false": False}
_PAGE_TYPES = frozenset({"WebPage", "ItemPage"})  # stand for the article where a page states no article
# Chosen by hand: pages state one licence and have two levels of objects below the article.
_MAX_VALUES = 20  # of one property
_MAX_NODES = 500  # that may be referred to


def linked_data_signals(nodes: Sequence[jsonld.Node], url: str) -> Iterator[Signal]:
    """Yield what the JSON-LD objects of the page at ``url`` (of ``jsonld.read_blocks``) state about the article itself.

    Statements about its pictures, its publisher or other articles do not count.
    """
    if all(map(_NAMES.isdisjoint, nodes)):
        return
    kinds = list(map(jsonld.types, nodes))
    article = article_node(nodes, kinds, url)
    if article is None:
        article = next((node for node, types in zip(nodes, kinds, strict=True) if types & _PAGE_TYPES), None)
    if article is None:
        return
    known = _nodes_by_id(nodes)
    about = _with_references(article, known)  # objects with one ``@id`` are one node (JSON-LD 1.1, section 3.3)
    for name in PROPERTIES:
        for value in _values(about, name, known):
            yield from _statement(name, value, url)


def _statement(name: str, value: Any, url: str) -> Iterator[Signal]:
    source = f"{name}: {json.dumps(value, ensure_ascii=False)}"
    if name == _IS_FREE:
        is_free = _boolean(value)
        yield signal("page", UNKNOWN if is_free is None else name, _text(value) if is_free is None else is_free, source)
        return
    if name == _HOLDER:
        holder = _text(value, "name", "legalName", "@value")
        if holder:
            yield signal("page", name, holder, source)
        return
    written = _text(value, "url", "@id", "@value")
    address = _address(written, url)
    if written:
        yield signal("page", name if address else UNKNOWN, address or written, source)


def _values(node: jsonld.Node, name: str, known: dict[str, jsonld.Node]) -> Iterator[Any]:
    """Yield the values of a property, references to other objects resolved."""
    for prefix in _PREFIXES:
        value = node.get(prefix + name)
        for one in value[:_MAX_VALUES] if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield _with_references(one, known)
            elif one is not None:
                yield one


def _with_references(node: jsonld.Node, known: dict[str, jsonld.Node]) -> jsonld.Node:
    """Return what the page says about an object, here and under its ``@id`` elsewhere."""
    reference = node.get("@id")
    return {**known.get(reference, {}), **node} if isinstance(reference, str) else node


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = _text(value, "@value", "@id", "url").strip().lower().rpartition("/")[2].removeprefix("schema:")
    return _BOOLEANS.get(text)


def _text(value: Any, *names: str) -> str:
    """Return a text, or the first of the properties ``names`` of an object that is one."""
    if isinstance(value, dict):
        texts = map(_innermost, map(value.get, names))
        return next((_text(one) for one in texts if isinstance(one, str | bool) and str(one).strip()), "")
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _innermost(value: Any) -> Any:
    """Return the first member of a list, and of an object that only names or wraps a value, that value."""
    first = value[0] if isinstance(value, list) and value else value
    return first.get("@id") or first.get("@value") if isinstance(first, dict) else first


def _address(written: str, url: str) -> str | None:
    # A name such as "CC BY 4.0" is no relative address.
    if not is_web(written) and not written.startswith("/"):
        return None
    address = join_url(url, written)
    return address if is_web(address) else None


def _nodes_by_id(nodes: Sequence[jsonld.Node]) -> dict[str, jsonld.Node]:
    """Return all objects that have an ``@id``, also inside others; what several say about one is put together."""
    found: dict[str, jsonld.Node] = {}
    queue: list[object] = list(nodes)
    for value in queue:  # the queue grows while it is read: a walk in breadth, without recursion
        if isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str):
                found[name] = {**value, **found.get(name, {})}
        members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        queue += [one for one in members if isinstance(one, dict | list)][: _MAX_NODES - min(len(queue), _MAX_NODES)]
    return found
