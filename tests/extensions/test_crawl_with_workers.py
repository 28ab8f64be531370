"""A crawl whose pages are read in a worker process: one that holds up the process holds up nothing else."""

import os
import signal
import time
from pathlib import Path

import pytest
import scrapy_command
from spider_runs import HOST, Run, saved

from newscrawl.demo.web import serving

TEXT = "The regulator draws eleven microamperes at rest and starts at half a volt, its makers say. " * 4
LONG = "<p>It is <b>so</b>.</p>" * 300  # for each pair of them, the query of the site looks at all others
# One call of libxml2, which no signal handler of Python can interrupt.
SPIDER = """
from newscrawl.site import Site, XPathRule
from newscrawl.spiders.article import ArticleSpider

class Sample(ArticleSpider):
    name = "sample"

    def site_of(self, url):
        rules = (XPathRule("ads", "slow", "//b[count(//b[count(//b[contains(., 'no such')]) > 1]) > 1]"),)
        return Site(name="sample", title="Sample", hosts=("www.sample.example",), strip_xpaths=rules)
"""
SETTINGS = ["-s", "NEWSCRAWL_PAGE_SECONDS=0.5", "-s", "NEWSCRAWL_PAGE_WORKERS=1"]


def page(path, more=""):
    title = f"Regulator at rest {path[1:]}"
    return saved(path, f"<html><title>{title}</title><body><article><p>{TEXT}</p></article>{more}</body></html>")


PAGES = [page("/1", LONG), page("/2"), page("/3")]
ARGUMENTS = ["-a", "url=" + ",".join(one.url for one in PAGES)]


@pytest.mark.slow
def test_a_page_that_holds_up_its_process_is_refused_and_the_others_are_stored(tmp_path):
    run = Run(tmp_path, "sample", *ARGUMENTS, *SETTINGS, spider=SPIDER, pages=PAGES)
    assert run.code == 0, run.log
    assert run.ends == [
        (f"{HOST}/1", "refused", "too expensive"),
        (f"{HOST}/2", "stored", ""),
        (f"{HOST}/3", "stored", ""),
    ]
    assert "more than 2.5 s of CPU time in a worker process, at newscrawl/stages/extract.py:" in run.log


@pytest.mark.slow
def test_a_signal_is_answered_while_a_page_is_worked_on(tmp_path):
    (tmp_path / "sample_spiders.py").write_text(SPIDER, "utf-8")
    with serving(PAGES) as address:
        process = scrapy_command.Started(
            ["crawl", "sample", *ARGUMENTS, *SETTINGS, "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{tmp_path}/articles.db",
             "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", "SPIDER_MODULES=newscrawl.spiders,sample_spiders"],
            environment={**os.environ, "PYTHONPATH": str(tmp_path)},
        )  # fmt: skip
        worker = wait_for(lambda: next((one for one in grandchildren(process.pid) if cpu_seconds(one) > 0.5), None))
        process.send_signal(signal.SIGTERM)
        finished = process.finish()
    assert finished.returncode == 143, finished.stderr
    log = finished.stderr
    assert log.index("Received SIGTERM") < log.index(f"refused {HOST}/1: too expensive")
    wait_for(lambda: not Path(f"/proc/{worker}").exists())


def wait_for(look, seconds=600):
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "nothing has happened"
        time.sleep(0.02)
    return found


def grandchildren(pid):
    return [one for child in children(pid) for one in children(child)]


def children(pid):
    try:
        return [int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    except FileNotFoundError:
        return []


def cpu_seconds(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11]) / os.sysconf("SC_CLK_TCK")
    except FileNotFoundError:
        return 0.0
