"""`scrapy reextract` as a person types it: stored pages are read again by the rules of today."""

from dataclasses import replace

import pytest
from reread import article_as_read
from samples import numbered, rows

from newscrawl.storage.crawl.store import Store


def test_what_today_s_rules_read_otherwise_is_shown_and_put_in_place(scrapy_on, database):
    again = article_as_read()
    with Store(database) as store:
        store.save(replace(again, title="before the rules were changed", authors=()))
        store.save(numbered(2, raw=()))
    trial = scrapy_on(database, "reextract", "--dry-run")
    assert f"  ~ title: 'before the rules were changed' -> '{again.title}'" in trial.stdout
    assert f"  + authors: '' -> '{', '.join(again.authors)}'" in trial.stdout
    assert "0 articles read as before, 1 otherwise, 0 refused, 1 without stored pages" in trial.stdout
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [("before the rules were changed",)]
    assert scrapy_on(database, "reextract", "--site", "elecfans").stdout.startswith("\n0 articles")
    finished = scrapy_on(database, "reextract")
    assert finished.stdout.endswith("1 articles written\n")
    assert rows(database, "SELECT title FROM articles WHERE id = 1") == [(again.title,)]
    assert rows(database, "SELECT reason FROM revisions") == [("reextracted",)]
    assert "1 articles read as before, 0 otherwise" in scrapy_on(database, "reextract").stdout


def test_a_core_field_that_would_be_lost_keeps_everything_from_being_written(scrapy_on, database):
    again = article_as_read()
    silent = replace(again.raw[0], body=b"<html><title>404 Not Found</title></html>")
    with Store(database) as store:
        store.save(replace(again, title="before the rules were changed"))
        store.save(replace(again, key="other/1", raw=(silent,)))
    refused = scrapy_on(database, "reextract")
    assert refused.returncode == 3
    assert "fewer articles would have their title" in refused.stdout
    assert "nothing is written" in refused.stderr
    assert rows(database, "SELECT count(*) FROM revisions") == [(0,)]
    accepted = scrapy_on(database, "reextract", "--accept-loss")
    assert accepted.returncode == 0
    titles = rows(database, "SELECT key = 'other/1', title FROM articles ORDER BY id")
    assert titles == [(0, again.title), (1, again.title)]  # the one that was refused stays as it was


@pytest.mark.parametrize("arguments", [(), ("now",), ("--since", "soon")])
def test_a_command_that_makes_no_sense_is_one_line_and_makes_no_file(scrapy_on, database, tmp_path, arguments):
    finished = scrapy_on(database, "reextract", *arguments)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []
