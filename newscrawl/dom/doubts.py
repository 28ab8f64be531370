"""What a page itself says against its article: it ends in the middle, is not free, states an impossible date."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

CUT = "damaged/cut-page"
NOT_FREE = "not free"
IMPOSSIBLE_DATE = "impossible date"

_EARLIEST = date(1995, 1, 1)  # earlier ones are a computer's zero
_AHEAD = timedelta(days=1)  # clocks and zones differ
_LOOK_AT = 1 << 18  # characters at the beginning of a page, where its data stand
_ENDS = ("</html", "</body", "</frameset")
# What nobody leaves open at the end of a page that is whole.
_OPEN = ("article", "main", "script", "style", "table", "section")
_SENTENCE_ENDS = frozenset(".!?。！？…:;)」』”\"'")
_PAYMENT = re.compile(r"""["']isAccessibleForFree["']\s{0,20}+:\s{0,20}+["']?false""", re.IGNORECASE)
_STATED_DATE = re.compile(
    r"""(?:article:published_time|datePublished|publishdate|pubdate|<time\b)[^0-9>]{0,120}(\d{4})-(\d{2})-(\d{2})""",
    re.IGNORECASE,
)


def doubts_about(html: str, fetched: datetime | None = None) -> Iterator[str]:
    """Yield a flag for each doubt; ``fetched`` is the time from which on a date lies in the future."""
    if ends_early(html):
        yield CUT
    start = html[:_LOOK_AT]
    if _PAYMENT.search(start):
        yield NOT_FREE
    stated = _STATED_DATE.search(start)
    if stated and not _possible(stated, fetched or datetime.now(UTC)):
        yield IMPOSSIBLE_DATE


def ends_early(html: str) -> bool:
    """Tell whether a page stops in the middle.

    To leave out ``</html>`` is allowed, and common: such a page is cut only if it also ends within a tag, a script or a
    sentence, or inside of what holds the article.
    """
    text = html.rstrip()
    lowered = text[-_LOOK_AT:].lower()
    if any(end in lowered for end in _ENDS) or "<html" not in text[:_LOOK_AT].lower():
        return False
    if lowered.rfind("<") > lowered.rfind(">"):
        return True
    if any(_last_opened(lowered, tag) > lowered.rfind(f"</{tag}") for tag in _OPEN):
        return True
    return text[-1] != ">" and text[-1] not in _SENTENCE_ENDS


def _last_opened(lowered: str, tag: str) -> int:
    return max(lowered.rfind(f"<{tag}{after}") for after in (">", " ", "\n"))


def _possible(stated: re.Match[str], fetched: datetime) -> bool:
    try:
        day = date(*map(int, stated.groups()))
    except ValueError:
        return False
    return _EARLIEST <= day <= fetched.date() + _AHEAD
