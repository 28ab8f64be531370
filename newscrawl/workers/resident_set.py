"""The memory that a process holds now, where the system tells it."""

import os
from pathlib import Path

_STATM = Path("/proc/self/statm")  # Linux: sizes in pages; the second number is the resident set (proc(5))


def resident_bytes() -> int | None:
    """Return the resident set of this process in bytes; ``None`` where the system does not tell it.

    ``ru_maxrss`` of getrusage(2) is no such figure: a process inherits that peak from the one that starts it, even if
    it is another program (Linux, ``exec_mmap``).
    """
    try:
        pages = int(_STATM.read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
