"""The words of bylines: labels, offices and what is nobody's name, from ``tables/byline_words.txt``."""

from collections import defaultdict
from importlib.resources import files
from typing import Literal, cast

Role = Literal["author", "reporter", "source", "editor", "uploader", "other"]


def _read_table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for row in files("newscrawl.text.tables").joinpath("byline_words.txt").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            place, meaning, word = row.split("\t")
            table[place][word] = meaning
    return table


_TABLE = _read_table()
LABELS = cast("dict[str, Role]", _TABLE["label"])
OPENERS = cast("dict[str, Role]", _TABLE["opener"])
# Words before "by": whose name follows; "any" says nothing by itself.
BY_WORDS: dict[str, str] = _TABLE["by"]
# A Western name made only of these and of JOINING_WORDS is nobody.
OFFICES = frozenset(word for word, kind in _TABLE["office"].items() if kind != "joining")
JOINING_WORDS = frozenset(word for word, kind in _TABLE["office"].items() if kind == "joining")
CERTAIN_OFFICES = frozenset(word for word, kind in _TABLE["office"].items() if kind == "certain")
OFFICE_ENDINGS = tuple(_TABLE["ending"])
NOBODIES = frozenset(_TABLE["whole"])
WORDS_OF_NO_NAME = frozenset(_TABLE["word"])
PARTICLES = frozenset(_TABLE["particle"])
HOUSE_ENDINGS = frozenset(_TABLE["house"])
# A site with one of these in its name is not named after a person.
HOUSE_WORDS = HOUSE_ENDINGS | frozenset(_TABLE["site"])
