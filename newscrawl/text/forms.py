"""Give characters their ordinary form: nothing invisible, nothing taken apart, no look-alikes.

What a script needs stays: joiners in Persian, Indic text and emoji, direction marks beside right-to-left
letters, break marks in Thai. Name kanji that NFC would fold (U+FA19), full-width letters and ligatures stay
as they were written.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from newscrawl.text.measure import beyond_ascii
from newscrawl.text.repaired import Repaired, Step, step_at
from newscrawl.text.scripts import IDEOGRAPHS

# Letters, as the inside of a character class.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_JOINING = "\u0600-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u18af\u1980-\u1cff\ua800-\uaaff\ufb50-\ufdff\ufe70-\ufefc"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1980-\u1aff"
_PICTURES = "\u203c\u2049\u20e3\u2122-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
_IDEOGRAPHS = f"\u3005\u3007\u3041-\u3096\u30a1-\u30fa{IDEOGRAPHS}\uf900-\ufaff"
_RADICALS = "\u2e80-\u2ef3\u2f00-\u2fd5"
_HALF_WIDTH_KANA = "\uff66-\uff9d"
_PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U0010fffd"

# What is no character of XML (1.0, production 2): lxml refuses it, other readers end there.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]+")
_SOFT_HYPHEN = re.compile("\xad+")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]+")
# Tag characters, which nobody sees and a machine reads; a flag of a region is a black flag, the region in tags and
# the cancel tag (Unicode Technical Standard 51, annex C), in group 1.
TAG_CHARACTERS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f)|[\U000e0000-\U000e007f]+")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# At most 16 marks, or a pile of them would have to be sorted.
_TAKEN_APART = re.compile(
    "[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]{1,16}+|[\uac00-\ud7a3]?[\u1100-\u11ff]{1,16}+"
)
# Variation selectors that choose no form of an ideograph (Unicode registers only the first three, for compatibility
# ideographs): somebody's mark against copying.
_SELECTED = re.compile("(?<=[\u3400-\u9fff])[\ufe00-\ufe0f]")
# Letters as a typesetter draws them, which a file was made of instead of the letters themselves.
_PRESENTED_RUN = re.compile("[\ufb50-\ufbb1\ufbd3-\ufbff\ufe70-\ufefc]{2,}")
_RADICAL = re.compile(f"[{_RADICALS}]")
_RADICAL_RUN = re.compile(f"(?P<before>[{_IDEOGRAPHS}])?[{_RADICALS}]++(?P<after>[{_IDEOGRAPHS}])?")
_HALF_WIDTH_RUN = re.compile("[\uff61-\uff9f]+")
_HALF_WIDTH_LETTERS = re.compile(f"[{_HALF_WIDTH_KANA}]+")
_HALF_WIDTH_WORD = re.compile(f"[{_HALF_WIDTH_KANA}\uff9e\uff9f]{{3}}")
# Without ヵ and ヶ, which count things in text of any kind.
_FULL_WIDTH_KATAKANA = re.compile("[\u30a1-\u30f4\u30f7-\u30fa]")
# A face made of characters: (ﾟ∀ﾟ), (´・ω・`), and the half-width kana before and behind it.
_FACE = re.compile(
    "[\uff61-\uff9f]{0,8}+[(（][^()（）\n]{0,12}[∀Д´`゜ﾟω^°□￣_＿ε≧≦;][^()（）\n]{0,12}[)）][\uff61-\uff9f]{0,8}+"
)
_ICON = re.compile(f"[{_PRIVATE_USE}]+")

_HAS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_IS_JOINING = re.compile(f"[{_JOINING}]")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_IS_PICTURE = re.compile(f"[{_PICTURES}]")

# Everything that some rule below may change: one class, one pass over sound text.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u0300-\u036f\u061c\u1100-\u11ff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069"
    f"{_RADICALS}\u3099\u309a\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufb50-\ufbff\ufe70-\ufeff\uff61-\uff9f\U000e0000-\U0010fffd]"
)
_ASCII_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\f\r")

# Radicals without a compatibility mapping that fonts in PDF files put in place of whole characters
# (EquivalentUnifiedIdeograph.txt of Unicode 15, those that are characters of their own).
_SUPPLEMENT = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻲⻳",
        "母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿竜龙亀龟",
        strict=True,
    )
)

# What Word writes for characters of its fonts Wingdings (bullets and arrows) and Symbol (formulas): their code there
# and 0xF000. Sources: the fonts' encodings in Unicode's MAPPINGS/VENDORS/ADOBE/symbol.txt and in Wingdings' table.
_ARROWS = {"\uf0df": "←", "\uf0e0": "→", "\uf0e1": "↑", "\uf0e2": "↓", "\uf0e8": "➔", "\uf0f0": "⇨"}
_BULLETS = _ARROWS | {
    **{"\uf06c": "●", "\uf06d": "❍", "\uf06e": "■", "\uf071": "❑", "\uf075": "◆", "\uf076": "❖", "\uf077": "⬥"},
    **{"\uf09f": "•", "\uf0a7": "▪", "\uf0a8": "◻", "\uf0b7": "•", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0fe": "☑"},
}
_SYMBOLS = _ARROWS | {
    **{"\uf044": "Δ", "\uf046": "Φ", "\uf050": "Π", "\uf053": "Σ", "\uf057": "Ω", "\uf061": "α", "\uf062": "β"},
    **{"\uf064": "δ", "\uf065": "ε", "\uf066": "φ", "\uf067": "γ", "\uf068": "η", "\uf06c": "λ", "\uf06d": "μ"},
    **{"\uf070": "π", "\uf071": "θ", "\uf072": "ρ", "\uf073": "σ", "\uf074": "τ", "\uf077": "ω", "\uf0a3": "≤"},
    **{"\uf0a5": "∞", "\uf0ab": "↔", "\uf0ac": "←", "\uf0ae": "→", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥"},
    **{"\uf0b4": "×", "\uf0b5": "∝", "\uf0b7": "·", "\uf0b8": "÷", "\uf0b9": "≠", "\uf0ba": "≡", "\uf0bb": "≈"},
    **{"\uf0d6": "√", "\uf0de": "⇒", "\uf0e5": "∑", "\uf0f2": "∫", "\uf0fc": "✓", "\uf0fe": "☑"},
}
_SYMBOL = re.compile("[\uf044-\uf077\uf09f-\uf0fe](?![\ue000-\uf8ff])")
_MIN_STRAY_SELECTORS = 3  # of a page; by hand

# Private-use characters that are no more than this are icons of a font; more of them are text in a font of
# its own.
_MAX_LONE_ICONS = 3
_ICON_SHARE = 0.05


class Forms(NamedTuple):
    """What a page shows as a whole: which of the rules that need proof apply to its runs of text."""

    suspect: bool
    right_to_left: bool = False
    radicals: bool = False
    half_width_kana: bool = False
    icons: bool = False
    selectors: bool = False


def look(page: str) -> Forms:
    """Decide for a whole page which rules apply to it; almost free if no character is out of the ordinary."""
    data = page.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _ASCII_CONTROLS)) == len(data) and not _SUSPECT.search(beyond_ascii(page)):
        return Forms(suspect=False)
    private = sum(len(run) for run in _ICON.findall(page))
    return Forms(
        suspect=True,
        right_to_left=bool(_HAS_RIGHT_TO_LEFT.search(page)),
        radicals=_has_stray_radicals(page),
        half_width_kana=_writes_katakana_half_width(page),
        selectors=_has_stray_selectors(page),
        icons=0 < private <= max(_MAX_LONE_ICONS, _ICON_SHARE * len(page)),
    )


def join_surrogates(text: str) -> Repaired:
    """Join the halves of surrogate pairs; mark lone ones, which no file can hold, with U+FFFD."""
    try:
        text.encode()  # fails at the first of them, and takes a tenth of the time of a search
    except UnicodeEncodeError:
        return _without_surrogates(text)
    return Repaired(text)


def _without_surrogates(text: str) -> Repaired:
    steps: list[Step] = []
    joined = _apply(steps, "forms/surrogate-pair", _PAIR, _join_pair, text)
    marked = _apply(steps, "forms/lone-surrogate", _SURROGATE, lambda match: "\ufffd", joined)
    return Repaired(marked, tuple(steps), marked != joined)


def reform(text: str, forms: Forms) -> Repaired:
    """Give the characters of one run of text their ordinary form; ``forms`` is what the whole page showed."""
    if not forms.suspect or not _SUSPECT.search(text):
        return Repaired(text)
    joined = join_surrogates(text)
    current, steps, lossy = joined.text, list(joined.steps), joined.lossy
    current = _apply(steps, "forms/control", _CONTROL, _nothing, current)
    current = _apply(steps, "forms/soft-hyphen", _SOFT_HYPHEN, _nothing, current)
    current = _apply(steps, "forms/zero-width", _INVISIBLE, _needed_joiners, current)
    current = _apply(steps, "forms/tag-character", TAG_CHARACTERS, _flag_only, current)
    if not forms.right_to_left:
        current = _apply(steps, "forms/direction", _DIRECTION, _nothing, current)
    if forms.selectors:
        current = _apply(steps, "forms/variation-selector", _SELECTED, _nothing, current)
    current = _apply(steps, "forms/presentation-form", _PRESENTED_RUN, _compatible, current)
    current = _apply(steps, "forms/symbol-font", _SYMBOL, _symbol, current)
    if forms.icons:
        current = _apply(steps, "forms/icon", _ICON, _nothing, current)
    if forms.radicals:
        current = _apply(steps, "forms/radical", _RADICAL, _ideograph, current)
    if forms.half_width_kana:
        current = _apply(steps, "forms/half-width-kana", _HALF_WIDTH_RUN, _compatible, current)
    current = _apply(steps, "forms/composed", _TAKEN_APART, _composed, current)
    return Repaired(current, tuple(steps), lossy)


def _apply(
    steps: list[Step], rule: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """Replace what ``pattern`` finds, and note a step if that changed anything."""
    first = pattern.search(text)
    if not first:
        return text
    changed = 0

    def counted(match: re.Match[str]) -> str:
        nonlocal changed
        replacement = replace(match)
        changed += replacement != match.group()
        return replacement

    result = pattern.sub(counted, text)
    if changed:
        steps.append(step_at(first.start(), rule, changed, text, result))
    return result


def _nothing(match: re.Match[str]) -> str:
    return ""


def _join_pair(match: re.Match[str]) -> str:
    high, low = tuple(match.group())
    return chr(0x10000 + ((ord(high) - 0xD800) << 10) + (ord(low) - 0xDC00))


def _needed_joiners(match: re.Match[str]) -> str:
    """Keep what shapes letters, ties pictures together, or breaks lines in scripts without blanks."""
    run, text = match.group(), match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if "\u200b" in run and _IS_UNSPACED.match(before) and _IS_UNSPACED.match(after):
        return "\u200b"
    kept = run.translate({0x200B: None, 0x2060: None, 0xFEFF: None})
    if _IS_JOINING.match(before) or (_IS_JOINING.match(after) and kept):
        return kept
    return "\u200d" if "\u200d" in kept and _IS_PICTURE.match(before) and _IS_PICTURE.match(after) else ""


def _flag_only(match: re.Match[str]) -> str:
    return match[1] or ""


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group())


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _ideograph(match: re.Match[str]) -> str:
    radical = match.group()
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)


def _symbol(match: re.Match[str]) -> str:
    """Return what a character of Word's symbol fonts shows: as a bullet of Wingdings, in a formula of Symbol."""
    text, character = match.string, match.group()
    before = text[: match.start()].rpartition("\n")[2]
    if not before.strip():
        return _BULLETS.get(character, character)
    return _SYMBOLS.get(character, character)


def _has_stray_selectors(page: str) -> bool:
    found = _SELECTED.findall(page)
    return len(found) >= _MIN_STRAY_SELECTORS and len(set(found)) > 1


def _has_stray_radicals(page: str) -> bool:
    """Whether most radicals stand within words; a text about radicals sets them apart."""
    runs = [bool(match["before"] or match["after"]) for match in _RADICAL_RUN.finditer(page)]
    return 2 * sum(runs) >= len(runs) > 0


def _writes_katakana_half_width(page: str) -> bool:
    """Whether half-width kana stand for katakana throughout; beside full-width ones they are meant."""
    if not _HALF_WIDTH_WORD.search(page) or "半角" in page:
        return False
    page = _FACE.sub("", page)
    return sum(map(len, _HALF_WIDTH_LETTERS.findall(page))) >= max(2, 10 * len(_FULL_WIDTH_KATAKANA.findall(page)))
