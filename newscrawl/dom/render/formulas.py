"""Formulas of MathJax, KaTeX and MathML, written once and as TeX between dollar signs."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml.html import HtmlElement

FORMULA_CLASS = "math"  # of the span that holds a formula from then on; Pandoc calls it so, too

# What the two libraries and MediaWiki put around a formula: its MathML, its drawing, and a picture for old browsers.
_WRAPPER_CLASSES = frozenset(
    """
    katex katex-display katex-mathml MathJax MathJax_CHTML MathJax_Display MathJax_SVG MathJax_SVG_Display
    MJX_Assistive_MathML MJXc-display mwe-math-element mwe-math-mathml-a11y mwe-math-mathml-display
    mwe-math-mathml-inline
    """.split()
)
_WRAPPER_TAGS = frozenset({"mjx-container", "mjx-assistive-mml"})
_MAX_WRAPPERS = 6  # elements around a formula that are looked at (by hand); MathJax 2 has four
_TEXT_BLOCKS = ("p", "li", "table", "h1", "h2", "h3", "article", "section")  # in no drawing of a formula
_STYLE = re.compile(r"\{\\(?:display|text|script)style (.*)\}")
_CDATA = re.compile(r"%\s*+<!\[CDATA\[|%\s*+\]\]>")
_MAX_DEPTH = 40  # of MathML that is read as TeX, chosen by hand; deeper elements give their text

_TEX_OF_MATHML: dict[str, tuple[int, Callable[..., str]]] = {
    "mfrac": (2, r"\frac{{{}}}{{{}}}".format),
    "msup": (2, "{}^{{{}}}".format),
    "msub": (2, "{}_{{{}}}".format),
    "msubsup": (3, "{}_{{{}}}^{{{}}}".format),
    "munder": (2, "{}_{{{}}}".format),
    "mover": (2, r"\overset{{{1}}}{{{0}}}".format),
    "munderover": (3, "{}_{{{}}}^{{{}}}".format),
    "mroot": (2, r"\sqrt[{1}]{{{0}}}".format),
}


def mark_formulas(root: HtmlElement) -> None:
    """Replace each formula in ``root`` by a ``span`` of the class ``math`` that holds ``$TeX$``, in place.

    The TeX is that of the page (``script type="math/tex"``, the annotation or ``alttext`` of MathML), else it is
    written from presentation MathML. The drawings that scripts have put beside it are removed: they repeat it.
    Formulas on lines of their own stand between double dollar signs.
    """
    for script in list(root.iter("script")):
        kind = (script.get("type") or "").lower()
        if kind.startswith("math/tex") and (tex := _tidy(script.text)):
            for drawing in list(_drawings_before(script)):
                drawing.drop_tree()
            _replace(script, tex, is_display="mode=display" in kind)
    for formula in list(root.iter("math")):
        if formula is not root and (tex := _tex_of(formula)):
            wrapper = _wrapper_of(formula)
            names = f"{wrapper.get('class') or ''} {wrapper.get('display') or ''} {formula.get('display') or ''}"
            _replace(wrapper, tex, is_display="isplay" in names or "block" in names or wrapper.get("display") == "true")


def _tidy(tex: str | None) -> str:
    tex = " ".join(_CDATA.sub("", tex or "").split()).strip("$ ").rstrip("\\")
    style = _STYLE.fullmatch(tex)
    return style[1].strip() if style else tex


def _drawings_before(script: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the drawings of a formula that MathJax puts before its source, which alone is rendered."""
    before = script.getprevious()
    while before is not None and not (before.tail or "").strip():
        if not (before.get("class") or "").startswith("MathJax") or _holds_text(before):
            return
        yield before
        before = before.getprevious()


def _wrapper_of(formula: HtmlElement) -> HtmlElement:
    wrapper = formula
    for element in islice(formula.iterancestors(), _MAX_WRAPPERS):
        is_wrapper = element.tag in _WRAPPER_TAGS or not _WRAPPER_CLASSES.isdisjoint(
            (element.get("class") or "").split()
        )
        if is_wrapper and element.getparent() is not None and not _holds_text(element):
            wrapper = element
    return wrapper


def _holds_text(element: HtmlElement) -> bool:
    """Tell whether an element holds more than one formula: it cannot be its drawing then, whatever its class says."""
    is_one_formula = sum(1 for _ in islice(element.iter("math"), 2)) < 2
    return not is_one_formula or next(element.iter(*_TEXT_BLOCKS), None) is not None


def _replace(element: HtmlElement, tex: str, *, is_display: bool) -> None:
    parent = element.getparent()
    if parent is None:
        return
    span = element.makeelement("span", {"class": FORMULA_CLASS})
    span.text = f"$${tex}$$" if is_display else f"${tex}$"
    span.tail = element.tail
    parent.replace(element, span)


def _tex_of(formula: HtmlElement) -> str:
    for annotation in formula.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "").lower() and (tex := _tidy(annotation.text)):
            return tex
    return _tidy(formula.get("alttext")) or _tidy(_from_mathml(formula, 0))


def _from_mathml(element: HtmlElement, depth: int) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag in ("annotation", "annotation-xml", "mspace"):
        return ""
    children = list(element)
    if not children or depth > _MAX_DEPTH:
        text = "".join(element.itertext()).strip()
        return rf"\text{{{text}}}" if tag in ("mtext", "ms") and text else text
    parts = [_from_mathml(child, depth + 1) for child in children]
    count, write = _TEX_OF_MATHML.get(tag, (0, None))
    if write and len(parts) == count:
        base = parts[0] if tag in ("mfrac", "mroot", "mover") or len(parts[0]) == 1 else f"{{{parts[0]}}}"
        return write(base, *parts[1:])
    if tag == "mtable":
        rows = r" \\ ".join(parts)
        return rf"\begin{{matrix}} {rows} \end{{matrix}}"
    if tag in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    if tag == "mfenced":
        return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
    joined = _joined(parts)
    return rf"\sqrt{{{joined}}}" if tag == "msqrt" else joined


def _joined(parts: list[str]) -> str:
    """Join parts, names and numbers of several characters with a blank between them."""
    text = ""
    before = ""
    for part in filter(None, parts):
        is_glued = before[-1:].isalnum() and part[0].isalnum() and len(before) + len(part) > 2
        text += f" {part}" if is_glued else part
        before = part
    return text
