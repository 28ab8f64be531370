"""Sound lines that ``tools/build_sound_lines.py`` makes: no repair may change one, none may be called damaged."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from newscrawl.text.repair import examine, repair

SCRIPT = Path(__file__).parents[2] / "tools" / "build_sound_lines.py"
spec = importlib.util.spec_from_file_location("build_sound_lines", SCRIPT)
assert spec is not None
assert spec.loader is not None
build_sound_lines = importlib.util.module_from_spec(spec)
spec.loader.exec_module(build_sound_lines)
LINES = list(build_sound_lines.sound_lines())
LANGUAGES = sorted(build_sound_lines.LANGUAGES)


def test_there_are_lines_of_every_language() -> None:
    found = Counter(language for language, _ in LINES)
    assert sum(found.values()) >= 2000
    assert min(found[language] for language in LANGUAGES) >= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_sound_lines_stay_and_are_not_damaged(language: str) -> None:
    lines = [line for found, line in LINES if found == language]
    repaired = [(line, repair(line)) for line in lines]
    assert [(line, found) for line, found in repaired if found.text != line or found.damaged] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_other_choices_of_words_stay_too(seed: int) -> None:
    lines = [line for _, line in build_sound_lines.sound_lines(seed, per_template=5)]
    assert [line for line in lines if repair(line).text != line or repair(line).damaged] == []


TRICKY = Path(__file__).with_name("data").joinpath("tricky_sound_lines.txt").read_text(encoding="utf-8").splitlines()


def test_tricky_lines_of_many_languages_stay_and_are_not_damaged() -> None:
    assert len(TRICKY) > 400
    repaired = [(line, repair(line)) for line in TRICKY]
    assert [(line, found) for line, found in repaired if found.text != line or found.damaged] == []


def test_tricky_lines_stay_beside_an_escaped_reference() -> None:
    beside = "R&amp;amp;D 部门&amp;nbsp;招聘\n"
    lines = [line for line in TRICKY if "&" not in line and "<" not in line]
    repaired = [(line, repair(line, examine(beside + line))) for line in lines]
    assert [(line, found) for line, found in repaired if found.text != line] == []
