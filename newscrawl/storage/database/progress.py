"""Say how far a long work on a database is."""

import logging
import time

logger = logging.getLogger(__name__)

_LOG_SECONDS = 10.0  # between two lines of progress


class Progress:
    """Logs now and then how many of ``total`` things are done, and how long the rest will take at the pace so far."""

    def __init__(self, work: str, total: int) -> None:
        self._work = work
        self._total = total
        self._done = 0
        self._begun = self._said = time.monotonic()

    def add(self, done: int) -> None:
        """Note that so many more are done."""
        self._done += done
        now = time.monotonic()
        if now - self._said >= _LOG_SECONDS:
            self._said = now
            left = (now - self._begun) * max(0, self._total - self._done) / self._done
            logger.warning("%s: %d of %d, about %.0f s are left", self._work, self._done, self._total, left)
