"""End a crawl that uses too much memory: judged by what the process holds now, not by the most it ever held."""

from scrapy.extensions.memusage import MemoryUsage

from newscrawl.workers.resident_set import resident_bytes


class ResidentMemory(MemoryUsage):
    """Scrapy's extension with the resident set as its measure; obeys the same ``MEMUSAGE_…`` settings.

    Scrapy asks for ``ru_maxrss``, which a process inherits: a crawl that a large notebook or test run starts would end
    before its first page.
    """

    def get_virtual_size(self) -> int:
        """Return the resident set in bytes; where the system does not tell it, the peak that Scrapy takes."""
        resident = resident_bytes()
        return super().get_virtual_size() if resident is None else resident

    def _check_limit(self) -> None:
        # Scrapy logs the figure at every check where all is well: a line every five seconds. The stats have it.
        if self.get_virtual_size() > self.limit:
            super()._check_limit()
