"""Judge misread text by what repair will make of it: no stop is left in it by which it could be told for prose.

Only the boxes are read again. The page keeps its text, which the stage of repair undoes and gives account of.
"""

from newscrawl.dom.content.boxes import Box
from newscrawl.text.mojibake import Mojibake, suspicion, undo_page, undo_run

# The first byte in UTF-8 of U+0080 to U+00BF, which half of the bytes of misread text are. Of the bytes of 620 sound
# documents in 30 languages at most 0.013 are this one, of East Asian texts in Latin-1 or cp1252 at least 0.088.
_LEAD_OF_CONTROLS_AND_SIGNS = b"\xc2"
_MIN_SIGNS_SHARE = 0.05  # of the bytes of a text
# In which text of another multibyte charset shows, whole pages of which are misread; chosen by hand.
_SAMPLE_CHARACTERS = 400


def looks_misread(text: str) -> bool:
    """Tell whether a text, such as a title, may be misread, so that its page is worth reading again."""
    data = text.encode("utf-8", "replace")
    if data.count(_LEAD_OF_CONTROLS_AND_SIGNS) > _MIN_SIGNS_SHARE * len(data):
        return True
    start = max(0, (len(text) - _SAMPLE_CHARACTERS) // 2)
    return suspicion.multibyte(text[start : start + _SAMPLE_CHARACTERS])


def reread(boxes: list[Box]) -> Mojibake | None:
    """Read the text of the boxes as it was before it was misread; return what the page shows of that, if anything."""
    runs = [run.replace("\n", " ") for box in boxes for run in box.runs]
    undone = undo_page("\n".join(runs))
    lines = undone.repaired.text.split("\n")
    if undone.mojibake is None or len(lines) != len(runs):
        return None
    _replace_runs(boxes, lines)
    return undone.mojibake


def reread_text(text: str | None, page: Mojibake) -> str | None:
    """Read a field of the page's metadata as its text is read."""
    return undo_run(text, page).text if text else text


def _replace_runs(boxes: list[Box], lines: list[str]) -> None:
    """Put the lines in place of the boxes' runs; what stands in links shrinks as the other text does."""
    before = sum(box.text for box in boxes)
    start = 0
    for box in boxes:
        end = start + len(box.runs)
        box.runs = lines[start:end]
        box.text = sum(len(run.encode("utf-8", "replace")) for run in box.runs)
        start = end
    shrinkage = sum(box.text for box in boxes) / before
    for box in boxes:
        box.links = round(shrinkage * box.links)
