"""What class names, ids, roles and opening words say about a block of a page, as tables of words."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache


class Sign(IntEnum):
    """What a name says about the element that bears it. Negative signs speak against its text.

    Where the names of an element disagree, the lowest sign decides.
    """

    COMMENTS = -2
    BESIDE = -1
    NONE = 0
    CAPTION = 1
    BODY = 2
    DEK = 3
    ARTICLE = 4


_COMMENTS = """
    comment comments commentlist disqus disqus_thread fyre livefyre pinglun replies respond
    comentarios commentaires commenti kommentar kommentare
""".split()

# These words count wherever they stand in a name: ``c-share__list``, ``InlineNewsletter``, ``related_2``.
_BESIDE = """
    addtoany addthis advert advertisement advertisements adsbygoogle adsense affiliate-disclosure
    apester footer-bottom footer-content footer-inner footer-links footer-text footer-top footer-widget breaking-news
    author-bio author-box authorbox boilerplate breadcrumb breadcrumbs browsehappy byline
    callout-box colophon commercial-box cookie cookies copyright cta disclaimer disclosure donate
    donation editors-picks email-signup fb-comments feedback footnav gdpr googlead hot-news hotnews
    inline-promo jp-relatedposts keep-reading latest-news leaderboard login masthead mc-embed mce_embed
    media-credit modal more-articles more-from more-info more-like more-news more-on more-stories
    more-to-read most-popular most-read mostpopular mostread navbar navigation newsletter newsletters
    next-article next-post nocontent offscreen onetrust optanon outbrain overlay page-header pagination
    paging partner-content piano popular popup post-meta preferred-source premoderated prev-next
    print-only privacy promo promobox promos rank ranking ranklist read-also read-more read-next
    readmore readnext recent-posts recirc recirculation recommend recommendation recommendations
    recommended related relatedarticles relatedcontent relatedlinks relatednews relatedposts
    report-abuse revcontent screen-reader-text share sharebar sharebutton sharebuttons sharedaddy
    sharing sidebar sign-up signin signup site-footer site-header skip-link skyscraper social sponsor
    sponsored sr-only sticky-footer story-tools subscribe subscription subscriptions syndication taboola
    tag-cloud tag-list tagcloud taglist toolbar trc_related_container trending up-next upsell userinfo
    visually-hidden visuallyhidden weixin yarpp you-may-also-like a-lire-aussi anuncio anzeige compartir
    condividi correlati daohang empfehlungen fenxiang mehr-zum-thema partager pubblicita publicidad
    publicite relacionadas relacionados teilen tuijian verwandte werbung xgnews xgyd xiangguan
""".split()

# These count only as the last word of a name: ``post-tags`` is a list of tags, but WordPress writes
# ``tag-economy`` on the article itself.
_BESIDE_LAST = """
    actions ad adbox ads adslot adunit aside author author-card authors banner bio bottom-bar
    category-list contribute d-print-block dateline endnote flyout follow foot footer infobar legal menu
    meta metadata nav pager post-nav posted-on publish-date rail rss search sidebar tag tags teaser
    teasers ticker timestamp toc top-nav topbar topics zhuanfa
""".split()

# And these only as a whole name: ``overflow-hidden`` and ``elementor-widget`` stand on articles.
_BESIDE_WHOLE = """
    extra hidden hide links notice print shop side time tool tools utility vote widget widgets
""".split()

_MODIFIERS = frozenset({"with", "has", "no", "without"})
# Names that hold one of these words in another sense.
_NO_WIDGETS = frozenset(
    """
    share-price share-prices market-share code-toolbar code-share comments-open comments-closed social-media-embed
    social-embed
    """.split()
)

_CAPTION = """
    caption captions credit figcaption image-credit imagecaption photo-credit photocaption
    wp-caption-text
""".split()

_DEK = """
    abstract article-lead article-subtitle deck dek epigraph excerpt intro introtext lede lead-in lead-text preface
    subline vorspann standfirst strap strapline subhead
    subheadline subheading sub-headline sub-title subtitle summary zhaiyao
""".split()

_BODY = """
    artibody article-body article-content article-copy article-main article-page article-text
    article__body article__content articlebody articlecontent articlepage articletext body-content
    body-copy body-text bodycopy bodytext content-body contenttext detail-content endtext entry-content
    entrytext maincontent news-content news-text news_content news_txt newsbody newscontent newstext
    post-body post-content post-text post__content postbody postcontent rich-text richtext
    single-content story-body story-content story-text story__body storybody storycontent storytext
    text-content text_content trs_editor zhengwen
""".split()

_ARTICLE = "article content entry hentry main main-content main_content post single-post story".split()

# Notices that are as long as a paragraph, by the words they open with.
_NOTICE_OPENINGS = """
    免责声明 免責聲明 版权声明 版權聲明 版权所有 版權所有 著作权声明 著作權聲明 侵权公告 侵权声明
    郑重声明 特别声明 声明： 聲明： 凡本网 凡本站 凡注明 本网站 网友评论
    转载请注明 转载须注明 轉載請註明 未经授权 未经许可 未經授權 未經許可 违者必究 違者必究
    客服电话 联系电话 投稿邮箱 举报电话 热线电话
    無断転載 禁無断 무단전재 저작권자
    © ⓒ copyright
""".split()
_OPENING = 48  # characters in which a notice says that it is one

# What a block of a line or two asks for, wherever it says so.
_REQUESTS = (
    "all rights reserved",
    "may not be published, broadcast",
    "to your inbox",
    "in your inbox",
    "our newsletter",
    "sign up for the",
    "earn a commission",
    "affiliate commission",
    "affiliate link",
    "through a link on our site",
    "follow us on",
    "like us on facebook",
    "comments on this piece",
    "comment policy",
    "unseren newsletter",
    "facebook專頁",
    "粉絲專頁",
    "微信公众号",
    "扫描二维码",
    "扫码关注",
    "メルマガ",
    "뉴스레터",
)
_SHORT = 400  # characters that such a block has at most


def _table(*words_of_sign: tuple[Sign, Iterable[str]]) -> dict[str, Sign]:
    return {word.replace("_", "-"): sign for sign, words in words_of_sign for word in words}


_ANYWHERE = _table(
    (Sign.COMMENTS, _COMMENTS),
    (Sign.BESIDE, _BESIDE),
    (Sign.CAPTION, _CAPTION),
    (Sign.BODY, _BODY),
    (Sign.DEK, _DEK),
    (Sign.ARTICLE, _ARTICLE),
)
_AT_END = _table((Sign.BESIDE, _BESIDE_LAST))
_WHOLE = _table((Sign.BESIDE, _BESIDE_WHOLE))
_FIRST_WORDS = frozenset(entry.partition("-")[0] for entry in (*_ANYWHERE, *_AT_END))
_LONGEST = 3  # words of one entry

_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
# Most blocks are searched for the few words in their own script only.
_ASCII_OPENINGS = tuple(word for word in _NOTICE_OPENINGS if word.isascii())
_ASCII_REQUESTS = tuple(word for word in _REQUESTS if word.isascii())
_LONG_NAMES = 500  # characters; hostile pages have longer ones


@lru_cache(maxsize=16384)
def sign_of(names: str) -> Sign:
    """Return what the blank-separated names of an element say; ``ArticleBody`` is ``article-body``."""
    return _lowest(map(_sign_of_name, names[:_LONG_NAMES].split()))


# Names repeat within a page and a site more often than whole class attributes do.
@lru_cache(maxsize=16384)
def _sign_of_name(name: str) -> Sign:
    if not name.islower():
        name = _HUMP.sub("-", name).lower()
    if name in _NO_WIDGETS:
        return Sign.NONE
    if name in _WHOLE:
        return _WHOLE[name]
    words = name.rstrip("0123456789").replace("_", "-").split("-")
    if not _MODIFIERS.isdisjoint(words):  # what a wrapper has beside it, or has not
        words = words[: next(at for at, word in enumerate(words) if word in _MODIFIERS)]
    if _FIRST_WORDS.isdisjoint(words):  # most names
        return Sign.NONE
    return _lowest(_signs(list(filter(None, words))))


def _signs(words: list[str]) -> Iterator[Sign]:
    for start, word in enumerate(words):
        if word not in _FIRST_WORDS:
            continue
        phrase = ""
        for end in range(start, min(start + _LONGEST, len(words))):
            phrase = f"{phrase}-{words[end]}" if phrase else word
            if phrase in _ANYWHERE:
                yield _ANYWHERE[phrase]
            elif end == len(words) - 1 and phrase in _AT_END:
                yield _AT_END[phrase]


def _lowest(signs: Iterable[Sign]) -> Sign:
    lowest = Sign.NONE
    for sign in signs:
        if sign and (not lowest or sign < lowest):
            lowest = sign
    return lowest


def is_notice(text: str) -> bool:
    """Tell whether a block is a notice of rights or liability, or asks the reader for something."""
    folded = text[: _SHORT + 1].lower()
    is_ascii = folded.isascii()
    opening = folded[:_OPENING]
    for word in _ASCII_OPENINGS if is_ascii else _NOTICE_OPENINGS:
        if word in opening:
            return True
    if len(folded) <= _SHORT:
        for request in _ASCII_REQUESTS if is_ascii else _REQUESTS:
            if request in folded:
                return True
    return False
