"""`scrapy shell` fetches as a crawl does, knows site and article, and stores nothing."""

from practice_commands import practice_commands

ARTICLE = "https://hackaday.com/2026/11/19/a-spectrum-analyzer-in-a-mint-tin/"


def test_a_page_is_fetched_and_its_article_read(tmp_path):
    with practice_commands(tmp_path) as scrapy:
        finished = scrapy("shell", ARTICLE, "--nolog", "-c", "(response.status, spider.name, site.name, article.title)")
    assert "(200, 'hackaday', 'hackaday', 'A Spectrum Analyzer in a Mint Tin')" in finished.stdout, finished.stderr[
        -999:
    ]
