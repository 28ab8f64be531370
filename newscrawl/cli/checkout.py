"""Tell the repository, where declarations and saved pages are written, from an installed newscrawl."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def is_checkout() -> bool:
    """Tell whether newscrawl runs from its repository, and not from an installed wheel or an egg."""
    return (_ROOT / "pyproject.toml").is_file() and (_ROOT / "tests" / "sites").is_dir()


def is_own_module(module: str) -> bool:
    """Tell whether a module is newscrawl's own, and not that of a project which uses it."""
    return module.partition(".")[0] == "newscrawl"


def saved_pages_folder() -> Path:
    """Return the folder of the saved pages of all sites: of the repository, or ``sites`` in the current folder."""
    return _ROOT / "tests" / "sites" if is_checkout() else Path("sites")
