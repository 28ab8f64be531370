"""Errors whose names tell the catcher what to do."""


class NewscrawlError(Exception):
    """The root of everything that newscrawl raises on purpose."""


class BadArgument(NewscrawlError, ValueError):
    """An argument or a setting is wrong: tell the person, send no request. The message names it."""


class Refused(NewscrawlError):
    """This page does not become an article: record the reason and go on with the next page.

    ``reason`` is one of a short fixed list (``not an article``, ``empty body``, ``soft 404``, ``blocked page`` …) that
    stats and database group by; ``detail`` is for a person.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class StorageFailed(NewscrawlError):
    """The database takes nothing more (full, broken, read-only, locked for too long): end the crawl at once."""


class PageLost(StorageFailed):
    """The bytes of one stored page are gone or damaged: name it, and go on with the others."""
