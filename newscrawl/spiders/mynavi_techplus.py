"""マイナビ TECH+: Japanese technology news, semiconductors among it."""

from newscrawl.site import Feed, Grade, Site, Template
from newscrawl.spiders.base import NewsSpider


class MynaviTechplusSpider(NewsSpider):
    """Articles of news.mynavi.jp/techplus; long ones go over several pages."""

    name = "mynavi-techplus"
    site = Site(
        name="mynavi-techplus",
        title="マイナビニュース TECH+",
        hosts=("news.mynavi.jp",),
        language="ja",
        timezone="Asia/Tokyo",
        evidence="a saved page of a 2019-02 article without its scripts, links of 2026; further pages are guessed",
        grade=Grade.PAGE,
        article_urls=(r"/techplus/article/(?P<id>\d{8}-\d+|_?[a-z]+(?:-?\d+|[a-z0-9-]*-\d+))/(?:\d{1,2}/?)?",),
        sources=(Feed(url="https://news.mynavi.jp/rss/techplus"),),
        templates=(
            Template(
                name="article",
                body="#js-articleBody, div.article-body",
                title="h1",
                authors=(
                    "a.article-author__name",
                    "(substring-after(//a[contains(@class, 'articleHeader_name')], '：'))",  # 著者：山田 太郎
                ),
                section="meta[name='cXenseParse:mnv-ch']::attr(content)",
                tags=("meta[name='cXenseParse:mnv-tags']::attr(content)", ".articleRelated_keywordList a"),
                next_page="link[rel='next']::attr(href)",
            ),
        ),
    )
