"""Blocks inside a container that are unlike the text of an article, by the weights of their features.

A linear model: the weights of the features that a block has are added up, and blocks that stand on one path from the
container are left out together if the mean of their sums is high enough. ``block_weights.txt`` holds the weights, one
fact a line, as ``tools/fit_reader.py`` has fitted them (logistic regression, after Kohlschütter and others, Boilerplate
Detection using Shallow Text Features, WSDM 2010).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import log

from newscrawl.dom.content.block_features import Judged, features_of_blocks
from newscrawl.dom.content.boxes import Box

# The two bounds were chosen on 890 pages of five sets, by cross-validation over sites (tools/fit_reader.py).
MIN_PROBABILITY = 0.8  # of a block that is left out
MAX_SHARE_OUT = 0.15  # of the bytes of a container; more than that is not beside the text, but a text of another kind
MAX_BOXES = 3000  # of a container; two of 890 pages have more than 1,500. To judge 14,000 takes 0.6 s
MIN_SUM = log(MIN_PROBABILITY / (1 - MIN_PROBABILITY))
_PICTURES = ("img", "picture", "video")
BIAS = "bias"  # the name of what is added to the sum of every block


def find_unlike_text(part: Box, kept: Sequence[Box]) -> list[Box]:
    """Return the blocks of a container that are not its text, none if they would be a large part of it.

    ``kept`` are the boxes of ``part`` that are not left out for another reason, parents first.
    """
    if len(kept) > MAX_BOXES:
        return []
    of_path: dict[int, list[Judged]] = {}
    for block in features_of_blocks(part, kept):
        of_path.setdefault(block.path, []).append(block)
    unlike = [
        block.box
        for blocks in of_path.values()
        if _is_unlike(blocks)
        for block in blocks
        if not _has_picture(block.box)
    ]
    size = sum(box.text + box.links for box in unlike)
    return unlike if size <= MAX_SHARE_OUT * (part.text + part.links) else []


def _is_unlike(blocks: list[Judged]) -> bool:
    """Tell whether blocks on one path are not the text: one of ten specifications is not to go alone."""
    return sum(sum_of_weights(block.features) for block in blocks) >= MIN_SUM * len(blocks)


def sum_of_weights(features: Iterable[str]) -> float:
    """Return the logarithm of the odds that a block with these features is not the article's text."""
    weights = _weights()
    return weights[BIAS] + sum(weights.get(name, 0.0) for name in features)


def reasons(features: Iterable[str]) -> list[tuple[str, float]]:
    """Return the features that have a weight, those first that speak most against the block."""
    weights = _weights()
    known = [(name, weights[name]) for name in (BIAS, *features) if name in weights]
    return sorted(known, key=lambda one: -one[1])


def _has_picture(box: Box) -> bool:
    return next(box.element.iter(*_PICTURES), None) is not None


@cache
def _weights() -> dict[str, float]:
    table = files("newscrawl.text.tables").joinpath("block_weights.txt").read_text("utf-8")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return {name: float(weight) for weight, name in rows}
