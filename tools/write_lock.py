"""Print the versions and hashes of all that newscrawl needs, as pip has chosen them, without an address.

    pip install --dry-run --ignore-installed --report report.json .
    python tools/write_lock.py report.json > requirements.lock
    pip install --require-hashes -r requirements.lock

The hashes are of the files that pip takes on this platform and version of Python: the first lines say which these are.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ENVIRONMENT = ("implementation_name", "python_version", "sys_platform", "platform_machine")


def lock_lines(report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a requirements file from a report of pip (version 1 of its format).

    The project itself, which comes from a folder, is left out. Raises ``ValueError`` for a file without a SHA-256.
    """
    environment = report["environment"]
    yield f"# for {' '.join(environment[name] for name in _ENVIRONMENT)}; written by tools/write_lock.py"
    pins = {}
    for one in report["install"]:
        name, version = one["metadata"]["name"], one["metadata"]["version"]
        if "dir_info" in one["download_info"]:
            continue
        digest = one["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if not digest:
            raise ValueError(f"pip gives no SHA-256 of {name} {version}")
        pins[name.lower()] = f"{name}=={version} --hash=sha256:{digest}"
    yield from (pins[name] for name in sorted(pins))


if __name__ == "__main__":
    print("\n".join(lock_lines(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
