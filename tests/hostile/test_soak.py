"""A long crawl needs no more memory at its end than when it was warm."""

import pytest
from hostile.crawl import crawl
from hostile.web import PARAGRAPHS, Fault, article, serving

PAGES = 20_000
GROWTH = 50  # MiB


def numbered(visit):
    number = visit.path.rpartition("/")[2].removesuffix(".html")
    visit.reply(article(f"Article no. {number}", tuple(f"{text} ({number})" for text in PARAGRAPHS)))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_pages(tmp_path):
    fault = Fault("soak", numbered)
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(f"http://soak.test/news/{number}.html" for number in range(PAGES)), "utf-8")
    with serving([fault]) as (proxy, seen):
        crawled = crawl(
            tmp_path, proxy, seen, "-a", f"urls_file={urls}", LOG_LEVEL="INFO",
            CONCURRENT_REQUESTS_PER_DOMAIN="8", CLOSESPIDER_TIMEOUT="0",
        )  # fmt: skip
    assert crawled.rows("SELECT count(*) FROM articles WHERE status = 'ok'") == [(PAGES,)]
    assert crawled.stat("watch/growth") < GROWTH
