"""No six lines of code stand in two places of the package."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "newscrawl"
# Declarations of sites say the same of several sites; a schema step is history, and never follows the schema of today.
REPEAT_BY_DESIGN = ("spiders/", "storage/database/migrations/")
RUN_LINES = 6
MIN_WORDS = 18  # of a run; fewer are closing brackets, single names and signatures


def lines_of_code(path: Path) -> list[tuple[int, str]]:
    """Return the numbered lines of a module without blank ones, comments and imports."""
    source = path.read_text("utf-8")
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    skipped = {number for node in imports for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return [
        (number, line.rstrip())
        for number, line in enumerate(source.splitlines(), 1)
        if number not in skipped and line.strip() and not line.lstrip().startswith("#")
    ]


def repeated_runs(modules: dict[str, list[tuple[int, str]]]) -> list[str]:
    places = defaultdict(list)
    for name, lines in modules.items():
        for start in range(len(lines) - RUN_LINES + 1):
            run = tuple(line for _, line in lines[start : start + RUN_LINES])
            if len(" ".join(run).split()) >= MIN_WORDS:
                places[run].append(f"{name}:{lines[start][0]}")
    return [" = ".join(found) for found in places.values() if len(found) > 1]


def test_no_six_lines_stand_twice() -> None:
    modules = {
        path.relative_to(PACKAGE).as_posix(): lines_of_code(path)
        for path in PACKAGE.rglob("*.py")
        if not path.relative_to(PACKAGE).as_posix().startswith(REPEAT_BY_DESIGN)
    }
    assert repeated_runs(modules) == []


def test_a_repeated_run_is_found() -> None:
    run = [(number, f"    value = compute(first, second, {number})") for number in range(RUN_LINES)]
    assert repeated_runs({"a.py": run, "b.py": [(9, "x = 1"), *run]}) == ["a.py:0 = b.py:0"]
