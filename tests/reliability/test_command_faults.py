"""Commands while each operation of the database and the file system fails once: exit code 5, nothing lost, next run whole."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import scrapy.cmdline
from archived import answer, article, members, page
from reliability.fail_once import fail_once
from samples import NOON, rows

from newscrawl.archives.http import parse_answer
from newscrawl.archives.pages import Capture
from newscrawl.article import RawPage, Refusal
from newscrawl.bulk.page_reader import PageReader, ReaderConfig
from newscrawl.storage.crawl.quarantine import Bounds
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.check import check
from newscrawl.storage.database.upgrade import open_database

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "storage" / "database" / "databases" / "0004.db"
STORAGE = 5  # the exit code of a failing database or disk
ENTRY_POINTS = cache(scrapy.cmdline.entry_points)


class Case(NamedTuple):
    """A command on a folder with ``articles.db``; when it is done, that database holds ``articles`` of them."""

    arguments: Sequence[str]
    given: str
    articles: int
    min_operations: int  # fewer would mean that failing is not reached
    output: str = ""


CASES = {
    "import": Case(("import", "--warc", "{inputs}/a.warc.gz"), "", 3, 40),
    "reextract": Case(("reextract",), "outdated", 3, 40),
    "replay": Case(("refused", "replay"), "refused", 3, 40),
    "jsonl": Case(("export", "--format", "jsonl", "-o", "{folder}/out.jsonl"), "outdated", 3, 10, "out.jsonl"),
    "parquet": Case(("export", "--format", "parquet", "-o", "{folder}/out.parquet"), "outdated", 3, 10, "out.parquet"),
    "huggingface": Case(("export", "--format", "huggingface", "-o", "{folder}/out"), "outdated", 3, 10, "out"),
    "warc": Case(("export", "--format", "warc", "-o", "{folder}/out.warc.gz"), "outdated", 3, 10, "out.warc.gz"),
    "markdown": Case(("export", "--format", "markdown", "-o", "{folder}/out"), "outdated", 3, 10, "out"),
    "upgrade": Case(("db", "upgrade"), "old", 2, 100),
    "backup": Case(("db", "backup", "{folder}/copy.db"), "outdated", 3, 40, "copy.db"),
    "copy": Case(("db", "copy", "sqlite:///{folder}/articles.db", "sqlite:///{folder}/copy.db"), "outdated", 3, 100),
}


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/articles.db"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive, and databases in folders named as ``Case.given`` has them."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "a.warc.gz").write_bytes(members([article(number) for number in range(3)]))
    read = PageReader(ReaderConfig("auto", None, None))
    for name in ("outdated", "refused", "old"):
        (folder / name).mkdir()
    shutil.copy(OLD, folder / "old" / "articles.db")
    with Store(url(folder / "outdated")) as store:
        for number in range(3):
            answered = parse_answer(answer(page(f"LT{number}")))
            store.save(
                read([Capture(f"https://news.example/{number}", NOON, answered, False)]).evolve(title="Old rules")
            )
    with Store(url(folder / "refused"), keep_refused=Bounds(14, 10**6)) as store:
        for number in range(3):
            address = f"https://e.example/{number}"
            kept = RawPage(url=address, status=200, headers=(), body=page(f"LT{number}"), fetched=datetime.now(UTC))
            store.refuse(Refusal(url=address, key=f"e.example/{number}", site="e.example", reason="error", raw=(kept,)))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str | None]]:
    """Return a function that runs a command in this process and returns its exit code."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(scrapy.cmdline, "entry_points", ENTRY_POINTS)

    def run(folder: Path, *arguments: str, fail_at: int = 0) -> tuple[int, str | None]:
        with fail_once(fail_at, folder) as faults, pytest.raises(SystemExit) as ended:
            scrapy.cmdline.execute(["scrapy", *arguments])
        return int(ended.value.code or 0), faults.failed

    return run


def fail_at(number: int, case: Case, run: Callable[..., tuple[int, str | None]], inputs: Path, folder: Path) -> bool:
    """Let one operation of a command fail, look at what is left, and give the command again; tell whether it failed."""
    folder.mkdir()
    if case.given:
        shutil.copy(inputs / case.given / "articles.db", folder)
    before = keys(folder)
    arguments = [one.format(inputs=inputs, folder=folder) for one in case.arguments]
    arguments += ["-s", f"NEWSCRAWL_DATABASE_URL={url(folder)}"]
    code, failed = run(folder, *arguments, fail_at=number)
    assert code in ((0, STORAGE) if failed else (0,)), f"{code} after {failed}"
    assert_sound(folder, with_target=code == 0 or "backup" in arguments)  # a copy that was stopped goes on
    assert before <= keys(folder), f"lost after {failed}"
    if case.output:
        assert_whole(folder / case.output)
    if "backup" in arguments and (folder / "copy.db").exists():
        (folder / "copy.db").unlink()  # a backup never replaces another one
    code, _ = run(folder, *arguments)
    assert code == 0, f"the run after {failed}"
    assert_sound(folder)
    assert len(keys(folder)) == case.articles
    if case.output:
        assert (folder / case.output).exists()
        assert_whole(folder / case.output)
    assert [one.name for one in folder.rglob("*.unfinished")] == [], f"left by {failed}"
    shutil.rmtree(folder)
    return failed is not None


def keys(folder: Path) -> set[str]:
    """Return the keys of the stored articles, each of which is there once."""
    path = folder / "articles.db"
    if not path.exists() or not rows(url(folder), "SELECT 1 FROM sqlite_master WHERE name = 'articles'"):
        return set()
    found = [key for (key,) in rows(url(folder), "SELECT key FROM articles")]
    assert len(found) == len(set(found))
    return set(found)


def assert_sound(folder: Path, *, with_target: bool = True) -> None:
    """The database is whole, and so is a copy that has its name."""
    for path in folder.glob("*.db" if with_target else "articles.db"):
        if rows(f"sqlite:///{path}", "SELECT 1 FROM sqlite_master"):
            open_database(f"sqlite:///{path}").dispose()
            assert check(f"sqlite:///{path}", deep=True) == ()


def assert_whole(path: Path) -> None:
    """Whatever has the name of the output can be read to its end, and holds all three articles."""
    if path.suffix == ".jsonl" and path.exists():
        assert len([json.loads(line) for line in path.read_text("utf-8").splitlines()]) == 3
    elif path.suffix == ".parquet" and path.exists():
        assert pytest.importorskip("pyarrow.parquet").read_table(path).num_rows == 3
    elif path.name == "out.warc.gz" and path.exists():
        with path.open("rb") as file:
            assert len(list(pytest.importorskip("warcio.archiveiterator").ArchiveIterator(file))) == 4
    elif path.is_dir():
        for part in path.rglob("*.md"):
            assert part.name == "README.md" or part.read_text("utf-8").endswith("available now.\n"), part
        for part in path.rglob("*.parquet"):
            assert_whole(part)


@pytest.mark.parametrize("name", ["import", "jsonl"])
def test_a_fault_at_an_operation_of_a_command(name, run, inputs, tmp_path) -> None:
    number = CASES[name].min_operations
    assert fail_at(number, CASES[name], run, inputs, tmp_path / str(number))


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_fault_at_every_operation_of_a_command(name, run, inputs, tmp_path) -> None:
    number = 1
    while fail_at(number, CASES[name], run, inputs, tmp_path / str(number)):
        number += 1
    assert number > CASES[name].min_operations
