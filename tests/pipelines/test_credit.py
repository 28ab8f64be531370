"""Names come out of the byline of any kind of item."""

from scrapy.utils.test import get_crawler

from newscrawl.article import Article
from newscrawl.pipelines.credit import CreditPipeline

ARTICLE = Article(
    url="https://www.sample.example/1", key="s/1", site="sample", byline="文/李弯弯 来源：电子发烧友网", body_html="<p>正文第一段。</p>"
)  # fmt: skip


def pipeline():
    return CreditPipeline.from_crawler(get_crawler(settings_dict={"NEWSCRAWL_PAGE_SECONDS": 0}))


def test_an_article_gets_the_names_of_its_byline():
    article = pipeline().process_item(ARTICLE)
    assert (article.authors, article.source) == (("李弯弯",), "电子发烧友网")
    assert article.field_sources["authors"] == "byline"


def test_a_dict_gets_them_in_place():
    item = {"url": ARTICLE.url, "title": "t", "byline": ARTICLE.byline, "body_text": "正文第一段。", "authors": ()}
    assert pipeline().process_item(item) is item
    assert list(item["authors"]) == ["李弯弯"]


def test_an_article_without_a_byline_stays_without_names():
    article = pipeline().process_item(ARTICLE.evolve(byline=None))
    assert (article.authors, article.source) == ((), None)


def test_what_is_no_article_passes():
    item = {"price": 3}
    assert pipeline().process_item(item) is item
    assert item == {"price": 3}
