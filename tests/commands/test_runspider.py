"""`scrapy runspider`: a file is checked, and imported, before anything starts."""

import sys

import pytest

SPIDER = "import scrapy\nclass Mine(scrapy.Spider):\n    name = 'mine'\n"


@pytest.fixture(autouse=True)
def _imports_are_undone(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("somebodys_"):
            del sys.modules[name]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("somebodys_list.txt", SPIDER, "needs a Python file"),
        ("somebodys_missing.py", None, "needs a Python file"),
        ("somebodys_nothing.py", "x = 1\n", "there is no spider in"),
        ("somebodys_syntax.py", "class Mine(:\n", "cannot be imported: SyntaxError"),
        ("somebodys_error.py", "raise LookupError\n", "cannot be imported: LookupError\n"),
        ("somebodys_fault.py", "1 / 0\n", "cannot be imported: ZeroDivisionError: division by zero"),
        ("somebodys_import.py", "import no_such_module\n", "cannot be imported: ModuleNotFoundError"),
    ],
)
def test_a_file_without_a_spider_is_one_line(scrapy_on, tmp_path, name, text, said):
    path = tmp_path / name
    if text is not None:
        path.write_text(text, "utf-8")
    finished = scrapy_on(f"sqlite:///{tmp_path}/articles.db", "runspider", str(path))
    assert (finished.returncode, finished.stdout, len(finished.stderr.splitlines())) == (2, "", 1)
    assert said in finished.stderr
    assert name in finished.stderr


def test_a_file_with_a_spider_is_run(scrapy_on, database, tmp_path, monkeypatch):
    path = tmp_path / "somebodys_spider.py"
    path.write_text(SPIDER, "utf-8")
    ran = []
    monkeypatch.setattr("scrapy.commands.runspider.Command.run", lambda _self, args, _opts: ran.append(args))
    assert scrapy_on(database, "runspider", str(path)).returncode == 0
    assert ran == [[str(path)]]
