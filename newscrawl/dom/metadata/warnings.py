"""What a page itself says against its article: it ends in the middle, is not free, states an impossible date."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

CUT = "damaged/cut-page"
NOT_FREE = "not free"
SHORTENED = "shortened"  # the page states at least twice as many words as it shows
IMPOSSIBLE_DATE = "impossible date"

_EARLIEST = date(1995, 1, 1)  # earlier ones are a computer's zero
_AHEAD = timedelta(days=1)  # clocks and zones differ
_LOOK_AT = 1 << 18  # characters at the beginning of a page, where its data stand
_LAST = 1000  # characters at the end, where nearly all pages close
_ENDS = ("</html", "</body", "</frameset")
# What nobody leaves open at the end of a page that is whole.
_OPEN = ("article", "main", "script", "style", "table", "section")
_SENTENCE_ENDS = frozenset(".!?。！？…:;)」』”\"'")
# Names are sought as they are spelt and then looked at: to search for all at once, in any case, is ten times as slow.
_FREE = ("isAccessibleForFree",)
_IS_FALSE = re.compile(r"""["']\s{0,20}+:\s{0,20}+["']?+[Ff]alse""")
_DATE_NAMES = (
    "article:published_time",
    "datePublished",
    "datepublished",
    "publishDate",
    "publishdate",
    "pubDate",
    "pubdate",
    "<time ",
)
_DAY = re.compile(r"[^0-9>]{0,120}+(\d{4})-(\d{2})-(\d{2})")


def doubts_about(html: str, fetched: datetime | None = None, *, is_dated: bool = False) -> Iterator[str]:
    """Yield a flag for each doubt; ``fetched`` is the time from which on a date lies in the future.

    Of a page that ``is_dated``, by a date that is possible, other dates are no doubt.
    """
    if ends_early(html):
        yield CUT
    if _after(_FREE, _IS_FALSE, html):
        yield NOT_FREE
    stated = None if is_dated else _after(_DATE_NAMES, _DAY, html)
    if stated and not _possible(stated, fetched or datetime.now(UTC)):
        yield IMPOSSIBLE_DATE


def ends_early(html: str) -> bool:
    """Tell whether a page stops in the middle.

    To leave out ``</html>`` is allowed, and common: such a page is cut only if it also ends within a tag, a script or a
    sentence, or inside of what holds the article.
    """
    if _ends(html[-_LAST:].lower()):
        return False
    text = html.rstrip()
    lowered = text[-_LOOK_AT:].lower()
    if _ends(lowered) or "<html" not in text[:_LOOK_AT].lower():
        return False
    if lowered.rfind("<") > lowered.rfind(">"):
        return True
    if any(_last_opened(lowered, tag) > lowered.rfind(f"</{tag}") for tag in _OPEN):
        return True
    return text[-1] != ">" and text[-1] not in _SENTENCE_ENDS


def _ends(lowered: str) -> bool:
    """Tell whether the end of a page, in lower case, has the end tag of the whole page."""
    return any(end in lowered for end in _ENDS)


def _after(names: Iterable[str], form: re.Pattern[str], html: str) -> re.Match[str] | None:
    """Return the first match of ``form`` right after one of ``names``, the first name first."""
    for name in names:
        place = html.find(name, 0, _LOOK_AT)
        while place >= 0:
            if found := form.match(html, place + len(name)):
                return found
            place = html.find(name, place + len(name), _LOOK_AT)
    return None


def _last_opened(lowered: str, tag: str) -> int:
    return max(lowered.rfind(f"<{tag}{after}") for after in (">", " ", "\n"))


def _possible(stated: re.Match[str], fetched: datetime) -> bool:
    try:
        day = date(*map(int, stated.groups()))
    except ValueError:
        return False
    return _EARLIEST <= day <= fetched.date() + _AHEAD
