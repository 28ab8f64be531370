"""A selector is suggested where the newest pages agree on one and older ones still have the declared body."""

from datetime import timedelta

import pytest
from samples import NOON, PAGE, numbered

from newscrawl.reports.suggest import suggestions
from newscrawl.site import Site, Template
from newscrawl.storage.crawl.store import Store

TEXT = "The council said on Monday that the ferry will run on batteries alone from next spring. " * 6
SITE = Site(
    name="sample", title="Sample", hosts=("www.sample.example",), templates=(Template(name="old", body="div.text"),)
)


def page(number, body_class, title_class):
    title = f"A ferry runs on batteries, part {number}"
    markup = (
        f"<html><head><title>{title}</title></head><body><h1 class='{title_class}'>{title}</h1>"
        f"<div class='{body_class}'><p>{TEXT}</p><p>{number} {TEXT}</p></div></body></html>"
    )
    raw = (type(PAGE)(url=f"https://www.sample.example/d/{number}.html", status=200,
                      headers=(("content-type", "text/html"),), body=markup.encode(), fetched=NOON),)  # fmt: skip
    return numbered(number, title=title, raw=raw, authors=())


def suggested(tmp_path, old, new, site=SITE, **values):
    url = f"sqlite:///{tmp_path}/articles.db"
    moments = iter(NOON + timedelta(minutes=number) for number in range(10_000))
    with Store(url, now=lambda: next(moments)) as store:
        store.save_all([page(number, "text", "title") for number in range(old)])
        store.save_all([page(number, "story-body", "head-line").evolve(**values) for number in range(100, 100 + new)])
    return list(suggestions(url, site))


def test_the_selectors_of_a_new_layout_are_suggested(tmp_path):
    lines = suggested(tmp_path, 2, 4)
    assert lines == [
        "suggestion for body: div.story-body finds it on 4 of the 4 newest pages without the declared body"
        " (2 stored pages still have it)",
        "suggestion for title: h1.head-line finds it on 4 of the 4 newest pages without the declared body"
        " (2 stored pages still have it)",
    ]


@pytest.mark.parametrize(("old", "new"), [(0, 4), (2, 2), (2, 0), (0, 0)])
def test_too_few_pages_of_either_layout_say_nothing(tmp_path, old, new):
    assert suggested(tmp_path, old, new) == []


def test_a_field_that_no_element_holds_has_no_suggestion(tmp_path):
    lines = suggested(tmp_path, 2, 4, title="Something else")
    assert [line.partition(":")[0] for line in lines] == ["suggestion for body"]


def test_a_site_without_templates_has_no_declared_selectors(tmp_path):
    undeclared = Site(name="sample", title="Sample", hosts=("www.sample.example",))
    assert suggested(tmp_path, 2, 4, undeclared) == []


def test_articles_without_stored_pages_say_nothing(tmp_path):
    assert suggested(tmp_path, 2, 4, raw=()) == []
