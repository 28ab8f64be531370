"""Pages as they were answered, for those who look for lists and articles without Scrapy."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from newscrawl.text.decode import decode


class Answer(NamedTuple):
    """A page as it was answered: its address after redirects, its bytes, and what its header says.

    ``charset`` is the label of its ``Content-Type``, ``link`` the value of its ``Link`` header (RFC 8288).
    """

    url: str
    body: bytes
    charset: str | None = None
    link: str = ""

    @property
    def text(self) -> str:
        """The decoded text."""
        return decode(self.body, self.charset).text


Fetch = Callable[[str], Awaitable[Answer | None]]  # None where there is no good answer
