"""The tags of an article: those that data state and links marked as tags, without what is no tag.

Content systems write channels, page types and experiments among them, and many sites the same keywords on every page.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.dom.metadata.page_data import MAX_ELEMENTS, MAX_VALUES, Found, PageData, statements_about
from newscrawl.dom.visible_text import VisibleText, fold_blanks, key_of, line_of

# Bounds chosen by hand.
_MAX_TAG_CHARACTERS = 60  # a longer one is a sentence
_MAX_STATEMENT_CHARACTERS = 2000  # of one list of tags
_MIN_KEYWORDS = 3  # of a list of which it can be told that the site writes it on every page
_BETWEEN_TAGS = re.compile(r"[,;，、；|]")
# "type_news", "channel_gaming_hardware", "type_buying-guide": names in a program.
_MACHINE_NAME = re.compile(r"[a-z0-9]{2,30}+(?:_[a-z0-9]{1,30}+(?>(?:-[a-z0-9]{1,30}+){0,4})){1,6}")
_NUMBER = re.compile("[0-9]{5,}")  # of a record, not a year
_BARE_WORD = re.compile("[a-z0-9]+")
_CHANNEL = re.compile(
    r"(?:category|channel|section|topic|kategorie|rubrik|ressort|频道|頻道|栏目|欄目|分类|分類)\s?[:：]", re.IGNORECASE
)
# What menus call their lists.
_MENU_WORDS = frozenset(
    """news|home|top news|latest news|breaking news|top stories|latest|featured|uncategorized|general|all|
    article|articles|post|posts|blog|story|stories|page|default|nachrichten|aktuell|startseite|allgemein|
    news & nachrichten|schlagzeilen|トップニュース|最近の注目ニュース|最新ニュース|
    注目ニュース|ニュース|新着記事|新着|記事|トップページ|ホーム|新闻|新聞|
    首页|首頁|资讯|資訊|要闻|头条|最新|最新消息|默认|未分类|未分類|文章|뉴스|
    기사|홈""".replace("\n    ", "").split("|")
)


def find_tags(page: PageData, text: VisibleText, site_keys: frozenset[str]) -> Found[tuple[str, ...]]:
    """Return the tags that the most trusted kind of data states; links marked as tags come before ``keywords``."""
    tags: list[str] = []
    source: str | None = None
    for statement in statements_about(page, "tags"):
        if source not in (None, statement.source):
            break
        source = statement.source
        written = _BETWEEN_TAGS.split(statement.text[:_MAX_STATEMENT_CHARACTERS])
        tags += (fold_blanks(tag).lstrip("#＃ ") for tag in written)
    if source in (None, "meta") and (linked := list(_linked(text))):
        tags, source = linked, "visible"
    wanted = _without_noise(tags, site_keys)
    return Found(wanted[:MAX_VALUES], source if wanted else None)


def without_keywords_of_site(tags: Sequence[str], said: str) -> tuple[str, ...]:
    """Return ``tags`` that a page states in ``keywords``, without those that the site writes on every page.

    So they are taken to be if more than half of them do not occur in what the article says: then the others go.
    """
    folded = key_of(said)
    found = tuple(tag for tag in tags if key_of(tag) in folded)
    is_of_site = len(tags) >= _MIN_KEYWORDS and 2 * len(found) < len(tags)
    return found if is_of_site else tuple(tags)


def _linked(text: VisibleText) -> Iterator[str]:
    links = [
        (link, kinds)
        for link, kinds in islice(_links_with_tag(text), MAX_ELEMENTS)
        if "tag" in kinds and not text.is_elsewhere(link)
    ]
    plain = [link for link, kinds in links if "category" not in kinds]  # WordPress has sections among them
    for link in plain or [link for link, _ in links]:
        yield fold_blanks(line_of(link)).lstrip("#＃ ")


def _links_with_tag(text: VisibleText) -> Iterator[tuple[HtmlElement, list[str]]]:
    """Yield links in whose relations "tag" stands, also as a part of one, and the relations."""
    for element in text.elements.related:
        relations = element.get("rel") or ""
        if "tag" in relations and element.tag == "a":
            yield element, relations.split()


def _without_noise(tags: Sequence[str], site_keys: frozenset[str]) -> tuple[str, ...]:
    has_machine_names = any(map(_MACHINE_NAME.fullmatch, tags))
    return tuple(
        dict.fromkeys(
            tag
            for tag in tags
            if 0 < len(tag) <= _MAX_TAG_CHARACTERS
            and tag.lower() not in _MENU_WORDS
            and not _NUMBER.fullmatch(tag)
            and key_of(tag) not in site_keys
            and not _CHANNEL.match(tag)
            and not _MACHINE_NAME.fullmatch(tag)
            and not (has_machine_names and _BARE_WORD.fullmatch(tag))
        )
    )
