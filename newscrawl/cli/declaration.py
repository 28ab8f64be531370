"""Write the declaration of a site as Python, for a person to check and complete."""

import re
from collections.abc import Sequence
from dataclasses import fields

from newscrawl.errors import BadArgument
from newscrawl.site import Site, Source, Template

_NAME = re.compile("[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){0,4}")
_INDENT = " " * 8


def checked_name(name: str) -> str:
    """Return ``name`` if it can be that of a site, its module and its folder; else raise ``BadArgument``."""
    if not _NAME.fullmatch(name):
        raise BadArgument(f"a site's name is like chip-daily, not {name!r}")
    return name


def class_of(name: str) -> str:
    """Return the name of the class that declares the site ``name``."""
    return "".join(part.capitalize() for part in name.split("-")) + "Spider"


def declaration(site: Site, notes: Sequence[str]) -> str:
    """Return the module that declares ``site``; ``notes`` become comments.

    What came from the web stands in string literals only: it can be wrong, but it cannot become code.
    """
    kinds = {type(one).__name__ for one in (*site.sources, *site.templates)}
    imports = ", ".join(sorted({"Site", *kinds}, key=str.lower))
    lines = [
        f'"""{site.name}: as scrapy probe proposes it. Check every line, and say here what is special."""',
        "",
        f"from newscrawl.site import {imports}",
        "from newscrawl.spiders.base import NewsSpider",
        "",
        "",
        f"class {class_of(site.name)}(NewsSpider):",
        f'    """Articles of {site.name}."""',
        "",
        *(f"    # {note}" for note in notes),
        f"    name = {_literal(site.name)}",
        "    site = Site(",
        f"{_INDENT}name={_literal(site.name)},",
        f"{_INDENT}title={_literal(site.title)},",
        f"{_INDENT}hosts={_tuple([_literal(host) for host in site.hosts])},",
        f"{_INDENT}language={_literal(site.language) if site.language else None},",
        f"{_INDENT}evidence={_literal(site.evidence)},",
        *_block("article_urls", [_pattern(form) for form in site.article_urls]),
        *_block("sources", [_call(source) for source in site.sources]),
        *_block("templates", [_call(template) for template in site.templates]),
        "    )",
        "",
    ]
    return "\n".join(lines)


def _block(name: str, values: list[str]) -> list[str]:
    if not values:
        return []
    return [f"{_INDENT}{name}=(", *(f"{_INDENT}    {value}," for value in values), f"{_INDENT}),"]


def _call(value: Source | Template) -> str:
    """Return the call that makes ``value``, with the arguments that differ from their defaults."""
    given = [(one.name, getattr(value, one.name)) for one in fields(value) if getattr(value, one.name) != one.default]
    arguments = ", ".join(f"{name}={_literal(one) if isinstance(one, str) else repr(one)}" for name, one in given)
    return f"{type(value).__name__}({arguments})"


def _tuple(written: Sequence[str]) -> str:
    return f"({', '.join(written)}{',' if len(written) == 1 else ''})"


def _pattern(form: str) -> str:
    is_plain = form.isprintable() and '"' not in form and not form.endswith("\\")
    return f'r"{form}"' if is_plain else repr(form)


def _literal(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if text.isprintable() else repr(text)
