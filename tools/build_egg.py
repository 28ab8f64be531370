"""Build an egg for scrapyd: the package with its data, and where its settings are.

    python tools/build_egg.py newscrawl.egg
    scrapyd-deploy --egg newscrawl.egg

An egg is a zip archive; setuptools would leave out the tables, and asks for a second list of what pyproject.toml says.
"""

import argparse
import zipfile
from pathlib import Path

from newscrawl import __version__

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = ("__pycache__", ".pyc")
_ABOUT = {
    "EGG-INFO/PKG-INFO": f"Metadata-Version: 2.1\nName: newscrawl\nVersion: {__version__}\n",
    "EGG-INFO/entry_points.txt": "[scrapy]\nsettings = newscrawl.settings\n",
    "EGG-INFO/top_level.txt": "newscrawl\n",
    "EGG-INFO/not-zip-safe": "\n",
}


def build(target: Path) -> None:
    """Write the egg to ``target``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as egg:
        for name, text in _ABOUT.items():
            egg.writestr(name, text)
        for path in sorted((ROOT / "newscrawl").rglob("*")):
            if path.is_file() and not any(part in str(path) for part in _LEFT_OUT):
                egg.write(path, path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build an egg for scrapyd.")
    parser.add_argument("target", type=Path, metavar="FILE")
    build(parser.parse_args().target)
