"""Tell when a site is no longer what it was: measures of a run against those of its own earlier runs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from statistics import median
from typing import Literal, NamedTuple

Measures = Mapping[str, float]

MIN_WINDOWS = 5  # earlier windows, until which nothing is said
MAX_WINDOWS = 20  # windows that are compared with
_MIN_BASIS = 8  # articles, lists or pages that a window rests on; small runs are pooled
_MAD_TO_SIGMA_RATIO = 1.4826  # makes the median absolute deviation comparable with a standard deviation
_MAX_DEVIATIONS = 4  # from the median: a good site is not called bad once in a year of runs


class _Watched(NamedTuple):
    """A family of measures: what it rests on, which way is bad, how much at the least, and words for a person."""

    prefix: str
    basis: Literal["articles", "lists", "scheduled"]
    bad: Literal["low", "high"]
    min_difference: float  # difference from the median that matters
    is_share_of_median: bool
    words: str


_WATCHED = (
    _Watched("coverage/", "articles", "low", 0.15, False, "{now:.0%} of articles have {name}, usually {usual:.0%}"),
    _Watched("fallback/", "articles", "high", 0.2, False,
             "the declared {name} is not found on {now:.0%} of articles, usually {usual:.0%}"),
    _Watched("length", "articles", "low", 0.4, True, "articles have {now:.0f} characters, usually {usual:.0f}"),
    _Watched("stripped-text", "articles", "high", 0.2, False, "{now:.0%} of bodies is stripped, usually {usual:.0%}"),
    _Watched("articles-per-list", "lists", "low", 0.5, True, "lists name {now:.1f} articles each, usually {usual:.1f}"),
    _Watched("refused", "scheduled", "high", 0.3, False, "{now:.0%} of pages are refused, usually {usual:.0%}"),
    _Watched("failed", "scheduled", "high", 0.2, False, "{now:.0%} of pages fail, usually {usual:.0%}"),
)  # fmt: skip
SILENCE = "hours-since-article"
_MIN_SILENCE_HOURS = 72.0  # nobody is called on a Monday after a holiday


class Drift(NamedTuple):
    """A measure that is out of its usual range, and a line for a person."""

    measure: str
    why: str


def find_drift(runs: Sequence[Measures]) -> tuple[Drift, ...]:
    """Return what has drifted; ``runs`` are the measures of the run to judge and of those before, the newest first.

    A measure has drifted if it is further from the median of its history than four scaled median absolute deviations
    (Leys et al., J. Exp. Soc. Psychol. 49, 2013) and than what matters at all. Nothing is said of a measure with fewer
    than five windows of history.
    """
    if not runs:
        return ()
    names = sorted(set().union(*runs))
    found = (_drift(watched, name, runs) for watched in _WATCHED for name in names if _is_in(name, watched.prefix))
    return (*(one for one in found if one), *_silence(runs))


def _is_in(name: str, prefix: str) -> bool:
    return name.startswith(prefix) if prefix.endswith("/") else name == prefix


def _drift(watched: _Watched, name: str, runs: Sequence[Measures]) -> Drift | None:
    if not runs[0].get(watched.basis):
        return None
    # A fallback that never happened is not in the measures of a run: it is none there.
    default = 0.0 if watched.prefix == "fallback/" else None
    windows = list(islice(_windows(name, watched.basis, runs, default), MAX_WINDOWS + 1))
    if len(windows) <= MIN_WINDOWS:
        return None
    now, past = windows[0], windows[1:]
    usual = median(past)
    spread = _MAD_TO_SIGMA_RATIO * median(abs(one - usual) for one in past)
    min_difference = watched.min_difference * usual if watched.is_share_of_median else watched.min_difference
    away = usual - now if watched.bad == "low" else now - usual
    if away <= max(min_difference, _MAX_DEVIATIONS * spread):
        return None
    return Drift(name, watched.words.format(now=now, usual=usual, name=name.rpartition("/")[2]))


def _windows(name: str, basis: str, runs: Sequence[Measures], default: float | None) -> Iterator[float]:
    """Yield the means of a measure over runs that together rest on enough, the newest first."""
    total = weight = 0.0
    for run in runs:
        value = run.get(name, default)
        if value is None or not run.get(basis):
            continue
        total += value * run[basis]
        weight += run[basis]
        if weight >= _MIN_BASIS:
            yield total / weight
            total = weight = 0.0


def _silence(runs: Sequence[Measures]) -> Iterator[Drift]:
    past = [one[SILENCE] for one in runs[1 : MAX_WINDOWS + 1] if SILENCE in one]
    now = runs[0].get(SILENCE)
    if now is None or len(past) < MIN_WINDOWS:
        return
    usual = median(past)
    spread = _MAD_TO_SIGMA_RATIO * median(abs(one - usual) for one in past)
    if now > max(_MIN_SILENCE_HOURS, usual + _MAX_DEVIATIONS * spread):
        yield Drift(SILENCE, f"no new article for {now:.0f} hours, usually {usual:.0f}")
