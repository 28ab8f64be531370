"""Let only articles through to the database."""

from typing import Any

from newscrawl.article import Article, Refusal
from newscrawl.errors import Refused
from newscrawl.pipelines.items import article_of
from newscrawl.stages.validate import validate_article


class ValidatePipeline:
    """Replace an item that is no article by the refusal that says why."""

    def process_item(self, item: Any) -> Any:
        """Return ``item``, or a ``Refusal`` in its place."""
        article = article_of(item)
        if article is None:
            return item
        try:
            validated = validate_article(article)
        except Refused as refused:
            return Refusal.of(article, refused)
        return validated if isinstance(item, Article) else item
