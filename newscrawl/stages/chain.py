"""The chain: the whole way from the bytes of a page to a clean article, for a crawl and without one."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from newscrawl.argument_types import check_type
from newscrawl.article import Article
from newscrawl.dom.tree import text_length
from newscrawl.errors import BadArgument
from newscrawl.site import Site
from newscrawl.stages.boilerplate import strip_boilerplate
from newscrawl.stages.budget import DEFAULT_SECONDS, PageBudget
from newscrawl.stages.credit import credit_article
from newscrawl.stages.extract import extract_article
from newscrawl.stages.repair import repair_article
from newscrawl.stages.strip import strip_article
from newscrawl.stages.validate import validate_article
from newscrawl.text.decode import Decoded, decode
from newscrawl.text.repair import Simplify
from newscrawl.urls import is_web

Count = Callable[[str, int], object]  # is told a name and how much is to be added to it


def _count_nothing(_name: str, _number: int) -> None:
    """Count nothing: nobody has asked."""


class StageOptions(NamedTuple):
    """What the stages must know beside the article.

    ``site`` is its declaration, ``None`` without one; ``boilerplate`` holds the fingerprints of what its site is known
    to repeat.
    """

    site: Site | None = None
    simplify: Simplify = "auto"
    boilerplate: Collection[int] = ()


def extract(
    body: bytes | str,
    url: str,
    http_charset: str | None = None,
    *,
    site: Site | None = None,
    fetched: datetime | None = None,
    simplify: Simplify = "auto",
    max_seconds: float = DEFAULT_SECONDS,
) -> Article:
    """Read a page: decode, extract, repair, credit, strip and validate it.

    ``body`` is the page as served, or markup that is decoded already; ``http_charset`` the charset of its
    ``Content-Type`` header, if it has one. ``site`` is its declaration; without one the generic reader reads the page.
    ``fetched`` is the time that "3 hours ago" counts from. The page may use ``max_seconds`` of CPU time (0: any), which
    holds where ``newscrawl.stages.budget`` can see to it: in the main thread. Raises ``newscrawl.errors.Refused``, with
    a reason, for a page that is no article, ``ValueError`` for a ``url`` that is no http or https address, and
    ``TypeError`` for what is no bytes or str.
    """
    check_type("body", body, bytes, bytearray, str)
    check_type("url", url, str)
    if not is_web(url):
        raise BadArgument(f"url must be an http or https address, not {url!r}")
    with PageBudget(max_seconds).of_page(url):
        page = (
            Decoded(body, "unicode", ("given as text",), False) if isinstance(body, str) else decode(body, http_charset)
        )
        extracted = extract_article(page, url, site or Site.undeclared(url), fetched=fetched)
        return finish_article(extracted.article, site, simplify=simplify)


def finish_article(
    article: Article, site: Site | None, *, simplify: Simplify = "auto", boilerplate: Collection[int] = ()
) -> Article:
    """Repair, credit, strip and validate an article as extracted; raises ``Refused`` if it is none.

    ``boilerplate`` holds the fingerprints of what its site is known to repeat.
    """
    return run_stages(article, tuple(STAGES), StageOptions(site, simplify, boilerplate))


def run_stages(article: Article, names: Iterable[str], options: StageOptions, count: Count = _count_nothing) -> Article:
    """Run some of ``STAGES``, by name, in the order of ``names``; raises ``Refused`` as they do.

    ``count`` is told how often each rule was used, as ``stage/rule``, and how many characters there were before and
    after strip.
    """
    for name in names:
        result = STAGES[name](article, options, count)
        count_changes(article, result, count)
        article = result
    return article


def count_changes(before: Article, after: Article, count: Count) -> None:
    """Tell ``count`` how often each rule was used on an article between two stages."""
    for change in after.changes[len(before.changes) :]:
        count(f"{change.stage}/{change.rule}", change.count)


def _repair(article: Article, options: StageOptions, _count: Count) -> Article:
    is_declared = options.site is not None and options.site.language is not None
    return repair_article(article, simplify=options.simplify, is_declared=is_declared)


def _credit(article: Article, _options: StageOptions, _count: Count) -> Article:
    return credit_article(article)


def _strip(article: Article, options: StageOptions, count: Count) -> Article:
    count("characters-before-strip", text_length(article.body.tree))
    stripped = strip_article(article, options.site)
    count("characters-after-strip", len(stripped.body_text))
    return stripped


def _strip_boilerplate(article: Article, options: StageOptions, _count: Count) -> Article:
    return strip_boilerplate(article, options.boilerplate)


def _validate(article: Article, _options: StageOptions, _count: Count) -> Article:
    return validate_article(article)


STAGES: dict[str, Callable[[Article, StageOptions, Count], Article]] = {
    "repair": _repair,
    "credit": _credit,
    "strip": _strip,
    "boilerplate": _strip_boilerplate,
    "validate": _validate,
}  # in their order
