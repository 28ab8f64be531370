"""Read who wrote an article and where it came from out of its line of credits, after repair."""

from typing import Any

from newscrawl.article import Article
from newscrawl.dom.tree import visible_text
from newscrawl.text.bylines import posting_authors, read_byline, read_credit_line

_STATED = frozenset({"json-ld", "microdata", "open-graph", "meta", "site"})  # sources that need no reading


def credit_article(article: Article) -> Article:
    """Return ``article`` with authors, source and uploader from its byline.

    A name that the page states in a field of its own stays. Without a byline that names an author, the first paragraph
    may ("电子发烧友网报道（文/李弯弯）"), or what was taken for one when the page was read. An account that put the
    text on the site is not yet its author, even where it is the only name, unless it is a Western person's.
    """
    found: dict[str, Any] = {}
    origins: dict[str, str] = {}

    def keep(name: str, value: Any, origin: str) -> None:
        if value and name not in found:
            found[name], origins[name] = value, origin

    byline = read_byline(article.byline) if article.byline else None
    for name in ("source", "uploader"):
        if byline and not getattr(article, name):
            keep(name, getattr(byline, name), "byline")
    if not (article.authors and article.field_sources.get("authors") in _STATED):
        uploader = found.get("uploader", article.uploader)
        if byline:
            keep("authors", _without(byline.authors, uploader) or posting_authors(byline), "byline")
        if "authors" not in found:
            keep("authors", read_credit_line(_first_paragraph(article)).authors, "first paragraph")
        keep("authors", _without(article.authors, uploader), article.field_sources.get("authors", "visible"))
        found.setdefault("authors", ())
    if not origins and found.get("authors") in (None, article.authors):
        return article
    return article.evolve(**found, field_sources={**article.field_sources, **origins})


def _without(names: tuple[str, ...], uploader: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name != uploader)


def _first_paragraph(article: Article) -> str:
    return next((text for element in article.body.tree.iter("p") if (text := visible_text(element))), "")
