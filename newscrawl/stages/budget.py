"""A bound to the CPU time that one page may take, wherever it spends it.

The stages are linear, and markup is bounded before it is parsed; this is for the page that nobody has thought of. The
kernel counts the CPU time of the process and sends a signal when it is used up. Python handles it between two
instructions of its own, and regular expressions look for it, too: the page is refused there, and the handler knows
where that was. Only a call of a library in C is waited for.
"""

import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from newscrawl.errors import Refused

DEFAULT_SECONDS = 2.0  # chosen by hand: eighty times what a page of 60 kB takes
_MAX_PAGES = 64  # pages between two stages whose time is remembered; a crawl has 16 answers at work at most
_REPEAT_SECONDS = 0.05  # between signals, for code that has caught the first one
_MIN_SECONDS_LEFT = 0.001  # zero would switch the timer off
_PACKAGE = "newscrawl"


class _Overdrawn(BaseException):
    """Raised in the midst of a stage; no ``except Exception`` there may take it for its own."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class PageBudget:
    """The CPU time of each page over all its stages, which may run one by one with other pages between them.

    It holds where a signal can be handled: in the main thread, on systems that have ``setitimer`` (not Windows), while
    nobody else uses that timer, as some profilers do. Elsewhere, and with 0 ``seconds``, nothing is bounded.
    """

    def __init__(self, seconds: float = DEFAULT_SECONDS) -> None:
        self.seconds = seconds
        self._spent: OrderedDict[str, float] = OrderedDict()  # by address, the page of the last stage at the end
        self.on_page: Callable[[str], None] | None = None  # is told of each page before it is worked on
        self._begun: float | None = None
        self._left = 0.0

    @contextmanager
    def of_page(self, url: str) -> Iterator[None]:
        """Let what is inside use what is left of the page's time; raises ``Refused``, "too expensive", beyond."""
        if self.on_page:
            self.on_page(url)
        if self.seconds <= 0 or self._begun is not None or not _can_interrupt():
            yield
            return
        self._left = self.seconds - self.spent(url)
        former = signal.signal(signal.SIGPROF, self._interrupt)
        begun = time.thread_time()
        try:
            try:
                self._begun = begun
                signal.setitimer(signal.ITIMER_PROF, max(self._left, _MIN_SECONDS_LEFT), _REPEAT_SECONDS)
                yield
            finally:
                self._begun = None
                signal.setitimer(signal.ITIMER_PROF, 0)
        except _Overdrawn as overdrawn:
            spent = self.spent(url) + time.thread_time() - begun
            raise Refused(
                "too expensive", f"{spent:.1f} s of CPU time, more than {self.seconds:g}, at {overdrawn.place}"
            ) from None
        finally:
            self._begun = None
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, former)
            self.spend(url, time.thread_time() - begun)

    def spent(self, url: str) -> float:
        """Return the seconds that a page has used so far."""
        return self._spent.get(url, 0.0)

    def spend(self, url: str, seconds: float) -> None:
        """Note that a page has used so many seconds, here or in another process."""
        self._spent[url] = self._spent.get(url, 0.0) + seconds
        self._spent.move_to_end(url)
        if len(self._spent) > _MAX_PAGES:
            self._spent.popitem(last=False)

    def _interrupt(self, _number: int, frame: FrameType | None) -> None:
        # The timer counts all threads: what others have used is not the page's.
        if self._begun is not None and time.thread_time() - self._begun >= self._left:
            raise _Overdrawn(_place_of(frame))


UNBOUNDED = PageBudget(0)


def _can_interrupt() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    )


def _place_of(frame: FrameType | None) -> str:
    """Return module, function and line of newscrawl's own code that was at work."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == _PACKAGE and module != __name__:
            return f"{module}:{frame.f_code.co_name}:{frame.f_lineno or frame.f_code.co_firstlineno}"
        frame = frame.f_back
    return "unknown"
