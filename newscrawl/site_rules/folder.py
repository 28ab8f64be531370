"""Folders of site-config files: which file holds for an address, and what is wrong with each."""

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from newscrawl.errors import BadArgument
from newscrawl.site import Site
from newscrawl.site_rules.reader import SiteRules, read_site_rules
from newscrawl.urls import host_of

MAX_FILE_BYTES = 256 * 1024  # the largest public file has a tenth of that

_FILE_NAME = re.compile(r"\.?+[a-z0-9][a-z0-9.-]{1,250}+(?<=\.txt)")


class RulesFolder:
    """A folder of site-config files, each read when an address of its host is met.

    Raises ``BadArgument`` where there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadArgument(f"NEWSCRAWL_SITE_RULES names no folder: {folder}")
        self._folder = folder
        self._read = lru_cache(maxsize=1024)(self._read_file)

    def site_of(self, url: str) -> Site | None:
        """Return what the folder declares for the host of ``url``; ``None`` without a file that gives a body."""
        host = host_of(url).removeprefix("www.")
        labels = host.split(".")
        names = [host, *("." + ".".join(labels[first:]) for first in range(len(labels) - 1))]
        found = (rules for name in names if (rules := self._read(f"{name}.txt")))
        site = next((rules.site for rules in found if rules.site.templates), None)
        return replace(site, name=host, title=host, hosts=(host_of(url),)) if site else None

    def all(self) -> dict[str, SiteRules | str]:
        """Read every file; return its rules by its name, or why it cannot be read."""
        names = sorted(path.name for path in self._folder.iterdir() if path.suffix == ".txt")
        return {name: self._checked(name) for name in names}

    def _checked(self, name: str) -> SiteRules | str:
        if not _FILE_NAME.fullmatch(name):
            return "its name is not that of a host"
        if not (self._folder / name).is_file():  # a pipe would be waited for
            return "it is no file"
        try:
            return _load(self._folder / name)
        except (OSError, ValueError) as error:
            return str(error)

    def _read_file(self, name: str) -> SiteRules | None:
        # A host is a part of the name of a file only if it has the form of one.
        path = self._folder / name
        if not _FILE_NAME.fullmatch(name) or not path.is_file():
            return None
        try:
            return _load(path)
        except (OSError, ValueError):
            return None


def _load(path: Path) -> SiteRules:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError(f"more than {MAX_FILE_BYTES} bytes")
    return read_site_rules(path.read_bytes().decode("utf-8", "replace"), path.name.removesuffix(".txt"))
