"""The chain: the whole way from the bytes of a page to a clean article, for a crawl and without one."""

from collections.abc import Collection
from datetime import datetime

from newscrawl.article import Article
from newscrawl.errors import BadArgument
from newscrawl.site import Site
from newscrawl.stages.boilerplate import strip_boilerplate
from newscrawl.stages.credit import credit_article
from newscrawl.stages.extract import extract_article
from newscrawl.stages.repair import repair_article
from newscrawl.stages.strip import strip_article
from newscrawl.stages.validate import validate_article
from newscrawl.text.decode import Decoded, decode
from newscrawl.text.repair import Simplify
from newscrawl.urls import is_web


def extract(
    body: bytes | str,
    url: str,
    http_charset: str | None = None,
    *,
    site: Site | None = None,
    fetched: datetime | None = None,
    simplify: Simplify = "auto",
) -> Article:
    """Read a page: decode, extract, repair, credit, strip and validate it.

    ``body`` is the page as served, or markup that is decoded already; ``http_charset`` the charset of its
    ``Content-Type`` header, if it has one. ``site`` is its declaration; without one the generic reader reads the page.
    ``fetched`` is the time that "3 hours ago" counts from. Raises ``newscrawl.errors.Refused``, with a reason, for a
    page that is no article, and ``ValueError`` for a ``url`` that is no http or https address.
    """
    if not is_web(url):
        raise BadArgument(f"url must be an http or https address, not {url!r}")
    page = Decoded(body, "unicode", ("given as text",), False) if isinstance(body, str) else decode(body, http_charset)
    extracted = extract_article(page, url, site or Site.undeclared(url), fetched=fetched)
    return finish_article(extracted.article, site, simplify=simplify)


def finish_article(
    article: Article, site: Site | None, *, simplify: Simplify = "auto", boilerplate: Collection[int] = ()
) -> Article:
    """Repair, credit, strip and validate an article as extracted; raises ``Refused`` if it is none.

    ``boilerplate`` holds the fingerprints of what its site is known to repeat.
    """
    repaired = repair_article(article, simplify=simplify, is_declared=site is not None and site.language is not None)
    article = strip_article(credit_article(repaired), site)
    return validate_article(strip_boilerplate(article, boilerplate))
