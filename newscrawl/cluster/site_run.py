"""Run one site in a process of its own, by the project's `crawl` command, and tell whether it is to run again."""

import logging
from collections.abc import Mapping, Sequence

from newscrawl.cluster.forked_runs import ForkedRuns
from newscrawl.cluster.queue import RunAgain
from newscrawl.reports.verdict import Exit

logger = logging.getLogger(__name__)

_FIRST_WAIT_SECONDS = 10.0  # before the second try, then twice as long each time (chosen by hand)
_MAX_WAIT_SECONDS = 600.0  # before any try (chosen by hand)
MAX_TRIES = 8  # of one job, over some 20 minutes; then the site waits until it is due again
# What the next try may mend: another run holds the site, the process was stopped or killed, the database or the network
# was away. A wrong setting, a partial run or a ledger that does not balance would only end the same way.
_AGAIN = frozenset({Exit.BUSY, Exit.STOPPED, Exit.STORAGE, Exit.CRASHED, Exit.NOTHING})
_OF_NOBODYS_FAULT = frozenset({Exit.BUSY, Exit.STOPPED})  # are repeated whatever the number of tries


class SiteRuns:
    """Starts runs of sites and ends them with the worker.

    ``options`` are handed to each `crawl` command; ``environment`` is that of its process, ``None`` for the worker's.
    """

    def __init__(self, options: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self._options = tuple(options)
        self._runs = ForkedRuns(environment)

    async def run(self, site: str, tries: int) -> None:
        """Run a site to its end; raises ``RunAgain`` where it should be repeated. ``tries`` is how often it was."""
        code = await self._runs.run([*self._options, site])
        if must_run_again(code, tries):
            raise RunAgain(f"{site} ended with {name_of(code)}", wait_before(tries))
        logger.log(logging.INFO if code == Exit.WELL else logging.WARNING, "%s ended with %s", site, name_of(code))

    def stop(self) -> None:
        """Ask all runs to end; what they have fetched is stored, the rest is due in the next run."""
        self._runs.stop()

    async def close(self) -> None:
        """Let go of what runs are started with."""
        await self._runs.close()


def must_run_again(code: int, tries: int) -> bool:
    """Tell whether a run with that exit code (negative: killed by a signal) is repeated after ``tries`` others.

    >>> must_run_again(75, 100), must_run_again(-9, 0), must_run_again(2, 0), must_run_again(4, 8)
    (True, True, False, False)
    """
    if code in _OF_NOBODYS_FAULT:
        return True
    return (code < 0 or code in _AGAIN) and tries < MAX_TRIES


def wait_before(tries: int) -> float:
    """Return the seconds before a run is repeated that was tried ``tries`` times before: twice as long each time."""
    return min(_FIRST_WAIT_SECONDS * 2.0 ** min(tries, 10), _MAX_WAIT_SECONDS)


def name_of(code: int) -> str:
    """Return an exit code with its meaning."""
    if code < 0:
        return f"signal {-code}"
    return f"{code} ({Exit(code).name.lower()})" if code in Exit.__members__.values() else str(code)
