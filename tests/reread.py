"""An article of a saved page with its page, for tests that read stored pages again."""

from dataclasses import replace
from datetime import datetime

from saved import PRACTICE_PAGES

from newscrawl.article import RawPage
from newscrawl.site import Site
from newscrawl.stages.chain import extract
from newscrawl.text.decode import charset_of

SAVED = next(page for page in PRACTICE_PAGES if page.slug == "en-wordpress")


def article_as_read():
    """Return the article of a saved page as today's rules read it, with its page."""
    page = RawPage(
        url=SAVED.url,
        status=200,
        headers=tuple(SAVED.headers.items()),
        body=SAVED.body,
        fetched=datetime.fromisoformat(SAVED.fetched),
    )
    charset = charset_of(SAVED.headers.get("Content-Type", ""))
    article = extract(SAVED.body, SAVED.url, charset, site=Site.undeclared(SAVED.url), fetched=page.fetched)
    return replace(article, raw=(page,))
