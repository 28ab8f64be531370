"""The house keeps its floors: a module imports from its own floor or one below, and each library has one door."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "newscrawl"
FLOORS = (
    {"text", "workers", "argument_types"},
    {"dom", "urls"},
    {"site", "site_rules", "article", "errors", "recrawl", "rights"},
    {"storage", "net", "stages", "discovery", "archives"},
    {"spiders", "pipelines", "extensions", "addon"},
    {"commands", "cli", "reports", "browse", "demo", "library", "bulk", "cluster"},
)
DOORS = {
    "scrapy": ("addon", "spiders", "pipelines", "extensions", "net", "commands", "cli", "demo", "bulk", "cluster"),
    "twisted": ("spiders", "net"),
    "sqlalchemy": ("storage",),
    "alembic": ("storage",),
    "psycopg": ("storage", "cluster/queue.py"),
    "pgqueuer": ("cluster/queue.py",),
    "fsspec": ("storage",),
    "ftfy": ("text/mojibake",),
    "starlette": ("browse",),
    "jinja2": ("browse",),
    "datasette": ("browse",),
    "w3lib.encoding": ("text/decode",),
}
FREE = {"__init__", "__main__", "settings"}  # the public face, and a module of plain values
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in FREE
)


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return frozenset(found)


def floor(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def above(path: Path) -> set[str]:
    """Return the parts of newscrawl that a module imports from above its floor."""
    own = floor(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    used = {name.split(".")[1] for name in imports(path) if name.startswith("newscrawl.")} - {"__version__"} - FREE
    return {part for part in used if floor(part) > own}


def test_a_module_imports_only_from_its_floor_or_below():
    assert len(MODULES) > 300
    assert {str(path): parts for path in MODULES if (parts := above(path))} == {}


def test_each_library_is_used_only_behind_its_door():
    wrong = [
        f"{here} imports {library}"
        for path in MODULES
        for library, doors in DOORS.items()
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
        and not (here := path.relative_to(PACKAGE).as_posix()).startswith(doors)
    ]
    assert wrong == []
