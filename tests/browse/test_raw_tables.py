"""The raw tables in a web browser: facets and questions, read-only, for this machine only."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import scrapy_command
from samples import NOON, numbered
from searched import COPIED, copy

from newscrawl.article import Change, Refusal
from newscrawl.browse.raw_tables import metadata, raw_tables
from newscrawl.errors import BadArgument
from newscrawl.storage.crawl.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STRIPPED = Change("strip", "body", "related/links", 7, "相关阅读", "")
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    database = f"sqlite:///{tmp_path_factory.mktemp('browse')}/articles.db"
    with Store(database, now=lambda: NOON) as store:
        store.save_all(
            [
                copy(
                    1,
                    COPIED,
                    language="zh",
                    changes=(Change("repair", "body", "mirror/annotation", 3, "發(fā)", "發"),),
                ),
                copy(2, f"{COPIED}（完）", hours=1, site="two", source="快讯网", language="zh"),
                numbered(3, title=HOSTILE, body_html=HOSTILE, language="en", status="lossy"),
                numbered(4, changes=(STRIPPED,)),
            ]
        )
        edited = store.save(numbered(4, title="悄悄改过", changes=(STRIPPED,)))
        assert edited == "updated"
        store.refuse(Refusal(url="https://a.example/9", key="a/9", site="a", reason="soft 404", detail="says so"))
    return database


@pytest.fixture(scope="module")
def served(filled):
    pytest.importorskip("datasette", reason="Browsing is NOT tested: pip install 'newscrawl[browse]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = scrapy_command.Started(["browse", "--port", str(port), "-s", f"NEWSCRAWL_DATABASE_URL={filled}"])
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.finish()


def wait_for(address, process):
    for _ in range(1500):
        assert process.poll() is None, process.stderr()
        try:
            return read(address)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("scrapy browse does not answer")


def read(address, host=None):
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=300) as answer:
        return answer.read().decode()


def status(address, host=None, method="GET"):
    request = urllib.request.Request(address, headers={"Host": host} if host else {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def answers(served, question, **values):
    query = urllib.parse.urlencode({"_shape": "arrays", **values})
    return read(f"{served}/data/articles/{question}.json?{query}")


# Question, and what its answer says.
QUESTIONS = (
    ("repaired", ["mirror/annotation", "3", "發(fā)"]),
    ("stripped", ["related/links", "7", "相关阅读"]),
    ("silent_edits", ["悄悄改过"]),
    ("near_duplicates", ["two", "快讯网"]),
    ("refusals_by_reason", ["soft 404", "says so"]),
)


@pytest.mark.parametrize(("question", "says"), QUESTIONS)
def test_each_question_has_its_answer(served, question, says):
    page = read(f"{served}/data/articles/{question}")
    assert [words for words in says if words not in page] == []


def test_the_question_of_search_folds_words(served):
    page = read(f"{served}/data/articles/search?{urllib.parse.urlencode({'words': '無線模塊'})}")
    assert page.count("https://www.sample.example/d/1.html") > 0
    assert "https://www.sample.example/d/3.html" not in page
    assert status(f"{served}/data/articles/search?words=%EF%BC%81") == 200


def test_tables_of_the_machinery_are_hidden(served):
    page = read(f"{served}/data/articles")
    shown = page.split("hidden table")[0]
    assert ">articles<" in shown
    assert ">minhash_bands<" not in shown
    assert "search_index_data" not in shown


def test_nothing_can_be_changed_and_the_file_not_taken(served):
    for statement in ("DELETE FROM articles", "DROP TABLE articles", "PRAGMA query_only=OFF", "ATTACH '/tmp/x' AS x"):
        assert status(f"{served}/data/articles?{urllib.parse.urlencode({'sql': statement})}") in (400, 403)
    assert status(f"{served}/data/articles.db") == 403
    assert status(f"{served}/data/articles/articles/1", method="POST") in (403, 405)
    assert "sample/1" in read(f"{served}/data/articles/articles/1.json?_shape=array")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80"])
def test_a_name_that_leads_here_is_not_answered(served, host):
    assert status(served, host=host) == 421


def test_a_page_may_load_nothing_from_elsewhere(served):
    with urllib.request.urlopen(f"{served}/data/articles/articles") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


def test_only_this_machine_is_listened_to(served):
    port = int(served.rpartition(":")[2])
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))  # would be taken if every address were


def test_an_article_is_shown_while_a_crawl_writes(served, filled):
    with Store(filled) as store:
        store.save(numbered(50, title="刚刚写入"))
        assert "刚刚写入" in read(f"{served}/data/articles/articles?title=%E5%88%9A%E5%88%9A%E5%86%99%E5%85%A5")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not CHROMIUM:
        pytest.skip("The pages are NOT tested in a browser: apt-get install chromium")
    profile = tmp_path_factory.mktemp("chromium")

    def show(address):
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [CHROMIUM, "--headless", *sandbox, "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions"]
        finished = subprocess.run(
            [*command, f"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", address],
            capture_output=True, timeout=300, check=True,
        )  # fmt: skip
        return finished.stdout.decode()

    return show


def test_a_browser_shows_articles_with_facets(served, browser):
    page = browser(f"{served}/data/articles/articles")
    assert [name for name in ("site", "language", "status", "published") if f'id="facet-{name}"' not in page] == []
    assert "2026-11-20" in page
    assert "<title>articles: articles" in page


def test_a_browser_runs_nothing_that_an_article_says(served, browser):
    page = browser(f"{served}/data/articles/articles/3")
    assert "<title>taken" not in page
    assert "&lt;script&gt;" in page


def test_a_browser_shows_the_answer_of_a_question(served, browser):
    page = browser(f"{served}/data/articles/near_duplicates")
    assert "Pairs of articles that are nearly the same" in page
    assert "快讯网" in page


def test_every_question_runs_on_an_empty_database(tmp_path):
    import sqlite3

    database = f"sqlite:///{tmp_path}/articles.db"
    Store(database).close()
    path = Path(database.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    connection.create_function("newscrawl_query", 1, lambda words: f'"{words}"')
    for question in metadata(path)["databases"]["articles"]["queries"].values():
        assert connection.execute(question["sql"], {"words": "x"}).fetchall() == []
    connection.close()


def test_what_cannot_be_browsed_is_named(tmp_path, monkeypatch):
    pytest.importorskip("datasette", reason="Browsing is NOT tested: pip install 'newscrawl[browse]'")
    assert raw_tables("sqlite://") is None
    monkeypatch.setitem(sys.modules, "datasette.app", None)
    with pytest.raises(BadArgument, match=r"newscrawl\[browse\]"):
        raw_tables(f"sqlite:///{tmp_path}/none.db")


def test_a_database_that_is_not_there_is_named(tmp_path):
    command = ["browse", "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{tmp_path}/none.db"]
    finished = scrapy_command.run(*command)
    assert finished.returncode == 2
    assert "there is no file" in finished.stderr
