"""The page under examination: its bytes, its labels, and the detection trace."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from newscrawl.text.decode.labels import HEAD_BYTES, document_labels
from newscrawl.text.decode.sample import SAMPLE_BYTES, SMALL_SAMPLE_BYTES, sample_bytes


class Examination:
    """Bytes, labels and the findings so far; what several steps need is worked out once."""

    def __init__(self, body: bytes, http_charset: str | None) -> None:
        self.body = body
        self.http_charset = http_charset
        self.evidence: list[str] = []

    def note(self, finding: str) -> None:
        """Add a finding to the detection trace."""
        self.evidence.append(finding)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield who says what: the document's own labels in their order, then the header's."""
        head = self.body[: self.body.rfind(b">", 0, HEAD_BYTES) + 1]
        known: set[tuple[str, str]] = set()
        # Most pages name their charset in the head, and are read so: then the rest is not searched.
        for label in chain(document_labels(head), document_labels(self.body)):
            if label not in known:
                known.add(label)
                yield label
        if self.http_charset:
            yield "HTTP", self.http_charset

    @cached_property
    def declared(self) -> tuple[tuple[str, str], ...]:
        """All labels."""
        return tuple(self.labels())

    @cached_property
    def sample(self) -> bytes:
        """What is judged where all charsets compete."""
        return sample_bytes(self.body, SAMPLE_BYTES)

    @cached_property
    def small_sample(self) -> bytes:
        """What is judged where one charset must be plausible, which needs less proof."""
        return sample_bytes(self.body, SMALL_SAMPLE_BYTES)
