"""Lists, sitemaps and feeds that lead on for ever are left after a few requests."""

import gzip
import itertools

import pytest
from hostile.crawl import crawl
from hostile.web import Fault, article, serving

MOST_REQUESTS = 80
MEMORY = 300  # MiB
STALL = 2.0  # seconds of CPU time
_numbers = itertools.count()


def items(*hrefs):
    return "<ul>" + "".join(f'<li><a href="{href}">A title of an article</a></li>' for href in hrefs) + "</ul>"


def listing(make):
    """An answer that makes a page of a list out of its number, and an article of everything else."""

    def answer(visit):
        if not visit.path.startswith("/list/"):
            visit.reply(article(f"Article {visit.path}"))
            return
        hrefs, following = make(visit)
        visit.reply(f'<html><body>{items(*hrefs)}<a class="next" href="{following}">next</a></body></html>')

    return answer


def number(visit):
    return int(visit.path.strip("/").rpartition("/")[2].removeprefix("list") or 0)


def sitemap(kind, entry, locs):
    entries = "".join(f"<{entry}><loc>{loc}</loc></{entry}>" for loc in locs)
    return f'<?xml version="1.0"?><{kind}>{entries}</{kind}>'


def index(visit):
    if visit.path.startswith("/news/"):
        visit.reply(article(visit.path))
    else:
        visit.reply(
            sitemap("sitemapindex", "sitemap", (f"http://trap-index.test/s{next(_numbers)}.xml" for _ in range(200)))
        )


def large(visit):
    if visit.path.startswith("/news/"):
        visit.reply(article(visit.path))
    else:
        visit.reply(sitemap("urlset", "url", (f"http://trap-large.test/news/{n}.html" for n in range(100_000))))


def bomb(visit):
    part = b"<url><loc>http://trap-bomb.test/news/1.html</loc></url>" * 20_000
    packer = gzip.compress(b"<urlset>" + part * 300, 6)
    visit.reply(packer, headers={"Content-Type": "application/gzip"})


def entities(visit):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    visit.reply(
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a0 "ha">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>http://trap-entities.test/news/&x;&a11;</loc></url></urlset>"
    )


def feed(visit):
    item = "<item><title>t</title><link>http://trap-feed.test/news/{}.html</link><description>{}</description></item>"
    body = (
        "".join(item.format(n, "word " * 60) for n in range(20_000)) if visit.path == "/feed" else article(visit.path)
    )
    visit.reply(f'<rss version="2.0"><channel>{body}</channel></rss>' if visit.path == "/feed" else body)


TRAPS = [
    Fault("trap-endless", listing(lambda visit: ((f"/news/{number(visit)}-{n}" for n in range(3)), f"/list/{number(visit) + 1}"))),
    Fault("trap-calendar", listing(lambda visit: ((), f"/list/{number(visit) + 1}"))),
    Fault("trap-circle", listing(lambda visit: (("/news/1", "/news/2"), f"/list/{(number(visit) + 1) % 3}"))),
    Fault("trap-growing", listing(lambda visit: (("/news/a/",), "x/x/"))),
    Fault("trap-session", listing(lambda visit: ((f"/news/1?sid={next(_numbers)}" for _ in range(3)), f"/list/{number(visit) + 1}"))),
    Fault("trap-links", listing(lambda visit: ((f"/news/{n}" for n in range(100_000)), "/list/1"))),
    Fault("trap-inside", listing(lambda visit: (("http://127.0.0.1/news/1", "http://localhost/news/1", "//127.0.0.1/news/1"), "http://127.0.0.1/list/2"))),
    Fault("trap-index", index),
    Fault("trap-large", large),
    Fault("trap-bomb", bomb),
    Fault("trap-entities", entities),
    Fault("trap-feed", feed),
]  # fmt: skip
QUICK = {"trap-endless", "trap-inside", "trap-index", "trap-entities"}


@pytest.mark.parametrize(
    "trap", [pytest.param(trap, id=trap.name, marks=[] if trap.name in QUICK else pytest.mark.slow) for trap in TRAPS]
)
def test_a_trap_is_left_after_a_few_requests(tmp_path, trap):
    with serving(TRAPS) as (proxy, seen):
        crawled = crawl(
            tmp_path,
            proxy,
            seen,
            spider=trap.name,
            SPIDER_MODULES="newscrawl.spiders,hostile.spiders",
            NEWSCRAWL_MAX_ARTICLES="25",
        )
    print(trap.name, seen.requests[trap.host], crawled.stat("watch/memory"), crawled.stat("watch/stall"))
    assert 0 < seen.requests[trap.host] <= MOST_REQUESTS
    assert seen.canary == []
    assert crawled.stat("watch/memory") < MEMORY
    assert crawled.stat("watch/stall") < STALL
    assert b"Traceback" not in crawled.log
