"""No pattern of the package can be made to stall: each gets a megabyte of one token, many times over.

The bound is generous for a slow machine; a pattern that backtracks misses it by orders of magnitude.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache

import pytest

import newscrawl

pytestmark = pytest.mark.usefixtures("no_garbage_collection")

MEGABYTE = 1_000_000
TRIES = 3  # that must all be too slow
BOUND_SECONDS = 1.0
NOISE_SECONDS = 0.05  # what another program may cost; the square of the quick size takes many times as long
# In every run; the rest is for `pytest -m slow`.
QUICK_SIZE = 10_000
SHORT_SIZE = 1_000  # that of which every use is tried
QUICK_TOKENS = ("a", " ", "?", "<", "字", "&#38;", "0")
TOKENS = (
    *QUICK_TOKENS,
    *("\n", "\xa0", "\x00", "/", "=", "'", "(", ".", "-", ",", ":", "<b ", "<b class='x'", "&amp;", "(a)", "字(zì)"),
    *("字?", "Ã©", "锟", "\ufffd", "e\u0301", "\xad", "ｱ", "\ud83d", "가", "2024-", "http://", "am ", "年"),
)


def attributes(module: object) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        yield name, value
        if isinstance(value, type) and value.__module__ == getattr(module, "__name__", None):
            yield from ((f"{name}.{inner}", held) for inner, held in vars(value).items())


def patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that ``value`` is or holds: tables of rules hold them in tuples and dictionaries."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        for held in value.values():
            yield from patterns_in(held, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for held in value:
            yield from patterns_in(held, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from patterns_in(getattr(value, name, None), depth - 1)


@cache
def all_patterns() -> dict[str, re.Pattern[str]]:
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."):
        if info.name.startswith("newscrawl.storage.database.migrations."):
            continue  # scripts that only Alembic can run
        try:
            module = importlib.import_module(info.name)
        except ModuleNotFoundError as error:
            if (error.name or "newscrawl").startswith("newscrawl"):
                raise
            continue  # it needs an extra that is not installed here
        for name, value in attributes(module):
            for number, pattern in enumerate(patterns_in(value)):
                found.setdefault(pattern, f"{info.name}.{name}[{number}]")
    return {name: pattern for pattern, name in found.items()}


def uses(pattern: re.Pattern[str], text: str) -> tuple[Callable[[], object], ...]:
    return (
        lambda: pattern.search(text),
        lambda: sum(1 for _ in pattern.finditer(text)),
        lambda: pattern.split(text),
        lambda: pattern.sub("", text),
    )


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return how long the slowest use takes; of a long text only that of ``sub``, which tries every place."""
    return max(map(timed, uses(pattern, text)[-1:] if len(text) > SHORT_SIZE else uses(pattern, text)))


def timed(use: Callable[[], object]) -> float:
    start = time.thread_time()  # threads that other tests have left take time of the process
    use()
    return time.thread_time() - start


def too_slow(tokens: tuple[str, ...], size: int) -> list[str]:
    # From small to large, so that a pattern that stalls is named and does not stall the test.
    return [
        f"{name} on {token!r}: {taken:.2f} s for {length} characters"
        for token in tokens
        for name, pattern in all_patterns().items()
        for length, taken in _first_breach(pattern, token, size)
    ]


def _first_breach(pattern: re.Pattern[str], token: str, size: int) -> Iterator[tuple[int, float]]:
    for length in (size // 50, size):
        text = token * (length // len(token))
        bound = max(BOUND_SECONDS * length / MEGABYTE, NOISE_SECONDS)
        # A busy machine makes one try slow, and seldom another one.
        if all((taken := seconds(pattern, text)) > bound for _ in range(TRIES)):
            yield length, taken
            return


def test_the_package_has_patterns_to_test() -> None:
    assert len(all_patterns()) > 50


def test_no_pattern_stalls_on_a_repeated_token() -> None:
    assert too_slow(QUICK_TOKENS, QUICK_SIZE) == []


@pytest.mark.slow
def test_no_use_of_a_pattern_stalls_on_a_repeated_token(monkeypatch) -> None:
    monkeypatch.setitem(globals(), "SHORT_SIZE", QUICK_SIZE)
    assert too_slow(QUICK_TOKENS, QUICK_SIZE) == []


@pytest.mark.slow
@pytest.mark.parametrize("token", TOKENS, ids=ascii)
def test_no_pattern_stalls_on_a_megabyte_of_one_token(token: str) -> None:
    assert too_slow((token,), MEGABYTE) == []
