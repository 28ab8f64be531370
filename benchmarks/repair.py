"""Measure decoding and repair against ftfy and charset detectors; print a table in Markdown.

    python benchmarks/repair.py            measure and print
    python benchmarks/repair.py --check    exit with 1 if a result is below its floor (repair_floors.json)
    python benchmarks/repair.py --raise    raise the floors to what was measured; they are never lowered

"Restored" compares texts without blanks, with one form of quotation marks, bullets and widths; "characters"
is 100 minus the character error rate. Speed is compared with ftfy's in the same run. Needs the ``bench``
extra.
"""

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import chardet
import charset_normalizer
import ftfy
import w3lib.encoding
from damage import DAMAGES, Damage
from decoding import Decoder, pages
from rapidfuzz.distance import Levenshtein

from newscrawl.text.decode import decode
from newscrawl.text.repair import repair

HERE = Path(__file__).parent
FLOORS = HERE / "repair_floors.json"
TEXTS: dict[str, list[str]] = json.loads((HERE / "data" / "texts.json").read_text(encoding="utf-8"))
SOUND: list[dict[str, str]] = json.loads((HERE / "data" / "sound.json").read_text(encoding="utf-8"))

_PAGES = 10
_PARAGRAPHS_PER_PAGE = 5
_SEED = 2026
_SPEED_ROUNDS = 9
# A noisy machine may be half as fast for a while.
_SPEED_MARGIN = 0.4

_CONSERVATIVE = ftfy.TextFixerConfig(
    unescape_html=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
)

REPAIRERS: dict[str, Callable[[str], str]] = {
    "newscrawl": lambda text: repair(text).text,
    "ftfy": ftfy.fix_text,
    "ftfy, cautious": lambda text: ftfy.fix_text(text, _CONSERVATIVE),
}


def _by_chardet(body: bytes, http_charset: str | None) -> str:
    return _read(body, chardet.detect(body)["encoding"])


def _by_charset_normalizer(body: bytes, http_charset: str | None) -> str:
    best = charset_normalizer.from_bytes(body).best()
    return _read(body, best.encoding if best else None)


def _by_label(body: bytes, http_charset: str | None) -> str:
    content_type = f"text/html; charset={http_charset}" if http_charset else None
    return str(w3lib.encoding.html_to_unicode(content_type, body, default_encoding="utf-8")[1])


def _read(body: bytes, charset: str | None) -> str:
    codec = w3lib.encoding.resolve_encoding(charset) if charset else None
    return str(w3lib.encoding.to_unicode(body, codec or "utf-8"))


DECODERS: dict[str, Decoder] = {
    "newscrawl": lambda body, http_charset: decode(body, http_charset).text,
    "labels (w3lib)": _by_label,
    "chardet": _by_chardet,
    "charset-normalizer": _by_charset_normalizer,
}


class Score:
    """How often and how closely texts were restored."""

    def __init__(self, same: Callable[[str, str], bool]) -> None:
        self._same = same
        self.texts = 0
        self._restored = 0
        self._errors = 0.0

    def add(self, result: str, accepted: tuple[str, ...]) -> None:
        self.texts += 1
        self._restored += any(self._same(result, text) for text in accepted)
        self._errors += min(_error_rate(result, text) for text in accepted)

    @property
    def restored(self) -> float:
        return round(100 * self._restored / self.texts, 1)

    @property
    def characters(self) -> float:
        return round(100 - 100 * self._errors / self.texts, 1)


class Speed(NamedTuple):
    """Megabytes (of UTF-8) a second, in each round."""

    sound: tuple[float, ...]
    damaged: tuple[float, ...]


_ONE_FORM = str.maketrans({"•": "·", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "™": None, "®": None})
_BLANK = re.compile(r"\s+")


def alike(left: str, right: str) -> bool:
    return left == right or _in_one_form(left) == _in_one_form(right)


def _in_one_form(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text.translate(_ONE_FORM)))


def _error_rate(result: str, meant: str) -> float:
    return min(1.0, Levenshtein.distance(result, meant) / max(1, len(meant)))


class Case(NamedTuple):
    """A damaged text and the texts that are accepted as its repair."""

    damaged: str
    accepted: tuple[str, ...]


def cases(damage: Damage) -> Iterator[Case]:
    for language in damage.languages:
        for number, clean in enumerate(_whole_pages() if damage.whole_page else TEXTS[language]):
            damaged = damage.apply(clean, Random(f"{damage.name} {language} {number} {_SEED}"))
            if damaged is not None and damaged != clean:
                yield Case(damaged, damage.accepted(clean))


def _whole_pages() -> list[str]:
    paragraphs = TEXTS["zh-Hans"]
    return [
        "\n".join(paragraphs[(first * 3 + offset) % len(paragraphs)] for offset in range(_PARAGRAPHS_PER_PAGE))
        for first in range(_PAGES)
    ]


def measure_repair() -> dict[str, dict[str, Score]]:
    scores: dict[str, dict[str, Score]] = {}
    for damage in DAMAGES:
        same = str.__eq__ if damage.to_the_letter else alike
        row = scores[damage.name] = {name: Score(same) for name in REPAIRERS}
        for case in cases(damage):
            for name, repairer in REPAIRERS.items():
                row[name].add(repairer(case.damaged), case.accepted)
    return scores


def sound_texts() -> list[str]:
    return [entry["text"] for entry in SOUND] + [text for texts in TEXTS.values() for text in texts]


def measure_sound() -> dict[str, list[str]]:
    """Return the sound texts that each repairer changed."""
    return {name: [text for text in sound_texts() if fix(text) != text] for name, fix in REPAIRERS.items()}


def measure_decoding() -> dict[str, dict[str, Score]]:
    scores: defaultdict[str, dict[str, Score]] = defaultdict(lambda: {name: Score(alike) for name in DECODERS})
    for language, texts in TEXTS.items():
        for first in (0, 3):
            for page in pages(texts[first : first + 3], language):
                for name, decoder in DECODERS.items():
                    decoded = decoder(page.body, page.http_charset).replace("\ufffd", "").removeprefix("\ufeff")
                    scores[page.kind][name].add(decoded, (page.meant,))
    return dict(scores)


def measure_speed() -> dict[str, Speed]:
    sound = _speeds(["\n".join(texts) for texts in TEXTS.values()])
    damaged = _speeds([case.damaged for damage in DAMAGES for case in list(cases(damage))[:3]])
    return {name: Speed(sound[name], damaged[name]) for name in REPAIRERS}


def _speeds(texts: list[str]) -> dict[str, tuple[float, ...]]:
    """Return megabytes a second of each tool in each round; in a round all tools take their turn."""
    megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    rounds = [{name: megabytes / _seconds(fix, texts) for name, fix in REPAIRERS.items()} for _ in range(_SPEED_ROUNDS)]
    return {name: tuple(one[name] for one in rounds) for name in REPAIRERS}


def _seconds(fix: Callable[[str], str], texts: list[str]) -> float:
    start = time.process_time()  # not by the clock on the wall: other work must not count
    for text in texts:
        fix(text)
    return time.process_time() - start


class Results(NamedTuple):
    """All that was measured, by tool."""

    repair: dict[str, dict[str, Score]]
    sound: dict[str, list[str]]
    decoding: dict[str, dict[str, Score]]
    speed: dict[str, Speed]


def measure() -> Results:
    return Results(measure_repair(), measure_sound(), measure_decoding(), measure_speed())


def table(head: list[str], rows: Iterator[list[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(results: Results) -> str:
    tools, decoders = list(REPAIRERS), list(DECODERS)
    sound = len(sound_texts())
    parts = [
        "## Damaged texts: restored %, characters right %",
        table(
            ["damage", "texts", *(f"{name}{what}" for name in tools for what in ("", " (characters)"))],
            (
                [
                    name,
                    row[tools[0]].texts,
                    *(value for tool in tools for value in (row[tool].restored, row[tool].characters)),
                ]
                for name, row in results.repair.items()
            ),
        ),
        "## Sound texts",
        table(
            ["tool", "texts", "changed"],
            ([name, sound, len(changed)] for name, changed in results.sound.items()),
        ),
        "## Speed, MB/s",
        table(
            ["tool", "sound", "damaged"],
            ([name, f"{max(speed.sound):.2f}", f"{max(speed.damaged):.2f}"] for name, speed in results.speed.items()),
        ),
        "## Pages as bytes: read right %",
        table(
            ["page", "pages", *decoders],
            (
                [kind, row[decoders[0]].texts, *(row[name].restored for name in decoders)]
                for kind, row in results.decoding.items()
            ),
        ),
    ]
    return "\n\n".join(parts)


def against_floors(results: Results) -> dict[str, float]:
    """Return newscrawl's results by the names that they have among the floors; more is better."""
    own = "newscrawl"
    measured = {}
    for name, row in results.repair.items():
        measured[f"repair/{name}/restored"] = row[own].restored
        measured[f"repair/{name}/characters"] = row[own].characters
    for kind, row in results.decoding.items():
        measured[f"decode/{kind}"] = row[own].restored
    measured["sound/unchanged"] = round(100 - 100 * len(results.sound[own]) / len(sound_texts()), 1)
    speed, ftfys = results.speed[own], results.speed["ftfy"]
    measured["speed/sound, times ftfy"] = _best_ratio(speed.sound, ftfys.sound)
    measured["speed/damaged, times ftfy"] = _best_ratio(speed.damaged, ftfys.damaged)
    return measured


def _best_ratio(speeds: tuple[float, ...], others: tuple[float, ...]) -> float:
    """Return the best ratio of a round: other work on the machine must not look like a slower repair."""
    return round(max(own / other for own, other in zip(speeds, others, strict=True)), 2)


def below_floor(measured: dict[str, float], floors: dict[str, float]) -> list[str]:
    return [
        f"{name}: {measured.get(name, 0)} is below {floor}"
        for name, floor in floors.items()
        if measured.get(name, 0) < floor
    ]


def raised(measured: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    reached = {
        name: round(value * _SPEED_MARGIN, 2) if name.startswith("speed/") else value
        for name, value in measured.items()
    }
    return {name: max(value, floors.get(name, value)) for name, value in reached.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit with 1 if a result is below its floor")
    parser.add_argument(
        "--raise", action="store_true", dest="raise_floors", help="raise the floors to what was measured"
    )
    arguments = parser.parse_args()
    results = measure()
    print(report(results))
    measured = against_floors(results)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for text in results.sound["newscrawl"]:
        print(f"\nchanged though sound: {text[:80]}")
    if arguments.raise_floors:
        FLOORS.write_text(json.dumps(raised(measured, floors), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    failures = below_floor(measured, floors) if arguments.check else []
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
