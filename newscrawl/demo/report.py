"""What the demonstration prints: a story of at most forty lines."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import ndiff
from itertools import islice
from typing import Any

from newscrawl.demo.web import SavedPage
from newscrawl.dom.tree import parse_fragment, visible_text
from newscrawl.spiders import site_of
from newscrawl.stages.extract import extract_article
from newscrawl.storage.crawl.boilerplate import list_repeated
from newscrawl.storage.views.read import RuleCount, StoredRefusal, Summary, read_article, read_summary
from newscrawl.storage.views.revisions import read_history
from newscrawl.storage.views.similar import read_similar
from newscrawl.text.decode import decode

# Chosen by hand: the whole is forty lines at most.
_EXCERPT_CHARACTERS = 100
_TABLE_LINES = 5  # of each table; -v shows all
_TITLES = {"repair": "repaired", "strip": "stripped"}


def report(database_url: str, stats: Sequence[Mapping[str, Any]], seconds: float, *, all_rules: bool) -> Iterator[str]:
    """Yield what was fetched, repaired, stripped and refused by a crawl whose spiders ended with ``stats``."""
    summary = read_summary(database_url)
    fetched = sum(one.get("downloader/response_count", 0) for one in stats)
    statuses = ", ".join(f"{count} {status}" for status, count in summary.articles.items())
    yield f"{fetched} pages fetched in {seconds:.1f} s, robots.txt included"
    yield f"{sum(summary.articles.values())} articles stored ({statuses})"
    for stage in sorted({rule.stage for rule in summary.rules}) if all_rules else _TITLES:
        yield from _rules(_TITLES.get(stage, stage), [one for one in summary.rules if one.stage == stage], all_rules)
    yield from _refusals(summary, all_rules)


def _rules(title: str, rules: list[RuleCount], all_rules: bool) -> Iterator[str]:
    """Yield the lines of the demonstration about what rules of one kind have done."""
    yield f"\n{title}: {sum(rule.places for rule in rules)} places by {len(rules)} rules"
    for rule in rules if all_rules else rules[:_TABLE_LINES]:
        yield f"{rule.places:>8} places {rule.articles:>6} articles  {rule.rule}"


def _refusals(summary: Summary, all_rules: bool) -> Iterator[str]:
    """Yield the lines of the demonstration about the pages that were refused."""
    yield f"\nrefused: {len(summary.refusals)} pages"
    if all_rules:
        yield from (f"  {refusal.reason:<24} {refusal.url}" for refusal in summary.refusals)
        return
    examples: dict[str, StoredRefusal] = {one.reason: one for one in reversed(summary.refusals)}
    for reason, count in Counter(one.reason for one in summary.refusals).most_common(_TABLE_LINES):
        yield f"{count:>8} {reason:<24} {examples[reason].url}"


def before_and_after(database_url: str, page: SavedPage) -> Iterator[str]:
    """Yield an article as its page has it and as it was stored."""
    site = site_of(page.url)
    article = read_article(database_url, site.key(page.url))
    if article is None:
        return
    raw = extract_article(decode(page.body), page.url, site).article
    first = next(parse_fragment(raw.body_html).iter("p"))
    yield f"\nbefore: {page.url}"
    yield f"  {raw.title}"
    yield f"  {visible_text(first)[:_EXCERPT_CHARACTERS]}…"
    yield f"after: {article.key}, status {article.status}"
    yield f"  {article.title}, by {', '.join(article.authors)}, source {article.source}"
    yield f"  {article.body_text.partition(chr(10))[0][:_EXCERPT_CHARACTERS]}…"


def silent_edit(database_url: str, url: str) -> Iterator[str]:
    """Yield what the last version of an article says otherwise."""
    history = read_history(database_url, (site_of(url).key(url),))
    if history is None or len(history.versions) < 2:
        return
    before, after = (version.content["body_markdown"].splitlines() for version in history.versions[-2:])
    yield f"\nedited without a word: {url}"
    changed = (line for line in ndiff(before, after) if line.startswith(("- ", "+ ")))
    yield from (f"  {line}" for line in islice(changed, 2))


def syndicated_copy(database_url: str, url: str) -> Iterator[str]:
    """Yield which other article is nearly the same as the one at ``url``, and which of them was first."""
    group = read_similar(database_url, (site_of(url).key(url),))
    if group is None or len(group.copies) < 2:
        return
    first, copy = group.copies[:2]
    similarity = min(first.similarity, copy.similarity)
    yield f"copied: {copy.url} has {similarity:.0%} of the text of {first.url}, which was first"


def learned_notice(database_url: str, site: str) -> Iterator[str]:
    """Yield what a site repeats most."""
    for one in list_repeated(database_url, site)[:1]:
        yield f"learned: {one.articles} articles of {site} say “{one.excerpt[:_EXCERPT_CHARACTERS]}”: {one.state}"
