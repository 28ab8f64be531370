"""Decide whether what is left of a page is an article."""

import re
import zlib
from html import unescape
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.article import Article, Status
from newscrawl.dom.metadata.warnings import IMPOSSIBLE_DATE, NOT_FREE, SHORTENED
from newscrawl.dom.tree import has_more_text, text_length
from newscrawl.dom.widgets.spam import is_spam
from newscrawl.errors import Refused
from newscrawl.text.measure import weighted_length_up_to
from newscrawl.text.refusals import refusal_of_text, refusal_of_title, tells_of_hidden_rest

MIN_BODY_ALPHANUMERICS = 30  # letters, digits and ideographs of a body; the shortest news flash seen has more
MIN_UNTITLED_ALPHANUMERICS = 300  # a text as long, in so many paragraphs, needs no title; chosen by hand
MIN_UNTITLED_PARAGRAPHS = 3  # of the same text
MAX_TITLE_CHARACTERS = 500  # characters
MAX_SUMMARY_CHARACTERS = 5000  # chosen by hand, like the bounds of titles and tags
MAX_BODY_CHARACTERS = 300_000  # characters, comments and all; the longest test reports have a third
MAX_BODY_ELEMENTS = 15_000  # of a body; long threads of comments have a third
MAX_TAGS = 50  # tags, or authors

_COUNT_ELEMENTS = etree.XPath("count(descendant::*)")
_MAX_PAYWALL_STUB_LENGTH = 600  # weighted letters of what may be the free beginning of an article for sale
# Of a short text that may be all of an article for sale; chosen by hand.
_MIN_WHOLE_PARAGRAPHS = 2
_MIN_WHOLE_SENTENCES = 4  # of a text of fewer paragraphs
_OFFER_RULES = ("login/", "newsletter/subscribe", "paywall/")  # took out what is asked of who wants to read on
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "।", "؟")
_SENTENCE = re.compile(r"[.!?؟](?=\s|\Z)|[。！？।]")
_CLOSING = "\"'”’»«)]）」』 "
DAMAGED = "damaged/"  # begins the flags that say what a page is damaged by

# In rendered markup a "<" always begins a tag, and no attribute has a ">".
_TAG = re.compile("<[^<>]*+>")
_HEADING = re.compile("<h[2-4]>")
_MIN_LINKED_SHARE = 0.5  # of the characters of a page that only lists others
_MIN_LIST_ENTRIES = 6  # links or linked headings of such a page
_MAX_MONOTONOUS_RATIO = 0.03  # compressed bytes to bytes of a text that repeats itself; 0.25 to 0.5 of prose
_MIN_MONOTONOUS_BYTES = 5000  # shorter texts compress badly, whatever they say
_MONOTONOUS_SAMPLE_SHARE = 0.2  # of a text that is compressed first; of prose, that alone is too much
_MAX_TEASER_CHARACTERS = 300  # for each heading, on a page of teasers; chosen by hand


def check_length(body: HtmlElement) -> None:
    """Raise ``Refused`` for a body with more text or tags than any article has: it would hold up the crawl."""
    if text_length(body) > MAX_BODY_CHARACTERS and has_more_text(body, MAX_BODY_CHARACTERS):
        raise Refused("not an article", f"more than {MAX_BODY_CHARACTERS} characters of text")
    if cast("float", _COUNT_ELEMENTS(body)) > MAX_BODY_ELEMENTS:
        raise Refused("not an article", f"more than {MAX_BODY_ELEMENTS} elements around its text")


def validate_article(article: Article) -> Article:
    """Return ``article`` within its bounds; raise ``Refused`` if it is none.

    An article has a title, and a body of at least ``MIN_BODY_ALPHANUMERICS`` or a picture with a caption. Without a
    title it needs ``MIN_UNTITLED_ALPHANUMERICS`` in ``MIN_UNTITLED_PARAGRAPHS``. It is none of the pages that a
    server sends in its place (``newscrawl.text.refusals``), no list of others and no spam. Titles, tags and
    summaries that are longer than any real one are cut. What did not come whole is ``damaged``; where the page only
    states an impossible date, the article is ``lossy``.
    """
    title = article.title or ""
    if reason := refusal_of_title(title):
        raise Refused(reason, title[:200])
    alphanumerics = sum(1 for _ in islice(filter(str.isalnum, article.body_text), MIN_UNTITLED_ALPHANUMERICS))
    if alphanumerics < MIN_BODY_ALPHANUMERICS and not any(image.caption for image in article.images):
        raise Refused("empty body", f"{alphanumerics} letters are left")
    if not title and (
        alphanumerics < MIN_UNTITLED_ALPHANUMERICS or article.body_html.count("<p>") < MIN_UNTITLED_PARAGRAPHS
    ):
        raise Refused("not an article", "it has no title, and too little text to do without one")
    _refuse_by_text(article, title)
    return article.evolve(
        status=_status(article),
        title=title[:MAX_TITLE_CHARACTERS] or None,
        summary=article.summary[:MAX_SUMMARY_CHARACTERS] if article.summary else article.summary,
        tags=article.tags[:MAX_TAGS],
        authors=article.authors[:MAX_TAGS],
    )


def _refuse_by_text(article: Article, title: str) -> None:
    text = article.body_text
    is_not_free = NOT_FREE in article.flags
    rules = (*_OFFER_RULES, "content/") if is_not_free else _OFFER_RULES
    offers = " ".join(change.before for change in article.changes if change.rule.startswith(rules))
    is_dated = article.field_sources.get("published", "url") != "url"
    reason = refusal_of_text(text, is_dated=is_dated)
    if not reason and offers:
        reason = refusal_of_text(f"{text}\n{offers}", is_dated=is_dated)
    if reason:
        raise Refused(reason, text[:200])
    if weighted_length_up_to(text, _MAX_PAYWALL_STUB_LENGTH) < _MAX_PAYWALL_STUB_LENGTH:
        if is_not_free and (SHORTENED in article.flags or not _may_be_whole(text)):
            raise Refused("paywall", "the page says that its article is not free, and shows the beginning of it")
        loose = (change.before for change in article.changes if change.rule == "content/loose-words")
        if said := next((line for line in loose if tells_of_hidden_rest(line)), None):
            raise Refused("paywall", f"the page says how much of its article it does not show: {said[:200]}")
    if lists_others(article.body_html):
        raise Refused("not an article", "it lists others")
    if is_monotonous(article.body_text):
        raise Refused("not an article", "it says the same over and over")
    if is_spam(article.body_text):
        raise Refused("spam", title[:200])


def _may_be_whole(text: str) -> bool:
    """Tell whether a short text has an end, and parts enough not to be the first paragraph only of another."""
    has_parts = len(text.split("\n\n")) >= _MIN_WHOLE_PARAGRAPHS or len(_SENTENCE.findall(text)) >= _MIN_WHOLE_SENTENCES
    return has_parts and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Tell whether the last line of a text ends as a sentence does, and not with the dots of one that is cut."""
    end = text.rstrip().rstrip(_CLOSING)
    return end.endswith(_SENTENCE_ENDS) and not end.endswith("..")


def lists_others(body_html: str) -> bool:
    """Tell whether a body, as rendered, is a list of links to articles, with or without a line about each."""
    if body_html.count("<a ") < _MIN_LIST_ENTRIES:
        return False
    text = len(_text(body_html))
    links = [len(_text("<" + part.partition("</a>")[0])) for part in body_html.split("<a ")[1:]]
    if sum(links) > _MIN_LINKED_SHARE * text:
        return True
    headings = sum("<a " in part.partition("</h")[0] for part in _HEADING.split(body_html)[1:])
    return headings >= _MIN_LIST_ENTRIES and text < _MAX_TEASER_CHARACTERS * headings


def _text(rendered: str) -> str:
    return unescape(_TAG.sub("", rendered))


def is_monotonous(text: str) -> bool:
    """Tell whether a text repeats itself more than any prose does."""
    data = text[:MAX_BODY_CHARACTERS].encode("utf-8", "replace")
    if len(data) <= _MIN_MONOTONOUS_BYTES:
        return False
    max_bytes = _MAX_MONOTONOUS_RATIO * len(data)
    # A part takes as many bytes as it does in the whole, and at most 100 for its own table of codes; a text that is
    # long enough may take 150.
    if len(zlib.compress(data[: int(_MONOTONOUS_SAMPLE_SHARE * len(data))], 1)) > 2 * max_bytes:
        return False
    return len(zlib.compress(data, 1)) < max_bytes


def _status(article: Article) -> Status:
    if any(flag.startswith(DAMAGED) for flag in article.flags):
        return "damaged"
    if article.status == "ok" and article.published is None and IMPOSSIBLE_DATE in article.flags:
        return "lossy"
    return article.status
