"""`newscrawl inspect` on files and stored pages."""

import pytest
import scrapy_command
from samples import NOON, numbered

from newscrawl.article import Refusal
from newscrawl.storage.crawl.store import Store

PROSE = "The regulator holds its output within two millivolts, and it stays below forty degrees all day long. "
BODY = f"<h1>Board</h1><article><p>{PROSE * 4}</p><div class=yarpp-related>Related \x1b[2J articles</div></article>"


@pytest.fixture
def setting(tmp_path):
    return ("-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{tmp_path}/articles.db")


def test_a_file_is_inspected_on_the_terminal_and_as_html(tmp_path, setting):
    pytest.importorskip("rich", reason="The inspection is NOT tested: pip install 'newscrawl[browse]'")
    path = tmp_path / "page.html"
    path.write_text(BODY)
    finished = scrapy_command.run("inspect", str(path), *setting)
    assert finished.returncode == 0, finished.stderr
    assert "article, ok" in finished.stdout
    assert "found in" in finished.stdout
    assert "\x1b" not in finished.stdout
    finished = scrapy_command.run("inspect", str(path), "-o", f"{tmp_path}/out.html", *setting)
    assert finished.returncode == 0, finished.stderr
    assert "stays below forty degrees" in (tmp_path / "out.html").read_text("utf-8")


def test_refused_pages_say_why(tmp_path, setting):
    pytest.importorskip("rich", reason="The inspection is NOT tested: pip install 'newscrawl[browse]'")
    path = tmp_path / "page.html"
    path.write_text("<title>404 Not Found</title>")
    finished = scrapy_command.run("inspect", str(path), *setting)
    assert (finished.returncode, finished.stdout.splitlines()[0]) == (3, "refused: soft 404: 404 Not Found")
    with Store(setting[1].partition("=")[2], now=lambda: NOON) as store:
        store.save(numbered(1, raw=()))
        store.refuse(Refusal(url="https://a.example/9", key="a/9", site="a", reason="soft 404"))
    finished = scrapy_command.run("inspect", "a/9", *setting)
    assert finished.returncode == 3
    assert "refused: soft 404" in finished.stdout
    assert scrapy_command.run("inspect", "sample/1", *setting).returncode == 1
    assert scrapy_command.run("inspect", "none", *setting).returncode == 1
    assert scrapy_command.run("inspect", "ftp://a.example/", *setting).returncode == 2
