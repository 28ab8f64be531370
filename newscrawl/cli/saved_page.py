"""A saved page of the tests and the practice web: its bytes, its headers, and what is expected of it."""

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from newscrawl.cli.checkout import saved_pages_folder
from newscrawl.discovery.answers import Answer
from newscrawl.discovery.feeds import read_feed
from newscrawl.discovery.json_lists import read_json_list
from newscrawl.discovery.links import Link
from newscrawl.discovery.listings import read_listing
from newscrawl.discovery.sitemaps import read_sitemap
from newscrawl.discovery.wordpress import read_posts
from newscrawl.errors import BadArgument, Refused
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, WordPress
from newscrawl.spiders import site_named
from newscrawl.spiders.responses import answer_of
from newscrawl.stages.chain import extract
from newscrawl.stages.extract import extract_article
from newscrawl.text.decode import decode

UNDECLARED = "generic"  # the folder of pages that are read without a declaration
# What a server of saved pages says by itself, and what identifies a visitor.
_LEFT_OUT = frozenset("connection content-encoding content-length date server set-cookie transfer-encoding".split())
_ENDINGS = (("html", ".html"), ("json", ".json"), ("xml", ".xml"), ("plain", ".txt"))
_PLAIN = ("title", "uploader", "source", "language", "section", "summary", "status", "charset")


def declared_site(name: str, url: str) -> Site:
    """Return the site of that name; raises ``BadArgument`` if there is none, or ``url`` is not on its hosts."""
    if name == UNDECLARED:
        return Site.undeclared(url)
    site = site_named(name)
    if site is None:
        raise BadArgument(f"no site is called {name!r}; {UNDECLARED!r} needs no declaration")
    if not site.covers(url) and url not in {source.url for source in site.sources}:  # a feed may stand elsewhere
        raise BadArgument(f"{url} is on none of the hosts of {name}: {', '.join(site.hosts)}")
    return site


def folder_of(site: str, url: str, slug: str | None) -> Path:
    """Return the folder for a page, ``slug`` or named by its address; raises ``BadArgument`` if it exists."""
    name = slug or folder_name(url)
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,60}", name):
        raise BadArgument(f"a page's folder is like long-review, not {name!r}")
    folder = saved_pages_folder() / site / name
    if folder.exists():
        raise BadArgument(f"{folder} exists already: choose another --slug")
    return folder


def check_creatable(folder: Path) -> None:
    """Raise ``BadArgument`` for a folder that cannot be made."""
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not (above.is_dir() and os.access(above, os.W_OK)):
        raise BadArgument(f"cannot make a folder in {above}")


def folder_name(url: str) -> str:
    """Return a folder's name by the last part of an address that says anything."""
    path = re.sub(r"\.[a-z0-9]{1,5}$", "", urlsplit(url).path.lower())
    parts = re.findall("[a-z0-9]+", path)
    return "-".join(parts[-5:])[-60:].strip("-") or "front"


def save_page(folder: Path, response: Response, url: str, site: Site, *, is_synthetic: bool) -> None:
    """Write bytes, headers and a first expectation of a page, and say so."""
    fetched = datetime.now(UTC).replace(microsecond=0)
    headers = {name.decode("latin-1"): values[0].decode("latin-1") for name, values in response.headers.items()}
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    ending = next((ending for word, ending in _ENDINGS if word in content_type), ".html")
    meta = {
        "url": url,
        "status": response.status,
        "headers": {name: value for name, value in headers.items() if name.lower() not in _LEFT_OUT},
        "fetched": fetched.isoformat().replace("+00:00", "Z"),
        "synthetic": is_synthetic,
        "note": "Saved as it was. Say here what the page is for.",
    }
    folder.mkdir(parents=True)
    (folder / f"page{ending}").write_bytes(response.body)
    _write_json(folder / "meta.json", meta)
    expected = expected_of(answer_of(response), response.status, site, fetched)
    if expected:
        _write_json(folder / "expected.json", expected)
    print(f"saved {len(response.body)} bytes as {folder}")
    kind = expected.get("kind", "none, the page is only fetched on the way")
    print(f"expected.json: {kind}. Check it by what a reader sees.")


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def expected_of(page: Answer, status: int, site: Site, fetched: datetime) -> dict[str, Any]:
    """Return what newscrawl makes of the page today; nothing of robots.txt and the like."""
    if status != 200:
        return {"kind": "refused", "reason": f"http {status}"}
    if urlsplit(page.url).path == "/robots.txt":
        return {}
    return _expected_list(page, site, fetched) or _expected_article(page, site, fetched)


def _expected_list(page: Answer, site: Site, fetched: datetime) -> dict[str, Any]:
    for source in site.sources:
        if page.url != source.url and not (isinstance(source, WordPress) and page.url.startswith(source.url)):
            continue
        match source:
            case WordPress():
                return {"kind": "list", "links": _articles(read_posts(page.text, page.url), site)}
            case Listing():
                listing = read_listing(page.text, page.url, source)
                return {"kind": "listing", "links": _articles(listing.links, site), "next_page": listing.next_page}
            case Feed():
                return {"kind": "feed", "links": _articles(read_feed(page.text, page.url, fetched=fetched), site)}
            case Sitemap():
                sitemap = read_sitemap(page.body, page.url, fetched=fetched)
                return {"kind": "sitemap", "links": _articles(sitemap.links, site)}
            case JsonList():
                return {"kind": "list", "links": _articles(read_json_list(page.text, page.url, source), site)}
    return {}


def _articles(links: tuple[Link, ...], site: Site) -> list[str]:
    return [link.url for link in links if site.is_article(link.url)]


def _expected_article(page: Answer, site: Site, fetched: datetime) -> dict[str, Any]:
    try:
        article = extract(page.body, page.url, page.charset, site=site, fetched=fetched)
        extracted = extract_article(decode(page.body, page.charset), page.url, site, fetched=fetched)
    except Refused as refused:
        return {"kind": "refused", "reason": refused.reason}
    return {
        "kind": "article",
        **{name: getattr(article, name) for name in _PLAIN},
        "authors": list(article.authors),
        "tags": list(article.tags),
        "published": article.published and article.published.isoformat(),
        "modified": article.modified and article.modified.isoformat(),
        "images": [image._asdict() for image in article.images],
        "body": [line.strip() for line in article.body_text.splitlines() if line.strip()],
        "must_not_contain": [],
        **({"whole": extracted.whole} if extracted.whole else {}),
        **({"next_page": extracted.next_page} if extracted.next_page else {}),
    }
