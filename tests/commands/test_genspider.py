"""`scrapy genspider` as a person types it."""

import pytest


@pytest.fixture
def installed(scrapy_on, database, monkeypatch, tmp_path):
    """Give a function that runs the command as where newscrawl is installed, in an empty folder."""
    monkeypatch.setattr("newscrawl.commands.genspider.is_checkout", lambda: False)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: scrapy_on(database, "genspider", *arguments)


def test_a_declaration_to_be_filled_in_is_written_into_the_current_folder(installed, tmp_path):
    finished = installed("chip-daily", "www.chip.example")
    assert (finished.returncode, finished.stderr) == (0, "")
    [path] = tmp_path.glob("*.py")
    assert str(path.name) in finished.stdout
    text = path.read_text("utf-8")
    assert "class ChipDailySpider" in text
    assert "www.chip.example" in text
    compile(text, str(path), "exec")


def test_a_file_that_is_there_is_overwritten_only_with_force(installed, tmp_path):
    (tmp_path / "chip_daily.py").write_text("mine")
    refused = installed("chip-daily", "www.chip.example")
    assert (refused.returncode, (tmp_path / "chip_daily.py").read_text()) == (2, "mine")
    assert "--force" in refused.stderr
    assert installed("chip-daily", "www.chip.example", "--force").returncode == 0
    assert "ChipDailySpider" in (tmp_path / "chip_daily.py").read_text("utf-8")


def test_templates_are_listed_and_dumped(installed, tmp_path):
    assert "news (default)" in installed("--list").stdout
    assert "site = Site(" in installed("--dump", "news").stdout
    assert installed("--dump", "nosuch").returncode == 2
    assert list(tmp_path.iterdir()) == []
