"""Fit the weights by which the generic reader tells blocks of a container that are not the article's text.

    python tools/fit_reader.py DATASET             cross-validate by site, and print what the weights change on each set
    python tools/fit_reader.py DATASET --write     also fit on all development pages and write block_weights.txt
    python tools/fit_reader.py --explain PAGE      print the blocks of a saved page with their sums and main reasons

A line of DATASET/gold.jsonl has id, set, url and text; the page is DATASET/pages/<id>.html.gz. A block is wrong if less
than half of its runs of four tokens are in the gold text (of fewer tokens: if they are no line of it). It weighs its
tokens' share of the page. Every fifth page of a set, by id, is set aside: it is measured and never fitted on. Pages of
which the reader takes much more than the gold text has say little about blocks, and are not fitted on, either. Needs
scikit-learn (the extra "bench").
"""

import argparse
import gzip
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newscrawl.dom.content import edges
from newscrawl.dom.content.block_features import Judged, features_of_blocks
from newscrawl.dom.content.block_weights import (
    BIAS,
    MAX_SHARE_OUT,
    MIN_SUM,
    reasons,
    sum_of_weights,
)
from newscrawl.dom.content.boxes import count_text, gather
from newscrawl.dom.content.container import add_scores, find_parts
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.set_aside import set_aside
from newscrawl.dom.metadata import read_metadata
from newscrawl.dom.tree import parse, visible_text
from newscrawl.text.decode import decode

TABLE = Path(__file__).parents[1] / "newscrawl" / "text" / "tables" / "block_weights.txt"
HEADING = """\
# Weights of what can be told of a block of an article's container (newscrawl/dom/content/block_features.py): above 0
# speaks against the block. Fitted by tools/fit_reader.py; do not edit.
"""
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
RUN_TOKENS = 4
FOLDS = 5
ASIDE = 5  # every fifth page
# Chosen by cross-validation on development pages.
MIN_SITES = 20  # that a feature is found on, or it is left out
MAX_WRONG_SHARE = 0.3  # of the tokens of a page that is fitted on
INVERSE_STRENGTH = 0.1  # of the L2 penalty
MIN_WEIGHT = 0.05  # of a row of the table
NO_PATH = -1  # of blocks that are never left out


class Block(NamedTuple):
    """A block of a page; one that is never left out has no features."""

    page: str
    site: str
    path: int
    features: list[str]
    text: str
    is_wrong: bool
    tokens: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, nargs="?")
    parser.add_argument("--write", action="store_true", help="write the table of weights")
    parser.add_argument("--explain", type=Path, metavar="PAGE")
    arguments = parser.parse_args()
    if arguments.explain:
        explain(arguments.explain)
    if arguments.dataset:
        fit_dataset(arguments.dataset, write=arguments.write)


def explain(path: Path) -> None:
    data = path.read_bytes()
    for box, _, features in blocks_of(gzip.decompress(data) if path.suffix == ".gz" else data, "https://localhost/"):
        if not features:
            continue
        main_reasons = ", ".join(f"{name} {weight:+.2f}" for name, weight in reasons(features)[:5])
        print(f"{sum_of_weights(features):+.2f}  {visible_text(box.element)[:60]!r}  {main_reasons}")


def fit_dataset(dataset: Path, *, write: bool) -> None:
    with (dataset / "gold.jsonl").open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    gold.sort(key=lambda row: row["id"])
    of_set: dict[str, list[str]] = defaultdict(list)
    blocks: list[Block] = []
    for row in gold:
        of_set[row["set"]].append(row["id"])
        page = gzip.decompress((dataset / "pages" / f"{row['id']}.html.gz").read_bytes())
        blocks += labelled(row, blocks_of(page, row["url"] or "https://localhost/"))
    aside = {page for pages in of_set.values() for page in pages[::ASIDE]}
    runs_of_gold = {row["id"]: runs(row["text"]) for row in gold}
    columns = {name: column for column, name in enumerate(sorted(frequent(blocks)))}
    rows = [sorted(columns[name] for name in block.features if name in columns) for block in blocks]
    fitted_on = pages_to_fit(blocks) - aside
    probabilities = [0.5] * len(blocks)
    for fold in range(FOLDS):
        chosen = [at for at, block in enumerate(blocks) if block.page in fitted_on and fold_of(block.site) != fold]
        model = fit(blocks, rows, chosen, len(columns))
        tested = [at for at, block in enumerate(blocks) if fold_of(block.site) == fold]
        for at, probability in zip(tested, predict(model, rows, tested, len(columns)), strict=True):
            probabilities[at] = probability
    report(of_set, aside, blocks, probabilities, runs_of_gold)
    if write:
        chosen = [at for at, block in enumerate(blocks) if block.page in fitted_on]
        write_table(fit(blocks, rows, chosen, len(columns)), columns)


def blocks_of(page: bytes, url: str) -> Iterator[Judged]:
    """Yield all blocks of the container that the reader chooses, with features if they may be left out."""
    tree = parse(decode(page).text)
    metadata = read_metadata(tree, url)
    evidence = Evidence(metadata.title, metadata.summary, metadata.article_body)
    boxes = gather(tree)
    count_text(boxes, evidence)
    if not boxes[0].prose:
        return
    set_aside(boxes)
    add_scores(boxes, evidence.title)
    for part in find_parts(boxes[max(boxes[0].best, 0)], boxes):
        kept = edges.sift(part, boxes, evidence)[0]
        judged = {block.box: block for block in features_of_blocks(part, kept)}
        yield from (judged.get(box) or Judged(box, NO_PATH, []) for box in kept if box.is_leaf)


def labelled(row: dict[str, Any], blocks: Iterable[Judged]) -> Iterator[Block]:
    gold = runs(row["text"])
    lines = {tuple(TOKEN.findall(line)) for line in row["text"].lower().splitlines()}
    host = (urlsplit(row["url"] or "").hostname or row["id"]).split(".")
    for box, path, features in blocks:
        text = visible_text(box.element)
        own = runs(text)
        if own:
            known = sum(count for run, count in own.items() if run in gold or (len(run) < RUN_TOKENS and run in lines))
            yield Block(
                row["id"],
                ".".join(host[-2:]),
                path,
                features,
                text,
                2 * known < own.total(),
                len(TOKEN.findall(text)),
            )


def runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(text.lower())
    return (
        Counter(tuple(tokens[at : at + RUN_TOKENS]) for at in range(max(1, len(tokens) - RUN_TOKENS + 1)))
        if tokens
        else Counter()
    )


def frequent(blocks: Iterable[Block]) -> set[str]:
    sites: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        for name in block.features:
            sites[name].add(block.site)
    return {name for name, found in sites.items() if len(found) >= MIN_SITES}


def pages_to_fit(blocks: Iterable[Block]) -> set[str]:
    tokens: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for block in blocks:
        tokens[block.page] += block.tokens
        wrong[block.page] += block.tokens * block.is_wrong
    return {page for page, number in tokens.items() if wrong[page] <= MAX_WRONG_SHARE * number}


def fold_of(site: str) -> int:
    return zlib.crc32(site.encode()) % FOLDS


def matrix(rows: list[list[int]], chosen: list[int], columns: int) -> Any:
    from scipy.sparse import csr_matrix

    places = [(number, column) for number, at in enumerate(chosen) for column in rows[at]]
    return csr_matrix(([1.0] * len(places), tuple(zip(*places, strict=True))), shape=(len(chosen), columns))


def fit(blocks: list[Block], rows: list[list[int]], chosen: list[int], columns: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    chosen = [at for at in chosen if blocks[at].features]
    tokens: Counter[str] = Counter()
    for at in chosen:
        tokens[blocks[at].page] += blocks[at].tokens
    weights = [100 * (blocks[at].tokens + 5) / max(50, tokens[blocks[at].page]) for at in chosen]
    model = LogisticRegression(C=INVERSE_STRENGTH, max_iter=1000)
    return model.fit(matrix(rows, chosen, columns), [blocks[at].is_wrong for at in chosen], sample_weight=weights)


def predict(model: Any, rows: list[list[int]], tested: list[int], columns: int) -> list[float]:
    found: list[float] = model.predict_proba(matrix(rows, tested, columns))[:, 1].tolist()
    return found


def report(
    of_set: dict[str, list[str]],
    aside: set[str],
    blocks: list[Block],
    probabilities: list[float],
    gold: dict[str, Counter[tuple[str, ...]]],
) -> None:
    of_page: dict[str, list[tuple[Block, float]]] = defaultdict(list)
    for block, probability in zip(blocks, probabilities, strict=True):
        of_page[block.page].append((block, probability))
    for name, pages in of_set.items():
        for part, chosen in (("development", set(pages) - aside), ("aside", set(pages) & aside)):
            before = f1(("\n".join(block.text for block, _ in of_page[page]), gold[page]) for page in chosen)
            after = f1(("\n".join(left(of_page[page])), gold[page]) for page in chosen)
            print(f"{name:12}{part:12} {len(chosen):4} pages: F1 of the blocks {before:.4f} -> {after:.4f}")


def left(blocks: list[tuple[Block, float]]) -> list[str]:
    """Return the texts of the blocks of a page that stay."""
    sums: dict[int, list[float]] = defaultdict(list)
    for block, probability in blocks:
        sums[block.path].append(log(probability / (1 - probability)))
    out = {path for path, found in sums.items() if path != NO_PATH and sum(found) >= MIN_SUM * len(found)}
    if sum(block.tokens * (block.path in out) for block, _ in blocks) > MAX_SHARE_OUT * sum(
        block.tokens for block, _ in blocks
    ):
        out = set()
    return [block.text for block, _ in blocks if block.path not in out]


def f1(pairs: Iterable[tuple[str, Counter[tuple[str, ...]]]]) -> float:
    precisions, recalls = [], []
    for text, gold in pairs:
        found = runs(text)
        hits = (found & gold).total()
        precisions.append(hits / max(1, found.total()))
        recalls.append(hits / max(1, gold.total()))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall)


def write_table(model: Any, columns: dict[str, int]) -> None:
    weights = {name: float(model.coef_[0][column]) for name, column in columns.items()}
    rows = [(BIAS, float(model.intercept_[0]))]
    rows += sorted((name, weight) for name, weight in weights.items() if abs(weight) >= MIN_WEIGHT)
    TABLE.write_text(HEADING + "".join(f"{weight:+.2f}\t{name}\n" for name, weight in rows), "utf-8")


if __name__ == "__main__":
    main()
