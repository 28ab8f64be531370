"""Each fault of a hostile web, crawled as a person would: it is handled, and nothing else suffers."""

import re

import pytest
from hostile.crawl import crawl
from hostile.faults import FAULTS, QUICK, SLOW
from hostile.web import SECRET, serving

HEAVY_MEMORY = 300  # MiB
LONGEST_STALL = 2.0  # seconds of CPU time


def crawl_all(folder, faults, **settings):
    urls = folder / "urls.txt"
    urls.write_text("\n".join(fault.url for fault in faults), "utf-8")
    with serving(FAULTS) as (proxy, seen):
        return crawl(folder, proxy, seen, "-a", f"urls_file={urls}", **settings)


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return crawl_all(tmp_path_factory.mktemp("quick"), QUICK)


def test_a_fault_is_handled(quick):
    for fault in QUICK:
        statuses, reasons = quick.statuses(fault.host), quick.reasons(fault.host)
        assert ("ok" in statuses) == (fault.want == "stored"), (fault.name, statuses, reasons)
        assert quick.seen.requests[fault.host] <= fault.most, fault.name


def test_nothing_inside_is_ever_asked(quick):
    assert quick.seen.canary == []
    assert quick.rows("SELECT url FROM articles WHERE body_text LIKE ?", f"%{SECRET}%") == []


def test_no_control_byte_reaches_the_log(quick):
    assert re.findall(rb"[\x00-\x08\x0b-\x1f\x7f]", quick.log) == []
    assert re.findall(rb"\n2026-01-01 \[root\] ERROR: forged", quick.log) == []


def test_no_control_character_reaches_the_database(quick):
    texts = [text for row in quick.rows("SELECT title, body_text FROM articles") for text in row if text]
    assert texts
    assert [text for text in texts if re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e]", text)] == []


def test_no_page_makes_a_callback_fail(quick):
    assert b"Spider error processing" not in quick.log
    assert b"Error processing" not in quick.log
    assert quick.exit_code == 0


def test_pages_that_are_no_article_are_on_record_with_their_reason(quick):
    reasons = {reason for (reason,) in quick.rows("SELECT DISTINCT reason FROM refusals")}
    assert {
        "soft 404", "blocked page", "login wall", "consent wall", "paywall", "parked domain", "server page", "spam",
        "not an article", "not a page", "unsafe address", "forbidden by robots.txt", "unreadable body",
    } <= reasons  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("fault", SLOW, ids=[fault.name for fault in SLOW])
def test_a_heavy_fault_is_handled_without_a_stall_or_much_memory(tmp_path, fault):
    timeout = {} if fault.want == "stored" else {"DOWNLOAD_TIMEOUT": "3"}  # some never answer
    crawled = crawl_all(tmp_path, [fault], **timeout)
    assert ("ok" in crawled.statuses(fault.host)) == (fault.want == "stored"), crawled.reasons(fault.host)
    assert crawled.seen.requests[fault.host] <= fault.most
    assert crawled.stat("watch/memory") < HEAVY_MEMORY
    assert crawled.stat("watch/stall") < LONGEST_STALL
