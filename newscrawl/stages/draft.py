"""An article on its way through the stages, its body a tree: parsed once, and written once."""

from dataclasses import replace
from typing import NamedTuple, Self

from lxml.html import HtmlElement

from newscrawl.article import Article
from newscrawl.dom.render import render
from newscrawl.dom.tree import inner_html, parse_fragment


class Draft(NamedTuple):
    """An article whose body is the inside of ``body``; stages change that in place.

    ``article.body_html`` is what the body was when the article was last written.
    """

    article: Article
    body: HtmlElement

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return the draft of an article."""
        return cls(article, parse_fragment(article.body_html))

    def written(self) -> Article:
        """Return the article with its body as markup."""
        return replace(self.article, body_html=inner_html(self.body))

    def rendered(self) -> Article:
        """Return the article with its body as allow-listed markup, text and Markdown, and with the pictures in it."""
        rendered = render(self.body)
        return replace(
            self.article,
            body_html=rendered.html,
            body_text=rendered.text,
            body_markdown=rendered.markdown,
            images=rendered.images,
        )
