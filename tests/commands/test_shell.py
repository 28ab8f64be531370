"""`scrapy shell` fetches as a crawl does, knows site and article, and stores nothing."""

import pytest
from practice_commands import practice_commands
from scrapy.commands.shell import Command as ScrapyShell

ARTICLE = "https://hackaday.com/2026/11/19/a-spectrum-analyzer-in-a-mint-tin/"


def test_a_page_is_fetched_and_its_article_read(tmp_path):
    with practice_commands(tmp_path) as scrapy:
        finished = scrapy("shell", ARTICLE, "--nolog", "-c", "(response.status, spider.name, site.name, article.title)")
    assert "(200, 'hackaday', 'hackaday', 'A Spectrum Analyzer in a Mint Tin')" in finished.stdout, finished.stderr[
        -999:
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((ARTICLE, "-c", "response.status"), 1), ((ARTICLE,), 0), (("-c", "1 + 1"), 0)],
)
def test_code_without_the_page_that_it_is_for_is_a_failure(scrapy_on, database, monkeypatch, arguments, code):
    monkeypatch.setattr(ScrapyShell, "run", lambda command, _args, _opts: command.update_vars({"response": None}))
    assert scrapy_on(database, "shell", *arguments)[:2] == (code, "")
