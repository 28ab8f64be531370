"""`scrapy rights` as a person types it."""

import pytest
from scrapy.cmdline import execute

from newscrawl.article import Article
from newscrawl.rights import Signal
from newscrawl.storage.crawl.store import Store

NO_TRAINING = Signal("robots.txt", "ai-train", "n", "Content-Signal: ai-train=no")


@pytest.fixture
def scrapy(capsys, tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with Store(database) as store:
        values = {
            "url": "https://www.e.example/1",
            "key": "e.example/1",
            "site": "e.example",
            "title": "A \x1b[2Jtitle",
        }
        store.save(Article(**values, body_html="<p>Text</p>").with_signals([NO_TRAINING]))
        store.host_rights.record("www.e.example", "robots.txt", [NO_TRAINING])

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return ended.value.code, *capsys.readouterr()

    return run


def test_rights_names_host_fact_and_line(scrapy):
    code, said, _ = scrapy("rights")
    assert code == 0
    assert said.splitlines()[0] == "www.e.example"
    assert "ai-train: n" in said
    assert "robots.txt: Content-Signal: ai-train=no" in said
    assert scrapy("rights", "--site", "elecfans")[1] == "nothing is reserved, as far as it was read\n"
