"""Let all charsets compete where nothing else has decided."""

from collections.abc import Iterable

from newscrawl.text.decode.charsets import CANDIDATES, Charset, codec_of
from newscrawl.text.decode.examination import Examination
from newscrawl.text.decode.labels import document_language
from newscrawl.text.decode.plausibility import likelihood_in
from newscrawl.text.decode.reading import Reading, read_bytes
from newscrawl.text.decode.sample import END_OF_SAMPLE
from newscrawl.text.likelihood import Likelihood

# Scores are natural logs of likelihoods; all numbers here are chosen by hand.
# So far behind on the small sample, no charset catches up on the larger one.
_MAX_SCORE_BEHIND_SMALL_SAMPLE = 150.0
# Sister charsets (cp1253 and iso8859-7) differ in so few characters that the sample may have none.
_MAX_SCORE_BEHIND_SAMPLE = 2.0
_LARGE_SAMPLE_BYTES = 40_000
# What a label is worth to the charset that it names, and a language of the document to those made for it.
_LABEL_BONUS, _LABEL_BONUS_PER_CHARACTER = 3.0, 0.3
_LANGUAGE_BONUS = 8.0  # in points of the score; chosen by hand


# Servers and templates name Latin-1 for pages in these, too, whose letters then read as other letters with accents.
_TAKEN_FOR_LATIN_1 = ("cp1250", "iso8859-2", "cp1254", "cp1257")


def reads_better_in_sister(page: Examination, codec: str) -> bool:
    """Tell whether a page labelled as Latin-1 reads so much better in a sister charset that the label is no proof."""
    if codec != "cp1252":
        return False
    as_labelled = likelihood_in(codec, page.sample)
    bonus = _LABEL_BONUS + _LABEL_BONUS_PER_CHARACTER * as_labelled.characters
    return any(likelihood_in(sister, page.sample).total > as_labelled.total + bonus for sister in _TAKEN_FOR_LATIN_1)


def read_by_score(page: Examination) -> Reading:
    """Return the page in the charset in which it reads most like text; labels and the language count a little."""
    declared = {codec_of(label) for _, label in page.declared}
    language = document_language(page.body)

    def rank(read: tuple[Charset, Likelihood]) -> float:
        charset, found = read
        bonus = _LANGUAGE_BONUS if language in charset.languages else 0.0
        if charset.codec in declared:
            bonus += _LABEL_BONUS + _LABEL_BONUS_PER_CHARACTER * found.characters
        return found.total + charset.prior + bonus

    def read(candidates: Iterable[Charset], sample: bytes) -> list[tuple[Charset, Likelihood]]:
        found = [(charset, likelihood_in(charset.codec, sample)) for charset in candidates]
        return sorted(found, key=rank, reverse=True)

    def within(distance: float, readings: list[tuple[Charset, Likelihood]]) -> list[Charset]:
        return [reading[0] for reading in readings if rank(readings[0]) - rank(reading) < distance]

    readings = read(CANDIDATES, page.small_sample)
    readings = read(within(_MAX_SCORE_BEHIND_SMALL_SAMPLE, readings), page.sample)
    close = within(_MAX_SCORE_BEHIND_SAMPLE, readings)
    if len(close) > 1:
        readings = read(close, page.body[:_LARGE_SAMPLE_BYTES] + END_OF_SAMPLE)
    best, found = readings[0]
    page.note(f"reads best as {best.codec}: language {found.language}, score {found.score:.1f}")
    return read_bytes(page.body, best.codec)
