"""Read site-config files of FiveFilters, as wallabag and others use them, as declarations of sites.

A folder holds one text file per host, ``example.com.txt``, or ``.example.com.txt`` for every host below it, too. Its
lines are ``command: value`` or ``command(argument): value``. What a file says is data: expressions are checked before
they are used, unknown commands are counted and named, nothing is executed. The format is described in the repository
of ftr-site-config of FiveFilters (public domain).
"""

import re
from collections import Counter
from typing import Any, NamedTuple

from newscrawl.site import Site, Template
from newscrawl.site_rules.commands import Draft, Unfollowed, follow

MAX_LINES = 2000  # of one file

_COMMAND = re.compile(r"([a-z_]{1,40}+)[ \t]{0,9}+", re.IGNORECASE)


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


def read_site_rules(text: str, host: str) -> SiteRules:
    """Return what the file of ``host`` (``.example.com`` for every host below, too) declares.

    >>> rules = read_site_rules("body: //div[@id='story']\\nstrip_id_or_class: teaser\\nfly: now", "example.com")
    >>> rules.site.templates[0].body, rules.site.widgets[0].name
    (("//div[@id='story']",), 'teaser')
    >>> rules.faults
    (Fault(line=3, command='fly', reason='unknown command'),)
    """
    draft, faults = Draft(), []
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines[:MAX_LINES], 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        written = _read_line(line)
        if written is None:
            faults.append(Fault(number, "", "not a line of the form command: value"))
            continue
        try:
            follow(draft, written.command, written.argument, written.value)
        except Unfollowed as unfollowed:
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


def count_faults(faults: tuple[Fault, ...]) -> Counter[str]:
    """Count lines that are not followed by their command and reason."""
    return Counter(f"{fault.command or 'a line'}: {fault.reason}" for fault in faults)


def _site(draft: Draft, host: str) -> Site:
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
