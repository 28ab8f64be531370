"""Count the paragraphs and tags that articles of one site have in common, within the transactions that store them."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from struct import Struct
from typing import Any, Literal

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, or_, select, update

from newscrawl.article import Article
from newscrawl.stages.boilerplate import Count, at_edge, is_boilerplate, is_label, is_tag, what_is_counted
from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.schema import BoilerplateRow, ParagraphsRow
from newscrawl.text.fingerprints import Paragraph

State = Literal["candidate", "stripped", "kept"]

# The bounds are chosen by hand.
_WINDOW_ARTICLES = 1000  # articles of a site whose paragraphs are remembered though no other article had them
_SLACK_ARTICLES = 250  # articles more until those that are too old are deleted
_FORGET_AFTER_ARTICLES = 10_000  # articles of a site in which a candidate may not be seen until it is forgotten
_MAX_CANDIDATES = 2000  # of a site: one that repeats more than that is filling our disk
# Of all sites that are held in memory, some 50 MB; archives mix pages of thousands of small ones. Articles of one site
# have 60,000 at most if each says 30 things that no other one says.
_MAX_REMEMBERED_FINGERPRINTS = 500_000
_SITE_FINGERPRINTS = 10  # that a site counts for beside its own
SHORT = Struct("<I")  # a fingerprint as a window has it: that two are equal by chance costs one article of ten
_SHORT_MASK = 0xFFFFFFFF


@dataclass(slots=True)
class _Counted:
    """What is known in memory of a repeated paragraph."""

    state: State
    alphanumerics: int
    numbers: int
    varies: bool
    articles: int
    edge: int
    first_number: int

    def add(self, paragraph: Paragraph, articles: int, edge: bool) -> None:
        """Count it on so many articles more, where it stood at the edge of the body or not."""
        self.articles += articles
        self.edge += articles * edge
        self.varies |= paragraph.numbers != self.numbers

    def is_boilerplate(self, articles: int) -> bool:
        """Tell whether it is taken out from now on, of a site of so many articles."""
        share = self.articles / (articles - self.first_number + 1)
        return is_boilerplate(Count(self.articles, self.edge, share, self.alphanumerics, self.varies))


@dataclass(slots=True)
class _Site:
    """What is known in memory of a site: how many articles have been counted, and what they say."""

    articles: int = 0
    first_said: dict[int, int] = field(default_factory=dict)  # the number of an article by short fingerprint
    repeated: dict[int, _Counted] = field(default_factory=dict)
    stripped: set[int] = field(default_factory=set)

    def repeats(self, paragraph: Paragraph) -> bool:
        """Tell whether an article has said it before, with these numbers or others."""
        return paragraph.fingerprint in self.repeated or paragraph.fingerprint & _SHORT_MASK in self.first_said

    def is_new(self, paragraph: Paragraph) -> bool:
        """Tell whether no article has said it with these numbers."""
        counted = self.repeated.get(paragraph.fingerprint)
        return _with_numbers(paragraph) not in self.first_said and (
            counted is None or counted.numbers != paragraph.numbers
        )


class _Batch:
    """What is to be written of articles that are stored together."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lines: list[dict[str, Any]] = []
        self._repeated: dict[tuple[str, int], dict[str, Any]] = {}
        self._reached: list[tuple[str, int]] = []  # enough to be taken out from now on

    def count(self, article: Article, site: _Site) -> None:
        """Count what the site has said before, and take note of what the article says."""
        number = site.articles + 1
        said = what_is_counted(article)
        for paragraph, edge in _repeated(said, site):
            fingerprint, articles = paragraph.fingerprint, 1
            counted = site.repeated.get(fingerprint)
            if counted is None:
                if len(site.repeated) >= _MAX_CANDIDATES:
                    continue
                articles = 2  # of the first one nobody has kept where it stood: as in this one
                counted = site.repeated[fingerprint] = _first_count(paragraph, site)
            counted.add(paragraph, articles, edge)
            row = self._row(article.site, paragraph, counted)
            row["articles"] += articles
            row["edge"] += articles * edge
            row |= {"varies": counted.varies, "last_number": number}
            if counted.state == "candidate" and counted.is_boilerplate(number):
                counted.state = "stripped"
                site.stripped.add(fingerprint)
                self._reached.append((article.site, fingerprint))
        shorts = short_fingerprints(said)
        for short in shorts:
            site.first_said.setdefault(short, number)
        packed = b"".join(map(SHORT.pack, shorts))
        self._lines.append({"site": article.site, "number": number, "fingerprints": packed})
        site.articles = number

    def write(self, connection: Connection) -> bool:
        """Write it; false, for the transaction to be rolled back, if another process has counted meanwhile."""
        if not self._lines:
            return True
        if len(connection.execute(_NEW_LINES[connection.dialect.name], self._lines).all()) < len(self._lines):
            return False
        if self._repeated:
            # In one order, so that no two processes wait for each other.
            rows = [self._repeated[key] for key in sorted(self._repeated)]
            connection.execute(_UPSERTS[connection.dialect.name], rows)
        for site, fingerprint in self._reached:
            # Unless somebody has said meanwhile that it is to stay.
            undecided = BoilerplateRow.state == "candidate"
            where = (BoilerplateRow.site == site, BoilerplateRow.fingerprint == fingerprint, undecided)
            connection.execute(update(BoilerplateRow).where(*where).values(state="stripped"))
        return True

    def _row(self, site: str, paragraph: Paragraph, counted: _Counted) -> dict[str, Any]:
        key = (site, paragraph.fingerprint)
        if key not in self._repeated:
            now = self._now()
            self._repeated[key] = {
                "site": site,
                "fingerprint": paragraph.fingerprint,
                "state": "candidate",
                "excerpt": paragraph.excerpt,
                "alphanumerics": paragraph.alphanumerics,
                "numbers": paragraph.numbers,
                "articles": 0,
                "edge": 0,
                "first_number": counted.first_number,
                "first_seen": now,
                "last_seen": now,
            }
        return self._repeated[key]


def _upsert(dialect: str) -> Any:
    """Return the statement that adds to what is counted already."""
    insert = INSERTS[dialect](BoilerplateRow)
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["site", "fingerprint"],
        set_={
            "articles": BoilerplateRow.articles + new.articles,
            "edge": BoilerplateRow.edge + new.edge,
            "varies": or_(BoilerplateRow.varies, new.varies),
            "last_number": new.last_number,
            "last_seen": new.last_seen,
        },
    )


_NEW_LINES = {
    dialect: insert(ParagraphsRow).on_conflict_do_nothing().returning(ParagraphsRow.number)
    for dialect, insert in INSERTS.items()
}
_UPSERTS = {dialect: _upsert(dialect) for dialect in INSERTS}
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_SAID = (
    select(ParagraphsRow.site, ParagraphsRow.number, ParagraphsRow.fingerprints)
    .where(ParagraphsRow.site.in_(_NAMES))
    .order_by(ParagraphsRow.site, ParagraphsRow.number)
)
_REPEATED = select(*BoilerplateRow.__table__.columns).where(BoilerplateRow.site.in_(_NAMES))


class BoilerplateCounter:
    """Counts paragraphs within the transactions that store their articles.

    A paragraph counts once for each article that is stored for the first time, whole and in order; an article that says
    nothing that the site has not said before is a copy, and does not count.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._sites: OrderedDict[str, _Site] = OrderedDict()

    def forget(self) -> None:
        """Forget what a failed transaction may have taken with it."""
        self._sites.clear()

    def stripped(self, site: str, transaction: Callable[[], AbstractContextManager[Connection]]) -> Collection[int]:
        """Return the fingerprints of what is taken out of articles of ``site``; grows as more is learned."""
        if site in self._sites:
            return self._sites[site].stripped
        with transaction() as connection:
            return self._known(connection, [site])[site].stripped

    def count(self, connection: Connection, articles: Iterable[Article]) -> bool:
        """Count the paragraphs of new articles; false if another process has counted at the same time: do it again."""
        batch = _Batch(self._now)
        teaching = sorted(filter(_teaches, articles), key=attrgetter("site"))
        sites = self._known(connection, dict.fromkeys(article.site for article in teaching))
        for article in teaching:
            site = sites[article.site]
            if _says_something_new(what_is_counted(article), site):
                batch.count(article, site)
        return batch.write(connection)

    def _known(self, connection: Connection, names: Collection[str]) -> Mapping[str, _Site]:
        """Return what is known of these sites; others may be forgotten for it."""
        missing = [name for name in names if name not in self._sites]
        for some in batched(missing):
            self._sites |= _load(connection, some)
        for name in names:
            self._sites.move_to_end(name)
        known = {name: self._sites[name] for name in names}
        remembered = sum(map(_remembered, self._sites.values()))
        while remembered > _MAX_REMEMBERED_FINGERPRINTS and len(self._sites) > len(known):
            _, forgotten = self._sites.popitem(last=False)
            remembered -= _remembered(forgotten)
        return known


def _teaches(article: Article) -> bool:
    return bool(article.paragraphs) and article.status == "ok" and "mirror" not in article.flags


def _says_something_new(paragraphs: Iterable[Paragraph], site: _Site) -> bool:
    return any(not is_label(one) and site.is_new(one) for one in paragraphs)


def short_fingerprints(paragraphs: Iterable[Paragraph]) -> dict[int, None]:
    """Return what ``ParagraphsRow.fingerprints`` holds of paragraphs, in order: words alone, and with their numbers."""
    return dict.fromkeys(short for one in paragraphs for short in (one.fingerprint & _SHORT_MASK, _with_numbers(one)))


def _with_numbers(paragraph: Paragraph) -> int:
    """Return a short fingerprint that is another one for other numbers; without numbers it is that of the words."""
    return (paragraph.fingerprint ^ paragraph.numbers) & _SHORT_MASK


def _repeated(paragraphs: Sequence[Paragraph], site: _Site) -> Iterable[tuple[Paragraph, bool]]:
    """Return what the site has said before, each once, and whether it stands at the edge of the body somewhere."""
    body = [one for one in paragraphs if not is_tag(one)]
    tags = [one for one in paragraphs if is_tag(one)]
    edges = at_edge(body, [site.is_new(one) for one in body])
    found: dict[int, tuple[Paragraph, bool]] = {}
    for paragraph, edge in zip([*body, *tags], [*edges, *(False for _ in tags)], strict=True):
        if site.repeats(paragraph):
            _, before = found.get(paragraph.fingerprint, (paragraph, False))
            found[paragraph.fingerprint] = (paragraph, edge or before)
    return found.values()


def _first_count(paragraph: Paragraph, site: _Site) -> _Counted:
    first = site.first_said[paragraph.fingerprint & _SHORT_MASK]
    return _Counted("candidate", paragraph.alphanumerics, paragraph.numbers, False, 0, 0, first)


def _remembered(site: _Site) -> int:
    return _SITE_FINGERPRINTS + len(site.first_said) + len(site.repeated)


def _load(connection: Connection, names: Sequence[str]) -> dict[str, _Site]:
    """Return what is known of sites; what is too old to matter is deleted."""
    lines: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(_SAID, {"names": names}):
        lines[row.site].append(row)
    repeated: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(_REPEATED, {"names": names}):
        repeated[row.site].append(row)
    return {name: _read(connection, name, lines[name], repeated[name]) for name in names}


def _read(connection: Connection, name: str, lines: Sequence[Any], rows: Sequence[Row[Any]]) -> _Site:
    site = _Site()
    if lines:
        site.articles = lines[-1].number
    if len(lines) > _WINDOW_ARTICLES + _SLACK_ARTICLES:
        lines = lines[-_WINDOW_ARTICLES:]
        old = (ParagraphsRow.site == name, ParagraphsRow.number < lines[0].number)
        connection.execute(delete(ParagraphsRow).where(*old))
    for _, number, packed in lines:
        for (short,) in SHORT.iter_unpack(packed):
            site.first_said.setdefault(short, number)
    forgotten = _forgotten(rows, site.articles)
    for fingerprint in forgotten:
        same = (BoilerplateRow.site == name, BoilerplateRow.fingerprint == fingerprint)
        connection.execute(delete(BoilerplateRow).where(*same))
    site.repeated = {row.fingerprint: _counted(row) for row in rows if row.fingerprint not in forgotten}
    site.stripped = {number for number, one in site.repeated.items() if one.state == "stripped"}
    return site


def _forgotten(rows: Sequence[Row[Any]], articles: int) -> set[int]:
    undecided = [row for row in rows if row.decided is None]
    forgotten = {row.fingerprint for row in undecided if row.last_number < articles - _FORGET_AFTER_ARTICLES}
    if len(rows) >= _MAX_CANDIDATES:
        candidates = sorted((row for row in undecided if row.state == "candidate"), key=attrgetter("last_number"))
        forgotten |= {row.fingerprint for row in candidates[: len(candidates) // 2]}
    return forgotten


def _counted(row: Row[Any]) -> _Counted:
    return _Counted(row.state, row.alphanumerics, row.numbers, row.varies, row.articles, row.edge, row.first_number)
