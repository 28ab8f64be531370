"""Work that goes to another process as plain values comes to the same as work that stays."""

import pickle
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from newscrawl.article import Article
from newscrawl.errors import Refused
from newscrawl.site import Site
from newscrawl.stages.chain import STAGES, StageOptions, finish_article
from newscrawl.stages.decode import decode_page
from newscrawl.stages.extract import extract_article
from newscrawl.stages.page_work import Parcel, ReadPage, RunStages, make_page_work, warm_up
from newscrawl.text import chinese, likelihood

pytestmark = pytest.mark.usefixtures("no_garbage_collection")

URL = "https://news.example/2026/11/chips-1.html"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SITE = Site.undeclared(URL)
TEXT = "The fab in Dresden will make chips for cars from 2027 on, its owners said on Friday in a statement. " * 4
PAGE = f"""<html lang=en><head><title>Chips from Dresden</title><meta name=author content="Ada Example">
<meta property="article:published_time" content="2026-11-20T08:00:00Z"></head><body><article><h1>Chips from Dresden</h1>
<p>{TEXT}</p><p>It wonâ€™t be cheap. {TEXT}</p><p>Share on Facebook</p><img src=/a.jpg alt="A fab"></article></body></html>
""".encode()
READ = ReadPage(PAGE, "text/html; charset=utf-8", URL, SITE, NOW)


def sent(work, seconds=0.0, spent=0.0):
    """Do work as a worker process does, there and back as pickles."""
    parcel = pickle.loads(pickle.dumps(Parcel.of(work, pickle.dumps(work.site), seconds, spent)))
    return pickle.loads(pickle.dumps(make_page_work()(parcel)))


def values_of(article):
    return {one.name: getattr(article, one.name) for one in fields(Article) if one.name != "parsed"}


def test_an_article_that_was_read_and_finished_elsewhere_is_the_same():
    here = finish_article(extract_article(decode_page(PAGE, READ.content_type), URL, SITE, fetched=NOW).article, SITE)
    read = sent(READ).value
    there = sent(RunStages(read.article, tuple(STAGES), StageOptions(SITE))).value
    assert values_of(there) == values_of(here)
    assert there.paragraphs


def test_what_stages_change_is_counted_up_to_a_refusal():
    read = sent(READ).value.article
    done = sent(RunStages(read, ("repair", "strip"), StageOptions(SITE)))
    assert done.counts["characters-before-strip"] >= done.counts["characters-after-strip"] > 0
    assert sum(number for name, number in done.counts.items() if name.startswith("repair/")) > 0
    empty = RunStages(read.evolve(body_html="<p>Too short.</p>", parsed=None), tuple(STAGES), StageOptions(SITE))
    done = sent(empty)
    assert done.value is None
    assert done.refused[0] == "empty body"
    assert "characters-after-strip" in done.counts


def test_a_refused_page_comes_back_with_its_reason():
    done = sent(READ._replace(content_type="image/png"))
    assert (done.value, done.refused) == (None, ("not a page", "image/png"))


def test_what_was_used_elsewhere_counts():
    done = sent(READ, seconds=5.0, spent=1.0)
    assert 0 < done.seconds < 4
    paragraphs = b"".join(b"<p>%d %b</p>" % (number, TEXT.encode()) for number in range(3000))  # 600 ms
    long_page = READ._replace(body=PAGE.replace(b"<article>", b"<article>" + paragraphs))
    done = sent(long_page, seconds=5.0, spent=5.0)
    assert done.refused[0] == "too expensive"


def test_a_site_of_its_own_comes_through():
    site = Site(name="own", title="Own", hosts=("news.example",), article_urls=(r"/2026/11/(?P<id>chips-\d+)\.html",))
    assert sent(READ._replace(site=site)).value.article.key == site.key(URL)


def test_an_unexpected_error_is_raised():
    with pytest.raises(TypeError):
        sent(READ._replace(body=None))
    with pytest.raises(Refused, match="not a page"):
        READ._replace(content_type="image/png").run(lambda _name, _count: None)


def test_a_process_that_has_warmed_up_has_the_tables_of_the_stages_in_memory():
    tables = (likelihood._tables, chinese._script)
    for one in tables:
        one.cache_clear()
    warm_up()
    assert all(one.cache_info().currsize for one in tables)
