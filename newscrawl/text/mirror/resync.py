"""Find the bytes that the mirrors' converter lost, and read the text again from where it lost its step.

The converter worked on GBK bytes and was not aware of characters: readings were glued in, and the text was cut, between
the two bytes of a character. Decoded afterwards, a dangling first byte became ``?`` (and took an ASCII character with
it), and everything up to the next ASCII character came out shifted by one byte. Here the text is turned into bytes
again, ``?`` into each byte it can stand for, and a beam search keeps the readings that make the likeliest text:
characters are judged by the pair costs of ``chinese``. Where the text is not damaged it is copied in slices.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.mirror import gbk
from newscrawl.text.step import EXCERPT, Step

LETTERS = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
UNKNOWN = "\ufffd"

_TROUBLE = re.compile(rf"\?(?:([{LETTERS}]{{1,7}}+) ?+[)）])?+|[(（]([{LETTERS}]{{1,7}}+) ?+[)）]")
_MARKUP = re.compile(r"/?[a-z]{1,7}+\d?+[ >/]")

# The converter cut at these, and at their bytes wherever it saw them.
_CUTS = {"，": 0xA3AC, "。": 0xA1A3, "！": 0xA3A1, "？": 0xA3BF}
_FOLDED_CUTS = {",": 0xA3AC, "!": 0xA3A1, "?": 0xA3BF}

# All in half nats, the unit of chinese.cost.
_ASCII = 10
_PUNCTUATION = 9
_FULL_WIDTH = 14
_OTHER = 30
_WRONG_SCRIPT = 12
_CUT_ENTRY = 8  # a "?" before a comma needs this much evidence to count as a cut
_EATEN = 12  # the "?" took an ASCII character with it
_RARE_READING = 4
_DECISIVE = 4  # a guess less likely than the next best by less than this stays unknown

_WIDTH = 10
_REACH = 60  # paths this much costlier than the best are given up
_CANDIDATES = 6

_COMMON_MARKS = frozenset("，。、；：？！“”‘’（）《》·…—")


class Page(NamedTuple):
    """What the page tells about all of its runs of text."""

    traditional: bool
    folded: bool
    annotated: frozenset[str]


class Resynced(NamedTuple):
    """The text, what was done, and whether a byte stayed unknown."""

    text: str
    steps: list[Step]
    lossy: bool


class _Guess(NamedTuple):
    """A character of which one byte is lost; ``margin`` is its distance to the next best."""

    place: int
    character: str
    margin: int


class _Chain(NamedTuple):
    """Decoded characters, last one first; a ``_Guess`` is looked up by its place."""

    before: "_Chain | None"
    piece: str | int


class _Path(NamedTuple):
    """One way to read the bytes so far; ``pending`` is a first byte that waits for its second, ``tail`` the last two."""

    cost: int
    pending: int
    tail: int
    left: str
    chain: _Chain | None
    guesses: tuple[_Guess, ...]


class _Stretch(NamedTuple):
    """A damaged stretch up to ``end``, read."""

    end: int
    text: str
    tail: int
    lossy: bool
    gain: int


def resync(text: str, page: Page) -> Resynced:
    """Read ``text`` again without glued readings, with lost sync and cuts undone as far as the bytes tell."""
    pieces: list[str] = []
    steps: list[Step] = []
    position, tail, lossy = 0, 0, False
    while match := _TROUBLE.search(text, position):
        start = match.start()
        pieces.append(text[position:start])
        tail = _tail(text, position, start, tail)
        position = match.end()
        if match[2]:
            if _belongs(tail, match[2], page):
                steps.append(_annotation_step(text, match))
            else:
                pieces.append(match[0])
                tail = 0
        elif _may_be_lost(text, match, tail, page):
            stretch = _read(text, start, tail, page)
            if stretch.text != text[start : stretch.end]:
                rule = "mirror/lost-sync" if match[1] else "mirror/byte-cut"
                steps.append(Step(rule, 1, text[start : stretch.end][:EXCERPT], stretch.text[:EXCERPT]))
            pieces.append(stretch.text)
            position, tail, lossy = stretch.end, stretch.tail, lossy or stretch.lossy
        else:
            pieces.append("?")
            position, tail = start + 1, 0
    pieces.append(text[position:])
    return Resynced("".join(pieces), steps, lossy)


def cut_gain(text: str, start: int, page: Page) -> int:
    """Return by how many half nats the text gets likelier if the ``?`` at ``start`` is half of a cut character."""
    return _read(text, start, _tail(text, 0, start, 0), page).gain


def _annotation_step(text: str, match: re.Match[str]) -> Step:
    start, end = match.span()
    return Step("mirror/annotation", 1, text[max(0, start - 2) : end], text[max(0, start - 2) : start])


def _belongs(tail: int, reading: str, page: Page) -> bool:
    """Tell whether the two bytes before a reading are a character that has it."""
    character = gbk.tables().cells[tail]
    if not character:
        return False
    if chinese.has_reading(character, reading):
        return not reading.isascii() or character in page.annotated
    return reading.isascii() and character in page.annotated


def _may_be_lost(text: str, match: re.Match[str], tail: int, page: Page) -> bool:
    if match[1] and _lost_bytes(tail & 0xFF, match[1]):
        return True
    return bool(_cut_at(text, match.start() + 1, page))


def _cut_at(text: str, position: int, page: Page) -> int:
    character = text[position : position + 1]
    return _CUTS.get(character, 0) or (_FOLDED_CUTS.get(character, 0) if page.folded else 0)


def _tail(text: str, start: int, end: int, tail: int) -> int:
    """Return the last two bytes of ``text[start:end]``, which follows bytes that end in ``tail``."""
    for character in text[max(start, end - 2) : end]:
        code = _code(character)
        tail = code if code > 0xFF else (tail & 0xFF) << 8 | code
    return tail


def _code(character: str) -> int:
    """Return the bytes of a character in the converter's output as a number, 0 if it could not come out of it."""
    if character < "\x80":
        return ord(character)
    return 0x80 if character == "€" else gbk.tables().codes.get(character, 0)


def _read(text: str, start: int, tail: int, page: Page) -> _Stretch:
    """Read from the ``?`` at ``start`` until one path is left and no byte is pending."""
    left = _left(text[start - 1]) if start else ""
    paths = [_Path(0, 0, tail, left, None, ())]
    position, literal, literal_left = start, 0, left
    while True:
        paths, end = _step(text, position, paths, page)
        for character in text[position:end]:
            literal += _price(literal_left, character, page.traditional)
            literal_left = _left(character)
        position = end
        if position == len(text):
            paths = [_closed(path) for path in paths]
        if not paths:
            break
        if len(paths) == 1 and not paths[0].pending:
            break
        if position == len(text):
            break
    best = min(paths, key=lambda path: path.cost)
    resolved = _spell(best)
    return _Stretch(position, resolved, best.tail, UNKNOWN in resolved, literal - best.cost)


def _closed(path: _Path) -> _Path:
    return (
        path._replace(pending=0, chain=_Chain(path.chain, UNKNOWN), cost=path.cost + _OTHER)
        if path.pending
        else path
    )


def _spell(path: _Path) -> str:
    pieces: list[str] = []
    guesses = {guess.place: guess for guess in path.guesses}
    chain = path.chain
    while chain:
        piece = chain.piece
        if isinstance(piece, int):
            guess = guesses[piece]
            piece = guess.character if guess.margin >= _DECISIVE else UNKNOWN
        pieces.append(piece)
        chain = chain.before
    return "".join(reversed(pieces))


def _step(text: str, position: int, paths: list[_Path], page: Page) -> tuple[list[_Path], int]:
    """Let every path read one character, or one reading, at ``position``; return the paths and the next position."""
    match = _TROUBLE.match(text, position)
    if match and match[2]:
        known = [path for path in paths if _belongs(path.tail, match[2], page)]
        if known:
            return known, match.end()
    if match and match[1]:
        known = [longer for path in paths for longer in _before_reading(path, match[1], position, page)]
        if known:
            return _best(known), match.end()
    end = position + 1
    cut = _cut_at(text, end, page) if text[position] == "?" else 0
    if cut:
        end += 1
        found = [
            longer for path in paths for longer in _before_cut(text[position + 1], cut, position, path, page)
        ]
    elif text[position] == "?":
        found = [longer for path in paths for longer in _lost(text, position, path, page)]
    else:
        found = [longer for path in paths for longer in _plain(text[position], path, page)]
    if not found:
        best = _closed(min(paths, key=lambda path: path.cost))
        found, end = list(_plain(text[position], best, page)), position + 1
    return _best(found), end


def _plain(character: str, path: _Path, page: Page) -> Iterator[_Path]:
    code = _code(character)
    if not code:
        if not path.pending:
            yield _emit(path, character, 0, page)
        return
    longer = _push_code(path, code, page)
    if longer:
        yield longer
    # Folding made ASCII of full-width characters, shifted ones as well.
    if page.folded and path.pending and "!" <= character <= "~":
        longer = _push_code(path, 0xA380 + ord(character), page)
        if longer:
            yield longer


def _before_reading(path: _Path, reading: str, place: int, page: Page) -> Iterator[_Path]:
    """The ``?`` is a byte that completes a character with this reading, and the bracket."""
    for byte in _lost_bytes(path.tail & 0xFF, reading):
        character = gbk.tables().cells[(path.tail & 0xFF) << 8 | byte]
        fee = 0 if chinese.first_readings().get(character) == reading else _RARE_READING
        if character not in page.annotated:
            fee += _RARE_READING if chinese.is_traditional(character) else 2 * _RARE_READING
        longer = _push_guess(path._replace(cost=path.cost + fee), byte, place, page)
        if longer:
            yield longer


def _before_cut(mark: str, cut: int, place: int, path: _Path, page: Page) -> Iterator[_Path]:
    """The ``?`` itself, or half of a character, before a mark at which the converter cuts."""
    if not path.pending:
        yield from _plain(mark, _emit(path, "?", ord("?"), page), page)
        entered = path._replace(cost=path.cost + _CUT_ENTRY)
        for byte in _likely_leads(path.left, cut >> 8, page.traditional):
            pending = entered._replace(pending=byte, tail=(path.tail & 0xFF) << 8 | byte)
            longer = _push_guess(pending, cut >> 8, place, page)
            if longer:
                yield longer._replace(pending=cut & 0xFF, tail=cut)
        return
    for longer in _lost_halves(path, place, page):
        yield from _plain(mark, longer, page)
        yield from _plain(mark, _emit(longer._replace(cost=longer.cost + _EATEN), UNKNOWN, 0x20, page), page)
    folded = _push_code(path, 0xA3BF, page) if page.folded else None
    if folded:
        yield from _plain(mark, folded, page)


def _lost(text: str, position: int, path: _Path, page: Page) -> Iterator[_Path]:
    """The ``?`` itself, or the half of a character and an ASCII character."""
    if not path.pending:
        yield _emit(path, "?", ord("?"), page)
        return
    folded = _push_code(path, 0xA3BF, page) if page.folded else None
    if folded:
        yield folded
    for longer in _lost_halves(path, position, page):
        if position + 1 == len(text):
            yield longer
        else:
            eaten = _eaten(text, position + 1)
            yield _emit(longer._replace(cost=longer.cost + _EATEN), eaten, 0x20, page)


def _lost_halves(path: _Path, place: int, page: Page) -> Iterator[_Path]:
    for byte in _likely_trails(path.left, path.pending, page.traditional):
        longer = _push_guess(path, byte, place, page)
        if longer:
            yield longer


def _eaten(text: str, position: int) -> str:
    """Return the ASCII character that is lost before ``position``, if what follows tells it."""
    if _MARKUP.match(text, position):
        return "<"
    closing = text.find(")", position, position + 30)
    if closing >= 0 and "(" not in text[position:closing]:
        return "("
    return UNKNOWN


def _push_guess(path: _Path, byte: int, place: int, page: Page) -> _Path | None:
    """Push a byte that is not known for certain."""
    longer = _push(path, byte, page)
    if longer is None or not path.pending:
        return longer
    character = gbk.tables().cells[path.pending << 8 | byte]
    guesses = (*longer.guesses, _Guess(place, character, _OTHER))
    return longer._replace(guesses=guesses, chain=_Chain(path.chain, place))


def _push_code(path: _Path, code: int, page: Page) -> _Path | None:
    if code <= 0xFF:
        return _push(path, code, page)
    longer = _push(path, code >> 8, page)
    return _push(longer, code & 0xFF, page) if longer else None


def _push(path: _Path, byte: int, page: Page) -> _Path | None:
    """Add one byte; ``None`` if no character has it here."""
    if path.pending:
        character = gbk.tables().cells[path.pending << 8 | byte]
        return _emit(path, character, byte, page) if character else None
    if byte > 0x80:
        return path._replace(pending=byte, tail=(path.tail & 0xFF) << 8 | byte)
    return _emit(path, "€" if byte == 0x80 else chr(byte), byte, page)


def _emit(path: _Path, character: str, byte: int, page: Page) -> _Path:
    price = _price(path.left, character, page.traditional)
    tail = (path.tail & 0xFF) << 8 | byte
    return _Path(path.cost + price, 0, tail, _left(character), _Chain(path.chain, character), path.guesses)


def _best(paths: list[_Path]) -> list[_Path]:
    """Merge paths that can no longer differ, and give up those that are far behind."""
    merged: dict[tuple[int, int, str], _Path] = {}
    for path in sorted(paths, key=lambda path: path.cost):
        key = (path.pending, path.tail, path.left)
        better = merged.get(key)
        merged[key] = _judged(better, path) if better else path
    kept = sorted(merged.values(), key=lambda path: path.cost)[:_WIDTH]
    return [path for path in kept if path.cost <= kept[0].cost + _REACH]


def _judged(better: _Path, worse: _Path) -> _Path:
    """Lower the margins of guesses on which the worse path differs."""
    if not better.guesses:
        return better
    gap = worse.cost - better.cost
    others = {guess.place: guess.character for guess in worse.guesses}
    return better._replace(
        guesses=tuple(
            guess._replace(margin=min(guess.margin, gap))
            if others.get(guess.place, guess.character) != guess.character
            else guess
            for guess in better.guesses
        )
    )


@lru_cache(maxsize=1 << 14)
def _price(left: str, character: str, traditional: bool) -> int:
    """Return the cost of a character after another in text of that script."""
    if character < "\x80":
        return _ASCII
    if "\u4e00" <= character <= "\u9fff":
        wrong = chinese.is_simplified(character) if traditional else chinese.is_traditional(character)
        return chinese.cost(left, _left(character)) + (_WRONG_SCRIPT if wrong else 0)
    if character in _COMMON_MARKS:
        return _PUNCTUATION
    return _FULL_WIDTH if "！" <= character <= "～" else _OTHER


@lru_cache(maxsize=1 << 14)
def _left(character: str) -> str:
    """Return what the next character is judged by."""
    return (
        chinese.simplify(character) if "\u4e00" <= character <= "\u9fff" and character != "著" else character
    )


@lru_cache(maxsize=1 << 10)
def _lost_bytes(lead: int, reading: str) -> tuple[int, ...]:
    """Return the second bytes, not ASCII, of the characters that begin with ``lead`` and have the reading."""
    codes = (gbk.tables().codes.get(character, 0) for character in chinese.readings().get(reading, ""))
    return tuple(code & 0xFF for code in codes if code >> 8 == lead and code & 0xFF >= 0x80)


@lru_cache(maxsize=1 << 12)
def _likely_leads(left: str, trail: int, traditional: bool) -> tuple[int, ...]:
    cells = gbk.tables().cells
    return _cheapest(left, traditional, ((lead, cells[lead << 8 | trail]) for lead in gbk.LEADS))


@lru_cache(maxsize=1 << 12)
def _likely_trails(left: str, lead: int, traditional: bool) -> tuple[int, ...]:
    cells = gbk.tables().cells
    return _cheapest(left, traditional, ((trail, cells[lead << 8 | trail]) for trail in range(0x80, 0xFF)))


def _cheapest(left: str, traditional: bool, choices: Iterator[tuple[int, str]]) -> tuple[int, ...]:
    priced = sorted((_price(left, character, traditional), byte) for byte, character in choices if character)
    return tuple(byte for price, byte in priced[:_CANDIDATES])
