"""Undo damage in every text of an article; what the page has been through is decided once for all of them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from lxml.html import HtmlElement

from newscrawl.article import Article, Change, Use, fields_for
from newscrawl.dom.body import Body
from newscrawl.dom.tree import map_text
from newscrawl.text.repair import MAX_REPAIRED_CHARACTERS, Evidence, Simplify, examine, repair
from newscrawl.text.repaired import Repaired, Step, merge

_ATTRIBUTES_WITH_TEXT = ("alt", "title")  # what is shown of an element beside its content; addresses stay as they are


def repair_article(article: Article, *, simplify: Simplify = "auto", is_declared: bool = True) -> Article:
    """Return ``article`` with its damage undone, its status set and a change for every rule that was used.

    ``simplify`` says when traditional characters become simplified ones: ``auto`` only on a page that shows mirror
    damage, of a site whose language is simplified Chinese or unknown; ``never``; ``always``. Unless the language
    ``is_declared``, that of a page with glued readings is unknown: its traditional characters are damage, too. An
    article without damage is returned as it is.
    """
    tree = article.body.tree
    values = {name: getattr(article, name) for name in fields_for(Use.REPAIR)}
    texts = [text for value in values.values() for text in ((value,) if isinstance(value, str) else value or ())]
    _map_texts(tree, lambda text: texts.append(text) or text, lambda code: code)  # type: ignore[func-returns-value]
    page = "\n".join(filter(None, texts))
    evidence = examine(page)
    if evidence.sound and simplify != "always" and "\ufffd" not in page:
        folded = {name: _folded_value(value) for name, value in values.items()}
        return article if folded == values else replace(article, **folded)
    language = article.language
    if not is_declared and evidence.mirror and evidence.mirror.annotated:
        language = None
    repair_text = partial(repair, simplify=simplify, language=language)
    worker = _Worker(repair_text, evidence)
    values = {name: worker.repair_value(name, value) for name, value in values.items()}
    _map_texts(tree, partial(worker.repair, "body"), worker.repair_code)
    status = article.status
    if evidence.damaged:
        worker.note("body", Step("damaged/" + evidence.damaged.replace(" ", "-"), 1, ""))
        status = "damaged"
    elif worker.lossy and status == "ok":
        status = "lossy"
    changes = worker.changes()
    if language is None and any(change.rule == "mirror/traditional" for change in changes):
        values["language"] = "zh"
    return article.with_body(Body(tree), **values, status=status, changes=(*article.changes, *changes))


def _folded_value(value: Any) -> Any:
    """Fold white space of all kinds, which had to wait: U+00A0 and U+0085 may be halves of misread characters."""
    if isinstance(value, tuple):
        return tuple(map(_folded_value, value))
    return " ".join(value.split()) if value else value


class _Worker:
    """Repairs texts and gathers what was done, by field.

    Of a damaged article the first ``MAX_REPAIRED_CHARACTERS`` are repaired; the rest stays as it is.
    """

    def __init__(self, repair_text: Callable[..., Repaired], evidence: Evidence) -> None:
        self._repair_text = repair_text
        self._of_text = evidence
        self._of_code = evidence.of_code()
        self._left = MAX_REPAIRED_CHARACTERS
        self._steps: dict[str, list[Step]] = {}
        self.lossy = False

    def repair_value(self, field: str, value: Any) -> Any:
        """Repair a text, or each of several."""
        if isinstance(value, tuple):
            return _folded_value(tuple(self.repair(field, text) for text in value))
        return _folded_value(self.repair(field, value)) if value else value

    def repair(self, field: str, text: str) -> str:
        return self._repaired(field, text, self._of_text)

    def repair_code(self, text: str) -> str:
        """Repair a run of code in the body."""
        return self._repaired("body", text, self._of_code)

    def _repaired(self, field: str, text: str, evidence: Evidence) -> str:
        if not evidence.is_only_in_forms:
            if self._left <= 0:
                self.lossy = self.lossy or text.strip() != ""
                return text
            self._left -= len(text)
        repaired = self._repair_text(text, evidence)
        self._steps.setdefault(field, []).extend(repaired.steps)
        self.lossy |= repaired.lossy
        return repaired.text

    def note(self, field: str, step: Step) -> None:
        self._steps.setdefault(field, []).append(step)

    def changes(self) -> list[Change]:
        return [Change("repair", field, *step) for field, steps in self._steps.items() for step in merge(steps)]


def _map_texts(body: HtmlElement, change: Callable[[str], str], change_code: Callable[[str], str]) -> None:
    map_text(body, change, change_code)
    for element in body.iter("img", "a", "figure", "abbr"):
        for name in _ATTRIBUTES_WITH_TEXT:
            if text := element.get(name):
                changed = change(text)
                if changed != text:
                    element.set(name, changed)
