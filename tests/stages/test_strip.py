"""What is not the article leaves its body, and is told; everything else is rendered from what is left."""

import pytest

from newscrawl.article import Article
from newscrawl.dom.widgets.rules import WidgetRule
from newscrawl.site import Site
from newscrawl.stages.strip import strip_article

URL = "https://www.sample.example/news/1.html"
TEXT = "The council said on Monday that the ferry will run on batteries alone."
SITE = Site(
    name="sample",
    title="Sample",
    hosts=("www.sample.example",),
    widgets=(WidgetRule("promo", "quiz", "div.quiz-x"),),
    keyword_links="a.keyword",
)


@pytest.mark.parametrize(
    ("markup", "site", "expected", "rules"),
    [
        (f"<p>{TEXT}</p>", SITE, f"<p>{TEXT}</p>", []),
        (f'<p>{TEXT}</p><div class="quiz-x">Answer!</div>', SITE, f"<p>{TEXT}</p>", ["promo/quiz"]),
        (f'<p>{TEXT}</p><div class="quiz-x">Answer!</div>', None, f"<p>{TEXT}</p>\n<p>Answer!</p>", []),
        ('<p>A <a class="keyword" href="/k">ferry</a></p>', SITE, "<p>A ferry</p>", []),
        ('<p><a href="../k">ferry</a></p>', SITE, '<p><a href="https://www.sample.example/k">ferry</a></p>', []),
        ("<p onclick='x()'>A</p><script>x()</script>", SITE, "<p>A</p>", []),
        ("", SITE, "", []),
    ],
)
def test_a_body_is_stripped_by_the_common_rules_and_by_those_of_its_site(markup, site, expected, rules):
    article = strip_article(Article(url=URL, key="sample/1", site="sample", body_html=markup), site)
    assert article.body_html == expected
    assert [change.rule for change in article.changes] == rules
    assert "injected" not in article.flags


def test_text_and_markdown_are_rendered_from_the_stripped_body():
    markup = f'<h2>News</h2><p>{TEXT}</p><div class="quiz-x">Answer!</div>'
    article = strip_article(Article(url=URL, key="sample/1", site="sample", body_html=markup), SITE)
    assert article.body_text == f"News\n\n{TEXT}"
    assert article.body_markdown == f"## News\n\n{TEXT}"
