"""Articles with all that can be said of them without their database, so that other processes can say it."""

import hashlib
import json
from typing import NamedTuple

from newscrawl.article import Article, Use, fields_for
from newscrawl.errors import Refused
from newscrawl.storage.database.search_index import IndexTerms
from newscrawl.storage.database.values import storable


class PreparedArticle(NamedTuple):
    """An article as it can be stored, the hash of its content, and what is indexed of it, if that is known already."""

    article: Article
    content_hash: str
    terms: IndexTerms | None = None

    @property
    def key(self) -> str:
        """The key of the article."""
        return self.article.key


def prepare(article: Article | PreparedArticle) -> PreparedArticle:
    """Prepare an article that is not; raises ``Refused`` if it cannot be stored.

    What is indexed of it is left to the writer, which does not need it of an article that is stored already.
    """
    if isinstance(article, PreparedArticle):
        return article
    article = storable(article)
    return PreparedArticle(article, content_hash(article))


def prepare_with_terms(article: Article) -> PreparedArticle:
    """Prepare an article whole, in a process that has the time; raises ``Refused`` if it cannot be stored."""
    prepared = prepare(article)
    return prepared._replace(terms=IndexTerms.of(prepared.article.title or "", prepared.article.body_text))


def prepare_if_storable(article: Article) -> PreparedArticle | None:
    """Prepare an article whole; ``None`` if it cannot be stored, which the writer is to find out and say."""
    try:
        return prepare_with_terms(article)
    except Refused:
        return None


def content_hash(article: Article) -> str:
    """Return the SHA-256 of what makes a version of an article."""
    content = [getattr(article, name) for name in fields_for(Use.CONTENT)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
