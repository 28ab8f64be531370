"""The documents hang together: every link leads somewhere, and the site builds without a warning or a fetch."""

import doctest
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
LOADED = re.compile(r"<(?:script|img|iframe)[^>]*\ssrc=[\"']?(?:https?:)?//|<link[^>]*\shref=[\"']?(?:https?:)?//")


def links():
    for page in PAGES:
        for target in LINK.findall(re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)):
            if not target.startswith(("http://", "https://")):
                yield pytest.param(page, target, id=f"{page.name}-{target}")


def anchor(heading):
    """The anchor that Markdown renderers make of a heading."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_a_link_leads_to_a_file_and_to_a_heading_in_it(page, target):
    path, _, fragment = target.partition("#")
    file = page.parent / path if path else page
    assert file.exists()
    if fragment:
        assert fragment in {anchor(heading) for heading in HEADING.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "\n>>> " in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_the_examples_of_a_page_run(page):
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path, monkeypatch):
    pytest.importorskip("material", reason="needs the extra docs")
    # Material's plugins read the working directory and the arguments of the process.
    monkeypatch.setattr(sys, "argv", ["mkdocs", "build"])
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True))
    built = sorted((tmp_path / "site").rglob("*.html"))
    assert len(built) >= len(list((ROOT / "docs").glob("*.md")))
    assert [page.name for page in built if LOADED.search(page.read_text("utf-8"))] == []
