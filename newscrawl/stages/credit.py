"""Read who wrote an article and where it came from out of its line of credits, after repair."""

from dataclasses import replace
from typing import Any

from newscrawl.article import Article
from newscrawl.dom.tree import parse_fragment, visible_text
from newscrawl.text.bylines import read_byline, read_credit_line


def credit_article(article: Article) -> Article:
    """Return ``article`` with authors, source and uploader from its byline.

    A name that the site has a field for stays. Without a byline that names an author, the first paragraph may:
    "电子发烧友网报道（文/李弯弯）".
    """
    found: dict[str, Any] = {}
    origins: dict[str, str] = {}

    def keep(name: str, value: Any, origin: str) -> None:
        if value and name not in found and not _has(article, name):
            found[name], origins[name] = value, origin

    if article.byline:
        byline = read_byline(article.byline)
        # An account that put the text on the site is not yet its author, even where it is the only name.
        keep("authors", tuple(name for name in byline.authors if name != article.uploader), "byline")
        keep("source", byline.source, "byline")
        keep("uploader", byline.uploader, "byline")
    if not article.authors and "authors" not in found and article.body_html:
        keep("authors", read_credit_line(_first_paragraph(article)).authors, "first paragraph")
    if not found:
        return article
    return replace(article, **found, field_sources={**article.field_sources, **origins})


def _has(article: Article, name: str) -> bool:
    return bool(getattr(article, name))


def _first_paragraph(article: Article) -> str:
    body = parse_fragment(article.body_html)
    return next((text for element in body.iter("p") if (text := visible_text(element))), "")
