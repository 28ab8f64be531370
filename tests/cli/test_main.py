"""What the console script answers by itself: its version, and a help that names each command once."""

from collections import Counter
from pkgutil import iter_modules

import pytest
from scrapy import commands as scrapys_commands

from newscrawl import __version__, commands
from newscrawl.cli.main import main


def answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    monkeypatch.setattr("sys.argv", ["newscrawl", *arguments])
    main()
    return capsys.readouterr().out


def test_the_version_is_one_line(monkeypatch, capsys):
    assert answer(monkeypatch, capsys, "--version") == f"newscrawl {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("-h",), ("--help",), ("help",)])
def test_help_names_each_command_once(monkeypatch, capsys, arguments):
    lines = answer(monkeypatch, capsys, *arguments).splitlines()
    table = [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]
    rest = " ".join(lines[lines.index(next(line for line in lines if line.startswith("more: "))) :])
    named = Counter(table + rest.removeprefix("more: ").split(" newscrawl COMMAND")[0].split())
    names = {module.name for path in (commands, scrapys_commands) for module in iter_modules(path.__path__)}
    assert {name: count for name, count in named.items() if count > 1} == {}
    assert set(named) == names
