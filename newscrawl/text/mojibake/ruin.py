"""Recognise text whose characters are lost for good: better fetched again than stored."""


def beyond_repair(text: str) -> str | None:
    """Return why ``text`` cannot be repaired, in a few words, ``None`` if it need not be given up."""
    return None
