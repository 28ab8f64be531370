"""newscrawl/a/b.py is tested by tests/a/test_b.py."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE, TESTS = ROOT / "newscrawl", ROOT / "tests"
# Declarations of sites are tested by tests/test_sites.py, tables of words by the modules that read them.
TESTED_TOGETHER = ("spiders/", "text/tables/", "storage/database/migrations/")


def without_test_file() -> list[str]:
    modules = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return [
        module.as_posix()
        for module in modules
        if not module.as_posix().startswith(TESTED_TOGETHER)
        and not (TESTS / module.parent / f"test_{module.name}").exists()
    ]


def test_each_module_has_a_test_file_of_its_name() -> None:
    assert without_test_file() == []
