"""A crawler for electronics news: clean articles from damaged pages.

As a library, without Scrapy: ``decode`` (bytes to text), ``repair`` (text to sound text) and ``extract`` (page to
article).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.stages.chain import extract
    from newscrawl.text.decode import decode
    from newscrawl.text.repair import repair

__all__ = ["__version__", "decode", "extract", "repair"]
__version__ = "0.2.0"

_FACE = {
    "decode": "newscrawl.text.decode",
    "extract": "newscrawl.stages.chain",
    "repair": "newscrawl.text.repair",
}


def __getattr__(name: str) -> object:
    # Loaded on first use: `import newscrawl` and the settings module stay cheap.
    if name not in _FACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FACE[name]), name)
