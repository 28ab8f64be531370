"""`scrapy rules check` as a person types it: what of each file is followed."""

import pytest

GOOD = "title: //h1\nbody: //div[@class='text']\nbody: //article\n"


@pytest.mark.parametrize(
    ("files", "code", "lines"),
    [
        ({}, 0, ["0 files, 0 can be used"]),
        ({"a.example.txt": GOOD}, 0, ["a.example.txt: 2 queries for the body, 0 lines not followed", "1 files, 1 can be used"]),
        ({"b.example.txt": "title: //h1\n"}, 1, ["b.example.txt: no queries for the body, 0 lines not followed", "1 files, 0 can be used"]),
        ({"c.example.txt": GOOD + "no_such_command: 1\n"}, 0, ["c.example.txt: 2 queries for the body, 1 lines not followed"]),
        ({"d.example.txt": GOOD, "e.example.txt": "title: //h1\n"}, 1, ["2 files, 1 can be used"]),
    ],
)  # fmt: skip
def test_each_file_is_told_and_one_without_a_body_is_exit_code_1(scrapy_on, tmp_path, files, code, lines):
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    finished = scrapy_on(f"sqlite:///{tmp_path}/articles.db", "rules", "check", str(folder))
    assert (finished.returncode, finished.stderr) == (code, "")
    assert set(lines) <= set(finished.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((), "check and a folder"), (("read", "."), "not 'read'"), (("check", ""), "name of a folder"), (("check", "/nonexistent"), "/nonexistent")],
)  # fmt: skip
def test_a_wrong_argument_is_one_line(scrapy_on, database, arguments, named):
    finished = scrapy_on(database, "rules", *arguments)
    assert (finished.returncode, len(finished.stderr.splitlines())) == (2, 1)
    assert named in finished.stderr
