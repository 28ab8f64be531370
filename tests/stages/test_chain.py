"""The chain: library and crawl, whole or in parts, make the same article of a page, and parse it once."""

import copy
import pickle
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itemadapter import ItemAdapter
from saved import PRACTICE_PAGES

from newscrawl.article import Article, Use, fields_for
from newscrawl.dom import body as body_module
from newscrawl.dom import tree as tree_module
from newscrawl.dom.body import Body
from newscrawl.errors import Refused
from newscrawl.pipelines.items import article_of, through
from newscrawl.spiders import site_of
from newscrawl.stages.boilerplate import strip_boilerplate
from newscrawl.stages.chain import extract, finish_article
from newscrawl.stages.credit import credit_article
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import extract_article, join_parts
from newscrawl.stages.repair import repair_article
from newscrawl.stages.strip import strip_article
from newscrawl.stages.validate import validate_article
from newscrawl.text.fingerprints import read_paragraph

PAGES = [page for page in PRACTICE_PAGES if "body" in page.expected][:60]
HTML = (
    "<p>Der Regler ist leise, sagt die Herstellerin, und er passt in ein GehÃ¤use von zwei Millimetern.</p>"
    "<div class='related-posts'><a href='/1'>One more</a></div>"
    "<p>Muster gibt es ab sofort, die Serie folgt im FrÃ¼hjahr.<br>Preise wurden nicht genannt.</p>"
    "<ul><li>Eingang 5 V</li><li>Ausgang 3,3 V</li></ul><p>Follow us for more news about chips every day.</p>"
)
ARTICLE = Article(
    url="https://www.sample.example/1", key="sample/1", site="sample", title="Ein leiser Regler", body_html=HTML
)
KNOWN = {read_paragraph("Follow us for more news about chips every day.").fingerprint}
STAGES = (
    repair_article,
    credit_article,
    lambda article: strip_article(article, None),
    lambda article: strip_boilerplate(article, KNOWN),
    validate_article,
)


class Counts:
    """The articles' stats as Scrapy would keep them."""

    def inc_value(self, name, count=1):
        pass


@dataclass
class Row:
    """An item of somebody else's spider."""

    url: str
    title: str
    body_html: str
    body_text: str = ""
    body_markdown: str = ""
    changes: tuple = ()
    paragraphs: tuple = ()


def extracted(page):
    content_type = page.headers.get("Content-Type", "text/html")
    return extract_article(decode_page(page.body, content_type), page.url, site_of(page.url)).article


def said(article):
    return {name: getattr(article, name) for name in fields_for(Use.EXPORT)}


@pytest.fixture
def counted(monkeypatch):
    """How often markup is parsed, and a tree is read into blocks."""
    counts = Counter()

    def count(module, name):
        function = getattr(module, name)

        def counting(*arguments, **named):
            counts[name] += 1
            return function(*arguments, **named)

        monkeypatch.setattr(module, name, counting)

    count(tree_module, "_root")
    count(body_module, "read_blocks")
    count(body_module, "write_html")
    count(body_module, "write_text")
    count(body_module, "write_markdown")
    return counts


@pytest.mark.parametrize("page", PAGES[:12], ids=lambda page: f"{page.site}/{page.slug}")
def test_a_page_is_parsed_and_rendered_once(page, counted):
    article = extracted(page)
    finished = article
    for stage in (repair_article, credit_article, lambda one: strip_article(one, site_of(page.url)), validate_article):
        finished = through(finished, stage, Counts())
    said(finished)
    assert counted == {"_root": 1, "read_blocks": 1, "write_html": 1, "write_text": 1, "write_markdown": 1}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.site}/{page.slug}")
def test_the_library_and_stages_with_markup_in_between_make_the_same_article(page):
    site = site_of(page.url)
    whole = finish_article(extracted(page), site)
    step = pickle.loads(pickle.dumps(extracted(page)))
    for stage in (repair_article, credit_article, lambda one: strip_article(one, site), validate_article):
        step = pickle.loads(pickle.dumps(stage(step)))
        assert step.parsed is None
    assert said(step) == said(whole)


@settings(max_examples=64, deadline=None)
@given(cuts=st.lists(st.booleans(), min_size=len(STAGES), max_size=len(STAGES)))
def test_any_split_of_the_chain_gives_the_same_article(cuts):
    whole = finish_article(ARTICLE, None, boilerplate=KNOWN)
    article = ARTICLE
    for stage, is_cut in zip(STAGES, cuts, strict=True):
        article = stage(article)
        if is_cut:
            article = pickle.loads(pickle.dumps(article))
    assert said(article) == said(whole)
    assert "Gehäuse" in article.body_text
    assert "Follow us" not in article.body_text
    assert "One more" not in article.body_text


@pytest.mark.parametrize("make", [dict, Row], ids=["dict", "dataclass"])
def test_an_item_of_another_kind_is_parsed_once_and_reads_the_same(make, counted):
    item = make(url=ARTICLE.url, title=ARTICLE.title, body_html=HTML)
    for stage in (*STAGES[:3], validate_article):
        item = through(item, stage, Counts())
    assert counted["_root"] == 1
    found = ItemAdapter(item)
    expected = finish_article(ARTICLE, None)
    for name in ("title", "body_html", "body_text", "body_markdown"):
        assert found[name] == getattr(expected, name)


def test_markup_that_somebody_else_writes_between_stages_is_what_counts():
    article = repair_article(ARTICLE.evolve(parsed=Body.of_markup(HTML)))
    edited = replace(article, body_html="<p>Nothing but this sentence, which is long enough for an article.</p>")
    assert strip_article(edited, None).body_text == "Nothing but this sentence, which is long enough for an article."


def test_replacing_another_field_keeps_the_tree(counted):
    article = strip_article(repair_article(replace(repair_article(ARTICLE), title="Leise")), None)
    assert article.title == "Leise"
    assert counted["_root"] == 1


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_says_the_same_without_the_tree(duplicate):
    article = finish_article(ARTICLE, None)
    assert duplicate(article) == article
    assert duplicate(article).parsed is None


def test_an_exporter_sees_what_an_article_says_and_nothing_else():
    article = finish_article(ARTICLE, None)
    adapter = ItemAdapter(article)
    assert tuple(adapter) == tuple(adapter.field_names()) == fields_for(Use.EXPORT)
    assert {"raw", "asked", "paragraphs", "parsed"}.isdisjoint(adapter)
    assert article_of(article) is article


def test_every_field_but_those_of_the_way_says_what_it_is_for():
    declared = set().union(*(fields_for(use) for use in Use))
    of_the_way = {"raw", "asked", "paragraphs", "parsed", "signals"}
    assert set(Article.__dataclass_fields__) - declared == of_the_way


def test_parts_are_joined_without_being_written(counted):
    first, second = (ARTICLE.with_body(Body(Body.of_markup(f"<p>{text}</p>").tree)) for text in ("One.", "Two."))
    joined = join_parts([first, second])
    assert counted["_root"] == 2
    assert strip_article(joined, None).body_text == "One.\n\nTwo."


def test_the_library_refuses_what_is_no_article():
    with pytest.raises(Refused, match="soft 404"):
        extract("<html><title>404 Not Found</title><body><p>Nothing here.</p></body></html>", "https://a.example/1")
