"""scrapyd crawls with newscrawl: from an egg that is uploaded, and from a wheel in scrapyd's own environment."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from newscrawl.demo.web import load_pages, serving

ROOT = Path(__file__).resolve().parents[1]
MAX_SECONDS = 600  # to start, and to crawl: a hang is told from a busy machine
CONFIGURATION = """\
[settings]
default = newscrawl.settings
newscrawl = newscrawl.settings

[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Path:
    """An environment with scrapyd and what newscrawl needs, but without newscrawl, and beside it a wheel and an egg."""
    folder = tmp_path_factory.mktemp("scrapyd")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip(folder, "wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    [wheel] = folder.glob("*.whl")
    if pip(folder, "download", "--no-deps", "--dest", folder / "try", "scrapyd", check=False):
        pytest.skip("scrapyd is NOT tested: it cannot be installed here")
    pip(folder, "install", wheel, "scrapyd")
    pip(folder, "uninstall", "--yes", "newscrawl")
    subprocess.run(
        [sys.executable, "tools/build_egg.py", folder / "newscrawl.egg"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    return folder


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def pip(folder: Path, *arguments: str | Path, check: bool = True) -> int:
    python = folder / "venv" / "bin" / "python"
    return subprocess.run([python, "-m", "pip", "--quiet", *arguments], check=check).returncode


@contextmanager
def scrapyd(environment: Path, folder: Path, port: int) -> Iterator[str]:
    """Run scrapyd in ``folder``, and give its address."""
    binaries = environment / "venv" / "bin"
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SCRAPY_SETTINGS_MODULE")}
    with (folder / "scrapyd.log").open("wb") as log:
        server = subprocess.Popen([binaries / "scrapyd"], cwd=folder, env=clean, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(address), folder)
        yield address
    finally:
        server.terminate()
        server.wait(MAX_SECONDS)


def answers(address: str) -> bool:
    try:
        return call(f"{address}/daemonstatus.json")["status"] == "ok"
    except OSError:
        return False


def call(address: str, data: bytes | None = None, kind: str = "application/x-www-form-urlencoded") -> Any:
    answer = json.load(urlopen(Request(address, data, {"Content-Type": kind}), timeout=MAX_SECONDS))
    assert answer["status"] == "ok", answer
    return answer


def wait_for(condition, folder: Path) -> None:
    end = time.monotonic() + MAX_SECONDS
    while not condition():
        assert time.monotonic() < end, (folder / "scrapyd.log").read_text()[-3000:]
        time.sleep(0.2)


def crawled(address: str, folder: Path, project: str) -> int:
    """Crawl the practice web as a job of scrapyd, and return the number of articles that are stored."""
    with serving(load_pages()) as practice_web:
        settings = {
            "NEWSCRAWL_PRACTICE_WEB": practice_web,
            "NEWSCRAWL_DATABASE_URL": f"sqlite:///{folder}/articles.db",
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": 0,
        }
        job = [("project", project), ("spider", "elecfans"), ("max_pages", "1")]
        job += [("setting", f"{name}={value}") for name, value in settings.items()]
        call(f"{address}/schedule.json", urlencode(job).encode())
        wait_for(lambda: call(f"{address}/listjobs.json")["finished"], folder)
    assert "Process finished" in (folder / "scrapyd.log").read_text(), (folder / "scrapyd.log").read_text()[-3000:]
    with closing(sqlite3.connect(folder / "articles.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def uploading(project: str, egg: bytes) -> tuple[bytes, str]:
    """Return a form that uploads an egg, and its content type."""
    parts = [(f'name="{name}"', value) for name, value in (("project", project.encode()), ("version", b"1"))]
    parts.append(('name="egg"; filename="newscrawl.egg"', egg))
    body = b"".join(
        b"--part\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (name.encode(), value) for name, value in parts
    )
    return body + b"--part--\r\n", "multipart/form-data; boundary=part"


def test_an_uploaded_egg_crawls(environment, tmp_path, unused_port):
    (tmp_path / "scrapyd.conf").write_text(CONFIGURATION.format(port=unused_port).partition("\n\n")[2])
    with scrapyd(environment, tmp_path, unused_port) as address:
        answer = call(f"{address}/addversion.json", *uploading("of-egg", (environment / "newscrawl.egg").read_bytes()))
        assert answer["spiders"] > 40
        assert crawled(address, tmp_path, "of-egg") > 3


def test_an_installed_wheel_crawls(environment, tmp_path, unused_port):
    [wheel] = environment.glob("*.whl")
    pip(environment, "install", "--no-deps", wheel)
    (tmp_path / "scrapy.cfg").write_text(CONFIGURATION.format(port=unused_port))
    with scrapyd(environment, tmp_path, unused_port) as address:
        assert crawled(address, tmp_path, "newscrawl") > 3
