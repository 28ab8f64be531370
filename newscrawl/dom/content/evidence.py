"""What the metadata of a page say of its article, to be compared with its blocks."""

from newscrawl.dom.visible_text import key_of

# Thresholds are chosen by hand, and checked on development pages; sizes are in bytes of UTF-8 (boxes.py).
MAX_COMPARED_CHARACTERS = 30_000  # of JSON-LD, or of the text itself, that each block is sought in
_OPENING_CHARACTERS = 20  # by which blocks that may be the same open


class Evidence:
    """What the page's metadata say of the article's text, folded so that blocks can be compared with it."""

    def __init__(self, title: str | None, summary: str | None, article_body: str | None) -> None:
        self.title = key_of(title or "")
        self.summary = key_of(summary or "")
        self.body = key_of((article_body or "")[:MAX_COMPARED_CHARACTERS])
        self.article_body = article_body or ""
        self.body_size = len(self.article_body.encode("utf-8", "replace"))
        self.agreeing = 0.0
        self.openings: set[str] = set()  # of all prose
        self.has_repeats = False

    def note(self, prose: str) -> None:
        """Note how a block opens, so that pages that have nothing twice are not searched for it."""
        opening = prose[:_OPENING_CHARACTERS]
        self.has_repeats = self.has_repeats or opening in self.openings
        self.openings.add(opening)

    def agrees(self, text: str) -> bool:
        """Tell whether the block opens with words of the JSON-LD body, or as the summary does."""
        opening = key_of(text[:80])[:30]
        if len(opening) < 10:
            return False
        return opening in self.body or self.summary.startswith(opening)
