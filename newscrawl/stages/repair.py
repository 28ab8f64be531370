"""Undo damage in every text of an article; what the page has been through is decided once for all of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from lxml.html import HtmlElement

from newscrawl.article import Article, Change
from newscrawl.dom.tree import map_text
from newscrawl.stages.draft import Draft
from newscrawl.text.repair import Simplify, examine, repair
from newscrawl.text.repaired import Repaired, Step, merge

_TEXTS = ("title", "byline", "uploader", "source", "section", "summary", "site_name")
_LISTS = ("authors", "tags")
_SPOKEN_ATTRIBUTES = (
    "alt",
    "title",
)  # texts that an element holds in an attribute; addresses are never repaired


def repair_article(article: Article, *, simplify: Simplify = "auto") -> Article:
    """Return ``article`` with its damage undone, its status set and a change for every rule that was used.

    ``simplify`` says when traditional characters become simplified ones: ``auto`` only on a page that shows mirror
    damage, of a site whose language is simplified Chinese or unknown; ``never``; ``always``.
    """
    draft = Draft.of(article)
    repaired = repair_draft(draft, simplify=simplify)
    return article if repaired is draft else repaired.written()


def repair_draft(draft: Draft, *, simplify: Simplify = "auto") -> Draft:
    """Do the same for a draft; one without damage is returned as it is."""
    article, body = draft
    runs = [getattr(article, name) or "" for name in _TEXTS] + [
        text for name in _LISTS for text in getattr(article, name)
    ]
    _map_body(body, lambda run: runs.append(run) or run)  # type: ignore[func-returns-value]
    text = "\n".join(filter(None, runs))
    evidence = examine(text)
    if evidence.sound and simplify != "always" and "\ufffd" not in text:
        return draft
    worker = _Worker(partial(repair, evidence=evidence, simplify=simplify, language=article.language))
    values: dict[str, Any] = {
        name: worker.repair(name, getattr(article, name)) for name in _TEXTS if getattr(article, name)
    }
    for name in _LISTS:
        values[name] = tuple(worker.repair(name, text) for text in getattr(article, name))
    _map_body(body, partial(worker.repair, "body"))
    status = article.status
    if evidence.damaged:
        worker.note("body", Step("damaged/" + evidence.damaged.replace(" ", "-"), 1, ""))
        status = "damaged"
    elif worker.lossy and status == "ok":
        status = "lossy"
    return Draft(replace(article, **values, status=status, changes=(*article.changes, *worker.changes())), body)


class _Worker:
    """Repairs runs of text and gathers what was done, by field."""

    def __init__(self, repair_run: Callable[[str], Repaired]) -> None:
        self._repair_run = repair_run
        self._steps: dict[str, list[Step]] = {}
        self.lossy = False

    def repair(self, field: str, text: str) -> str:
        repaired = self._repair_run(text)
        self._steps.setdefault(field, []).extend(repaired.steps)
        self.lossy |= repaired.lossy
        return repaired.text

    def note(self, field: str, step: Step) -> None:
        self._steps.setdefault(field, []).append(step)

    def changes(self) -> list[Change]:
        return [Change("repair", field, *step) for field, steps in self._steps.items() for step in merge(steps)]


def _map_body(body: HtmlElement, change: Callable[[str], str]) -> None:
    map_text(body, change)
    for element in body.iter("img", "a", "figure", "abbr"):
        for name in _SPOKEN_ATTRIBUTES:
            if text := element.get(name):
                element.set(name, change(text))
