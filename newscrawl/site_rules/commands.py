"""The commands of a site-config file: what each of them adds to the declaration of a site.

An expression is checked before it is used: it has only functions of XPath 1.0.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import XPathRule

MAX_EXPRESSION_CHARACTERS = 1000  # of an XPath; the longest in use has half of that
MAX_REPLACEMENTS = 50  # of one file; each looks through the whole page
_MAX_VALUE_CHARACTERS = 200  # of a part of a class, an id or an address

# The functions of XPath 1.0; EXSLT's regular expressions, which can stall, have a prefix.
_FUNCTIONS = frozenset(
    """
    last position count id local-name namespace-uri name string concat starts-with contains substring-before
    substring-after substring string-length normalize-space translate boolean not true false lang number sum floor
    ceiling round text node comment processing-instruction
    """.split()
)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_CALL = re.compile(r"(?<![\w:.-])([\w:.-]{1,100}+)\s{0,9}+\(")
_NOT_FUNCTIONS = frozenset({"and", "or", "div", "mod"})
# Hints for programs of another kind, which change nothing here.
_NO_OPERATION = frozenset(
    """
    tidy parser prune autodetect_on_failure autodetect_next_page footnotes insert_detected_image test_contains
    convert_double_br_tags skip_json_ld strip_comments src_lazy_load_attr native_ad_clue
    """.split()
)


@dataclass
class Draft:
    """What the lines of a file have said so far."""

    fields: dict[str, list[str]] = field(default_factory=dict)  # of the template, by their names
    widgets: list[WidgetRule] = field(default_factory=list)
    stripped: list[XPathRule] = field(default_factory=list)
    replacements: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    test_urls: list[str] = field(default_factory=list)
    to_find: list[str] = field(default_factory=list)  # find_strings that wait for their replace_strings, in order
    last_field: str = ""  # of the line before, if it has set one that a condition may follow


class Unfollowed(Exception):
    """A line cannot be followed; the message says why."""


def follow(draft: Draft, command: str, argument: str, value: str) -> None:
    """Add to ``draft`` what a line says; raises ``Unfollowed``."""
    if command in _NO_OPERATION:
        return
    if command in _FIELDS:
        expression = _expression(value)
        draft.fields.setdefault(_FIELDS[command], []).append(expression)
        draft.last_field = _FIELDS[command]
    elif command in _COMMANDS:
        _COMMANDS[command](draft, argument, value)
        draft.last_field = ""
    elif command.startswith(("login_", "requires_login", "not_logged_in")):
        raise Unfollowed("a log-in is not supported")
    else:
        raise Unfollowed("unknown command" if command not in _UNSUPPORTED else "not supported")


def _expression(value: str) -> str:
    """Return an XPath 1.0 expression that may be evaluated."""
    if not value or len(value) > MAX_EXPRESSION_CHARACTERS:
        raise Unfollowed(f"an expression has 1 to {MAX_EXPRESSION_CHARACTERS} characters")
    calls = {name for name in _CALL.findall(_QUOTED.sub('""', value)) if name.rpartition("::")[2] not in _FUNCTIONS}
    if calls - _NOT_FUNCTIONS:
        raise Unfollowed(f"{min(calls)[:40]}() is no function of XPath 1.0")
    if not value.startswith(("/", "(")) and not re.match(r"[a-z-]+\(", value):
        value = f"//{value}" if re.match(r"[\w@*]", value) else value
    try:
        etree.XPath(value)
    except etree.XPathSyntaxError as error:
        raise Unfollowed(f"the expression cannot be read: {error}") from None
    return value


def _strip(draft: Draft, _argument: str, value: str) -> None:
    draft.stripped.append(XPathRule("site-rules", "xpath", _expression(value)))


def _strip_id_or_class(draft: Draft, _argument: str, value: str) -> None:
    part = _part(value)
    draft.widgets.append(WidgetRule("site-rules", value, f"[class*='{part}'], [id*='{part}']"))


def _strip_image_src(draft: Draft, _argument: str, value: str) -> None:
    draft.widgets.append(WidgetRule("site-rules", value, f"img[src*='{_part(value)}']"))


def _part(value: str) -> str:
    """Return a part of an attribute as it stands in a quoted CSS value."""
    value = value.strip("'\"")
    if not value or len(value) > _MAX_VALUE_CHARACTERS or not re.fullmatch(r"[\w ./:%?=&+-]++", value):
        raise Unfollowed("the value is no part of a class, an id or an address")
    return value


def _find_string(draft: Draft, _argument: str, value: str) -> None:
    draft.to_find.append(value)
    if not value:
        raise Unfollowed("there is nothing to find")


def _replace_string(draft: Draft, argument: str, value: str) -> None:
    if not argument and not draft.to_find:
        raise Unfollowed("no find_string stands before it")
    found = argument or draft.to_find.pop(0)
    if not found:
        raise Unfollowed("there is nothing to find")
    if len(draft.replacements) >= MAX_REPLACEMENTS:
        raise Unfollowed(f"more than {MAX_REPLACEMENTS} replacements")
    draft.replacements.append((found, value))


def _http_header(draft: Draft, argument: str, value: str) -> None:
    name = argument.lower()
    if name == "user-agent":
        raise Unfollowed("a polite crawler has a name of its own")
    if name not in ("cookie", "referer", "accept", "accept-language") or not value.isprintable():
        raise Unfollowed("not supported")
    draft.headers[argument.title()] = value


def _if_page_contains(draft: Draft, _argument: str, value: str) -> None:
    """Make the line before hold only on pages where ``value`` finds something."""
    last, draft.last_field = draft.last_field, ""
    expression = draft.fields[last].pop() if last else ""
    if last and not draft.fields[last]:
        del draft.fields[last]
    if not expression.startswith(("/", "(")):
        raise Unfollowed("no line with the path of an element stands before it")
    condition = _expression(value)
    draft.fields.setdefault(last, []).append(_expression(f"({expression})[boolean({condition})]"))


def _test_url(draft: Draft, _argument: str, value: str) -> None:
    draft.test_urls.append(value)


_FIELDS = {
    "title": "title",
    "body": "body",
    "author": "authors",
    "date": "published",
    "single_page_link": "whole",
    "next_page_link": "next_page",
}
_COMMANDS: dict[str, Callable[[Draft, str, str], None]] = {
    "strip": _strip,
    "strip_id_or_class": _strip_id_or_class,
    "strip_image_src": _strip_image_src,
    "find_string": _find_string,
    "replace_string": _replace_string,
    "http_header": _http_header,
    "test_url": _test_url,
    "if_page_contains": _if_page_contains,
}
_UNSUPPORTED = frozenset("strip_attr post_strip_attr wrap_in move_into dissolve skip_id_or_class".split())
