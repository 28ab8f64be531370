"""Who a page says wrote it: names stated in data, and the visible line of names."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from newscrawl.dom.metadata import jsonld
from newscrawl.dom.metadata.credits import VisiblePage, find_credit, is_site, with_coauthors, without_site
from newscrawl.dom.metadata.page_data import MAX_TITLE_CHARACTERS, Found, PageData, statements_about
from newscrawl.dom.metadata.title import names_beside_headline
from newscrawl.dom.metadata.vocabulary import ORGANISATION_TYPES
from newscrawl.dom.visible_text import key_of
from newscrawl.text.byline_words import HOUSE_WORDS
from newscrawl.text.bylines import read_names
from newscrawl.text.names import WESTERN_NAME

# Names of houses, by which newsrooms sign in Chinese data.
_HOUSE = re.compile("网络|科技|传媒|集团|中心|公司|日报|晚报|[网網报報社台]$|管理员|[0-9]")
_MAX_CJK_NAME_CHARACTERS = 8  # a longer "name" in meta is part of a sentence
# Of one kind of data that are read, 0.2 ms each; chosen by hand, far more than sign a news article.
_MAX_STATEMENTS = 500
_NOBODY: Found[tuple[str, ...]] = Found(())


class FoundAuthors(NamedTuple):
    """The authors, and the visible line of names."""

    names: Found[tuple[str, ...]]
    byline: str | None = None


def find_authors(page: VisiblePage) -> FoundAuthors:
    """Return the authors and the visible line of names.

    Chinese, Japanese and Korean pages often give the newsroom's software or the paper in ``meta``: there a labelled
    name on the page comes first. The authors are disputed if two kinds of data have no name in common.
    """
    persons, houses = _json_ld_authors(page.data)
    stated = [
        Found(_people(persons, page), "json-ld"),
        Found(_people(page.data.items.get("authors", ()), page), "microdata"),
        Found(_people_in_meta(page), "meta"),
    ]
    first, *others = [one for one in stated if one.value] or [_NOBODY]
    is_disputed = bool(others) and not _share_a_name(first.value, others[0].value)
    if not first.value and not page.is_cjk and (owner := _owner(persons, page)):
        return FoundAuthors(Found((owner,), "json-ld" if owner in persons else "meta"))
    if first.value and not page.is_cjk:
        return FoundAuthors(first._replace(value=with_coauthors(page, first.value), is_disputed=is_disputed))
    credit = find_credit(page)
    ranked = [
        _NOBODY if first.source == "meta" and page.is_cjk else first,
        Found(credit.authors, "visible"),
        Found(tuple(name for name in first.value if not _HOUSE.search(name)), first.source),
        Found(_people(houses, page), "json-ld"),
        Found(credit.editors, "visible"),
    ]
    best = next((one for one in ranked if one.value), _NOBODY)
    return FoundAuthors(best._replace(is_disputed=is_disputed), credit.line)


def _owner(persons: list[str], page: VisiblePage) -> str | None:
    """Return the person after whom a site is named, if the data state that they wrote the article."""
    stated = [*persons, *(one.text for one in statements_about(page.data, "authors"))][:_MAX_STATEMENTS]
    names = [name for text in dict.fromkeys(stated) for name in read_names(text) if is_site(name, page.site_keys)]
    return next(
        (one for one in names if WESTERN_NAME.fullmatch(one) and HOUSE_WORDS.isdisjoint(one.lower().split())), None
    )


def _people_in_meta(page: VisiblePage) -> tuple[str, ...]:
    stated = (one.text for one in statements_about(page.data, "authors") if one.source != "microdata")
    people = _people(stated, page)
    # A sentence about the site that was cut at its commas is not a list of names.
    is_sentence = any(len(name) > _MAX_CJK_NAME_CHARACTERS and not name.isascii() for name in people)
    return () if page.is_cjk and is_sentence else people


def _json_ld_authors(page: PageData) -> tuple[list[str], list[str]]:
    """Return the names of persons, and of organisations that sign."""
    if not page.article:
        return [], []
    value = page.article.get("author") or page.article.get("creator")
    persons = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    houses: list[str] = []
    known = {name: node for node in page.nodes if isinstance(name := node.get("@id"), str)} if value else {}
    for one in jsonld.objects(value):
        reference = one.get("@id")
        node = one if "name" in one or not isinstance(reference, str) else known.get(reference, one)
        names = jsonld.strings(node.get("name")) or _parts_of_name(node)
        (houses if jsonld.types(node) & ORGANISATION_TYPES else persons).extend(names)
    return persons, houses


def _parts_of_name(person: jsonld.Node) -> list[str]:
    name = " ".join(text for key in ("givenName", "familyName") for text in jsonld.strings(person.get(key))[:1])
    return [name] if name else []


def _people(texts: Iterable[str], page: VisiblePage) -> tuple[str, ...]:
    """Return the names of people in ``texts``, without those of the site."""
    read = islice(dict.fromkeys(texts), _MAX_STATEMENTS)
    names = without_site((name for text in read for name in _names_in(text, page.site_keys)), page.site_keys)
    # On its author's own site, the name beside the headline is the author's.
    return without_site(names, names_beside_headline(page.data)) if len(names) > 1 else names


def _names_in(text: str, site_keys: frozenset[str]) -> tuple[str, ...]:
    """Return the names in a statement; after the name of the site come its places, of a word each."""
    if is_site(text[:MAX_TITLE_CHARACTERS], site_keys):
        return ()
    first, _, rest = text.partition(",")
    if not is_site(first[:MAX_TITLE_CHARACTERS], site_keys):
        return read_names(text)
    return tuple(name for part in rest.split(",") for name in read_names(part) if " " in name)


def _share_a_name(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(key_of(a) in key_of(b) or key_of(b) in key_of(a) for a in some for b in others)
