"""Repair text: undo what encoders, converters and mirrors did to it, and say what was done.

What a page has been through shows in the page as a whole, not in every title, so evidence is gathered once
(``examine``) and then applied to each run of text (``repair``). The order keeps evidence: ftfy before the
repair of multibyte codecs would destroy it, and private-use characters are two bytes of proof each until
the mirror chain is undone.
"""

import re
from typing import Literal, NamedTuple

from newscrawl.argument_types import check_type
from newscrawl.text import chinese, entities, escaped, forms, literal_escapes, mirror, mojibake
from newscrawl.text.plain import is_plain
from newscrawl.text.repaired import Repaired, Step, merge, replaced_one_for_one

Simplify = Literal["auto", "never", "always"]

# The beginning of a page that is examined and repaired; what comes behind stays as it is. Chosen by hand: no article is
# that long, and the worst mixture of damage takes some microseconds a character.
MAX_REPAIRED_CHARACTERS = 120_000
# Damage behind damage: entities inside left-over markup, mojibake behind entities. Real pages need two
# rounds.
_MAX_ROUNDS = 4
_SIMPLIFIED_LANGUAGES = frozenset({"zh", "zh-cn", "zh-sg", "zh-hans", "zh-hans-cn"})
# A mark in place of a letter, as against a text that shows the mark.
_LOST_LETTER = re.compile("\\w\ufffd|\ufffd\\w")


class Evidence(NamedTuple):
    """What a whole page shows, decided once and applied to each of its runs of text.

    ``sound``: nothing at all is wrong. ``escapes``: escapes of programs stand in the text. ``entities``: references are
    left over from escaping. ``mojibake``: in which wrong charset its text was read, if in any. ``tags``: opening tags
    that are left over from escaping. ``marks``: which marks of paragraphs and forum posts are. ``mirror``: the marks of
    a hijacked mirror. ``forms``: which unusual characters are damage. ``damaged``: why the page is beyond repair, or
    ``None``.
    """

    sound: bool
    escapes: bool
    entities: bool
    mojibake: mojibake.Mojibake | None
    tags: frozenset[str]
    marks: escaped.Leftover
    mirror: mirror.MirrorEvidence | None
    forms: forms.Forms
    damaged: str | None

    @property
    def is_only_in_forms(self) -> bool:
        """Whether nothing is to be done but to reform characters, which is cheap in a text of any length."""
        found = (self.escapes, self.entities, self.mojibake, self.tags, self.mirror, self.damaged, *self.marks)
        return not any(found)

    def of_code(self) -> "Evidence":
        """Return what of the evidence holds for code, in which escapes, references and tags are meant."""
        return self._replace(escapes=False, entities=False, tags=frozenset(), marks=_NO_MARKS)


_NO_MARKS = escaped.Leftover(False, False)
_SOUND = Evidence(True, False, False, None, frozenset(), _NO_MARKS, None, forms.look(""), None)


def examine(text: str) -> Evidence:
    """Gather the evidence of a page from all its visible text: title, body, comments, one run a line.

    Join the runs as they are; folding white space first would hide control characters.
    """
    return _examine(text).evidence


def repair(
    text: str, evidence: Evidence | None = None, *, simplify: Simplify = "auto", language: str | None = None
) -> Repaired:
    """Repair one run of text by the evidence of its page, or by its own if none is given.

    Text with mirror damage is turned back to simplified characters if ``simplify`` is ``"auto"`` and
    ``language`` (a BCP 47 tag) is Chinese in simplified characters, or is not known. ``"always"`` does so
    with any text, ``"never"`` with none. Repairing twice changes nothing more, but for floods. Of a damaged text
    the first ``MAX_REPAIRED_CHARACTERS`` are repaired; a longer one is ``lossy``. Raises ``TypeError`` for bytes.

    >>> repair("4.7 kÎ© Â±5 %, AT&amp;T").text
    '4.7 kΩ ±5 %, AT&T'
    >>> repair("“low noise”, 4.7 kΩ").steps
    ()
    """
    check_type("text", text, str)
    simplified = simplify == "always" or (simplify == "auto" and _is_simplified(language))
    current, rest, examined = text, "", None
    if len(text) > MAX_REPAIRED_CHARACTERS:
        examined = _examine(text) if evidence is None else None
        whole = examined.evidence if examined else evidence
        if whole and whole.is_only_in_forms:
            evidence = whole
        else:
            current, rest = text[:MAX_REPAIRED_CHARACTERS], text[MAX_REPAIRED_CHARACTERS:]
    steps: list[Step] = []
    lossy = rest != ""
    damaged = None
    for _ in range(_MAX_ROUNDS):
        known = evidence
        opened = None
        if known is None:
            known, opened = examined or _examine(current)
            examined = None
        damaged = known.damaged
        if known.sound:
            break
        once = _finish(opened or _opened_by(current, known), known, simplified)
        steps += once.steps
        lossy = lossy or once.lossy
        if once.text == current:
            break
        current = once.text
        if known.mojibake and (known.mojibake.is_flood or (known.mojibake.is_long and evidence is None)):
            break  # another round would examine as much again
    if "\xa0" in current and "\xa0" not in text:
        current = current.replace("\xa0", " ")  # put there by a repair: the text has blanks for it elsewhere
    if simplify == "always":
        simple = replaced_one_for_one("script/simplified", current, chinese.simplify(current))
        current = simple.text
        steps += simple.steps
    return Repaired(current + rest, merge(steps), lossy or _shows_loss(current), damaged)


class _Examined(NamedTuple):
    evidence: Evidence
    opened: Repaired


def _examine(page: str) -> _Examined:
    if "??" not in page and is_plain(page):
        return _Examined(_SOUND, Repaired(page))
    text = page[:MAX_REPAIRED_CHARACTERS]
    has_escapes = literal_escapes.are_left(text)
    plain = literal_escapes.undo_escapes(text).text if has_escapes else text
    tags = escaped.left_over(plain)
    has_entities = entities.escaped(escaped.strip_tags(plain, tags).text)
    unescaped = _unescape(text, has_escapes, has_entities)
    if has_entities:
        tags |= escaped.left_over(unescaped.text)
    undone = mojibake.undo_page(unescaped.text)
    opened = _after(unescaped, undone.repaired)
    marks = escaped.leftover_marks(opened.text)
    mirrored = mirror.look(opened.text)
    shapes = forms.look(opened.text + page[MAX_REPAIRED_CHARACTERS:])
    # A mirror leaves private-use characters that are not a font: it is undone, not given up.
    damaged = None if mirrored else mojibake.beyond_repair(opened.text)
    if undone.mojibake and undone.mojibake.is_flood:
        damaged = "more mojibake than is examined"
    sound = not (opened.steps or tags or any(marks) or mirrored or shapes.suspect or damaged)
    shown = undone.mojibake
    if tags and shown is None:
        shown = mojibake.undo_page(escaped.strip_tags(opened.text, tags).text).mojibake
    return _Examined(Evidence(sound, has_escapes, has_entities, shown, tags, marks, mirrored, shapes, damaged), opened)


def _opened_by(text: str, evidence: Evidence) -> Repaired:
    """Undo what the page has been through, and nothing else: a short run by itself proves too little."""
    unescaped = _unescape(text, evidence.escapes, evidence.entities)
    return _after(unescaped, mojibake.undo_run(unescaped.text, evidence.mojibake)) if evidence.mojibake else unescaped


def _unescape(text: str, has_escapes: bool, has_entities: bool) -> Repaired:
    """Undo escaping, behind which other damage hides; no codec may meet half a pair of surrogates."""
    read = literal_escapes.undo_escapes(text) if has_escapes else Repaired(text)
    joined = _after(read, forms.join_surrogates(read.text))
    if not has_entities:
        return joined
    unescaped = entities.unescape(joined.text)
    rejoined = forms.join_surrogates(unescaped.text)
    steps = joined.steps + unescaped.steps + rejoined.steps
    return Repaired(rejoined.text, steps, joined.lossy or rejoined.lossy)


def _after(before: Repaired, then: Repaired) -> Repaired:
    return Repaired(then.text, before.steps + then.steps, before.lossy or then.lossy)


def _finish(opened: Repaired, evidence: Evidence, simplified: bool) -> Repaired:
    """Undo what is left after escaping and mojibake: left-over markup, mirror damage, odd forms of characters."""
    if evidence.damaged:
        # Odd characters are all that is left of the original: whoever finds a better rule will need them.
        return opened
    current, steps, lossy = opened.text, list(opened.steps), opened.lossy
    stripped = escaped.strip_tags(current, evidence.tags)
    unmarked = escaped.strip_marks(stripped.text, evidence.marks)
    current = unmarked.text
    steps += stripped.steps + unmarked.steps
    if evidence.mirror:
        undone = mirror.undo(current, evidence.mirror, simplify=simplified)
        current, lossy = undone.text, lossy or undone.lossy
        steps += undone.steps
    reformed = forms.reform(current, evidence.forms)
    return Repaired(reformed.text, (*steps, *reformed.steps), lossy or reformed.lossy)


def _is_simplified(language: str | None) -> bool:
    return language is None or language.lower() in _SIMPLIFIED_LANGUAGES


def _shows_loss(text: str) -> bool:
    return "\ufffd" in text and bool(_LOST_LETTER.search(text))
