"""What a site allows to be done with its pages, as it says in machine-readable form.

``read`` gives the facts that one text states, under the names of docs/rights.md. Each format has a reader of its own in
this package; ``signals`` puts together what several places say, ``purposes`` tells what a purpose must not use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from newscrawl.rights.signals import Facts, Signal, facts_of

if TYPE_CHECKING:
    from newscrawl.rights.reader import AGENT, read

__all__ = ["AGENT", "Facts", "Signal", "facts_of", "read"]

_READER = "newscrawl.rights.reader"


def __getattr__(name: str) -> object:
    # Loaded on first use: the reader takes all of ``dom.metadata``, which the record of an article does without.
    if name in ("AGENT", "read"):
        return getattr(import_module(_READER), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
