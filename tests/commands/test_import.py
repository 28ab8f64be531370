"""`newscrawl import`, and the way back from `newscrawl export`."""

from pathlib import Path
from typing import NamedTuple

import pytest
from archived import article, members
from samples import rows
from scrapy.cmdline import execute

ROOT = Path(__file__).resolve().parents[2]


class Finished(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def scrapy(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def run(database, *arguments):
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"NEWSCRAWL_DATABASE_URL={database}"])
        return Finished(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/articles.db"


def test_what_became_of_each_archive_is_said_and_listed(scrapy, database, tmp_path):
    for name, records in (("a", [article(1), article(2)]), ("b", [article(2), article(3)])):
        (tmp_path / f"{name}.warc.gz").write_bytes(members(records))
    done = scrapy(database, "import", "--warc", f"{tmp_path}/*.warc.gz", "--site", "news.example")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{tmp_path}/a.warc.gz: 2 records: 2 stored",
        f"{tmp_path}/b.warc.gz: 2 records: 1 stored, 1 unchanged",
        "2 archives: 3 stored, 1 unchanged",
    ]
    listed = scrapy(database, "import").stdout.splitlines()
    assert [line.partition(": ")[0].rpartition("/")[2] for line in listed] == ["a.warc.gz", "b.warc.gz"]
    again = scrapy(database, "import", "--warc", f"{tmp_path}/a.warc.gz", "--site", "news.example")
    assert "was imported on" in again.stdout


def test_exported_pages_are_imported_as_the_same_articles(scrapy, tmp_path):
    pytest.importorskip("warcio", reason="WARC is NOT tested: pip install 'newscrawl[warc]'")
    first, second = (f"sqlite:///{tmp_path}/{name}.db" for name in ("first", "second"))
    (tmp_path / "a.warc").write_bytes(b"".join(article(number) for number in range(5)))
    scrapy(first, "import", "--warc", f"{tmp_path}/a.warc")
    exported = scrapy(first, "export", "--format", "warc", "-o", f"{tmp_path}/out.warc.gz")
    assert exported.returncode == 0, exported.stderr
    scrapy(second, "import", "--warc", f"{tmp_path}/out.warc.gz", "-j", "2")
    query = "SELECT key, url, site, content_hash, body_markdown FROM articles ORDER BY key"
    assert len(rows(first, query)) == 5
    assert rows(second, query) == rows(first, query)


def test_a_file_that_is_no_archive_is_a_failure(scrapy, database, tmp_path):
    (tmp_path / "page.html").write_text("<p>No archive</p>\n" * 9, "utf-8")
    (tmp_path / "a.warc").write_bytes(article(1))
    done = scrapy(database, "import", "--warc", f"{tmp_path}/page.html", f"{tmp_path}/a.warc")
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}/page.html: is no archive, or damaged from end to end\n"
    assert f"{tmp_path}/a.warc: 1 records: 1 stored" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--warc", "missing.warc"), "there is no file missing.warc"),
        (("--warc", "-", "-j", "0"), "-j takes a number from 1 to 256, not '0'"),
        (("--warc", "-", "--shard", "3/2"), "--shard takes I/N"),
        (("--warc", "-", "--since", "soon"), "--since must be a day"),
    ],
)
def test_wrong_options_are_one_line(scrapy, database, arguments, message):
    done = scrapy(database, "import", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
