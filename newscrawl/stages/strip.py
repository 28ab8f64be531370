"""Take what is not the article out of its body, and render what is left."""

from functools import cache

from newscrawl.article import Article
from newscrawl.dom.body import Body
from newscrawl.dom.captions import mark_captions
from newscrawl.dom.render.addresses import make_absolute
from newscrawl.dom.widgets.by_selector import strip_widgets
from newscrawl.dom.widgets.rules import COMMON_WIDGETS, WidgetRule
from newscrawl.site import Site


def strip_article(article: Article, site: Site | None = None) -> Article:
    """Return ``article`` with allow-listed markup, and text, Markdown and images rendered from it.

    The rules are the common ones and those of ``site``. Injected blocks raise the flag ``injected``.
    """
    tree = article.body.tree
    if site and site.keyword_links:
        for link in tree.cssselect(site.keyword_links):
            link.drop_tag()
    mark_captions(tree)
    stripped = strip_widgets(tree, _rules(site.widgets if site else ()), language=article.language)
    make_absolute(tree, article.url)
    result = article.with_body(
        Body(tree).rendered(),
        comments_removed=article.comments_removed + stripped.comments,
        changes=article.changed("strip", "body", stripped.steps),
    )
    is_injected = any(step.rule.startswith("injected/") for step in stripped.steps)
    return result.flagged("injected") if is_injected else result


@cache
def _rules(widgets: tuple[WidgetRule, ...]) -> tuple[WidgetRule, ...]:
    return COMMON_WIDGETS + widgets
