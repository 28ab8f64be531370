"""Print the lowest versions that pyproject.toml promises to work with, as requirements for pip.

python tools/lowest_versions.py > lowest.txt && pip install -r lowest.txt
"""

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def lowest(requirement: str) -> str:
    """Return a requirement with its lower bound as the version.

    >>> lowest("scrapy>=2.19"), lowest("backports.zstd>=1.3; python_version < '3.14'")
    ('scrapy==2.19', "backports.zstd==1.3; python_version < '3.14'")
    """
    return re.sub(r">=([0-9.]+)[^;]*", r"==\1", requirement)


if __name__ == "__main__":
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    print("\n".join(map(lowest, project["dependencies"])))
