"""Widgets: what stands inside an article's container and is not the article.

Three kinds of evidence: the structure (classes, ids, tags and roles that plug-ins and content systems use), the words
of headings and lines, and the shape (lists of links).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.dom.lines import read_lines
from newscrawl.dom.tree import first_words, text_length, visible_text
from newscrawl.dom.widgets.by_words import strip_by_words
from newscrawl.dom.widgets.permalinks import strip_permalinks
from newscrawl.dom.widgets.spam import strip_hidden, strip_injected
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step, merge


class WidgetRule(NamedTuple):
    """One fact about a widget: its kind, its own name, and the CSS selector of its outermost element.

    ``kind/name`` (``related/yarpp``) is its name in stats, database and reports.
    """

    kind: str
    name: str
    css: str


class Stripped(NamedTuple):
    """The steps, one for each rule, how many comments they took out, and the rules that were not applied."""

    steps: tuple[Step, ...]
    comments: int
    spared: tuple[str, ...]


# Selectors by class or id cost one look-up an element for all of them; others cost a search of the tree each.
COMMON_WIDGETS = (
    # Comments first: a forum thread has share and author boxes of its own.
    WidgetRule("comments", "disqus", "#disqus_thread, #disqus_recommendations, .disqus-comments"),
    WidgetRule("comments", "disqus", ".dsq-widget"),
    WidgetRule("comments", "wordpress", "#comments, #respond, .comments-area, .comment-respond"),
    WidgetRule("comments", "wordpress", "ol.commentlist"),
    WidgetRule("comments", "wordpress-list", ".comment-list, .comments-list, .commentlist"),
    WidgetRule("comments", "wordpress-list", ".wp-block-comments"),
    WidgetRule("comments", "wpdiscuz", "#wpdcom, .wpdiscuz-comments, #wpd-threads, .wpd-thread-list"),
    WidgetRule("comments", "xenforo", ".xenforo-comment-widget, .xenforo-comment, .xf-comments"),
    WidgetRule("comments", "xenforo", ".js-replyNewMessageContainer"),
    WidgetRule("comments", "facebook", ".fb-comments, #fb-comments, .fb_comments"),
    WidgetRule("comments", "livefyre", "#livefyre-comments, .livefyre, .fyre"),
    WidgetRule("comments", "coral", "#coral_talk_stream, #coral_thread, #coral-container"),
    WidgetRule("comments", "openweb", "[data-spotim-module], .spcv_root, [data-openweb-ad]"),
    WidgetRule("comments", "viafoura", ".viafoura, vf-conversations"),
    WidgetRule("comments", "insticator", "#insticator-container, .insticator-unit"),
    WidgetRule("comments", "gitment", "#gitment, #gitalk-container, .gitalk, .gitment-container"),
    WidgetRule("comments", "gitment", ".utterances, .giscus"),
    WidgetRule("comments", "valine", "#vcomments, #valine, #waline, #twikoo, #artalk, #isso-thread"),
    WidgetRule("comments", "valine", "#cusdis_thread"),
    WidgetRule("comments", "changyan", "#SOHUCS, #changyan_area, .changyan, #uyan_frame, .ds-thread"),
    WidgetRule("comments", "changyan", "#ds-thread"),
    WidgetRule("comments", "discuz", "#postlist_reply, .pl_reply, #f_pst, #comment_iframe, #commentsiframe"),
    WidgetRule("comments", "discuz", ".pl-520am"),
    WidgetRule("comments", "area", ".comments, .comment-area, .comments-section, .comment-section"),
    WidgetRule("comments", "area", ".comments-wrapper"),
    WidgetRule("comments", "box", ".comment-box, .comments-box, .comments-container, .comment-container"),
    WidgetRule("comments", "box", ".article-comments"),
    WidgetRule("comments", "bem", ".article__comments, .post__comments, .comments__list, .c-comments"),
    WidgetRule("comments", "bem", ".post-comments"),
    WidgetRule("comments", "form", "#commentform, .comment-form, .comment-reply-form, #comment-form"),
    WidgetRule("comments", "form", ".reply-form"),
    WidgetRule("comments", "link", ".comments-link, .comment-count, .comments-count, .comment-link"),
    WidgetRule("comments", "link", ".comments-label"),
    WidgetRule("comments", "id", "#comment, #commentlist, #comment-list, #comments-list, #pinglun"),
    WidgetRule("comments", "id", "#comment_list, #user-comments"),
    WidgetRule("comments", "zh", ".pinglun, .pl-list, .comment-hot, .hot-comment, .art-main-reply"),
    WidgetRule("comments", "zh", ".user_comment, .cmt-list"),
    WidgetRule("comments", "microdata", "[itemprop='comment'], [itemtype$='/Comment']"),
    WidgetRule("comments", "microdata", "[itemtype$='/UserComments']"),
    WidgetRule("comments", "forum", ".forum-comments, .forum-thread, .discuss, .community-comments"),
    # Related and recommended articles
    WidgetRule("related", "yarpp", ".yarpp, .yarpp-related, .yarpp-thumbnails-horizontal, .yarpp-grid"),
    WidgetRule("related", "jetpack", "#jp-relatedposts, .jp-relatedposts, .wp-block-jetpack-related-posts"),
    WidgetRule("related", "crp", ".crp_related, .crp-list, .wp_rp_wrap, .wp_rp_content, .zem_rp_wrap"),
    WidgetRule("related", "wordpress", ".related-posts, .relatedposts, .related_posts, #related-posts"),
    WidgetRule("related", "wordpress", "#related_posts, .rp4wp-related-posts"),
    WidgetRule("related", "articles", ".related-articles, .related-article, .relatedarticles"),
    WidgetRule("related", "articles", ".related_articles, .article-related"),
    WidgetRule("related", "stories", ".related-stories, .related-story, .relatedstories, .story-related"),
    WidgetRule("related", "stories", ".related-coverage"),
    WidgetRule("related", "news", ".related-news, .relatednews, .related_news, .relNews, .rel-news"),
    WidgetRule("related", "news", ".news-related, #related-news"),
    WidgetRule("related", "links", ".related-links, .relatedlinks, .related_links, .relatelinks"),
    WidgetRule("related", "links", ".related-link, .relatedLink, #related-links"),
    WidgetRule("related", "content", ".related-content, .related_content, .relatedcontent, .content-related"),
    WidgetRule("related", "content", ".related-list, .related-items"),
    WidgetRule("related", "block", ".related-articles-block, .all-related-sections, .related-block"),
    WidgetRule("related", "block", ".related-box, .related-container"),
    WidgetRule("related", "any", ".related, #related, .relate, .relates, .inline-related"),
    WidgetRule("related", "any", ".in-article-related, .related-inline"),
    WidgetRule("related", "bem", ".article__related, .post__related, .related__list, .related-posts__list"),
    WidgetRule("related", "bem", ".c-related"),
    WidgetRule("related", "shareaholic", ".shareaholic-canvas, .linkwithin_div, .nrelate, .nrelate_related"),
    WidgetRule("related", "engageya", "[id^='engageya'], .engageya_widget, #_popIn_recommend"),
    WidgetRule("related", "engageya", "[id^='_popIn'], .popin-recommend"),
    WidgetRule("related", "logly", "[id^='logly-lift'], .logly-lift, #uz_recommend"),
    WidgetRule("related", "recommend", ".recommend, .recommends, .recommended, .recommendation"),
    WidgetRule("related", "recommend", ".recommendations, #recommend"),
    WidgetRule("related", "recommended", ".recommended-posts, .recommended-articles, .recommend-list"),
    WidgetRule("related", "recommended", ".recommend-box, .recommend-article"),
    WidgetRule("related", "recommend-bem", ".recommend__content, .row-recommend, .hot-recommend"),
    WidgetRule("related", "recommend-bem", ".article-recommend, .con-recom, .bx-recom2"),
    WidgetRule("related", "component", "[data-component='RecommendationBox']"),
    WidgetRule("related", "component", "[data-component='related-articles'], [data-component='related']"),
    WidgetRule("related", "more", ".more-from, .more-on, .more-news, .more-stories, .more-like-this"),
    WidgetRule("related", "more", ".more-articles, .morenews, .more-posts"),
    WidgetRule("related", "next", ".up-next, .upnext, .read-next, .readnext, .next-article, .next-story"),
    WidgetRule("related", "next", ".next-up, .keep-reading, .continue-reading"),
    WidgetRule("related", "also", ".also-read, .alsoread, .read-also, .see-also-box, .also-like"),
    WidgetRule("related", "also", ".you-may-also-like, .read_also_posts, .also-on"),
    WidgetRule("related", "recirculation", ".recirc, .recirculation, .recirculation-unit, .recirc-module"),
    WidgetRule("related", "recirculation", ".article-recirc"),
    WidgetRule("related", "zh", ".xgwz, .xgyd, .xgnews, .xiangguan, .xianguan, .xg-list, .tuijian, .tjyd"),
    WidgetRule("related", "zh", ".xgzx, .about_news, .corr_news"),
    WidgetRule("related", "zh-list", ".art-about-art, .relevant-news, .relevantNews, .aboutNews"),
    WidgetRule("related", "zh-list", ".newsRelated, .guess-like, .guesslike"),
    WidgetRule("related", "interest", ".you-might-like, .might-like, .interest-list, .suggested"),
    WidgetRule("related", "interest", ".suggested-posts, .suggestions"),
    WidgetRule("related", "editors", ".editors-picks, .editor-picks, .editorspick, .featured-posts"),
    WidgetRule("related", "editors", ".highlights-list"),
    WidgetRule("related", "topics", ".related-topics, .related-tags, .related-keywords, .endkwd"),
    WidgetRule("related", "topics", ".relatedtopics"),
    WidgetRule("related", "jp", ".kanren, .relation-list, .relatedArticle, .rel_articles, .article-relation"),
    WidgetRule("related", "kr", ".relation_news, .article_relation, .link_news, .rel_news, .news_related"),
    # Most read
    WidgetRule("most-read", "popular", ".most-popular, .mostpopular, .popular-posts, .popular-articles"),
    WidgetRule("most-read", "popular", ".popular-news, .popular_widget, #popular"),
    WidgetRule("most-read", "read", ".most-read, .mostread, .most_read, .mostRead, #mostread, .most-viewed"),
    WidgetRule("most-read", "read", ".top-stories, .topstories"),
    WidgetRule("most-read", "trending", ".trending, .trending-now, .trending-posts, .trending-stories"),
    WidgetRule("most-read", "trending", ".hot-news, .hotnews, .hot-list, .hotlist"),
    WidgetRule("most-read", "rank", ".ranking, .rankList, .rank-list, .ranklist, .ep-list-rank, .hot-rank"),
    WidgetRule("most-read", "rank", ".article-ranking, #ranking"),
    WidgetRule("most-read", "latest", ".latest-news, .latest-posts, .latest-articles, .recent-posts"),
    WidgetRule("most-read", "latest", ".recent-articles, .wp-block-latest-posts"),
    # Share bars
    WidgetRule("share", "addthis", ".addthis_toolbox, .addthis_inline_share_toolbox, .at-share-btn-elements"),
    WidgetRule("share", "addthis", ".at-above-post, .at-below-post"),
    WidgetRule("share", "addtoany", ".addtoany_share_save_container, .a2a_kit, .addtoany_content"),
    WidgetRule("share", "sharethis", ".sharethis-inline-share-buttons, .st-btns, .sharethis, .st_sharethis"),
    WidgetRule("share", "jetpack", ".sharedaddy, .sd-sharing, .sd-sharing-enabled"),
    WidgetRule("share", "jetpack", ".jetpack-likes-widget-wrapper, .sd-block"),
    WidgetRule("share", "social-warfare", ".swp_social_panel, .essb_links, .mashsb-container, .ssba"),
    WidgetRule("share", "social-warfare", ".heateor_sss_sharing_container, .ssb-share"),
    WidgetRule("share", "monarch", ".et_social_inline, .novashare-buttons, .scriptlesssocialsharing"),
    WidgetRule("share", "monarch", ".dpsp-share-text, .dpsp-content-wrapper"),
    WidgetRule("share", "shariff", ".shariff, .sharer, .sharing-buttons"),
    WidgetRule("share", "baidu", ".bdsharebuttonbox, .bdshare, #bdshare, .bshare-custom, .jiathis_style"),
    WidgetRule("share", "baidu", ".social-share, .share-component"),
    WidgetRule("share", "bar", ".share, .shares, .share-bar, .sharebar, #sharebar, .share-box, .sharebox"),
    WidgetRule("share", "bar", ".share-tools, .sharetools, .share-links"),
    WidgetRule("share", "buttons", ".share-buttons, .share-button, .sharebuttons, .share-btn, .share-icons"),
    WidgetRule("share", "buttons", ".share-list, .share-options"),
    WidgetRule("share", "article", ".article-share, .post-share, .entry-share, .news-share, .story-share"),
    WidgetRule("share", "article", ".page-share, .share-post"),
    WidgetRule("share", "bem", ".article__share, .post__share, .widget__shares, .c-share, .share__list"),
    WidgetRule("share", "bem", ".m-share"),
    WidgetRule("share", "social", ".social, .social-links, .social-icons, .social-buttons, .social-media"),
    WidgetRule("share", "social", ".social-bar, .social-tools, .social_btns, #social_btns"),
    WidgetRule("share", "social-article", ".socialite-widget, .social-sharing, .social-share-buttons"),
    WidgetRule("share", "social-article", ".article-social, .sns, .sns-share, .snsbtn"),
    WidgetRule("share", "social-article", "#masterSocialbuttonBtm"),
    WidgetRule("share", "sharing", ".sharing, ul.sharing, .operation-share, .share-container"),
    WidgetRule("share", "sharing", ".share-wrapper, .share-widget, .share-section"),
    WidgetRule("share", "tools", ".article-tools, .article-toolbar, .post-tools, .utility-bar, #utility-bar"),
    WidgetRule("share", "tools", ".article-actions, .go-button-bar"),
    WidgetRule("share", "follow", ".follow-us, .followus, .follow-buttons, .google-news-follow"),
    WidgetRule("share", "follow", ".google-news-button, .wxfollow"),
    WidgetRule("share", "reward", ".dashang, .zanshang, .donate, .donation, .support-us, .buy-me-a-coffee"),
    WidgetRule("share", "reward", ".zcdf"),
    WidgetRule("share", "like", ".diggtop, .fb-like, .post-likes, .zan, .dianzan, .post-ratings"),
    WidgetRule("share", "like", ".kk-star-ratings"),
    # Newsletter, login, payment, consent
    WidgetRule("newsletter", "form", ".newsletter, .newsletters, #newsletter, .newsletter-signup"),
    WidgetRule("newsletter", "form", ".newsletter-form, .newsletter-box, .newsletter-widget"),
    WidgetRule("newsletter", "mailing", ".mc4wp-form, #mc_embed_signup, .mailchimp, .mailing-list"),
    WidgetRule("newsletter", "mailing", ".email-signup, .signup-form, .email-subscribe, .tnp"),
    WidgetRule("newsletter", "slice", ".slice-container-newsletterForm, .newsletter-cta, .embed-newsletter"),
    WidgetRule("newsletter", "slice", ".inline-newsletter, .jetpack_subscription_widget"),
    WidgetRule("newsletter", "subscribe", ".subscribe, .subscription, .subscribe-box, .subscribe-form"),
    WidgetRule("newsletter", "subscribe", ".subscribe-widget, .wp-block-jetpack-subscriptions"),
    WidgetRule("login", "wall", ".login, .login-box, .login-form, .login-reg-fixed, .login-tip, .login-wall"),
    WidgetRule("login", "wall", ".seeHide, .seeHide_new_login, #remainLogBox"),
    WidgetRule("login", "register", ".signin, .sign-in, .regwall, .article_cover, .need-login, .unlogin"),
    WidgetRule("login", "paywall", ".paywall, .paywall-prompt, .subscriber-prompt, .gated-popup"),
    WidgetRule("login", "paywall", ".lightbox-popup, .cta-membership, a-gift, .go-alink-list"),
    WidgetRule("consent", "cookie", "#cookie-law-info-bar, .cookie-notice, .cookie-banner, .cookie-consent"),
    WidgetRule("consent", "cookie", "#cookie-notice, .cookies, .cc-window, #cookiebanner"),
    WidgetRule("consent", "onetrust", "#onetrust-consent-sdk, #onetrust-banner-sdk"),
    WidgetRule("consent", "onetrust", ".optanon-alert-box-wrapper, #CybotCookiebotDialog"),
    WidgetRule("consent", "onetrust", "#usercentrics-root"),
    WidgetRule("consent", "gdpr", ".gdpr, #gdpr, .gdpr-banner, .qc-cmp2-container, #sp_message_container"),
    WidgetRule("consent", "gdpr", ".fc-consent-root, .didomi-popup-container, .consent"),
    WidgetRule("consent", "opt-in", "a-opt-in, .embed-consent, .embed-privacy-container, .borlabs-cookie"),
    WidgetRule("consent", "opt-in", ".opinary-widget-embed"),
    # People
    WidgetRule("author-box", "plugin", ".saboxplugin-wrap, .pp-author-boxes-wrapper"),
    WidgetRule("author-box", "plugin", ".pp-multiple-authors-wrapper, .abh_box, .m-a-box, .ts-fab-wrapper"),
    WidgetRule("author-box", "box", ".author-box, .authorbox, .author_box, .author-card, .author-panel"),
    WidgetRule("author-box", "box", ".author-profile, .author-widget, .box-author"),
    WidgetRule("author-box", "bio", ".author-bio, .authorbio, .author-biography, .bio-box, .author-desc"),
    WidgetRule("author-box", "bio", ".author-description, .about-author, #about-author"),
    WidgetRule("author-box", "info", ".author-info, .author_info, .authorInfo, .author-block, .author-meta"),
    WidgetRule("author-box", "info", ".author-about, .article-author-bio, .post-author-box"),
    WidgetRule("author-box", "bem", ".article__author-bio, .author__bio, .post-author__bio"),
    WidgetRule("author-box", "bem", ".wp-block-post-author-biography, .contributor-bio"),
    # Tags
    WidgetRule("tag-card", "list", ".tags, .tag-list, .taglist, .tags-list, .post-tags, .article-tags"),
    WidgetRule("tag-card", "list", ".entry-tags, .tags-links, .tag-links, .article_tags"),
    WidgetRule("tag-card", "cloud", ".tag-cloud, .tagcloud, .tags-cloud, .wp-block-tag-cloud, .topictags"),
    WidgetRule("tag-card", "cloud", ".topic-tags, .tag_banner"),
    WidgetRule("tag-card", "bem", ".tags__item, .article__tags, .post__tags, .tags__list, .c-tags"),
    WidgetRule("tag-card", "bem", ".after-article-tags, .hot-main, .nTags"),
    WidgetRule("tag-card", "categories", ".cat-links, .post-categories, .entry-categories, .category-list"),
    WidgetRule("tag-card", "categories", ".wccf_video_tag, .entry-footer"),
    # Advertisements
    WidgetRule("ads", "taboola", "[id^='taboola'], .trc_related_container, .trc_rbox_container"),
    WidgetRule("ads", "taboola", "[class^='taboola'], .van_taboola, .trc-content-sponsored"),
    WidgetRule("ads", "outbrain", ".OUTBRAIN, .outbrain, [id^='outbrain'], .ob-widget"),
    WidgetRule("ads", "outbrain", ".ob-smartfeed-wrapper"),
    WidgetRule("ads", "revcontent", "[id^='rcjsload'], .rc-widget, [id^='rcwidget'], .zergnet"),
    WidgetRule("ads", "revcontent", ".zergnet-widget, .mgbox, [id^='M1'][class^='mg'], .dianomi_context"),
    WidgetRule("ads", "adsense", ".adsbygoogle, .google-auto-placed, .google-ad, .googlead, .google_ad"),
    WidgetRule("ads", "adsense", ".gads, ins.adsbygoogle"),
    WidgetRule("ads", "doubleclick", "[id^='div-gpt-ad'], [id^='google_ads'], .gpt-ad, .dfp, .dfp-ad"),
    WidgetRule("ads", "doubleclick", ".dfp-slot, .dfp-tag, .htlad, [id^='dfp-ad']"),
    WidgetRule("ads", "openx", ".openx_place, .openx_ad_zone, #banner_openx, [id^='ic-ads']"),
    WidgetRule("ads", "openx", "[id^='iqadtile'], [id^='new-listAd'], [class^='banner_ad']"),
    WidgetRule("ads", "amp", "amp-ad, amp-embed, amp-sticky-ad, a-ad"),
    WidgetRule("ads", "slot", ".ad, .ads, .advert, .adverts, .advertisement, .advertising, .advertisment"),
    WidgetRule("ads", "slot", ".ad-slot, .adslot, .ad-unit, .adunit, .ad-container"),
    WidgetRule("ads", "box", ".ad-box, .adbox, .ad-wrapper, .ad-wrap, .ad-block, .ad-banner"),
    WidgetRule("ads", "box", ".ad-placeholder, .ad-area, .ad-zone, .adzone, .ad-space, .adspace"),
    WidgetRule("ads", "label", ".ad-label, .adlabel, .ad-title, .ad-tips, .ad-text, .adtext, .ad-notice"),
    WidgetRule("ads", "label", ".advertisement-label, .AdblockBanner"),
    WidgetRule("ads", "inline", ".in-article-ad, .inline-ad, .inlinead, .article-ad, .content-ad"),
    WidgetRule("ads", "inline", ".mid-article-ad, .post-ad, .ai-viewports"),
    WidgetRule("ads", "id", "#ad, #ads, #advert, #adsense, #ad-container, #body_insert_ad, #ArticleAd"),
    WidgetRule("ads", "id", "#AdArticleDetailTitle, #fixedADWrap, #ad_r1"),
    WidgetRule("ads", "zh", ".guanggao, .gg, .gg-footer, .duilian, .adggg1, .AD300x200, .ad2, .changeAd"),
    WidgetRule("ads", "zh", ".column-ad, .top_app_ad, .go-ad-slot"),
    WidgetRule("ads", "sponsored", ".sponsored, .sponsor, .sponsors, .sponsored-content, .sponsored-post"),
    WidgetRule("ads", "sponsored", ".article-sponsored-post, .partner-content"),
    WidgetRule("ads", "promo", ".promo, .promos, .promotion, .promo-box, .promobox, .promo_article"),
    WidgetRule("ads", "promo", ".inline-promo, .promoted-content, .cross-promo"),
    WidgetRule("ads", "affiliate", ".affiliate, .affiliate-box, .gbox_affiliate, .hawk-nest"),
    WidgetRule("ads", "affiliate", ".hawk-placeholder, .a_deal, .deals, .deal-box, .lapin"),
    WidgetRule("ads", "shop", ".related_buy, .product-box, .product-widget, .buy-box, .price-comparison"),
    WidgetRule("ads", "shop", ".aawp, .shop-widget, .amazon-box, .go-teaser--variant-affiliate"),
    WidgetRule("ads", "job-market", "#job-market, .job-market, .jobs-widget, .list-jtoc, .table-jtoc"),
    WidgetRule("ads", "job-market", "#seminars, #whitepapers, .whitepapers"),
    # Notices
    WidgetRule("notice", "copyright", ".copyright, .copyrights, .article-copyright, .post-copyright"),
    WidgetRule("notice", "copyright", "#cmsCopyright, .news_bq, .copy-right, .copyright-info"),
    WidgetRule("notice", "disclaimer", ".disclaimer, .disclosure, .affiliate-disclosure"),
    WidgetRule("notice", "disclaimer", ".affiliate-disclaimer, #cmsUsingAffiliate, #statement"),
    WidgetRule("notice", "disclaimer", ".article-statement"),
    WidgetRule("notice", "statement", ".shengming, .mianze, .declaration, .art-statement, .newsnote"),
    WidgetRule("notice", "statement", "#notice, .jcuo1, .correction-link, .report-abuse"),
    WidgetRule("notice", "ethics", ".wp-block-ethics, .trust-label, .trust-project, .our-standards"),
    WidgetRule("notice", "ethics", ".ethics-statement, .editorial-standards"),
    # Codes and apps
    WidgetRule("qr-code", "box", ".qrcode, .qr-code, .qr_code, .qrcode-box, #qrcode, .column-code, .erweima"),
    WidgetRule("qr-code", "box", ".ewm, .wx-qrcode, .wechat-qrcode"),
    WidgetRule("qr-code", "weixin", "#weixin, .weixin, .wechat, .weixin-box, .gzh, .gongzhonghao, .wx-code"),
    WidgetRule("qr-code", "weixin", ".weixin-code"),
    WidgetRule("app-prompt", "banner", ".open-app, .open-app-banner, .openapp, .open_app, .bottom_open_app"),
    WidgetRule("app-prompt", "banner", ".go_elecfans, .app-download, .download-app"),
    WidgetRule("app-prompt", "smart", ".app-banner, .smart-app-banner, .smartbanner, .app-promo, .callapp"),
    WidgetRule("app-prompt", "smart", ".call-app, .app-guide, [class^='open_app']"),
    # In-text boxes
    WidgetRule("read-more", "script", ".js-read-more, .see_more, .see_more_arc, .read-more-button"),
    WidgetRule("read-more", "script", ".readmore-btn, .load-more, .loadmore, .show-more"),
    WidgetRule("read-more", "inline", ".read-more, .readmore, .read_more, .more-link, .wp-block-read-more"),
    WidgetRule("read-more", "inline", ".inline-readmore, .readMore"),
    WidgetRule("read-more", "collapse", "a-collapse, .a-collapse, .article-collapse-related"),
    # Paging and navigation
    WidgetRule("pagination", "list", ".pagination, .pagenav, .pageNav, .page-nav, .pager, .paging"),
    WidgetRule("pagination", "list", ".postpage, .page-links, .page-numbers, .wp-pagenavi"),
    WidgetRule("pagination", "article", ".article-pagn, .article-pagination, .go-article__pagination"),
    WidgetRule("pagination", "article", ".multipage, .nextpage, #nextpage, .art-page, .pagebar"),
    WidgetRule("pagination", "previous-next", ".post-navigation, .nav-links, .prev-next, .prevnext"),
    WidgetRule("pagination", "previous-next", ".post-nav, .next-prev, .art-part, .btnPrev, .btnNext"),
    WidgetRule("pagination", "previous-next", ".preNext"),
    WidgetRule("navigation", "breadcrumb", ".breadcrumb, .breadcrumbs, #breadcrumb, #breadcrumbs, .crumbs"),
    WidgetRule("navigation", "breadcrumb", ".crumb, .yoast-breadcrumb, .crumbsNav, .bread-crumb"),
    WidgetRule("navigation", "nav", "nav, [role='navigation'], .navigation, .navbar, .main-menu, .site-nav"),
    WidgetRule("navigation", "nav", "#nav, #navigation, .topbar, .top-bar"),
    WidgetRule("navigation", "contents", ".toc, #toc, .table-of-contents, #toc_container, .ez-toc-container"),
    WidgetRule("navigation", "contents", ".lwptoc, .go-article__index, .wp-block-table-of-contents"),
    WidgetRule("navigation", "sidebar", ".sidebar, #sidebar, .side-bar, .col-sub, .site-footer"),
    WidgetRule("navigation", "sidebar", ".site-header, #footer, #header, .site_footer"),
    WidgetRule("navigation", "sidebar", "[role='complementary']"),
    WidgetRule("navigation", "skip", ".skip-link, .back-to-top, .backtotop, .gotop, .go-top"),
    WidgetRule("navigation", "skip", ".skip-to-content"),
    WidgetRule("navigation", "search", ".search-form, .searchform, .search-box, .searchbox, #searchform"),
    WidgetRule("navigation", "search", "[role='search']"),
    # Pictures, players and what only sighted or only blind readers need
    WidgetRule("image-credit", "line", ".image-credit, .photo-credit, .img-credit, .media-credit"),
    WidgetRule("image-credit", "line", ".picture-credit, .image-source, .imgcredit, .foto-credit"),
    WidgetRule("image-credit", "gallery", ".go-gallery__actions, .gallery-thumbs, .imageGallery-wrapper"),
    WidgetRule("image-credit", "gallery", ".gallery-nav, .slick-dots, .swiper-pagination"),
    WidgetRule("player", "video", ".video-player, .jwplayer, .video-js, .brightcove, .vjs-control-bar"),
    WidgetRule("player", "video", ".mejs-container, .plyr, .audio-player, .van_vid_carousel"),
    WidgetRule("player", "listen", ".listen-to-article, .article-audio, .beyondwords-player"),
    WidgetRule("player", "listen", ".trinity-player, .text-to-speech, .readspeaker, .rs_skip, .ISI_IGNORE"),
    WidgetRule("poll", "any", ".poll, .polls, .wp-polls, .democracy, .pds-box, .vote-box"),
    WidgetRule("hidden", "screen-reader", ".screen-reader-text, .sr-only, .visually-hidden, .visuallyhidden"),
    WidgetRule("hidden", "screen-reader", ".go-vh, .assistive-text, .show-for-sr, .u-hidden"),
    WidgetRule("hidden", "print", ".print-only, .printfriendly, .printonly, .print-link, .no-js-message"),
    WidgetRule("widget", "area", ".widget-area, .widget_text, .sidebar-widget, .td-a-rec"),
)

_COMMON = frozenset(COMMON_WIDGETS)
_MAX_SPARED = 20  # too large matches after which the pass gives up: nested ones cost their text each
_MAX_SMALL_ELEMENTS = 4  # times smaller than the prose of paragraphs: need not be measured
_MAX_LABEL_CHARACTERS = 40  # characters
_MAX_TAKEN_SHARE = 0.8  # of the prose, that common rules may take together; chosen by hand
_MIN_LEFT_CHARACTERS = 100  # characters of prose that must be left of an article beside its comments
_LEFT_IN_FIGURES = frozenset({"image-credit", "navigation", "hidden"})
_COMMENT_ITEMS = frozenset({"comment", "comment-item", "comment-body", "comment_item", "pl-item", "cmt-item"})
_MARKS = tuple(".,;:!?)")
_BLOCKS = frozenset({"div", "p", "section", "ul", "ol", "li", "table", "aside", "nav", "form", "article"})


def strip_widgets(
    element: HtmlElement, rules: Sequence[WidgetRule] = COMMON_WIDGETS, *, language: str | None = None
) -> Stripped:
    """Take widgets, and what was injected, out of ``element``, an article's body in ``language``, in place.

    First go those that the structure tells and hidden blocks, then those that words and shape tell.
    """
    structure = strip_structure(element, rules)
    hidden = (*strip_permalinks(element), *strip_hidden(element))
    lines = read_lines(element)
    injected = strip_injected(element, lines, language=language)
    words = strip_by_words(element, read_lines(element) if injected else lines)
    steps = merge((*structure.steps, *hidden, *injected, *words.steps))
    return Stripped(steps, structure.comments, (*structure.spared, *words.spared))


def strip_structure(element: HtmlElement, rules: Sequence[WidgetRule] = COMMON_WIDGETS) -> Stripped:
    """Take out, in place, the outermost elements that ``rules`` match.

    The rules do not look at text, so this commutes with repairs of text. A match of a common rule with more than
    half of the text outside links is spared, for it is a wrapper with an unlucky class, and so are all matches of a
    rule that together would take as much, for its class stands on the paragraphs themselves; but comments may be longer
    than the article if some prose is left without them. Rules of a site are believed.
    """
    matches = _matcher(tuple(rules)).find(element)
    steps: list[Step] = []
    spared: dict[str, None] = {}
    comments = 0
    guard = _Guard(element)
    wholes = _rules_for_the_text(element, matches)
    for found, rule in matches:
        if not _is_inside(found, element) or (rule.kind in _LEFT_IN_FIGURES and _in_figure(found)):
            continue
        name = f"{rule.kind}/{rule.name}"
        if name in wholes:
            spared[name] = None
            continue
        if not guard.allows(found, rule):
            spared[name] = None
            if len(spared) > _MAX_SPARED:
                break
            continue
        if rule.kind == "comments":
            comments += _comment_count(found)
        steps.append(_take_out(found, name))
    return Stripped(merge(steps), comments, tuple(spared))


def _rules_for_the_text(element: HtmlElement, matches: Sequence[tuple[HtmlElement, WidgetRule]]) -> set[str]:
    """Return the names of common rules whose matches hold, each rule's or all together, most of the prose."""
    parts: dict[str, dict[HtmlElement, int]] = {}
    for found, rule in matches:
        if rule in _COMMON and rule.kind != "comments":
            parts.setdefault(f"{rule.kind}/{rule.name}", {})[found] = text_length(found)
    several = {name: found for name, found in parts.items() if len(found) > 1 or len(parts) > 1}
    # An upper bound first: to tell prose from links costs more.
    if 2 * sum(length for found in several.values() for length in found.values()) < text_length(element):
        return set()
    prose = _prose(element)
    amounts = {name: sum(map(_prose, _outermost(found))) for name, found in several.items()}
    wholes = {name for name, amount in amounts.items() if len(parts[name]) > 1 and 2 * amount > prose}
    others = [part for name, found in several.items() if name not in wholes for part in found]
    rest = sum(amount for part in _outermost(others) if 2 * (amount := _prose(part)) <= prose)
    return wholes if _MAX_TAKEN_SHARE * prose >= rest else wholes | amounts.keys()


def _outermost(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    known = set(elements)
    return [one for one in known if known.isdisjoint(one.iterancestors())]


class _Guard:
    """Knows how much prose an element has left, and what would take too much of it."""

    def __init__(self, element: HtmlElement) -> None:
        self._element = element
        self._at_least: int | None = None
        self._prose: int | None = None

    def allows(self, part: HtmlElement, rule: WidgetRule) -> bool:
        """Tell whether ``part`` may be taken out, and if so count it as gone."""
        if self._prose is None:
            # Most parts are small: for them a look at the long runs of text saves telling prose from links.
            if self._at_least is None:
                self._at_least = sum(_long(node.text) for node in self._element.iter("p", "div", "td", "span"))
                self._at_least += sum(_long(line.tail) for line in self._element.iter("br"))
            at_most = len(etree.tostring(part, method="text", encoding="unicode", with_tail=False))
            if _MAX_SMALL_ELEMENTS * at_most < self._at_least:
                self._at_least -= at_most
                return True
            self._prose = _prose(self._element)
        prose = _prose(part)
        is_wrapper = 2 * prose > self._prose and rule in _COMMON
        if is_wrapper and not (rule.kind == "comments" and self._prose - prose >= _MIN_LEFT_CHARACTERS):
            return False
        self._prose -= prose
        return True


def _take_out(element: HtmlElement, rule: str) -> Step:
    before = first_words(element, EXCERPT_CHARACTERS)
    if element.tag in _BLOCKS and element.tail and not element.tail.isspace():
        element.tail = "\n" + element.tail  # what stood on two lines stays on two
    _close_gap(element)
    element.drop_tree()
    return Step(rule, 1, before)


def _close_gap(element: HtmlElement) -> None:
    """Remove the blank before the last part of a link if a punctuation mark follows the link."""
    link = element.getparent()
    if link is None or link.tag != "a" or element.getnext() is not None or (element.tail or "").strip():
        return
    if (link.tail or "")[:1] not in _MARKS:
        return
    before = element.getprevious()
    if before is None:
        link.text = (link.text or "").rstrip()
    else:
        before.tail = (before.tail or "").rstrip()
    element.tail = None


def _is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    """Tell whether ``element`` still hangs in the tree below ``root``."""
    return any(ancestor is root for ancestor in element.iterancestors())


def _in_figure(element: HtmlElement) -> bool:
    return next(element.iterancestors("figure"), None) is not None


def _comment_count(thread: HtmlElement) -> int:
    items = sum(1 for node in thread.iter() if not _COMMENT_ITEMS.isdisjoint((node.get("class") or "").split()))
    return items or bool(visible_text(thread))


def _prose(element: HtmlElement) -> int:
    """Return how many characters of text ``element`` has that are not in links."""
    return _text_length(element) - sum(_text_length(link) for link in element.iter("a"))


def _text_length(element: HtmlElement) -> int:
    if not len(element):
        return _length(element.text)
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return _length(text) - sum(_length(part.text) for part in element.iter("script", "style"))


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _long(text: str | None) -> int:
    """Return the length of a run of text that is too long for a label, else 0."""
    return length if text and (length := len(text.strip())) > _MAX_LABEL_CHARACTERS else 0


# Matching


_SIMPLE = re.compile(
    r"""([a-z][\w-]*+)?+((?:\.[\w-]++|\#[\w-]++|\[[\w-]++(?:[$^*]?=(?:'[^']*+'|"[^"]*+"))?\])*+)""",
    re.VERBOSE,
)
_PART = re.compile(r"""\.([\w-]++)|\#([\w-]++)|\[([\w-]++)(?:([$^*]?=)['"]([^'"]*+)['"])?\]""", re.VERBOSE)
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "": lambda value, wanted: True,
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
}


class _Attribute(NamedTuple):
    """What one attribute must be: ``comparison`` is one of CSS, "" asks only that it is there."""

    name: str
    comparison: str
    wanted: str

    def passes(self, value: str | None) -> bool:
        return value is not None and _COMPARISONS[self.comparison](value, self.wanted)


class _Test(NamedTuple):
    """One simple selector: what tag, classes and attributes must be."""

    rule: WidgetRule
    tag: str
    classes: frozenset[str]
    attributes: tuple[_Attribute, ...]

    def needs(self, name: str) -> bool:
        return (name == "class" and bool(self.classes)) or any(test.name == name for test in self.attributes)

    def token(self, name: str) -> str:
        """Return a word that ``name`` has in every element that passes, "" if there is none."""
        if name == "class" and self.classes:
            return min(self.classes)
        return next((test.wanted for test in self.attributes if test[:2] == (name, "=") and name == "id"), "")

    def may_pass(self, name: str, value: str) -> bool:
        """Tell whether an element passes as far as its attribute ``name`` says."""
        if name == "class" and not self.classes.issubset(value.split()):
            return False
        return all(test.passes(value) for test in self.attributes if test.name == name)


_MAX_REMEMBERED = 20_000


class _Candidates(dict[str, tuple[_Test, ...]]):
    """The tests that a value of an attribute may pass; remembered, as sites repeat their few values."""

    def __init__(self, name: str, tests: Iterable[_Test]) -> None:
        super().__init__()
        self._name = name
        self._by_token: dict[str, list[_Test]] = {}
        for test in tests:
            self._by_token.setdefault(test.token(name), []).append(test)

    def __missing__(self, value: str) -> tuple[_Test, ...]:
        if len(self) > _MAX_REMEMBERED:
            self.clear()
        tests = (test for token in ("", *value.split()) for test in self._by_token.get(token, ()))
        self[value] = found = tuple(test for test in tests if test.may_pass(self._name, value))
        return found


class _Matcher:
    """Rules sorted by how their elements are found: by class or id, tag, another attribute, or a search."""

    def __init__(self, rules: Sequence[WidgetRule]) -> None:
        tests: list[_Test] = []
        self._searches: list[tuple[etree.XPath, WidgetRule]] = []
        for rule in rules:
            for test in _tests_of(rule):
                if isinstance(test, _Test):
                    tests.append(test)
                else:
                    self._searches.append((test, rule))
        by_class = [test for test in tests if test.needs("class")]
        by_id = [test for test in tests if test.needs("id") and not test.needs("class")]
        others = [test for test in tests if not test.needs("class") and not test.needs("id")]
        self._by_class = _Candidates("class", by_class)
        self._by_id = _Candidates("id", by_id)
        self._by_attribute = [test for test in others if test.attributes]
        self._by_tag = {test.tag: test.rule for test in others if not test.attributes}
        names = sorted({test.attributes[0].name for test in self._by_attribute})
        # Not as a union of attributes: for that libxml2 takes the square of their number.
        self._with_attribute = etree.XPath(f"descendant::*[{' or '.join(f'@{name}' for name in names) or 'false()'}]")

    def find(self, element: HtmlElement) -> list[tuple[HtmlElement, WidgetRule]]:
        """Return the matching elements; within each way of finding them, outer before inner."""
        found = self._by_class_or_id(element)
        if self._by_tag:
            found += [(node, self._by_tag[node.tag]) for node in element.iter(*self._by_tag)]
        for node in cast("list[HtmlElement]", self._with_attribute(element)):
            found += [(node, test.rule) for test in self._by_attribute if _passes(node, test)][:1]
        for search, rule in self._searches:
            found += [(node, rule) for node in cast("list[HtmlElement]", search(element))]
        return found

    def _by_class_or_id(self, element: HtmlElement) -> list[tuple[HtmlElement, WidgetRule]]:
        # This loop sees every element of a page; a dictionary look-up for each value is what it may cost.
        found = []
        by_class, by_id = self._by_class, self._by_id
        for node in element.iter():
            names = node.get("class")
            candidates = by_class[names] if names else ()
            name = node.get("id")
            if name:
                candidates += by_id[name]
            if candidates:
                found += [(node, test.rule) for test in candidates if _passes(node, test)][:1]
        return found


@lru_cache(maxsize=64)
def _matcher(rules: tuple[WidgetRule, ...]) -> _Matcher:
    return _Matcher(rules)


@lru_cache(maxsize=4096)
def _tests_of(rule: WidgetRule) -> tuple[_Test | etree.XPath, ...]:
    """Return what a rule asks of an element, or searches for; matchers share it, since sites share most rules."""
    translator = HTMLTranslator()  # not lxml's own: there, :contains() fails now and then
    return tuple(_simple(css, rule) or etree.XPath(translator.css_to_xpath(css)) for css in _alternatives(rule.css))


def _alternatives(css: str) -> list[str]:
    return [part.strip() for part in css.split(",")] if "(" not in css else [css]


def _simple(css: str, rule: WidgetRule) -> _Test | None:
    """Read a selector of tag, id, classes and attribute tests; ``None`` if it is more than that."""
    found = _SIMPLE.fullmatch(css)
    if not found or not css:
        return None
    classes, attributes = set(), []
    for name, identifier, attribute, comparison, wanted in _PART.findall(found[2]):
        if name:
            classes.add(name)
        elif identifier:
            attributes.append(_Attribute("id", "=", identifier))
        else:
            attributes.append(_Attribute(attribute, comparison, wanted))
    return _Test(rule, found[1] or "", frozenset(classes), tuple(attributes))


def _passes(node: HtmlElement, test: _Test) -> bool:
    if test.tag and test.tag != node.tag:
        return False
    return all(attribute.passes(node.get(attribute.name)) for attribute in test.attributes)
