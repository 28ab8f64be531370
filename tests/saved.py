"""Compare what newscrawl makes of a saved page with what is expected of it."""

import re
from datetime import datetime

from newscrawl.demo.web import SavedPage, load_pages

PRACTICE_PAGES = load_pages()  # read once in a process: that takes a tenth of a second of CPU time

_PLAIN = ("title", "uploader", "source", "language", "section", "summary", "status", "charset", "url")
_LISTS = ("authors", "tags", "flags")
_TIMES = ("published", "modified")


def differences(page: SavedPage, found: dict[str, object], *, whole: bool = False) -> list[str]:
    """Return a line for each field of ``found`` that is not as expected; ``whole`` when a crawl has joined its parts."""
    expected = page.expected
    wrong = []

    def check(name: str, got: object, wanted: object) -> None:
        if got != wanted:
            wrong.append(f"{name}: {got!r}, expected {wanted!r}")

    for name in _PLAIN:
        if name in expected:
            check(name, found[name], expected[name])
    for name in _LISTS:
        if name in expected:
            check(name, list(found[name]), expected[name])
    for name in _TIMES:
        if name in expected:
            check(name, found[name], expected[name] and datetime.fromisoformat(expected[name]))
    body = expected.get("whole_body" if whole and "whole_body" in expected else "body")
    if body is not None:
        check("body", _lines(found["body_text"]), _lines("\n".join(body)))
    if "images" in expected:
        check(
            "images",
            [dict(zip(("url", "alt", "caption"), image, strict=True)) for image in found["images"]],
            expected["images"],
        )
    for piece in expected.get("body_contains", ()):
        check(f"body has {piece!r}", piece in found["body_text"], True)
    for piece in expected.get("markdown_contains", ()):
        check(f"Markdown has {piece!r}", piece in found["body_markdown"], True)
    for piece in expected.get("must_not_contain", ()):
        check(
            f"has {piece!r}",
            piece in found["body_text"] + found["body_markdown"] + str(found["title"]),
            False,
        )
    for rule in expected.get("rules", ()):
        check(f"rule {rule}", any(one.startswith(rule) for one in found["rules"]), True)
    return wrong


def _lines(text: str) -> list[str]:
    """Return the lines of a text without white space, list marks and marks between cells."""
    lines = (re.sub(r"^(?:[-*•]|\d+[.)])\s", "", line.strip()) for line in text.splitlines())
    return [re.sub(r"[\s|]", "", line) for line in lines if line.strip()]
