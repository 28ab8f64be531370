"""`scrapy history` as a person types it: the versions of an article, and what changed."""

from dataclasses import replace

import pytest
from samples import ARTICLE

from newscrawl.storage.crawl.store import Store


def test_the_history_of_an_article_shows_what_was_edited(scrapy_on, database):
    with Store(database) as store:
        store.save(ARTICLE)
        store.save(replace(ARTICLE, title="国产GPU（更新）\x1b[2J", body_markdown="改动\x07" * 20))
    finished = scrapy_on(database, "history", ARTICLE.url)
    assert finished.returncode == 0
    for line in ("-title: 国产GPU", "+title: 国产GPU（更新）\\x1b[2J", "-" + "正文" * 20):
        assert line in finished.stdout.splitlines()
    assert not {"\x1b", "\x07"} & set(finished.stdout)


def test_an_unknown_article_has_no_history(scrapy_on, database):
    Store(database).close()
    finished = scrapy_on(database, "history", "sample/9\x1b[2J")
    assert finished.returncode == 1
    assert "\x1b" not in finished.stderr


@pytest.mark.parametrize("arguments", [(), ("1",)])
def test_a_command_that_makes_no_sense_is_one_line_and_makes_no_file(scrapy_on, database, tmp_path, arguments):
    finished = scrapy_on(database, "history", *arguments)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert list(tmp_path.iterdir()) == []
