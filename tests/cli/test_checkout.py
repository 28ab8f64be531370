"""An installed newscrawl writes nothing beside its own modules: what is made goes into the current folder."""

import os
from pathlib import Path

import pytest
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from newscrawl.cli import checkout
from newscrawl.demo.web import SAVED_PAGES

SPIDERS = Path(checkout.__file__).parents[1] / "spiders"


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Newscrawl as if it were installed, and an empty folder that is the current one."""
    site_packages = tmp_path / "site-packages"
    site_packages.mkdir()
    monkeypatch.setattr(checkout, "_ROOT", site_packages)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        execute(["newscrawl", *arguments], get_project_settings())
    return int(end.value.code or 0)


def files() -> set[Path]:
    return {path for folder in (SPIDERS, SAVED_PAGES) for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_the_repository_is_told_from_an_installed_package(installed):
    assert not checkout.is_checkout()


def test_a_spider_goes_into_the_current_folder(installed, capsys):
    before = files()
    assert call("genspider", "chip-weekly", "www.chip-weekly.example") == 0
    assert os.listdir(installed) == ["chip_weekly.py"]
    assert "runspider chip_weekly.py" in capsys.readouterr().out
    assert files() == before
    assert call("genspider", "chip-weekly", "www.chip-weekly.example") == 2
    assert "chip_weekly.py already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("savepage", "generic", "https://www.chip-weekly.example/1"),
        ("genspider", "--force", "chip-weekly", "www.chip-weekly.example"),
    ],
)
def test_what_cannot_be_written_is_one_line(installed, capsys, monkeypatch, arguments):
    (installed / "sites").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert call(*arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_spider_of_the_package_is_not_edited(installed, capsys, monkeypatch):
    monkeypatch.setenv("EDITOR", "false")
    assert call("edit", "elecfans") == 2
    assert "genspider" in capsys.readouterr().err
