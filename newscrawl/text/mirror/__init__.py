"""Undo what hijacked mirrors do to Chinese pages.

The mirrors' tool turns simplified characters into traditional ones held as GBK, glues a pinyin reading to
every character of a list (系統(tǒng)), cuts the text at punctuation, and does both on bytes, without regard to
where a character begins. What GBK lacks becomes ``?``. Whether a page is such a page is decided once, with
``look``; each run of its text is then mended with ``undo``.

>>> page = "系統(tǒng)的電(diàn)路設(shè)計(jì)和測(cè)試，網(wǎng)絡(luò)的開發(fā)，還有會(huì)議"
>>> evidence = look(page)
>>> undo("這個系統(tǒng)的設(shè)計(jì)", evidence, simplify=True).text
'这个系统的设计'

Language lessons, and any other page, are left alone:

>>> look("國(guó)字讀作國(guó)，不是果(guǒ)") is None
True
"""

import re
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.mirror import lost_characters, punctuation
from newscrawl.text.mirror.annotation import annotated_characters
from newscrawl.text.mirror.beam_search import LETTERS, Page, cut_gain, resync
from newscrawl.text.mirror.elsewhere import Elsewhere, gather
from newscrawl.text.repaired import Repaired, Step, merge, replaced_one_for_one

_CUT = re.compile("\\?[，。！？]")
_MAYBE_LOST = re.compile(f"\\?(?:[，。！？,!?]|[{LETTERS}]{{1,7}}+ ?+[)）])")
_MAX_LOST_BYTES = 1000  # of a page; finding each takes about a millisecond; by hand
_MAX_CUTS_TRIED = 12  # of a page, to see whether it was cut; by hand
_MIN_CONVINCING_GAIN = 20  # half nats, of one cut by itself; by hand
_MIN_LIKELY_GAIN, _MIN_LIKELY_CUTS = 3, 2  # of cuts that are likely, but convince only together; by hand

_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_MAX_ROUNDS = 4  # of repair, each of which may lay open what the next one mends; by hand


class MirrorEvidence(NamedTuple):
    """What a page shows of the mirrors' damage.

    ``annotated`` are the characters with readings glued to them; ``cuts``: text was cut inside characters; ``lossy``:
    characters became ``?``; ``folded``: full-width punctuation became ASCII; ``traditional``: the page is in
    traditional characters. ``elsewhere`` are the page's words, by which lost ones are guessed; if ``None``, those of
    the run itself. ``flooded``: it lost more bytes than are looked for.
    """

    annotated: frozenset[str]
    cuts: bool
    lossy: bool
    folded: bool
    traditional: bool
    elsewhere: Elsewhere | None = None
    flooded: bool = False


def look(text: str) -> MirrorEvidence | None:
    """Examine the visible text of a whole page; ``None`` if it shows no damage."""
    annotated = annotated_characters(text)
    if annotated:
        flooded = "?" in text and _is_flooded(text)
        cuts = "?" in text and not flooded
        lossy = "?" in text and lost_characters.is_lossy(text, proof=1)
        folded, traditional = punctuation.is_folded(text), _is_traditional(text)
        return MirrorEvidence(annotated, cuts, lossy, folded, traditional, gather(text) if cuts else None, flooded)
    if "?" not in text and "：？" not in text:
        return None
    cuts = _CUT.search(text) is not None and not _is_flooded(text) and _has_cuts(text)
    lossy = lost_characters.is_lossy(text) and _fits_gbk(text)
    if not (cuts or lossy):
        return None
    return MirrorEvidence(frozenset(), cuts, lossy, False, _is_traditional(text), gather(text) if cuts else None)


def undo(text: str, evidence: MirrorEvidence, *, simplify: bool) -> Repaired:
    """Mend one run of a damaged page's text; with ``simplify`` turn it into simplified characters at last.

    Where bytes are lost, a character is put back only if it is by far the likeliest one; else U+FFFD marks the place.
    """
    steps: list[Step] = []
    lossy = False
    for _ in range(_MAX_ROUNDS):
        undone = _undo_once(text, evidence)
        steps += undone.steps
        lossy |= undone.lossy
        if undone.text == text:
            break
        text = undone.text
    if simplify:
        simplified = replaced_one_for_one("mirror/traditional", text, chinese.simplify(text))
        text = simplified.text
        steps += simplified.steps
    return Repaired(text, merge(steps), lossy)


def _undo_once(text: str, evidence: MirrorEvidence) -> Repaired:
    steps: list[Step] = []
    lossy = False
    if evidence.annotated or evidence.cuts:
        page = Page(
            evidence.traditional,
            evidence.folded,
            evidence.annotated,
            evidence.cuts,
            evidence.elsewhere,
            lost_sync=not evidence.flooded,
        )
        resynced = resync(text, page)
        text, lossy = resynced.text, resynced.lossy
        steps += resynced.steps
        lossy |= evidence.flooded and _MAYBE_LOST.search(text) is not None
    if evidence.lossy:
        restored = lost_characters.restore(text)
        text = restored.text
        steps += restored.steps
    if evidence.folded:
        unfolded = punctuation.unfold(text)
        text = unfolded.text
        steps += unfolded.steps
    return Repaired(text, tuple(steps), lossy)


def _has_cuts(text: str) -> bool:
    page = Page(_is_traditional(text), False, frozenset(), cuts=True)
    sites = (match.start() for _, match in zip(range(_MAX_CUTS_TRIED), _CUT.finditer(text), strict=False))
    gains: list[int] = []
    for site in sites:
        gains.append(cut_gain(text, site, page))
        if gains[-1] >= _MIN_CONVINCING_GAIN:
            return True
    # Where people write "?！", it gains nothing.
    return min(gains, default=-1) >= 0 and sum(gain >= _MIN_LIKELY_GAIN for gain in gains) >= _MIN_LIKELY_CUTS


def _is_flooded(text: str) -> bool:
    return sum(1 for _ in _MAYBE_LOST.finditer(text)) > _MAX_LOST_BYTES


def _is_traditional(text: str) -> bool:
    return chinese.traditional_count(text) > chinese.simplified_count(text)


def _fits_gbk(text: str) -> bool:
    try:
        _PRIVATE_USE.sub("", text).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
