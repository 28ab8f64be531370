"""End a crawl that uses too much memory: judged by what the process holds now, not by the most it ever held."""

import os
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")  # Linux: sizes in pages; the second number is the resident set (proc(5))


class ResidentMemory(MemoryUsage):
    """Scrapy's extension with the resident set as its measure; obeys the same ``MEMUSAGE_…`` settings.

    Scrapy asks for ``ru_maxrss``. A process inherits that peak from the one that starts it, even if it is another
    program (Linux, ``exec_mmap``): a crawl that a large notebook or test run starts would end before its first page.
    """

    def get_virtual_size(self) -> int:
        """Return the resident set in bytes; where the system does not tell it, the peak that Scrapy takes."""
        try:
            pages = int(_STATM.read_text().split()[1])
        except (OSError, IndexError, ValueError):
            return super().get_virtual_size()
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _check_limit(self) -> None:
        # Scrapy logs the figure at every check where all is well: a line every five seconds. The stats have it.
        if self.get_virtual_size() > self.limit:
            super()._check_limit()
