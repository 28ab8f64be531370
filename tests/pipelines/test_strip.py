"""Widgets leave the body by the rules of the article's site, and are counted."""

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.article import Article
from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.pipelines.strip import StripPipeline
from newscrawl.site import Site

SITE = Site(
    name="sample", title="Sample", hosts=("www.sample.example",), widgets=(WidgetRule("promo", "quiz", "div.quiz-x"),)
)
URL = "https://www.sample.example/1"
MARKUP = '<p>The ferry will run on batteries alone.</p><div class="quiz-x">Answer!</div>'
KEPT = "<p>The ferry will run on batteries alone.</p>"


@pytest.mark.parametrize(
    ("site", "html", "counted"), [(SITE, KEPT, 1), (None, KEPT + "\n<p>Answer!</p>", None)], ids=["its site", "no site"]
)
def test_an_article_is_stripped_by_the_rules_of_its_site(site, html, counted):
    stats = get_crawler().stats
    article = Article(url=URL, key="s/1", site="sample", body_html=MARKUP)
    stripped = StripPipeline(stats, lambda _article: site).process_item(article)
    assert stripped.body_html == html
    assert stats.get_value("newscrawl/strip/promo/quiz") == counted
    assert stats.get_value("newscrawl/characters-before-strip") == 45
    assert stats.get_value("newscrawl/characters-after-strip") == len(stripped.body_text)


def test_a_dict_is_stripped_in_place():
    item = {"url": URL, "title": "A ferry", "body_html": MARKUP}
    assert StripPipeline(get_crawler().stats, lambda _article: SITE).process_item(item) is item
    assert item["body_html"] == KEPT


def test_the_crawler_gives_stats_and_site():
    crawler = get_crawler(settings_dict={"NEWSCRAWL_SITE_RULES": None, "NEWSCRAWL_PAGE_SECONDS": 0})
    pipeline = StripPipeline.from_crawler(crawler)
    assert pipeline.stats is crawler.stats
    assert pipeline.site_of(Article(url=URL, key="s/1", site="elecfans")).name == "elecfans"
