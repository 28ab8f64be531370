"""A small model of the mirrors' tool, which makes the damage, and the prose written for these tests."""

import json
import random
from pathlib import Path

from newscrawl.text import chinese
from newscrawl.text.mirror import MirrorEvidence

CASES = json.loads(Path(__file__).with_name("text").joinpath("data", "mirror.json").read_text(encoding="utf-8"))
PROSE = CASES["prose"]
CUTS = ("，", "！", "？", "。")  # in the order of the mirrors
ANNOTATED = sorted({character for line in PROSE for character in line if chinese.is_traditional(character)})
EVIDENCE = MirrorEvidence(frozenset(ANNOTATED), cuts=True, lossy=True, folded=False, traditional=True)


def encode(text: str) -> bytes:
    return b"".join(encode_one(character) for character in text)


def encode_one(character: str) -> bytes:
    try:
        return character.encode("gbk")
    except UnicodeEncodeError:
        return b"?"


def decode(data: bytes) -> str:
    """Decode as the tool does: a first byte and what cannot be its second one become one question mark."""
    characters = []
    position = 0
    while position < len(data):
        first, pair = data[position], data[position : position + 2]
        if first < 0x80:
            characters.append(chr(first))
            position += 1
        elif first == 0x80:
            characters.append("€")
            position += 1
        else:
            characters.append(decode_pair(pair))
            position += 2
    return "".join(characters)


def decode_pair(pair: bytes) -> str:
    for codec in ("gbk", "gb18030"):
        try:
            character = pair.decode(codec)
        except UnicodeDecodeError:
            continue
        if len(character) == 1:
            return character
    return "?"


def annotate(text: str, characters: list[str]) -> bytes:
    data = encode(text)
    for character in characters:
        reading = chinese.first_readings()[character]
        data = data.replace(encode(character), encode(f"{character}({reading})"))
    return data


def cut(data: bytes) -> str:
    pieces: list[bytes] = [data]
    for mark in CUTS:
        delimiter = encode(mark)
        pieces = [
            part
            for piece in pieces
            for place, chunk in enumerate([piece] if piece in map(encode, CUTS) else piece.split(delimiter))
            for part in ([delimiter, chunk] if place else [chunk])
        ]
    return "".join(map(decode, pieces))


def some_characters(seed: int) -> list[str]:
    shuffled = random.Random(seed).sample(ANNOTATED, len(ANNOTATED))
    return shuffled[: len(shuffled) * 2 // 3]
