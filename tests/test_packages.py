"""The egg for scrapyd holds the tables, and crawls from a folder where nothing else is."""

import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from newscrawl.demo.web import load_pages, serving

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def egg(tmp_path_factory):
    path = tmp_path_factory.mktemp("egg") / "newscrawl.egg"
    subprocess.run(
        [sys.executable, "tools/build_egg.py", path], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    return path


def test_every_file_of_the_package_is_in_the_egg(egg):
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "newscrawl").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files <= set(zipfile.ZipFile(egg).namelist())


@pytest.mark.slow
def test_the_egg_crawls_from_an_empty_folder(egg, tmp_path):
    # As scrapyd does: the egg before everything else, its settings by the entry point.
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import os\n"
        "from importlib.metadata import distributions\n"
        "found = next(one for one in distributions(path=[sys.path[0]]))\n"
        "[point] = [one for one in found.entry_points if one.group == 'scrapy']\n"
        "os.environ['SCRAPY_SETTINGS_MODULE'] = point.value\n"
        "from scrapy.cmdline import execute; import newscrawl; assert '.egg' in newscrawl.__file__; execute()"
    )
    pages = load_pages()
    with serving(pages) as address:
        finished = subprocess.run(
            [
                sys.executable, "-P", "-c", code, str(egg), "crawl", "elecfans", "-a", "max_pages=1",
                "-s", f"NEWSCRAWL_PRACTICE_WEB={address}", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-3000:]
    with sqlite3.connect(tmp_path / "articles.db") as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM articles")
    connection.close()
    assert count > 3
