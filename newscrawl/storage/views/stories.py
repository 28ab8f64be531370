"""Stories: articles of several sites that are nearly the same, without what each site repeats."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from newscrawl.storage.database.schema import DATED, ArticleRow, BoilerplateRow, DuplicateRow, SearchEntryRow
from newscrawl.storage.database.search_index import MIN_SIMILARITY_SHARE, fold_body
from newscrawl.text.fingerprints import read_paragraph
from newscrawl.text.minhash import resemblance
from newscrawl.text.sentences import left_out

_MAX_PAIRS = 30  # that a page looks at: the time of a page goes into comparing them (chosen by hand)
_MAX_SCANNED_PAIRS = 1_000  # among which a page looks for pairs of two sites (chosen by hand)
_MIN_REPEATING_ARTICLES = 3  # of one site that share a paragraph: it is the site's, not the story's
_MAX_LEFT_OUT = 8  # sentences that are named of one copy
_TEXT_CHARACTERS = 20_000  # of an article that are compared


class StoryCopy(NamedTuple):
    """An article of a story; ``credit`` is where its site says it is from, ``left_out`` what the earliest says more."""

    article_id: int
    site: str
    language: str | None
    title: str | None
    dated: datetime
    credit: str | None
    similarity: float
    left_out: tuple[str, ...]


class Story(NamedTuple):
    """Articles of at least two sites, the earliest first; ``similarity`` of each copy is to the earliest."""

    copies: tuple[StoryCopy, ...]


class StoryPage(NamedTuple):
    """Stories, the one with the newest article first, and the article before which the next page begins, if any."""

    stories: tuple[Story, ...]
    older: int | None


class _Member(NamedTuple):
    id: int
    site: str
    language: str | None
    title: str | None
    dated: datetime
    credit: str | None
    text: str


def list_stories(connection: Connection, *, before: int | None = None) -> StoryPage:
    """Return the newest stories; ``before`` is the number of an article, whose later ones are left out.

    Pairs that are stored as nearly the same are compared again without what their sites repeat: paragraphs that were
    learned as boilerplate, and those that three articles of one site in the group share.
    """
    found, older = _pairs_of_two_sites(connection, before)
    members = _members(connection, {number for pair in found for number in pair})
    found = [pair for pair in found if pair[0] in members and pair[1] in members]
    texts = _without_repeated(members, _groups(found), _boilerplate(connection, members.values()))
    folded = {number: fold_body(text) for number, text in texts.items()}
    alike = [(one, other) for one, other in found if resemblance(folded[one], folded[other]) >= MIN_SIMILARITY_SHARE]
    stories = [
        _story(members, texts, folded, group)
        for group in _groups(alike)
        if len({members[number].site for number in group}) > 1
    ]
    stories.sort(key=lambda story: max(copy.article_id for copy in story.copies), reverse=True)
    return StoryPage(tuple(stories), older)


def _pairs_of_two_sites(connection: Connection, before: int | None) -> tuple[list[tuple[int, int]], int | None]:
    """Return the newest pairs whose articles are of different sites, and the article before which to look on, if any.

    What one site repeats makes pairs by the thousand that are no story: they are passed over without their texts.
    """
    pairs = select(DuplicateRow.article_id, DuplicateRow.other_id).order_by(DuplicateRow.article_id.desc())
    if before is not None:
        pairs = pairs.where(DuplicateRow.article_id < before)
    newest = pairs.limit(_MAX_SCANNED_PAIRS).subquery()
    one, other = SearchEntryRow.__table__.alias(), SearchEntryRow.__table__.alias()
    scanned = connection.execute(
        select(newest.c.article_id, newest.c.other_id, (one.c.site != other.c.site).label("is_of_two_sites"))
        .join(one, one.c.article_id == newest.c.article_id)
        .join(other, other.c.article_id == newest.c.other_id)
        .order_by(newest.c.article_id.desc())
    ).all()
    found: list[tuple[int, int]] = []
    for row in scanned:
        if row.is_of_two_sites:
            found.append((row.article_id, row.other_id))
        if len(found) == _MAX_PAIRS:
            return found, row.article_id
    return found, scanned[-1].article_id if len(scanned) == _MAX_SCANNED_PAIRS else None


def _members(connection: Connection, ids: Iterable[int]) -> dict[int, _Member]:
    columns = (
        ArticleRow.id, ArticleRow.site, ArticleRow.language, ArticleRow.title, DATED.label("dated"),
        ArticleRow.source, ArticleRow.byline, ArticleRow.body_text,
    )  # fmt: skip
    rows = connection.execute(select(*columns).where(ArticleRow.id.in_(sorted(ids))))
    return {
        row.id: _Member(
            row.id, row.site, row.language, row.title, row.dated, row.source or row.byline,
            row.body_text[:_TEXT_CHARACTERS],
        )
        for row in rows
    }  # fmt: skip


def _boilerplate(connection: Connection, members: Iterable[_Member]) -> set[tuple[str, int]]:
    sites = {member.site for member in members}
    is_repeated = or_(BoilerplateRow.state == "stripped", BoilerplateRow.articles >= _MIN_REPEATING_ARTICLES)
    rows = connection.execute(
        select(BoilerplateRow.site, BoilerplateRow.fingerprint).where(BoilerplateRow.site.in_(sites), is_repeated)
    )
    return {(row.site, row.fingerprint) for row in rows}


def _without_repeated(
    members: Mapping[int, _Member], groups: Iterable[Sequence[int]], boilerplate: set[tuple[str, int]]
) -> dict[int, str]:
    """Return the texts of members without the paragraphs that their sites repeat."""
    paragraphs = {number: _paragraphs(member.text) for number, member in members.items()}
    repeated = set(boilerplate)
    for group in groups:
        counts = Counter(
            (members[number].site, fingerprint) for number in group for fingerprint in set(paragraphs[number].values())
        )
        repeated |= {one for one, count in counts.items() if count >= _MIN_REPEATING_ARTICLES}
    return {
        number: "\n\n".join(
            text for text, fingerprint in found.items() if (members[number].site, fingerprint) not in repeated
        )
        for number, found in paragraphs.items()
    }


def _paragraphs(text: str) -> dict[str, int]:
    read = {part: read_paragraph(part) for part in text.split("\n\n")}
    return {part: paragraph.fingerprint for part, paragraph in read.items() if paragraph}


def _groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the sets of numbers that pairs connect."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    groups, seen = [], set[int]()
    for start in neighbours:
        if start in seen:
            continue
        group, new = [start], [start]
        seen.add(start)
        while new:
            found = neighbours[new.pop()] - seen
            seen |= found
            group += found
            new += found
        groups.append(group)
    return groups


def _story(
    members: Mapping[int, _Member], texts: Mapping[int, str], folded: Mapping[int, str], group: Sequence[int]
) -> Story:
    first, *others = sorted((members[number] for number in group), key=lambda one: (one.dated, one.id))

    def copy(member: _Member, missing: Sequence[str]) -> StoryCopy:
        likeness = 1.0 if member is first else resemblance(folded[first.id], folded[member.id])
        return StoryCopy(
            member.id, member.site, member.language, member.title, member.dated, member.credit, likeness,
            tuple(missing[:_MAX_LEFT_OUT]),
        )  # fmt: skip

    return Story((copy(first, ()), *(copy(one, left_out(texts[first.id], texts[one.id])) for one in others)))
