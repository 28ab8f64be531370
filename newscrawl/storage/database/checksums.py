"""Checksums of articles and fetched pages, which are read back from several rows."""

from datetime import datetime

from newscrawl.article import Article, RawPage, Use, fields_for
from newscrawl.storage.database.row_checksums import values_checksum


def article_checksum(article: Article, content_hash: str, first_seen: datetime, last_changed: datetime) -> str:
    """Return the checksum of an article with its images, tags and changes, as it is read back from its rows."""
    values = {name: getattr(article, name) for name in fields_for(Use.EXPORT)}
    values |= {"content_hash": content_hash, "first_seen": first_seen, "last_changed": last_changed}
    # As they are read back: a tag is stored once, and a whole number in a column of fractions becomes one.
    values["tags"] = list(dict.fromkeys(article.tags))
    values["confidence"] = None if article.confidence is None else float(article.confidence)
    return values_checksum(values)


def page_checksum(page: RawPage) -> str:
    """Return the checksum of a fetched page: its bytes, and all that is stored about them."""
    return values_checksum(
        {
            "url": page.url,
            "status": page.status,
            "headers": page.headers,
            "fetched": page.fetched,
            "charset": page.charset,
            "charset_evidence": page.charset_evidence,
            "body": page.body,
        }
    )
