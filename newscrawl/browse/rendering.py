"""Templates with what they need of the program: nothing of a stranger is written unescaped."""

import shlex
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newscrawl import __version__
from newscrawl.browse.charts import day_bars, day_span, sparkline
from newscrawl.browse.clock import shown_day, shown_time
from newscrawl.reports.figures import verdict_of
from newscrawl.text.query import Excerpt
from newscrawl.urls import is_web

# Languages of the scripts that are written from right to left (Unicode CLDR, layout orientation).
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks ku-arab ps sd syr ug ur yi".split())
_WITHOUT_SPACES = ("zh", "ja")  # measured in characters of double width
_MAX_TITLE_CHARACTERS = 300


@cache
def environment() -> Environment:
    """Return the templates of the reader."""
    found = Environment(
        loader=PackageLoader("newscrawl.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        day=shown_day,
        day_bars=day_bars,
        day_span=day_span,
        direction=direction,
        marked=marked,
        number=lambda count: f"{count:,}",
        query=query_of,
        shell=shlex.quote,
        sparkline=sparkline,
        time=shown_time,
        title=shown_title,
        verdict=verdict_of,
        web=lambda url: url if url and is_web(url) else None,
        wide=lambda language: (language or "").startswith(_WITHOUT_SPACES),
    )
    found.globals.update(style=_static("reader.css"), script=_static("keys.js"), version=__version__)
    return found


def render(template: str, **values: Any) -> str:
    """Return the page of a template."""
    return environment().get_template(template).render(**values)


def direction(language: str | None) -> str:
    """Return the direction of text in a language, by its BCP 47 tag; ``auto`` where it is unknown.

    >>> direction("ar-EG"), direction("de"), direction(None)
    ('rtl', 'ltr', 'auto')
    """
    if not language:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def marked(found: Excerpt) -> Markup:
    """Return an excerpt with what was found in it marked."""
    parts, end = [], 0
    for span in found.spans:
        parts += [Markup.escape(found.text[end : span.start]), Markup("<mark>")]
        parts += [Markup.escape(found.text[span.start : span.end]), Markup("</mark>")]
        end = span.end
    return Markup("").join([*parts, Markup.escape(found.text[end:])])


def query_of(values: Mapping[str, object]) -> str:
    """Return values as the query of an address, with its ``?``; those that are ``None`` are left out."""
    said = {name: str(value) for name, value in values.items() if value is not None}
    return f"?{urlencode(said)}" if said else ""


def shown_title(title: str | None) -> str:
    """Return a title in one line that is not too long to show, or words that say that there is none."""
    said = " ".join((title or "")[: 4 * _MAX_TITLE_CHARACTERS].split())
    if not said:
        return "(no title)"
    return said if len(said) <= _MAX_TITLE_CHARACTERS else f"{said[:_MAX_TITLE_CHARACTERS]}…"


def _static(name: str) -> Markup:
    # Ours, and without any "</": part of each page, which therefore needs one request and can be saved as one file.
    return Markup(files("newscrawl.browse").joinpath("static", name).read_text("utf-8"))  # noqa: S704
