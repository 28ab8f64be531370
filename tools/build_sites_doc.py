"""Write docs/sites.md from the declarations in newscrawl/spiders/ and the saved pages in tests/sites/.

python tools/build_sites_doc.py            write it
python tools/build_sites_doc.py --check    only tell, by exit code 1, whether it is not up to date
"""

import re
import sys
from collections import Counter
from dataclasses import fields
from itertools import chain
from pathlib import Path

from newscrawl.demo.web import SavedPage, load_pages
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Source, Template, WordPress
from newscrawl.spiders import declared_sites, site_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sites.md"
HEAD = """# Sites

Made from the declarations in `newscrawl/spiders/` and the saved pages in `tests/sites/` by `tools/build_sites_doc.py`;
change those, not this page.

- **Charset**: in which the saved pages are written.
- **Lists**: where new articles are found; what stands in brackets is asked only in a backfill (`-a backfill=1`),
  what stands behind *else* only where the list before it cannot be fetched or names nothing.
- **Fields**: those with a selector of the site's own. All others, and these where a selector finds nothing, are read by
  the generic reader.
- **Grade**: how sure it is that the declaration reads an article of today: *proven on a real page* that somebody saved,
  *used by maintained readers* (feed generators, read-later services, scrapers), or *unproven*: lists and addresses are
  known, the markup of an article is not, and the generic reader may have to read it. `scrapy list --long` shows it.
- **Evidence**: what the declaration rests on, and the latest date of it. The saved pages are synthetic: markup as the
  evidence has it, prose of our own.
"""
_DATE = re.compile(r"\b20\d\d(?:-\d\d)?\b")
_KINDS = {Feed: "feed", Listing: "listing", Sitemap: "sitemap", JsonList: "JSON list", WordPress: "WordPress JSON"}
_NO_FIELDS = frozenset({"name", "whole", "next_page", "since", "until"})


def main() -> int:
    """Write or check the page; the exit code is 1 if it was to be checked and is not up to date."""
    page = sites_page(declared_sites(), load_pages())
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text("utf-8") == page:
            return 0
        print(f"{PAGE.name} is not up to date: run python tools/build_sites_doc.py", file=sys.stderr)
        return 1
    PAGE.write_text(page, "utf-8")
    return 0


def sites_page(sites: tuple[Site, ...], pages: tuple[SavedPage, ...]) -> str:
    """Return the Markdown of the page."""
    known = [page for page in pages if any(site_of(page.url).name == site.name for site in sites)]
    table = [
        f"{len(sites)} sites, {len(known)} saved pages.",
        "",
        "| site | language | charset | lists | saved articles | grade |",
        "|---|---|---|---|---|---|",
        *(_row(site, pages) for site in sites),
    ]
    return "\n".join((HEAD, *table, "", *chain.from_iterable(_section(site) for site in sites)))


def _row(site: Site, pages: tuple[SavedPage, ...]) -> str:
    own = [page.expected for page in pages if page.site == site.name and page.expected.get("kind") == "article"]
    charsets = Counter(page["charset"] for page in own if page.get("charset"))
    kinds = ", ".join(dict.fromkeys(_kind(source) for source in site.sources)) or "none"
    name = f"[{site.name}](#{site.name}) ({_cell(site.title)})"
    cells = (
        *(name, site.language or "of each page", ", ".join(sorted(charsets)) or "–", kinds, str(len(own))),
        site.grade.value,
    )
    return f"| {' | '.join(cells)} |"


def _section(site: Site) -> list[str]:
    selected = dict.fromkeys(name for template in site.templates for name in _selected(template))
    dates = _DATE.findall(site.evidence)
    return [
        f"## {site.name}",
        "",
        f"- Hosts: {', '.join(site.hosts)}" + (f"; mirrors: {', '.join(site.mirrors)}" if site.mirrors else ""),
        f"- Lists: {', '.join(map(_list, site.sources)) or 'none'}",
        f"- Fields: {', '.join(selected) or 'all by the generic reader'}",
        f"- Layouts: {', '.join(template.name for template in site.templates) or 'none declared'}",
        f"- Widgets of its own: {', '.join(f'{rule.kind}/{rule.name}' for rule in site.widgets) or 'none'}",
        f"- Grade: {site.grade.value}",
        f"- Evidence: {site.evidence or 'none'}",
        f"- Date of the evidence: {max(dates) if dates else 'none given'}",
        "",
    ]


def _selected(template: Template) -> list[str]:
    return [one.name for one in fields(template) if one.name not in _NO_FIELDS and getattr(template, one.name)]


def _kind(source: Source) -> str:
    name = _KINDS[type(source)]
    if source.fallback:
        return f"else {name}" if not source.archive else f"(else {name})"
    return f"({name})" if source.archive else name


def _list(source: Source) -> str:
    return f"{_kind(source)} <{source.url}>" if "{" not in source.url else f"{_kind(source)} `{source.url}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
