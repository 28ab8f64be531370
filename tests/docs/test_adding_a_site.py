"""The guide to adding a site is true: its commands, run in order in a copy of the project, add one."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.demo.web import load_pages, serving

pytestmark = pytest.mark.slow  # eleven commands, each a process that imports the copy; CI runs it

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "adding-a-site.md").read_text("utf-8")
COPIED = ("newscrawl", "tests", "tools", "docs")
FILES = ("pyproject.toml", "scrapy.cfg", "README.md")


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    copy = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name)  # with its bytecode, for each command would compile it anew
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    before = listed(copy)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with serving(load_pages()) as address:
        script = "\n".join(re.findall(r"^```sh\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE))
        finished = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script.replace("http://127.0.0.1:8900", address)],
            cwd=copy, env={**os.environ, "PATH": path, "PYTHONPATH": str(copy)}, capture_output=True, text=True, timeout=1800,
        )  # fmt: skip
    return copy, finished, listed(copy) - before


def listed(folder):
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".pytest_cache" not in path.parts
    }


def titles(database):
    with sqlite3.connect(database) as connection:
        found = {title for (title,) in connection.execute("SELECT title FROM articles WHERE status = 'ok'")}
    connection.close()
    return found


def test_every_command_of_the_guide_succeeds(walked):
    _, finished, _ = walked
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:]


def test_the_new_site_is_one_file_and_one_folder(walked):
    _, _, made = walked
    files = {name for name in made if not name.startswith("tests/sites/lab-gazette/")}
    assert files - {"docs/sites.md"} == {"newscrawl/spiders/lab_gazette.py", "try.db", "lab-gazette.db"}


def test_the_proposed_declaration_is_short_and_names_lists_and_body(walked):
    written = (walked[0] / "newscrawl/spiders/lab_gazette.py").read_text("utf-8")
    assert len(written.splitlines()) <= 40
    for piece in ("Feed(", "Listing(", "Sitemap(", "archive=True", 'body="div.story-text"', "(?P<id>"):
        assert piece in written


def test_the_saved_pages_are_tested_by_the_common_tests(walked):
    assert re.search(r"\b[4-9] passed", walked[1].stdout)


def test_the_undeclared_and_the_declared_site_are_crawled(walked):
    copy, *_ = walked
    assert len(titles(copy / "try.db")) == 4
    assert titles(copy / "lab-gazette.db") == titles(copy / "try.db")


def test_the_list_of_sites_has_the_new_one(walked):
    assert "## lab-gazette" in (walked[0] / "docs/sites.md").read_text("utf-8")
