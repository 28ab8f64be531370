"""Measure what reading the rights of a page costs, beside the extraction of the same page.

    python benchmarks/rights.py [--rounds 3] [--saved FOLDER]

CPU times of this process, the best of the rounds, a page on average: robots.txt looked up, response fields, page.
``--saved`` measures pages from a folder (``*.html``, any depth) in place of the saved sites of the demo.
"""

import argparse
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from newscrawl import extract
from newscrawl.demo.web import load_pages
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.page_elements import PageElements
from newscrawl.dom.tree import parse
from newscrawl.errors import Refused
from newscrawl.rights import AGENT
from newscrawl.rights.headers import header_signals
from newscrawl.rights.page import page_signals
from newscrawl.rights.robots_txt import RobotsTxt
from newscrawl.text.decode import decode

URL = "https://www.example.com/news/2026/11/29/article.html"
ROBOTS = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nContent-Usage: /news/ train-ai=n\nDisallow: /admin/\n"
HEADERS = (("Content-Type", "text/html"), ("X-Robots-Tag", "max-snippet:-1"), ("Link", "<https://a.example>; rel=next"))


def main() -> None:
    """Print the mean of each part, and their share of the extraction."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--saved", type=Path)
    options = parser.parse_args()
    saved = options.saved
    bodies = [path.read_bytes() for path in saved.rglob("*.html")] if saved else [one.body for one in load_pages()]
    robots = RobotsTxt(ROBOTS, AGENT)
    parts = dict.fromkeys(("robots.txt", "fields", "page", "extraction"), 0.0)
    for body in bodies:
        tree = parse(decode(body).text)
        parts["robots.txt"] += best(options.rounds, lambda: robots.signals(URL))
        parts["fields"] += best(options.rounds, lambda: header_signals(HEADERS, URL, AGENT))
        elements = PageElements(tree)
        # What the extraction reads anyway: JSON-LD, and the elements with a rel, which its reader of tags asks for.
        known = (read_metadata(tree, URL, elements=elements).linked_data, elements.related)
        parts["page"] += best(options.rounds, lambda tree=tree, known=known: page_signals(tree, URL, AGENT, *known))
        parts["extraction"] += best(options.rounds, lambda body=body: extracted(body))
    for name, seconds in parts.items():
        print(f"{name:<12}{seconds / len(bodies) * 1000:8.3f} ms")
    rights = sum(parts.values()) - parts["extraction"]
    print(f"{'rights':<12}{rights / len(bodies) * 1000:8.3f} ms, {rights / parts['extraction']:.1%} of the extraction")
    print(f"{len(bodies)} pages of {sum(map(len, bodies)) / len(bodies) / 1000:.0f} kB")


def best(rounds: int, work: Callable[[], object]) -> float:
    """Return the CPU seconds of the quickest of so many rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def extracted(body: bytes) -> None:
    """Read a page as a crawl does, whatever comes of it."""
    with suppress(Refused):
        extract(body, URL)


if __name__ == "__main__":
    main()
