"""Small charts as inline SVG, which need no script."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from newscrawl.browse.clock import shown_day

_WIDTH, _HEIGHT = 120, 24  # of a sparkline, in pixels
_BAR_WIDTH, _BARS_HEIGHT = 12, 64


def sparkline(values: Sequence[float]) -> Markup:
    """Return a line through shares from 0 to 1, the newest at the right; a dot for one value, nothing for none."""
    if not values:
        return Markup("")
    step = (_WIDTH - 6) / max(1, len(values) - 1)
    points = [
        (3 + number * step, 3 + (_HEIGHT - 6) * (1 - min(1.0, max(0.0, one)))) for number, one in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1] if len(points) > 1 else (_WIDTH - 3.0, points[-1][1])
    words = f"from {values[0]:.0%} to {values[-1]:.0%} over {len(values)} runs"
    return Markup(
        '<svg class="spark" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{words}">'
        '<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<circle cx="{x}" cy="{y}" r="2.5" fill="currentColor"/></svg>'
    ).format(w=_WIDTH, h=_HEIGHT, words=words, line=line, x=f"{x:.1f}", y=f"{y:.1f}")


def day_bars(days: Mapping[date, int]) -> Markup:
    """Return a bar for each day, with its count as a tooltip."""
    if not any(days.values()):
        return Markup("")
    highest = max(days.values())
    bars = []
    for number, (day, count) in enumerate(days.items()):
        height = max(1.0, (_BARS_HEIGHT - 2) * count / highest) if count else 0.0
        bars.append(
            Markup(
                '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="currentColor"><title>{words}</title></rect>'
            ).format(
                x=number * _BAR_WIDTH,
                y=f"{_BARS_HEIGHT - height:.1f}",
                w=_BAR_WIDTH - 2,
                h=f"{height:.1f}",
                words=f"{day.isoformat()}: {count}",
            )
        )
    words = f"{sum(days.values())} articles on {len(days)} days, at most {highest} a day"
    return Markup(
        '<svg class="bars" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{words}">{bars}</svg>'
    ).format(w=len(days) * _BAR_WIDTH, h=_BARS_HEIGHT, words=words, bars=Markup("").join(bars))


def day_span(days: Mapping[date, int]) -> str:
    """Return what the bars of ``day_bars`` stand for, in words.

    >>> day_span({date(2026, 11, 1): 4, date(2026, 11, 2): 0})
    '1 Nov 2026 to 2 Nov 2026: 4 articles, at most 4 a day'
    """
    articles = sum(days.values())
    first, last = (shown_day(one) for one in (min(days), max(days)))
    return f"{first} to {last}: {articles} article{'' if articles == 1 else 's'}, at most {max(days.values())} a day"
