"""Give a finished file its name so that a power cut leaves the old file or the whole new one."""

import os
from pathlib import Path


def put_in_place(unfinished: Path, target: Path) -> None:
    """Rename a finished file to ``target``, which it replaces; both are in one folder. Raises ``OSError``.

    Its bytes are synced first: a file system may keep the new name and lose what was not synced. The folder is synced
    after it, since a name is safe only then.
    """
    _sync(unfinished)
    unfinished.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
