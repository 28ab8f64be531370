"""Each operation of the database and the file system fails once: nothing acknowledged is lost, and the next try works."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from archived import answer, page
from reliability.fail_once import fail_once
from samples import NOON, numbered, rows

from newscrawl.archives.http import parse_answer
from newscrawl.archives.pages import Capture
from newscrawl.article import Refusal
from newscrawl.bulk.page_reader import PageReader, ReaderConfig
from newscrawl.bulk.reextracting import Spool, reread
from newscrawl.errors import NewscrawlError
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.backup import back_up, remove_unfinished
from newscrawl.storage.database.check import check
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.export import export
from newscrawl.storage.views.read import read_article_ids

OLD = Path(__file__).parents[1] / "storage" / "database" / "databases" / "0004.db"
CONFIG = ReaderConfig("auto", None, None)
MIN_OPERATIONS = 30  # the export has 38: fewer would mean that failing is not reached

Acknowledged = set[str]
Work = Callable[[Path, Acknowledged], None]


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/articles.db"


def crawl(folder: Path, acknowledged: Acknowledged) -> None:
    """Write what a small crawl writes."""
    with Store(url(folder)) as store:
        store.begin_run("sample", "1")
        articles = [numbered(number) for number in range(6)]
        store.schedule([Scheduled(url=one.url, key=one.key, site=one.site) for one in articles])
        for group in (articles[:1], articles[1:4], articles[4:]):
            answers = store.save_all(group)
            acknowledged.update(one.key for one, answer in zip(group, answers, strict=True) if isinstance(answer, str))
        store.beat()
        store.refuse(Refusal(url="https://sample.example/x", key="x", site="sample", reason="too short", detail=""))
        store.end_run("finished", {}, {}, lambda _ledger: {})


def upgrade(folder: Path, _acknowledged: Acknowledged) -> None:
    """Bring an old database to the schema of today."""
    open_database(url(folder)).dispose()


def copy(folder: Path, _acknowledged: Acknowledged) -> None:
    """Make a backup."""
    back_up(url(folder), folder / "copy.db")


def write_out(folder: Path, _acknowledged: Acknowledged) -> None:
    """Export all articles."""
    export(url(folder), "jsonl", folder / "articles.jsonl")


def reextract(folder: Path, _acknowledged: Acknowledged) -> None:
    """Read stored pages again, and write what reads otherwise."""
    with Spool() as changed:
        for _, result in reread(url(folder), CONFIG, read_article_ids(url(folder)), 1):
            for change in result.changes:
                changed.add(change.again)
        with Store(url(folder)) as store:
            for group in changed.groups(2):
                store.replace_all(group)


@pytest.fixture(scope="module")
def outdated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a database of three articles, each of which reads otherwise today."""
    folder, reader = tmp_path_factory.mktemp("outdated"), PageReader(CONFIG)
    with Store(url(folder)) as store:
        for number in range(3):
            answered = parse_answer(answer(page(f"LT{number}")))
            read = reader([Capture(f"https://news.example/{number}", NOON, answered, False)])
            store.save(read.evolve(title="Old rules"))
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the database of a finished crawl."""
    folder = tmp_path_factory.mktemp("filled")
    crawl(folder, set())
    return folder


def assert_sound(folder: Path, acknowledged: Acknowledged) -> None:
    """No acknowledged article is lost or stored twice; what has its final name is whole."""
    if (folder / "articles.db").exists() and (folder / "articles.db").stat().st_size:
        open_database(url(folder)).dispose()
        assert check(url(folder), deep=True) == ()
        keys = [key for (key,) in rows(url(folder), "SELECT key FROM articles")]
        assert len(keys) == len(set(keys))
        assert acknowledged <= set(keys)
    if (folder / "copy.db").exists():
        assert check(f"sqlite:///{folder / 'copy.db'}") == ()
        (folder / "copy.db").unlink()
    if (folder / "articles.jsonl").exists():
        assert len((folder / "articles.jsonl").read_text("utf-8").splitlines()) == len(acknowledged)


WORKS = pytest.mark.parametrize(
    ("work", "given"),
    [
        (crawl, None),
        (crawl, "filled"),
        (copy, "filled"),
        (write_out, "filled"),
        (reextract, "outdated"),
        (upgrade, OLD),
    ],
    ids=["crawl", "crawl again", "backup", "export", "reextract", "upgrade"],
)


def fail_at(number: int, work: Work, before: Path | None, folder: Path) -> str | None:
    """Let one operation fail, look at what is left, and do the work again; return the operation that failed."""
    folder.mkdir()
    if before:
        shutil.copy(before, folder / "articles.db")
    acknowledged = {key for (key,) in rows(f"sqlite:///{before}", "SELECT key FROM articles")} if before else set()
    with fail_once(number) as faults:
        try:
            work(folder, acknowledged)
        except NewscrawlError:
            assert faults.failed, "no operation had failed"
        # Anything else that is raised is a fault of the product: it would be a traceback and a wrong exit code.
    remove_unfinished(url(folder))
    assert list(folder.glob("*.unfinished")) == [], f"left by {faults.failed}"
    assert_sound(folder, acknowledged)
    work(folder, acknowledged)
    assert_sound(folder, acknowledged)
    shutil.rmtree(folder)
    return faults.failed


def every(stride: int, work: Work, before: Path | None, folder: Path) -> None:
    """Let operation 1, 1 + ``stride``, 1 + 2 ``stride`` … fail, until the work passes clean."""
    number = 1
    while fail_at(number, work, before, folder / str(number)):
        number += stride
    assert number > MIN_OPERATIONS


@pytest.fixture
def before(given: str | Path | None, request: pytest.FixtureRequest) -> Path | None:
    """Return the database that the work begins with."""
    return request.getfixturevalue(given) / "articles.db" if isinstance(given, str) else given


@WORKS
def test_a_fault_at_some_operations(work, before, tmp_path) -> None:
    every(127, work, before, tmp_path)


@pytest.mark.slow
@WORKS
def test_a_fault_at_every_operation(work, before, tmp_path) -> None:
    every(1, work, before, tmp_path)


def test_what_reads_otherwise_is_written_after_a_fault(outdated, tmp_path) -> None:
    shutil.copy(outdated / "articles.db", tmp_path)
    with fail_once(150), contextlib.suppress(NewscrawlError):
        reextract(tmp_path, set())
    reextract(tmp_path, set())
    assert rows(url(tmp_path), "SELECT title FROM articles") == [("LT0",), ("LT1",), ("LT2",)]
