"""What a run is measured by: numbers that stay much the same from run to run while a site stays as it is."""

from collections import Counter
from collections.abc import Mapping
from statistics import median
from typing import Any

from newscrawl.article import Article, Use, fields_for

_FALLBACK, _MISSING = "newscrawl/fallback/", "newscrawl/missing/"


class Measures:
    """Collects what the articles of a run tell; ``values`` adds what its stats tell."""

    def __init__(self) -> None:
        self._articles = 0
        self._filled: Counter[str] = Counter()
        self._lengths: list[int] = []

    def add(self, article: Article) -> None:
        """Take an article into account, as it was stored."""
        self._articles += 1
        self._lengths.append(len(article.body_text))
        self._filled.update(name for name in fields_for(Use.COVERAGE) if getattr(article, name))

    def values(self, stats: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, float]:
        """Return all measures by name; shares are from 0 to 1. ``counts`` are those of the ledger.

        ``articles``, ``lists`` and ``scheduled`` say how much the others rest on.
        """
        values: dict[str, float] = {
            "articles": self._articles,
            "lists": stats.get("newscrawl/lists", 0),
            "scheduled": counts.get("scheduled", 0),
        }
        if self._articles:
            values["length"] = median(self._lengths)
            values |= {f"coverage/{name}": self._filled[name] / self._articles for name in fields_for(Use.COVERAGE)}
            values |= self._fallbacks(stats)
            before = stats.get("newscrawl/characters-before-strip", 0)
            if before:
                values["stripped-text"] = max(0.0, 1 - stats.get("newscrawl/characters-after-strip", 0) / before)
        if values["lists"]:
            values["articles-per-list"] = stats.get("newscrawl/named", 0) / values["lists"]
        if values["scheduled"]:
            values |= {state: counts.get(state, 0) / values["scheduled"] for state in ("refused", "failed")}
        return values

    def _fallbacks(self, stats: Mapping[str, Any]) -> dict[str, float]:
        shares: Counter[str] = Counter()
        for name, count in stats.items():
            if name.startswith((_FALLBACK, _MISSING)):
                shares[name.rpartition("/")[2]] += count
        return {f"fallback/{name}": min(1.0, count / self._articles) for name, count in shares.items()}
