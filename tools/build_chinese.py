"""Build the Chinese tables of ``newscrawl/text/tables``: readings, simplified forms, character bigrams.

Run ``pip install -e '.[tables]'`` and then ``python tools/build_chinese.py``. The tables are text files that start with
a header of ``#`` lines (what, source, licence, date), so that a difference between two builds can be read.
"""

import datetime
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

TABLES = Path(__file__).parents[1] / "newscrawl" / "text" / "tables"
IDEOGRAPHS = [chr(code) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000)) for code in block]
MOST_BIGRAMS = 26_000
TOP_COST = 30  # half nats: the cost of a character that the source hardly knows
SMOOTH = 20
CORRECTED = {"的": 2_700_000}  # every 22nd word of Chinese text; the dictionary has a tenth of it


def main() -> None:
    simplified = dict(simplified_forms())
    write(
        "simplified",
        simplified_lines(simplified),
        "traditional character, simplified character",
        "opencc",
        "Apache-2.0",
    )
    write(
        "readings",
        reading_lines(simplified),
        "reading, characters with it as their first, as another",
        "pypinyin",
        "MIT",
    )
    write(
        "bigrams",
        bigram_lines(word_counts()),
        "left character, half nats and the characters that follow at this cost",
        "jieba",
        "MIT",
    )


def write(name: str, lines: Iterable[str], columns: str, package: str, licence: str) -> None:
    header = [
        f"# {columns}",
        f"# source: {package} {version(package)}, licence: {licence}",
        f"# built by tools/build_chinese.py on {datetime.date.today().isoformat()}",
    ]
    path = TABLES / f"{name}.txt"
    path.write_text("\n".join([*header, *lines, ""]), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def simplified_forms() -> Iterator[tuple[str, str]]:
    """Yield each ideograph that OpenCC's character table simplifies, alone, without its phrase rules."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    for character in IDEOGRAPHS:
        simple = convert(character)
        if simple != character and len(simple) == 1 and simple <= "\uffff":
            yield character, simple


def simplified_lines(simplified: dict[str, str]) -> Iterator[str]:
    """One line a simplified character: it, then its traditional ones."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for traditional, simple in simplified.items():
        sources[simple].append(traditional)
    for simple in sorted(sources):
        yield simple + "".join(sources[simple])


def reading_lines(simplified: dict[str, str]) -> Iterator[str]:
    """Readings of the characters that a page held in GBK is likely to have: GB2312, and whatever gets simplified."""
    from pypinyin import Style, pinyin

    first: defaultdict[str, list[str]] = defaultdict(list)
    other: defaultdict[str, list[str]] = defaultdict(list)
    for character in IDEOGRAPHS:
        if not (in_charset(character, "gb2312") or (character in simplified and in_charset(character, "gbk"))):
            continue
        readings = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
        if readings:
            first[readings[0][0]].append(character)
            for reading in readings[0][1:]:
                other[reading].append(character)
    for reading in sorted(first.keys() | other.keys()):
        yield f"{reading}\t{''.join(first[reading])}\t{''.join(other[reading])}"


def in_charset(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def word_counts() -> Iterator[tuple[str, int]]:
    import jieba

    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, *_ = line.split(" ")
            if all("\u4e00" <= character <= "\u9fff" for character in word):
                yield word, CORRECTED.get(word, int(count))


def bigram_lines(words: Iterable[tuple[str, int]]) -> Iterator[str]:
    """One line a left character: it, then ``cost characters`` for what follows it inside words, in half nats.

    Text is taken as words that are independent of each other. The line of ``^`` has the costs of characters as
    the first of a word, ``1`` what it costs that the word ends after that one character, ``$`` that it ends
    after a later one. Pairs hardly likelier than the end of a word and the beginning of another are left out.
    """
    single: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    inner: Counter[tuple[str, str]] = Counter()
    for word, count in words:
        for character in word:
            single[character] += count
        first[word[0]] += count
        last[word[-1]] += count
        if len(word) == 1:
            alone[word] += count
        for pair in itertools.pairwise(word):
            inner[pair] += count
    tokens = first.total()
    known = [character for character in single if in_charset(character, "gbk")]
    ends = {
        character: (last[character] - alone[character] + SMOOTH) / (single[character] - first[character] + 2 * SMOOTH)
        for character in single
    }
    begins = {character: (first[character] + SMOOTH) / tokens for character in single}
    shares: dict[tuple[str, str], float] = {}
    gains: dict[tuple[str, str], float] = {}
    for (left, right), count in inner.items():
        by_chance = (last[left] + SMOOTH) / (single[left] + 2 * SMOOTH) * begins[right]
        shares[left, right] = count / single[left]
        gains[left, right] = count * math.log(1 + count / single[left] / by_chance)
    kept: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for left, right in sorted(gains, key=gains.__getitem__, reverse=True)[:MOST_BIGRAMS]:
        kept[left][right] = shares[left, right]
    yield cost_line("^", {character: begins[character] for character in known})
    yield cost_line("1", {character: (alone[character] + 1) / (first[character] + SMOOTH) for character in known})
    yield cost_line("$", {character: ends[character] for character in known})
    for left in sorted(kept):
        yield cost_line(left, kept[left])


def cost_line(left: str, shares: dict[str, float]) -> str:
    tiers: defaultdict[int, list[str]] = defaultdict(list)
    for right, share in shares.items():
        tiers[min(TOP_COST, round(-2 * math.log(share)))].append(right)
    return " ".join([left, *(f"{cost}{''.join(sorted(tiers[cost]))}" for cost in sorted(tiers))])


if __name__ == "__main__":
    main()
