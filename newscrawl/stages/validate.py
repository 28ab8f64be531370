"""Decide whether what is left is an article."""

from newscrawl.article import Article
from newscrawl.errors import Refused
from newscrawl.text.refusals import is_blocked, is_not_found

MIN_LETTERS = 30  # letters and ideographs; the shortest news flash has more


def validate_article(article: Article) -> Article:
    """Return ``article`` with a language if its text tells one; raise ``Refused`` if it is none.

    An article has a title and a body of at least ``MIN_LETTERS`` letters, or a picture and a caption.
    """
    title = article.title or ""
    if is_not_found(title):
        raise Refused("soft 404", title)
    if is_blocked(title):
        raise Refused("blocked page", title)
    letters = sum(map(str.isalnum, article.body_text))
    if letters < MIN_LETTERS and not any(image.caption for image in article.images):
        raise Refused("empty body", f"{letters} letters are left")
    if not title:
        raise Refused("not an article", "it has no title")
    return article
