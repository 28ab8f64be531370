"""What the console script answers by itself: its version, and a help that names each command once."""

import ast
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from pkgutil import iter_modules
from pstats import Stats

import pytest
from scrapy import commands as scrapys_commands

from newscrawl import __version__, commands
from newscrawl.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        # What a command imports beyond Scrapy decides how soon it answers.
        (("version",), ("itemadapter", "scrapy.commands.shell", "sqlalchemy", "ftfy", "tldextract", "newscrawl.spiders", "newscrawl.stages")),
        (
            ("search", "chip"),
            ("itemadapter", "scrapy.commands.shell", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "ftfy", "tldextract", "newscrawl.article", "newscrawl.spiders", "newscrawl.stages"),
        ),
    ],
)  # fmt: skip
def test_a_command_imports_only_what_it_works_with(tmp_path, arguments, unneeded):
    code = (
        "import atexit, sys; from newscrawl.cli.main import main; sys.argv[0] = 'newscrawl';"
        "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr)); main()"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    loaded = finished.stderr.split()
    assert "newscrawl.cli.command" in loaded
    assert [name for name in unneeded if name in loaded] == []


def test_a_command_can_be_profiled(tmp_path, monkeypatch, capsys):
    profile = tmp_path / "version.profile"
    with pytest.raises(SystemExit, match="0"):
        answer(monkeypatch, capsys, "version", "--profile", str(profile))
    assert capsys.readouterr().out.startswith(f"newscrawl {__version__}\n")
    assert Stats(str(profile)).stats


def imported_at_once(name: str) -> set[str]:
    """Return what a module imports when it is imported itself, not in a function and not for types only."""
    path = ROOT.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not path.is_file():
        return set()
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return names


def test_scrapy_imports_all_commands_without_what_they_work_with():
    waiting = [f"{commands.__name__}.{module.name}" for module in iter_modules(commands.__path__)]
    imported = set(waiting)
    while waiting:
        new = imported_at_once(waiting.pop()) - imported
        imported |= new
        waiting += [one for one in new if one.startswith("newscrawl.")]
    rooms = {name.split(".")[1] for name in imported if name.startswith("newscrawl.")}
    assert {"cli", "errors", "net"} <= rooms
    assert rooms.isdisjoint({"article", "dom", "stages", "storage", "reports", "spiders", "text"})
    assert imported.isdisjoint({"sqlalchemy", "ftfy", "tldextract"})
