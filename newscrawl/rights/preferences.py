"""Statements about uses: the values of ``Content-Usage`` (AIPREF) and of ``Content-Signal`` (Cloudflare)."""

import re
from collections.abc import Iterator

from newscrawl.rights.signals import UNKNOWN, Place, Signal, signal
from newscrawl.rights.structured_fields import NotADictionary, parse_dictionary

# draft-ietf-aipref-vocab, "Usage Category Labels", as of August 2026
_USAGE_LABELS = ("train-ai", "search")
# Labels of older drafts, not valid today: kept as text.
_FORMER_USAGE_LABELS = frozenset({"train-genai", "ai", "bots", "tdm", "genai", "ai-output", "ai-use"})
_SIGNAL_NAMES = frozenset({"search", "ai-input", "ai-train"})  # contentsignals.org
_SIGNAL_VALUES = {"yes": "y", "no": "n"}
_SIGNAL_USES = frozenset({"immediate", "reference", "full"})  # of ``use``; Cloudflare's changelog of 2026-08-31
_EQUALS = re.compile(r"(?<![ \t])[ \t]*+=[ \t]*+")


def content_usage(value: str, place: Place, source: str) -> Iterator[Signal]:
    """Yield the preferences of a ``Content-Usage`` value (draft-ietf-aipref-vocab, "Processing Algorithm").

    The value is a Dictionary of RFC 9651; one that cannot be parsed says nothing. Only the Tokens ``y`` and ``n`` are
    preferences; labels that are unknown are ignored.
    """
    try:
        members = parse_dictionary(value)
    except NotADictionary:
        yield signal(place, UNKNOWN, value, source)
        return
    for label, member in members.items():
        if label in _USAGE_LABELS and member.token in ("y", "n"):
            yield signal(place, label, member.token, source)
        elif label in _USAGE_LABELS or label in _FORMER_USAGE_LABELS:
            yield signal(place, UNKNOWN, member.text, source)


def content_signal(value: str, place: Place, source: str) -> Iterator[Signal]:
    """Yield the signals of a ``Content-Signal`` value (contentsignals.org; draft-romm-aipref-contentsignals-00).

    No grammar is published: names and values are compared without case, blanks around ``=`` and ``,`` are harmless.
    """
    for part in value.split(","):
        text = part.strip(" \t")
        name, *values = _EQUALS.split(text.lower(), maxsplit=1)
        said = values[0] if values else ""
        if name in _SIGNAL_NAMES and said in _SIGNAL_VALUES:
            yield signal(place, name, _SIGNAL_VALUES[said], source)
        elif name == "use" and said in _SIGNAL_USES:
            yield signal(place, "use", said, source)
        elif text:
            yield signal(place, UNKNOWN, text, source)
