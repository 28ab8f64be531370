"""A page that holds up everything is refused: in Python within its budget, in a library by the next run."""

from spider_runs import HOST, Run, saved

from newscrawl.extensions.watchdog import _HEADER_BYTES, Stuck, take_stuck

TEXT = "The regulator draws eleven microamperes at rest and starts at half a volt, its makers say. " * 4
SPIDER = """
import asyncio
import time
from newscrawl.extensions import watchdog
from newscrawl.site import Site
from newscrawl.spiders.article import ArticleSpider
from newscrawl.stages import extract

watchdog._LOOK_SECONDS = 0.2
parse = extract.parse

def hang(text, **options):
    if "A page that hangs" in text:
        time.sleep(300)
    return parse(text, **options)

extract.parse = hang

class Sample(ArticleSpider):
    name = "sample"

    def site_of(self, url):
        return Site(name="sample", title="Sample", hosts=("www.sample.example",), refused_titles=("^a(?:a|a?)+$",))

    async def parse_article(self, response):
        if "A page that hangs" in response.text:
            # Only now: a busy machine may hold up whatever comes before for as long.
            watchdog.STUCK_SECONDS = 2.0
            await asyncio.sleep(1)  # until the watch has looked again
        async for result in super().parse_article(response):
            yield result
"""


def page(path, title):
    return saved(
        path,
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p></article></body></html>",
    )


def crawl(folder, *pages):
    urls = ",".join(one.url for one in pages)
    settings = ("-s", "NEWSCRAWL_PAGE_SECONDS=1", "-s", "NEWSCRAWL_PAGE_WORKERS=0")  # pages are read in the reactor
    return Run(folder, "sample", "-a", f"url={urls}", *settings, spider=SPIDER, pages=pages)


def test_a_page_that_takes_too_much_time_is_refused_and_the_others_are_stored(tmp_path):
    run = crawl(tmp_path, page("/1", "a" * 60 + "b"), page("/2", "Regulator at rest"))
    assert run.ends == [
        (f"{HOST}/1", "refused", "too expensive"),
        (f"{HOST}/2", "stored", ""),
    ]
    assert "s of CPU time, more than 1, at newscrawl.stages.extract:" in run.log


def test_a_page_that_hangs_ends_the_run_and_is_refused_by_the_next(tmp_path):
    pages = page("/1", "A page that hangs"), page("/2", "Regulator at rest")
    first = crawl(tmp_path, *pages)
    assert first.code == 1
    second = crawl(tmp_path, pages[1])
    assert second.code in (0, 3), second.log
    assert "it held up an earlier run for 120 s, at newscrawl/" in second.log
    assert (f"{HOST}/1", "refused", "too expensive") in second.ends
    assert list(tmp_path.glob("articles.db.at-work*")) == []


def test_only_files_of_the_same_spider_that_tell_of_a_stuck_page_count(tmp_path):
    said = 'Thread 0x1 (most recent call first):\n  File "/x/lxml/html.py", line 9 in parse\n  File "/srv/newscrawl/dom/tree.py", line 7 in _root\n'
    for name, text in {"1-sample": said, "2-sample": "", "3-other": said}.items():
        head = f"{HOST}/{name[0]}".ljust(_HEADER_BYTES, "\n")
        (tmp_path / f"articles.db.at-work-{name}").write_text(head + text)
    assert list(take_stuck(tmp_path / "articles.db", "sample")) == [Stuck(f"{HOST}/1", "newscrawl/dom/tree.py:7:_root")]
    assert [one.name for one in tmp_path.iterdir()] == ["articles.db.at-work-3-other"]
