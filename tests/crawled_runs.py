"""A database with runs: good ones, one whose site has changed, one that crashed."""

from datetime import timedelta

from samples import NOON, numbered

from newscrawl.article import Refusal
from newscrawl.storage.crawl.runs import HOST_TRAFFIC, write_verdict
from newscrawl.storage.crawl.store import Store

STATS = {
    "downloader/request_count": 12,
    "downloader/response_bytes": 34567,
    "newscrawl/repair/mirror/annotation": 9,
    "newscrawl/strip/related/links": 4,
    "newscrawl/strip/ads/slot": 7,
    "robotstxt/request_count": 1,
    "robotstxt/forbidden": 2,
    HOST_TRAFFIC: {"a.example": {"requests": 11, "bytes": 33033, "max_per_minute": 6}},
}
WHY = "drift: 0% of articles have title, usually 100%"


def save_runs(url, *, spider="sample"):
    """Store three runs of ``spider``: a good one, one with drift, and one that never ended; return their numbers."""
    numbers = []
    for day, coverage, exit_code, why in ((0, 1.0, 0, ()), (1, 0.0, 3, (WHY,))):
        moment = NOON + timedelta(days=day)
        with Store(url, now=lambda moment=moment: moment) as store:
            store.begin_run(spider, "0.2.0")
            numbers.append(store.run_id)
            store.save(numbered(100 + day, site=spider, published=moment, charset="gb18030"))
            store.refuse(Refusal(url=f"https://a.example/{day}", key=f"a/{day}", site=spider, reason="soft 404"))
            counts = {"known": 5, "stored": 1, "unchanged": 3}
            store.end_run(
                "finished", STATS, counts, lambda _counts, share=coverage: {"coverage/title": share, "articles": 1}
            )
        write_verdict(url, numbers[-1], exit_code, why, {"coverage/title": coverage, "articles": 1})
    with Store(url, now=lambda: NOON + timedelta(days=2)) as store:
        store.begin_run(spider, "0.2.0")
        numbers.append(store.run_id)
    return numbers
