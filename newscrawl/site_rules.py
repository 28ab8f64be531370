"""Read site-config files of FiveFilters, as wallabag and others use them, as declarations of sites.

A folder holds one text file per host, ``example.com.txt``, or ``.example.com.txt`` for every host below it, too. Its
lines are ``command: value`` or ``command(argument): value``. What a file says is data: expressions are checked before
they are used, unknown commands are counted and named, nothing is executed. The format is described in the repository
of ftr-site-config of FiveFilters (public domain).
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.errors import BadArgument
from newscrawl.site import Site, Template, XPathRule
from newscrawl.urls import host_of

MAX_FILE_BYTES = 256 * 1024  # the largest public file has a tenth of that
MAX_LINES = 2000  # of one file
MAX_EXPRESSION_CHARACTERS = 1000  # of an XPath; the longest in use has half of that
MAX_REPLACEMENTS = 50  # of one file; each looks through the whole page
_MAX_VALUE_CHARACTERS = 200  # of a part of a class, an id or an address

_COMMAND = re.compile(r"([a-z_]{1,40}+)[ \t]{0,9}+", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.?+[a-z0-9][a-z0-9.-]{1,250}+(?<=\.txt)")
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


class Fault(NamedTuple):
    """A line that is not followed: its number in the file, counted from 1, its command, and why."""

    line: int
    command: str
    reason: str


class SiteRules(NamedTuple):
    """The declaration that a file gives, the addresses that it names to be tried, and the lines not followed."""

    site: Site
    test_urls: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass
class _Draft:
    """What the lines of a file have said so far."""

    fields: dict[str, list[str]] = field(default_factory=dict)  # of the template, by their names
    widgets: list[WidgetRule] = field(default_factory=list)
    stripped: list[XPathRule] = field(default_factory=list)
    replacements: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    test_urls: list[str] = field(default_factory=list)
    to_find: list[str] = field(default_factory=list)  # find_strings that wait for their replace_strings, in order
    last_field: str = ""  # of the line before, if it has set one that a condition may follow


class _Unfollowed(Exception):
    """A line cannot be followed; the message says why."""


def read_site_rules(text: str, host: str) -> SiteRules:
    """Return what the file of ``host`` (``.example.com`` for every host below, too) declares.

    >>> rules = read_site_rules("body: //div[@id='story']\\nstrip_id_or_class: teaser\\nfly: now", "example.com")
    >>> rules.site.templates[0].body, rules.site.widgets[0].name
    (("//div[@id='story']",), 'teaser')
    >>> rules.faults
    (Fault(line=3, command='fly', reason='unknown command'),)
    """
    draft, faults = _Draft(), []
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines[:MAX_LINES], 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        written = _read_line(line)
        if written is None:
            faults.append(Fault(number, "", "not a line of the form command: value"))
            continue
        try:
            _follow(draft, written.command, written.argument, written.value)
        except _Unfollowed as unfollowed:
            faults.append(Fault(number, written.command, str(unfollowed)))
            draft.last_field = ""
    faults += [Fault(len(lines), "find_string", "no replace_string follows it") for one in draft.to_find if one]
    if len(lines) > MAX_LINES:
        faults.append(Fault(MAX_LINES + 1, "", f"more than {MAX_LINES} lines"))
    return SiteRules(_site(draft, host), tuple(draft.test_urls), tuple(faults))


class _Line(NamedTuple):
    command: str
    argument: str
    value: str


def _read_line(line: str) -> _Line | None:
    """Read ``command: value`` or ``command(argument): value``; an argument may hold brackets and colons."""
    line = line.lstrip()
    found = _COMMAND.match(line)
    if not found:
        return None
    rest = line[found.end() :]
    if rest.startswith("("):
        argument, colon, value = rest[1:].partition("):")
    else:
        argument, (before, colon, value) = "", rest.partition(":")
        colon = "" if before else colon
    return _Line(found[1].lower(), argument.strip(), value.strip()) if colon else None


class RulesFolder:
    """A folder of such files; each is read when an address of its host is met. Raises ``BadArgument`` for no folder."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadArgument(f"NEWSCRAWL_SITE_RULES names no folder: {folder}")
        self._folder = folder
        self._read = lru_cache(maxsize=1024)(self._read_file)

    def site_of(self, url: str) -> Site | None:
        """Return what the folder declares for the host of ``url``; ``None`` without a file that gives a body."""
        host = host_of(url).removeprefix("www.")
        labels = host.split(".")
        names = [host, *("." + ".".join(labels[first:]) for first in range(len(labels) - 1))]
        found = (rules for name in names if (rules := self._read(f"{name}.txt")))
        site = next((rules.site for rules in found if rules.site.templates), None)
        return replace(site, name=host, title=host, hosts=(host_of(url),)) if site else None

    def all(self) -> dict[str, SiteRules | str]:
        """Read every file; return its rules by its name, or why it cannot be read."""
        names = sorted(path.name for path in self._folder.iterdir() if path.suffix == ".txt")
        return {name: self._checked(name) for name in names}

    def _checked(self, name: str) -> SiteRules | str:
        if not _FILE_NAME.fullmatch(name):
            return "its name is not that of a host"
        if not (self._folder / name).is_file():  # a pipe would be waited for
            return "it is no file"
        try:
            return _load(self._folder / name)
        except (OSError, ValueError) as error:
            return str(error)

    def _read_file(self, name: str) -> SiteRules | None:
        # A host is a part of the name of a file only if it has the form of one.
        path = self._folder / name
        if not _FILE_NAME.fullmatch(name) or not path.is_file():
            return None
        try:
            return _load(path)
        except (OSError, ValueError):
            return None


def count_faults(faults: tuple[Fault, ...]) -> Counter[str]:
    """Count lines that are not followed by their command and reason."""
    return Counter(f"{fault.command or 'a line'}: {fault.reason}" for fault in faults)


def _load(path: Path) -> SiteRules:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError(f"more than {MAX_FILE_BYTES} bytes")
    return read_site_rules(path.read_bytes().decode("utf-8", "replace"), path.name.removesuffix(".txt"))


def _site(draft: _Draft, host: str) -> Site:
    name = host.removeprefix(".")
    hosts = (name, f"www.{name}") + ((f"*.{name}",) if host.startswith(".") else ())
    values: dict[str, Any] = {name: tuple(queries) for name, queries in draft.fields.items()}
    return Site(
        name=name,
        title=name,
        hosts=hosts,
        templates=(Template(name="site-rules", **values),) if "body" in values else (),
        widgets=tuple(draft.widgets),
        strip_xpaths=tuple(draft.stripped),
        replacements=tuple(draft.replacements),
        headers=tuple(draft.headers.items()),
        required=(),
        evidence="a site-config file",
    )


# --- Commands ---


def _follow(draft: _Draft, command: str, argument: str, value: str) -> None:
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
        raise _Unfollowed("a log-in is not supported")
    else:
        raise _Unfollowed("unknown command" if command not in _UNSUPPORTED else "not supported")


def _expression(value: str) -> str:
    """Return an XPath 1.0 expression that may be evaluated."""
    if not value or len(value) > MAX_EXPRESSION_CHARACTERS:
        raise _Unfollowed(f"an expression has 1 to {MAX_EXPRESSION_CHARACTERS} characters")
    calls = {name for name in _CALL.findall(_QUOTED.sub('""', value)) if name.rpartition("::")[2] not in _FUNCTIONS}
    if calls - _NOT_FUNCTIONS:
        raise _Unfollowed(f"{min(calls)[:40]}() is no function of XPath 1.0")
    if not value.startswith(("/", "(")) and not re.match(r"[a-z-]+\(", value):
        value = f"//{value}" if re.match(r"[\w@*]", value) else value
    try:
        etree.XPath(value)
    except etree.XPathSyntaxError as error:
        raise _Unfollowed(f"the expression cannot be read: {error}") from None
    return value


def _strip(draft: _Draft, _argument: str, value: str) -> None:
    draft.stripped.append(XPathRule("site-rules", "xpath", _expression(value)))


def _strip_id_or_class(draft: _Draft, _argument: str, value: str) -> None:
    part = _part(value)
    draft.widgets.append(WidgetRule("site-rules", value, f"[class*='{part}'], [id*='{part}']"))


def _strip_image_src(draft: _Draft, _argument: str, value: str) -> None:
    draft.widgets.append(WidgetRule("site-rules", value, f"img[src*='{_part(value)}']"))


def _part(value: str) -> str:
    """Return a part of an attribute as it stands in a quoted CSS value."""
    value = value.strip("'\"")
    if not value or len(value) > _MAX_VALUE_CHARACTERS or not re.fullmatch(r"[\w ./:%?=&+-]++", value):
        raise _Unfollowed("the value is no part of a class, an id or an address")
    return value


def _find_string(draft: _Draft, _argument: str, value: str) -> None:
    draft.to_find.append(value)
    if not value:
        raise _Unfollowed("there is nothing to find")


def _replace_string(draft: _Draft, argument: str, value: str) -> None:
    if not argument and not draft.to_find:
        raise _Unfollowed("no find_string stands before it")
    found = argument or draft.to_find.pop(0)
    if not found:
        raise _Unfollowed("there is nothing to find")
    if len(draft.replacements) >= MAX_REPLACEMENTS:
        raise _Unfollowed(f"more than {MAX_REPLACEMENTS} replacements")
    draft.replacements.append((found, value))


def _http_header(draft: _Draft, argument: str, value: str) -> None:
    name = argument.lower()
    if name == "user-agent":
        raise _Unfollowed("a polite crawler has a name of its own")
    if name not in ("cookie", "referer", "accept", "accept-language") or not value.isprintable():
        raise _Unfollowed("not supported")
    draft.headers[argument.title()] = value


def _if_page_contains(draft: _Draft, _argument: str, value: str) -> None:
    """Make the line before hold only on pages where ``value`` finds something."""
    last, draft.last_field = draft.last_field, ""
    expression = draft.fields[last].pop() if last else ""
    if last and not draft.fields[last]:
        del draft.fields[last]
    if not expression.startswith(("/", "(")):
        raise _Unfollowed("no line with the path of an element stands before it")
    condition = _expression(value)
    draft.fields.setdefault(last, []).append(_expression(f"({expression})[boolean({condition})]"))


def _test_url(draft: _Draft, _argument: str, value: str) -> None:
    draft.test_urls.append(value)


_FIELDS = {
    "title": "title",
    "body": "body",
    "author": "authors",
    "date": "published",
    "single_page_link": "whole",
    "next_page_link": "next_page",
}
_COMMANDS: dict[str, Callable[[_Draft, str, str], None]] = {
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
