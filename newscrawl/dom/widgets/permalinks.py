"""The signs at the end of headings and notes: links to their own address, to edit the part below, back to a mark."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.dom.tree import HEADING_TAGS, fold_space
from newscrawl.text.repaired import Step

_EDIT = r"\[\s?(?:edit|edit source|bearbeiten|modifier|modifica|editar|編集|编辑|編輯|편집)\s?\]"
# "C#" keeps its sign.
HEADING_SIGNS = re.compile(rf"(?:\s?[¶🔗]|\s[#§]|\s?{_EDIT})+\Z", re.IGNORECASE)
_SIGN = re.compile(rf"[¶🔗#§]|{_EDIT}|(?:edit|bearbeiten|modifier|编辑|編輯|編集)", re.IGNORECASE)
_BACK = re.compile("[↩↑⤴⏎↵⬆^][\ufe0e\ufe0f]?")
_RULE = "navigation/permalink"
_BACK_RULE = "navigation/back-link"
_MAX_LINKS_OF_HEADING = 10  # that are looked at; chosen by hand, as is the next
_MAX_HEADING_CHARACTERS = 500


def strip_permalinks(element: HtmlElement) -> Iterator[Step]:
    """Take the links that are only such a sign out of the headings and notes in ``element``; yield a step for each."""
    for heading in element.iter(*HEADING_TAGS):
        links = list(islice(heading.iter("a"), _MAX_LINKS_OF_HEADING))
        whole = fold_space("".join(heading.itertext())) if links else ""
        if len(whole) > _MAX_HEADING_CHARACTERS:
            continue
        for link in links:
            text = fold_space("".join(link.itertext()))
            if _SIGN.fullmatch(text) and whole != text:
                _take_out(link)
                yield Step(_RULE, 1, text)
    for link in [one for one in element.iter("a") if (one.get("href") or "").startswith("#")]:
        if _BACK.fullmatch((link.text or "").strip()) and not len(link):
            link.drop_tree()
            yield Step(_BACK_RULE, 1, link.text or "")


def _take_out(link: HtmlElement) -> None:
    """Remove the link, and the brackets that stand around it."""
    before = link.getprevious()
    parent = link.getparent()
    head = before.tail if before is not None else parent.text if parent is not None else None
    if head and link.tail and head.rstrip().endswith("[") and link.tail.lstrip().startswith("]"):
        link.tail = link.tail.lstrip()[1:]
        head = head.rstrip()[:-1]
        if before is not None:
            before.tail = head
        elif parent is not None:
            parent.text = head
    link.drop_tree()
