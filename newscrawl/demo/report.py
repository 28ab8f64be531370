"""What the demonstration prints."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from newscrawl.demo.web import SavedPage
from newscrawl.dom.tree import parse_fragment, visible_text
from newscrawl.spiders import site_of
from newscrawl.stages.extract import extract_article
from newscrawl.storage.views.read import read_article, read_summary
from newscrawl.text.decode import decode

_EXCERPT_CHARACTERS = 150


def print_report(database_url: str, stats: Sequence[Mapping[str, Any]], seconds: float) -> None:
    """Print pages, articles, rules and refusals of a crawl whose spiders ended with ``stats``."""
    total: Counter[str] = Counter()
    for one in stats:
        total.update({name: value for name, value in one.items() if isinstance(value, int)})
    summary = read_summary(database_url)
    print(f"{total['downloader/response_count']} pages fetched in {seconds:.1f} s, robots.txt included")
    statuses = ", ".join(f"{count} {status}" for status, count in summary.articles.items())
    print(f"{sum(summary.articles.values())} articles stored ({statuses})")
    for stage, rules in groupby(summary.rules, key=lambda rule: rule.stage):
        print(f"\n{stage}: places  articles  rule")
        for rule in rules:
            print(f"{rule.places:>14}{rule.articles:>10}  {rule.rule}")
    print(f"\nrefused: {len(summary.refusals)} pages")
    for refusal in summary.refusals:
        print(f"  {refusal.reason:<24} {refusal.url}")


def before_and_after(database_url: str, page: SavedPage) -> str:
    """Return an article as its page has it and as it was stored."""
    site = site_of(page.url)
    article = read_article(database_url, site.key(page.url))
    if article is None:
        return f"\n{page.url} was not stored"
    raw = extract_article(decode(page.body), page.url, site).article
    first = next(parse_fragment(raw.body_html).iter("p"))
    return "\n".join(
        (
            f"\nbefore: {page.url}",
            f"  {raw.title}",
            f"  {raw.byline}",
            f"  {visible_text(first)[:_EXCERPT_CHARACTERS]}…",
            f"\nafter: {article.key} in the database, status {article.status}",
            f"  {article.title}",
            f"  by {', '.join(article.authors)}, source {article.source}, uploaded by {article.uploader}",
            f"  published {article.published:%Y-%m-%d %H:%M} UTC",
            f"  {article.body_text.partition(chr(10))[0][:_EXCERPT_CHARACTERS]}…",
        )
    )
