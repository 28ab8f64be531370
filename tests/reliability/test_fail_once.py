"""Each operation of the database and the file system fails once: nothing acknowledged is lost, and the next try works."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from reliability.fail_once import fail_once
from samples import numbered, rows

from newscrawl.article import Refusal
from newscrawl.errors import NewscrawlError
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.backup import back_up, remove_unfinished
from newscrawl.storage.database.check import check
from newscrawl.storage.database.upgrade import open_database
from newscrawl.storage.views.export import export

OLD = Path(__file__).parents[1] / "storage" / "database" / "databases" / "0004.db"
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
    [(crawl, None), (crawl, "filled"), (copy, "filled"), (write_out, "filled"), (upgrade, OLD)],
    ids=["crawl", "crawl again", "backup", "export", "upgrade"],
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


def every(stride: int, work: Work, given: str | Path | None, filled: Path, folder: Path) -> None:
    """Let operation 1, 1 + ``stride``, 1 + 2 ``stride`` … fail, until the work passes clean."""
    before = filled / "articles.db" if given == "filled" else given
    number = 1
    while fail_at(number, work, before, folder / str(number)):
        number += stride
    assert number > MIN_OPERATIONS


@WORKS
def test_a_fault_at_some_operations(work, given, filled, tmp_path) -> None:
    every(61, work, given, filled, tmp_path)


@pytest.mark.slow
@WORKS
def test_a_fault_at_every_operation(work, given, filled, tmp_path) -> None:
    every(1, work, given, filled, tmp_path)
