"""`scrapy fetch` prints a page, and leaves no database behind."""

import os

import scrapy_command

from newscrawl.demo.web import load_pages, serving


def test_a_page_is_printed_and_nothing_is_stored(tmp_path):
    page = next(one for one in load_pages() if one.expected.get("kind") == "article")
    with serving((page,)) as address:
        finished = scrapy_command.run(
            "fetch", page.url, "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", "ROBOTSTXT_OBEY=0",
            environment={**os.environ, "NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/articles.db"},
        )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout) > 100
    assert list(tmp_path.iterdir()) == []
