"""Give a finished file its name so that a power cut leaves the old file or the whole new one."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DISK_FAULTS = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_disk_fault(error: OSError) -> bool:
    """Tell whether the disk is full or fails, so that no other path in a setting or an argument would mend it."""
    return error.errno in _DISK_FAULTS


@contextmanager
def unfinished_file(target: Path, *, is_synced: bool = True) -> Iterator[Path]:
    """Give the path of a file beside ``target``, whose place it takes when the context ends without an error.

    Without ``is_synced`` a power cut may leave an empty ``target``: for thousands of files that can be made again.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        yield unfinished
        if is_synced:
            put_in_place(unfinished, target)
        else:
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


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
