"""The library without a project: fetch one page, and hand an article on under the names of others."""

import json
import subprocess
import sys
from typing import Any

from newscrawl.argument_types import check_type
from newscrawl.article import Article
from newscrawl.errors import BadArgument, NewscrawlError, Refused
from newscrawl.pipelines.items import article_of
from newscrawl.urls import is_web

_NO_ARTICLE = 3  # exit code of `newscrawl read` for a page that is no article


class FetchFailed(NewscrawlError):
    """A page cannot be had: robots.txt forbids it, nobody answers, or it is too large. The message says which."""


def fetch(url: str, *, timeout: float = 180) -> Article:
    """Fetch one page as politely as a crawl does, and return its article.

    The crawl runs in a process of its own, since Scrapy's event loop starts only once in a process; so this works in a
    notebook, too. ``timeout`` is in seconds and includes the pauses between tries. Raises ``ValueError`` for a ``url``
    that is no http or https address, ``Refused`` for a page that is no article, and ``FetchFailed``.
    """
    check_type("url", url, str)
    if not is_web(url):
        raise BadArgument(f"url must be an http or https address, not {url!r}")
    command = [sys.executable, "-m", "newscrawl", "read", "--format", "json", url]
    try:
        # The argument is an address, checked above, and no shell reads it.
        finished = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise FetchFailed(f"{url}: no article within {timeout:g} s") from None
    if finished.returncode == _NO_ARTICLE:
        raise Refused("not an article", finished.stderr.strip())
    article = article_of(json.loads(finished.stdout)) if finished.returncode == 0 else None
    if article is None:
        raise FetchFailed(finished.stderr.strip() or f"{url}: exit code {finished.returncode}")
    return article


def to_schema_org(article: Article) -> dict[str, Any]:
    """Return an article as a ``NewsArticle`` of schema.org, ready for JSON-LD; what is unknown is left out."""
    check_type("article", article, Article)
    publisher = article.source or article.site_name
    images = [article.lead_image, *(image.url for image in article.images)]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "url": article.canonical_url or article.url,
            "headline": article.title,
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "publisher": publisher and {"@type": "Organization", "name": publisher},
            "datePublished": _published(article),
            "dateModified": article.modified and article.modified.isoformat(),
            "inLanguage": article.language,
            "articleSection": article.section,
            "keywords": list(article.tags),
            "description": article.summary,
            "image": list(dict.fromkeys(filter(None, images))),
            "articleBody": article.body_text,
        }
    )


def to_zyte(article: Article) -> dict[str, Any]:
    """Return an article under the names of ``zyte_common_items.Article``; what is unknown is left out."""
    check_type("article", article, Article)
    return _known(
        {
            "url": article.url,
            "canonicalUrl": article.canonical_url,
            "headline": article.title,
            "authors": [{"name": name, "nameRaw": name} for name in article.authors],
            "datePublished": article.published and _zyte_time(article.published.isoformat()),
            "datePublishedRaw": article.published_written,
            "dateModified": article.modified and _zyte_time(article.modified.isoformat()),
            "dateModifiedRaw": article.modified_written,
            "inLanguage": article.language,
            "description": article.summary,
            "mainImage": article.lead_image and {"url": article.lead_image},
            "images": [{"url": image.url} for image in article.images],
            "articleBody": article.body_text,
            "articleBodyHtml": article.body_html,
        }
    )


def _published(article: Article) -> str | None:
    """Return the time of publication as schema.org and Zyte write it, or the day if the page says no more."""
    if article.published_precision == "day" and article.published_day:
        return article.published_day.isoformat()
    return article.published.isoformat() if article.published else None


def _zyte_time(written: str) -> str:
    return written.replace("+00:00", "Z")


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
