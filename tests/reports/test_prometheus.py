"""The state of all sites as Prometheus reads it, written in one step."""

import re
import stat
from datetime import UTC, datetime

from newscrawl.reports.prometheus import metrics_of, write_metrics
from newscrawl.storage.crawl.runs import Run
from newscrawl.storage.views.health import Health, SiteHealth

THEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUN = Run(1, "sample", THEN, THEN, THEN, "finished", 0, {"stored": 2, "refused": 1}, {}, ())
NEVER = RUN._replace(finished=None, exit_code=None, counts={})
HEALTH = Health((SiteHealth("sample", RUN, RUN, False), SiteHealth('a"\\\nb', NEVER, None, True)), 1024, ("overdue",))
# A sample of the text format 0.0.4: a name, labels whose values escape quote, backslash and line end, and a number.
SAMPLE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="[a-z]+")?\})? -?[0-9.e+]+')


def test_each_line_is_a_comment_or_a_sample():
    lines = metrics_of(HEALTH).splitlines()
    assert [line for line in lines if not line.startswith(("# HELP ", "# TYPE ")) and not SAMPLE.fullmatch(line)] == []


def test_samples_tell_the_state():
    lines = metrics_of(HEALTH).splitlines()
    for line in (
        f'newscrawl_last_good_run_timestamp_seconds{{site="sample"}} {THEN.timestamp()}',
        'newscrawl_last_run_exit_code{site="sample"} 0',
        'newscrawl_running{site="sample"} 0',
        'newscrawl_running{site="a\\"\\\\\\nb"} 1',
        'newscrawl_last_run_pages{site="sample",state="stored"} 2',
        'newscrawl_last_run_pages{site="sample",state="failed"} 0',
        "newscrawl_disk_free_bytes 1024",
        "newscrawl_faults 1",
    ):
        assert line in lines


def test_what_is_not_known_has_no_sample():
    text = metrics_of(Health((SiteHealth("new", NEVER, None, True),), None, ()))
    for name in ("last_good_run_timestamp_seconds", "last_run_exit_code", "disk_free_bytes"):
        assert f"\nnewscrawl_{name}{{" not in text
        assert f"\nnewscrawl_{name} " not in text
    assert text.endswith("newscrawl_faults 0\n")


def test_a_file_is_replaced_whole_and_others_may_read_it(tmp_path):
    path = tmp_path / "newscrawl.prom"
    path.write_text("old")
    write_metrics(HEALTH, path)
    assert path.read_text("utf-8") == metrics_of(HEALTH)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [path]
