"""What a site allows to be done with its pages, as it says in machine-readable form.

``read`` gives the facts that one text states, under the names of docs/rights.md. Each format has a reader of its own in
this package; ``signals`` puts together what several places say, ``purposes`` tells what a purpose must not use.
"""

from newscrawl.rights.reader import AGENT, read
from newscrawl.rights.signals import Facts, Signal, facts_of

__all__ = ["AGENT", "Facts", "Signal", "facts_of", "read"]
