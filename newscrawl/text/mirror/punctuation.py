"""Full-width punctuation that was folded to ASCII."""

import re

from newscrawl.text.repaired import Repaired, replaced_one_for_one
from newscrawl.text.scripts import UNIFIED_IDEOGRAPHS

_MARK = re.compile("[,:;!?]")
_BRACKETS = re.compile(r"\(([^()\n]{1,200}+)\)")
_FULL = str.maketrans(",:;!?()", "，：；！？（）")
_NEAR = re.compile(f"[{UNIFIED_IDEOGRAPHS}“”《》、。，：；！？（）]")
_FOLDABLE = re.compile("[！（），：；？]")
_FOLDED = re.compile(f"[,:;!?](?<=[{UNIFIED_IDEOGRAPHS}].)")


def is_folded(text: str) -> bool:
    """Tell whether a Chinese page has no full-width punctuation of the kind that folding takes away."""
    return not _FOLDABLE.search(text) and bool(_FOLDED.search(text))


def unfold(text: str) -> Repaired:
    """Turn ASCII punctuation that touches Chinese text into full-width punctuation."""
    unfolded = _BRACKETS.sub(_bracket, text)
    unfolded = _MARK.sub(_mark, unfolded)
    return replaced_one_for_one("mirror/folded-punctuation", text, unfolded)


def _bracket(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    if any(map(_NEAR.match, (text[start - 1 : start], text[end : end + 1], match[1][0], match[1][-1]))):
        return f"（{match[1]}）"
    return match[0]


def _mark(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if _NEAR.match(before) or (_NEAR.match(after) and before.isalnum()):
        return match[0].translate(_FULL)
    return match[0]
