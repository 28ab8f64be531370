"""The README is true: its examples run, and every setting and file that it names exists."""

import doctest
import re
from pathlib import Path

import pytest

from newscrawl import settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_examples_of_the_readme_run():
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(NEWSCRAWL_[A-Z_]+)`", README))))
def test_a_setting_of_the_readme_exists_with_its_default(name):
    default = getattr(settings, name)
    assert f"| `{name}` | `{default}` |" in README if default else f"| `{name}` | none" in README


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_a_link_of_the_readme_leads_somewhere(target):
    assert target.startswith("https://") or (ROOT / target).exists()
