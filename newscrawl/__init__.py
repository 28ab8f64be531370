"""A crawler for electronics news: clean articles from damaged pages.

As a library: ``decode`` (bytes to text), ``repair`` (text to sound text), ``extract`` (page to article), ``fetch``
(address to article), and ``to_schema_org`` and ``to_zyte`` (article to the names of others); ``rights.read``
(what a site states about the use of its pages).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl import rights
    from newscrawl.library import fetch, to_schema_org, to_zyte
    from newscrawl.stages.chain import extract
    from newscrawl.text.decode import decode
    from newscrawl.text.repair import repair

__all__ = ["__version__", "decode", "extract", "fetch", "repair", "rights", "to_schema_org", "to_zyte"]
__version__ = "0.2.0"

_PUBLIC = {
    "decode": "newscrawl.text.decode",
    "extract": "newscrawl.stages.chain",
    "fetch": "newscrawl.library",
    "repair": "newscrawl.text.repair",
    "to_schema_org": "newscrawl.library",
    "to_zyte": "newscrawl.library",
}


if not TYPE_CHECKING:  # a type checker would take any name for one of the package's

    def __getattr__(name: str) -> object:
        # Loaded on first use: `import newscrawl` and the settings module stay cheap.
        if name == "rights":
            return import_module(f"{__name__}.{name}")
        if name not in _PUBLIC:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})
