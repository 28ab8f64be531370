"""``tools/fit_reader.py`` labels blocks by the gold text, and fits on pages that say something about blocks."""

import importlib.util
import sys
from pathlib import Path

from newscrawl.dom.content.block_weights import BIAS

SCRIPT = Path(__file__).parents[3] / "tools" / "fit_reader.py"
spec = importlib.util.spec_from_file_location("fit_reader", SCRIPT)
assert spec is not None
assert spec.loader is not None
fit_reader = importlib.util.module_from_spec(spec)
sys.modules["fit_reader"] = fit_reader
spec.loader.exec_module(fit_reader)

GOLD = (
    "Four packs have been ordered from a maker in the north.\nUntil then the old engines are kept in repair.\nSo be it."
)
OTHER = "Write to the desk if you know more of this story."
PAGE = "<html><body><div>" + "".join(f"<p>{line}</p>" for line in (*GOLD.splitlines(), OTHER)) + "</div></body></html>"


def labels(page: str) -> dict[str, bool]:
    row = {"id": "1", "url": "https://www.example.org/1", "text": GOLD}
    blocks = fit_reader.labelled(row, fit_reader.blocks_of(page.encode(), row["url"]))
    return {block.text: block.is_wrong for block in blocks}


def test_blocks_that_the_gold_text_lacks_are_wrong() -> None:
    assert labels(PAGE) == dict.fromkeys(GOLD.splitlines(), False) | {OTHER: True}


def block(page: str, text: str, *, is_wrong: bool, path: int = 0) -> object:
    return fit_reader.Block(page, "example.org", path, ["tag:p"], text, is_wrong, len(text.split()))


def test_pages_that_hold_much_else_are_not_fitted_on() -> None:
    blocks = [block("a", GOLD, is_wrong=False), block("a", "More", is_wrong=True), block("b", OTHER, is_wrong=True)]
    assert fit_reader.pages_to_fit(blocks) == {"a"}


def test_blocks_on_a_path_of_high_probability_go_if_they_are_few() -> None:
    text, cell = block("a", GOLD, is_wrong=False), block("a", OTHER, is_wrong=True, path=fit_reader.NO_PATH)
    more = block("a", "More here", is_wrong=True, path=1)
    assert fit_reader.left([(text, 0.1), (more, 0.9), (cell, 0.9)]) == [GOLD, OTHER]
    assert fit_reader.left([(text, 0.1), (more, 0.9), (more, 0.2)]) == [GOLD, "More here", "More here"]
    assert fit_reader.left([(text, 0.9), (more, 0.1)]) == [GOLD, "More here"]


def test_the_table_is_what_the_script_writes() -> None:
    rows = [row.split("\t") for row in fit_reader.TABLE.read_text("utf-8").splitlines() if not row.startswith("#")]
    (bias, *others), weights = [name for _, name in rows], [float(weight) for weight, _ in rows]
    assert fit_reader.TABLE.read_text("utf-8").startswith(fit_reader.HEADING)
    assert bias == BIAS
    assert others == sorted(set(others))
    assert all(f"{weight:+.2f}" == written for weight, (written, _) in zip(weights, rows, strict=True))
    assert all(abs(weight) >= fit_reader.MIN_WEIGHT for weight in weights[1:])
