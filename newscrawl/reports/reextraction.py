"""Read stored pages again by today's rules, and compare with what is stored."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Literal, NamedTuple

from newscrawl.article import Article, RawPage, Use, fields_for
from newscrawl.errors import Refused
from newscrawl.rights import AGENT
from newscrawl.rights.headers import header_signals
from newscrawl.rights.purposes import Purpose, check_rights, may_keep_page
from newscrawl.site import Site
from newscrawl.stages.chain import finish_article
from newscrawl.stages.extract import DISPUTED_FLAG, extract_article, join_parts
from newscrawl.text.decode import Decoded, charset_of, decode
from newscrawl.text.repair import Simplify

CORE = ("title", "published", "authors", "body")
_COMPARED = tuple(name for name in fields_for(Use.CONTENT) if name != "body_html")
_STAGE_FLAGS = ("injected", DISPUTED_FLAG)  # begin the flags that the stages raise; the fetch raised all others
_EXCERPT_CHARACTERS = 120  # characters of a value that a person is shown; chosen by hand

Kind = Literal["gained", "lost", "changed"]


class Difference(NamedTuple):
    """One field that reads otherwise now; before and after are cut for a person to see."""

    field: str
    kind: Kind
    before: str
    after: str


def read_again(
    stored: Article,
    pages: Sequence[RawPage],
    site: Site,
    *,
    simplify: Simplify = "auto",
    boilerplate: Collection[int] = (),
) -> Article:
    """Return what today's rules make of the pages of a stored article; raises ``Refused`` as for a fetched one.

    ``boilerplate`` is as in ``finish_article``. Identity, and flags that tell of the fetch, are the stored article's.
    """
    parts = [extract_article(_decoded(page), page.url, site, fetched=page.fetched).article for page in pages]
    article = join_parts(parts).evolve(url=stored.url, key=stored.key, site=stored.site)
    article = finish_article(article, site, simplify=simplify, boilerplate=boilerplate)
    fetch_flags = tuple(flag for flag in stored.flags if not flag.startswith(_STAGE_FLAGS))
    cut = any(flag.startswith("damaged") for flag in fetch_flags)
    return article.evolve(
        # Of response and host, the fetch knew more than a page that is read again.
        rights=article.rights if stored.rights is None else stored.rights,
        flags=tuple(dict.fromkeys((*article.flags, *fetch_flags))),
        status="damaged" if cut else article.status,
    )


def read_refused(
    page: RawPage,
    site: Site,
    *,
    simplify: Simplify = "auto",
    boilerplate: Collection[int] = (),
    purpose: Purpose | None = None,
) -> Article:
    """Return what today's rules make of a page that was refused; raises ``Refused`` if it is no article today, either.

    Its rights are what response and page say; what its host said then is not known. They are respected for ``purpose``,
    if there is one. Only the first page of an article is kept of a refusal: where it names another, the article is
    flagged ``incomplete``.
    """
    if page.status != HTTPStatus.OK:
        raise Refused(f"http {page.status}")
    decoded = _decoded(page)
    article, whole, next_page, _ = extract_article(decoded, page.url, site, fetched=page.fetched)
    page = replace(page, charset=decoded.charset, charset_evidence=decoded.evidence)
    article = article.with_signals(header_signals(page.headers, page.url, AGENT))
    facts = article.rights or {}
    if purpose is not None:
        check_rights(facts, purpose, datetime.now(UTC))
    if purpose is None or may_keep_page(facts):
        article = article.evolve(raw=(page,))
    if {whole, next_page} - {None, page.url}:
        article = article.flagged("incomplete")
    return finish_article(article, site, simplify=simplify, boilerplate=boilerplate)


def differences(stored: Article, again: Article) -> tuple[Difference, ...]:
    """Return the fields that differ, with ``body`` for the text and ``markup`` where only the body's markup does."""
    found = []
    for name in _COMPARED:
        before, after = getattr(stored, name), getattr(again, name)
        if before != after:
            found.append(Difference(name, _kind(before, after), _shown(before), _shown(after)))
    if stored.body_text != again.body_text:
        kind: Kind = "changed"
        if _has(stored, "body") and _halved(stored, again):
            kind = "lost"
        out, come = _line_differences(stored.body_text, again.body_text)
        found.append(Difference("body", kind, _lines(out), _lines(come)))
    elif stored.body_html != again.body_html:
        found.append(Difference("markup", "changed", "", ""))
    return tuple(found)


@dataclass
class Comparison:
    """What reading many articles again would gain and lose; coverage by site and core field, before and after."""

    same: int = 0
    changed: int = 0
    refused: int = 0
    fields: dict[str, Counter[Kind]] = field(default_factory=lambda: defaultdict(Counter))
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    after: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, stored: Article, again: Article | Refused) -> tuple[Difference, ...]:
        """Count one article and return its differences."""
        self.before.update((stored.site, name) for name in CORE if _has(stored, name))
        if isinstance(again, Refused):
            self.refused += 1
            return ()
        self.after.update((stored.site, name) for name in CORE if _keeps(stored, again, name))
        found = differences(stored, again)
        self.changed += bool(found)
        self.same += not found
        for one in found:
            self.fields[one.field][one.kind] += 1
        return found

    def merge(self, other: "Comparison") -> None:
        """Add what was counted of other articles."""
        self.same += other.same
        self.changed += other.changed
        self.refused += other.refused
        for name, kinds in other.fields.items():
            self.fields[name].update(kinds)
        self.before.update(other.before)
        self.after.update(other.after)

    def fallen(self) -> tuple[tuple[str, str], ...]:
        """Return site and core field wherever fewer articles would have the field than have it now."""
        return tuple(place for place in sorted(self.before) if self.after[place] < self.before[place])


def _decoded(page: RawPage) -> Decoded:
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    return decode(page.body, charset_of(content_type))


def _has(article: Article, name: str) -> bool:
    if name == "body":
        return article.status != "damaged" and any(map(str.isalnum, article.body_text))
    return bool(getattr(article, name))


def _keeps(stored: Article, again: Article, name: str) -> bool:
    return _has(again, name) and not (name == "body" and _has(stored, name) and _halved(stored, again))


def _halved(stored: Article, again: Article) -> bool:
    return len(again.body_text) * 2 < len(stored.body_text) or not _has(again, "body")


def _kind(before: object, after: object) -> Kind:
    if before and not after:
        return "lost"
    return "changed" if before else "gained"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return _cut(", ".join(one if isinstance(one, str) else str(one[0]) for one in value))
    return _cut(str(value))


def _line_differences(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that only one of the texts has, in order; linear in their length, unlike a true diff."""
    old, new = before.splitlines(), after.splitlines()
    return list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())


def _lines(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return _cut(lines[0]) if len(lines) == 1 else f"{_cut(lines[0])} and {len(lines) - 1} more lines"


def _cut(text: str) -> str:
    return text if len(text) <= _EXCERPT_CHARACTERS else text[:_EXCERPT_CHARACTERS] + "…"
