"""The language in which articles are searched: what a person types, and what it asks the database for.

"low noise" regulator     both the words in a row and the other word
STM32*                    words that begin so
GPU -game                 the first, but not the second
GaN OR SiC inverter       one of the two around OR, and the third
title:foundry             in the title
site:golem lang:de        articles of this site (or host), in this language
10 µF                     a number and its unit, which need no quotation marks
Wi-Fi, ueber              also WiFi, über
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from newscrawl.errors import BadArgument
from newscrawl.text.query import Phrase, read_phrase
from newscrawl.text.search_folding import fold

MAX_TERMS = 32  # of one query, chosen by hand: what goes beyond is left out

_MAX_PARTS = 1000  # that are looked at

_FIELDS = {"title": "title", "site": "site", "lang": "lang", "language": "lang"}
_NAMED = ("site", "lang")  # fields that are compared with a name, and not searched for words
_QUOTES = '"“”„«»「」『』'
_CJK_MARKS = "，、；。"  # part words that are typed without spaces
_PART = re.compile(
    r"(?P<minus>-?+)(?>(?:(?P<field>title|site|lang|language)[:：])?)"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*+)[{_QUOTES}]?+(?P<star>\*?+)|(?P<word>[^\s{_QUOTES}{_CJK_MARKS}]++)"
    r"|(?P<none>(?<=[:：])))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[±<>≤≥~≈]?[0-9０-９]++(?>(?:[.,．][0-9０-９]++)?)")
# Units of data sheets, as they are folded: alone, or after a metric prefix.
_UNITS = "a ah b bit bps byte ev f g h hz j m ω pa s t v va w wh".split()
_PREFIXES = ("", *"fpnumkgt")
_UNIT_TERMS = frozenset(prefix + unit for prefix in _PREFIXES for unit in _UNITS) | {
    "cm",
    "db",
    "dbm",
    "percent",
    "rpm",
}
_UMLAUT = re.compile("([aou])e")
_NAME_OF_PARTS = re.compile(r"[A-Z][a-z]++(?>(?:[A-Z][a-z]++){1,3})")  # WiFi
_PART_OF_NAME = re.compile("[A-Z][a-z]++")
_COMPOUND = re.compile(r"[^\W\d_]{2,40}(?:-[^\W\d_]{2,40}){1,3}")  # Wi-Fi, Power-Halbleiter; longer words are none
_DEGREES = ("°", "℃", "℉")


class Term(NamedTuple):
    """A phrase, anywhere or in the title only."""

    phrase: Phrase
    in_title: bool = False


class Query(NamedTuple):
    """What is asked for.

    ``wanted``: of each group, at least one term is found. ``unwanted``: none is found. ``sites`` (names or hosts) and
    ``languages`` (codes such as ``zh``): one of them, if there are any; ``other_sites`` and ``other_languages``: none.
    """

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    sites: tuple[str, ...] = ()
    other_sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    other_languages: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is looked for anywhere, and marked where it is found."""
        return self._phrases(in_title=False)

    @property
    def title_phrases(self) -> tuple[Phrase, ...]:
        """What is looked for in titles only."""
        return self._phrases(in_title=True)

    def _phrases(self, *, in_title: bool) -> tuple[Phrase, ...]:
        terms = (term for group in self.wanted for term in group)
        return tuple(dict.fromkeys(term.phrase for term in terms if term.in_title == in_title))


class _Part(NamedTuple):
    """One part of a query, as it was typed."""

    text: str
    field: str = ""
    is_unwanted: bool = False
    is_quoted: bool = False
    is_prefix: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is a word without any sign."""
        return not (self.field or self.is_unwanted or self.is_quoted)


def parse_query(query: str) -> Query:
    """Return what ``query`` asks for; without a word in it, ``wanted`` is empty.

    What has no space and no mark such as ， in it is one phrase, and so are what stands in quotation marks and a
    number with its unit. OR binds more tightly than a space. Raises ``BadArgument`` for ``site:`` and ``lang:``
    without a name, and for OR between things that have no alternative.

    >>> parse_query("title:GPU -game site:golem").sites
    ('golem',)
    >>> [[term.phrase.terms for term in group] for group in parse_query("GaN OR SiC 10 µF").wanted]
    [[('gan',), ('sic',)], [('10', 'uf')]]
    """
    wanted: dict[tuple[Term, ...], None] = {}
    unwanted: dict[Term, None] = {}
    names: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
    left = MAX_TERMS
    for parts in _alternatives(_with_units(list(_parts(query)))):
        field, is_unwanted = parts[0].field, parts[0].is_unwanted
        if field in _NAMED:
            names[field, is_unwanted] |= dict.fromkeys(map(_name, parts))
            continue
        terms = tuple(dict.fromkeys(term for part in parts for term in _spellings(part)))[:left]
        left -= len(terms)
        if is_unwanted:
            unwanted |= dict.fromkeys(terms)
        elif terms:
            wanted[terms] = None
    sites, other_sites, languages, other_languages = (
        tuple(names[field, is_unwanted]) for field in _NAMED for is_unwanted in (False, True)
    )
    return Query(tuple(wanted), tuple(unwanted), sites, other_sites, languages, other_languages)


def _parts(query: str) -> Iterator[_Part]:
    for found in islice(_PART.finditer(query), _MAX_PARTS):
        quoted, word = found["quoted"], found["word"]
        field = _FIELDS.get((found["field"] or "").lower(), "")
        written = (word or "") if quoted is None else quoted
        is_prefix = (found["star"] or written).endswith("*")
        yield _Part(written, field, bool(found["minus"]), quoted is not None, is_prefix)


def _with_units(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Make one part of a number and the unit that follows it."""
    former: _Part | None = None
    for part in parts:
        if former and part.is_plain and not former.is_quoted and _NUMBER.fullmatch(former.text) and _is_unit(part.text):
            yield former._replace(text=f"{former.text} {part.text}")
            former = None
            continue
        if former:
            yield former
        former = part
    if former:
        yield former


def _is_unit(written: str) -> bool:
    return fold(written[:8]) in _UNIT_TERMS or written.startswith(_DEGREES)


def _alternatives(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Yield each part with those that OR gives as its alternatives."""
    group: list[_Part] = []
    is_alternative = False
    for part in parts:
        if part.is_plain and part.text in ("OR", "AND"):
            is_alternative = part.text == "OR" and bool(group)
            continue
        if is_alternative:
            first = group[0]
            if part.is_unwanted or first.is_unwanted or _kind(part) != _kind(first):
                raise BadArgument("OR stands between words, or between names of one kind: site:golem OR site:heise")
            group.append(part)
        else:
            if group:
                yield group
            group = [part]
        is_alternative = False
    if group:
        yield group


def _kind(part: _Part) -> str:
    return part.field if part.field in _NAMED else ""


def _name(part: _Part) -> str:
    name = part.text.strip().lower()
    if not name:
        raise BadArgument(f"{part.field}: needs a name right after the colon")
    return name


def _spellings(part: _Part) -> Iterator[Term]:
    """Yield what a part asks for: as typed, with ae, oe and ue for umlauts, with and without hyphens in compounds."""
    in_title = part.field == "title"
    phrase = read_phrase(part.text, is_prefix=part.is_prefix)
    if not phrase.terms:
        return
    yield Term(phrase, in_title)
    # In the index, ü is u.
    yield Term(phrase._replace(terms=tuple(_UMLAUT.sub(r"\1", term) for term in phrase.terms)), in_title)
    if not part.is_quoted and _COMPOUND.fullmatch(part.text):
        yield Term(read_phrase(part.text.replace("-", ""), is_prefix=part.is_prefix), in_title)
    if not part.is_quoted and _NAME_OF_PARTS.fullmatch(part.text):
        parted = " ".join(_PART_OF_NAME.findall(part.text))
        yield Term(read_phrase(parted, is_prefix=part.is_prefix), in_title)
