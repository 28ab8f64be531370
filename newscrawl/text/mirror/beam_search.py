"""Find the bytes that the mirrors' converter lost, and read the text again from where it lost its step.

The converter worked on GBK bytes and was not aware of characters: readings were glued in, and the text was cut, between
the two bytes of a character. Decoded afterwards, a dangling first byte became ``?`` (and took an ASCII character with
it), and everything up to the next ASCII character came out shifted by one byte. Here the text is turned into bytes
again, ``?`` into each byte it can stand for, and a beam search keeps the readings that make the likeliest text:
characters are judged by ``language_model``. Where the text is not damaged it is copied in slices.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from newscrawl.text import chinese
from newscrawl.text.chinese import Left
from newscrawl.text.mirror import gbk, language_model
from newscrawl.text.mirror.elsewhere import Elsewhere, gain, gather
from newscrawl.text.mirror.language_model import Context
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Repaired, Step
from newscrawl.text.scripts import UNIFIED_IDEOGRAPHS

LETTERS = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
UNKNOWN = "\ufffd"

_TROUBLE = re.compile(rf"\?(?>(?:([{LETTERS}]{{1,7}}+) ?+[)）])?)|[(（] ?+([{LETTERS}]{{1,7}}+) ?+[)）]")
_TAG = re.compile(r"/?[a-z]{1,7}+[1-6]?+(?: [^<>\n]{0,200}+)?>")
_LOST_BRACKET = "\ufdd0"  # a "<" that is put back: the tag it begins is taken out
_LOST_TAG = re.compile(_LOST_BRACKET + _TAG.pattern)
_SENTENCE_ENDS = re.compile("[。！？…][”’》」』）]$|[。！？]$")
_SENTENCE_BEGINS = re.compile(f"[{UNIFIED_IDEOGRAPHS}A-Z“‘《「『（]")
# Characters within which a bracket, or a quotation, closes; chosen by hand.
_BRACKET_REACH_CHARACTERS = 30
_QUOTE_REACH_CHARACTERS = 300
_PIECES_BEFORE = 12  # enough to reach back as far
_CONTEXT_CHARACTERS = language_model.MAX_HISTORY_CHARACTERS + 1  # by which the first unknown one is judged
# Beside a quotation stands who said it, and a verb of saying ends that clause: worth of the verbs, in half nats.
_VERBS_OF_SAYING = {"说": 10, "道": 4, "称": 4}
_MAX_SPEAKER_CHARACTERS = 15  # by hand
_BEHIND_QUOTATION = re.compile(f"”[{UNIFIED_IDEOGRAPHS}]{{0,15}}+$")

# The converter cut at these, and at their bytes wherever it saw them.
_CUTS = {"，": 0xA3AC, "。": 0xA1A3, "！": 0xA3A1, "？": 0xA3BF}
_FOLDED_CUTS = {",": 0xA3AC, "!": 0xA3A1, "?": 0xA3BF}

# All in half nats, the unit of language_model.follow, and chosen by hand.
_ASCII_COST = 10
_UNKNOWN_COST = 14
_FULL_WIDTH_COST = 18
_OTHER_COST = 30
_WRONG_SCRIPT_COST = 12
_CUT_COST = 4  # a "?" before a comma needs this much evidence to count as a cut
_MISPLACED_COST = 14  # nobody writes "?" before a full-width mark
_EATEN_COST = 6  # the "?" took an ASCII character with it
_RARE_READING_COST = 4
_UNBALANCED_COST = 4
_AWAITED_GAIN = 14  # an opening mark that the text behind it needs
_NOTHING_QUOTED_COST = 12  # an opening mark before a blank or a line end
_CLOSED_QUOTATION_GAIN = 24  # worth of a lost quotation mark that the text needs
# A guess stays unknown unless it has this probability among all readings of the bytes. Chosen on 1,306 characters cut
# from a newspaper of 1998, from manuals and from news: 1.9 and 0.8 % of them come out wrong and unmarked at this bound.
_MIN_PROBABILITY = 0.9
# In traditional text half of the rivals are of the wrong script. By hand, on 1,300 characters of that newspaper.
_MIN_PROBABILITY_IN_TRADITIONAL = 0.79
_MIN_PROBABILITY_OF_MARK = 0.7
_MIN_PROBABILITY_IN_WORD = 0.7
# The first character of a shifted stretch, of which not even the script is known: a rival can shift the rest, too.
_MIN_PROBABILITY_AT_CUT = 0.8
_MIN_PROBABILITY_IN_WORD_AT_CUT = 0.55
_HALF_NATS = 2

# Bounds of the search, chosen by hand.
_BEAM_WIDTH = 12  # paths
_MAX_COST_BEHIND_BEST = 60  # paths this much costlier than the best are given up
_MAX_CANDIDATES = 8  # characters that a lost byte may have been part of
# Who asks for more is no page that a mirror made, and must not take long.
_MAX_GUESSES = 16  # in a stretch
_MAX_TANGLED_STRETCHES = 3  # that ask for more, in a run
_MAX_EXAMINED = 300  # question marks in a run

# Marks that the costs of ``chinese`` lack, and those that they stand for.
_USUAL_MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’", "【": "《", "】": "》"}
_UNUSUAL_MARK_COST = 8  # more than the usual one
_PAIRED = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("「", "」"), ("『", "』"), ("【", "】"))
_QUOTING = frozenset("“‘《「『【")
_OPENING = _QUOTING | {"（"}


class Page(NamedTuple):
    """What the page tells about all of its runs of text, and what stands around the place that is read."""

    traditional: bool
    folded: bool
    annotated: frozenset[str]
    cuts: bool
    elsewhere: Elsewhere | None = None
    before: str = ""  # the end of what is read already
    closers: str = ""  # of the quotations and brackets that are open where reading starts
    awaited: str = ""  # those of the closers that do not come later
    openers: str = ""  # of those that the text behind it closes
    lost_sync: bool = True  # text may be shifted by a byte


class _Guess(NamedTuple):
    """A character of which one byte is lost; ``probability`` is its share in all readings, ``needed`` the least."""

    place: int
    character: str
    needed: float
    probability: float = 1.0


class _Chain(NamedTuple):
    """Decoded characters, last one first; a ``_Guess`` is looked up by its place."""

    before: "_Chain | None"
    piece: str | int


class _Path(NamedTuple):
    """One way to read the bytes so far.

    ``pending`` is a first byte that waits for its second, ``tail`` the last two bytes, pending or not. ``weight`` is
    the probability of this path and of those that were merged into it, in units of its own.
    """

    cost: int
    pending: int
    tail: int
    context: Context
    chain: _Chain | None
    guesses: tuple[_Guess, ...]
    weight: float = 1.0


class _Stretch(NamedTuple):
    """A damaged stretch up to ``end``, read."""

    end: int
    text: str
    tail: int
    lossy: bool
    gain: int
    tangled: bool  # given up before text came that is in step


def resync(text: str, page: Page) -> Repaired:
    """Read ``text`` again without glued readings, with lost sync and cuts undone as far as the bytes tell."""
    pieces: list[str] = []
    steps: list[Step] = []
    position, tail, lossy, examined, tangled = 0, 0, False, 0, 0
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
            before = "".join(pieces[-_PIECES_BEFORE:])
            page = page if page.elsewhere else page._replace(elsewhere=gather(text))
            stretch = _read(text, start, tail, before, _marked(page, before, text, start))
            if stretch.text != text[start : stretch.end]:
                rule = "mirror/lost-sync" if match[1] else "mirror/byte-cut"
                mended = stretch.text.replace(_LOST_BRACKET, "<")
                before = text[start : stretch.end][:EXCERPT_CHARACTERS]
                steps.append(Step(rule, 1, before, mended[:EXCERPT_CHARACTERS]))
            pieces.append(stretch.text)
            examined += text.count("?", start, stretch.end)
            tangled += stretch.tangled
            if examined > _MAX_EXAMINED or tangled > _MAX_TANGLED_STRETCHES:
                page = page._replace(cuts=False)
            position, tail, lossy = stretch.end, stretch.tail, lossy or stretch.lossy
        else:
            pieces.append("?")
            position, tail = start + 1, 0
    pieces.append(text[position:])
    return Repaired(_LOST_TAG.sub("", "".join(pieces)), tuple(steps), lossy)


def cut_gain(text: str, start: int, page: Page) -> int:
    """Return by how many half nats the text gets likelier if the ``?`` at ``start`` is half of a cut character."""
    page = _marked(page, text[:start], text, start)
    stretch = _read(text, start, _tail(text, 0, start, 0), text[:start], page)
    closes = stretch.text.count("”") == 1 and "”" in page.closers and not _closes_later(text, stretch.end)
    return stretch.gain + (_CLOSED_QUOTATION_GAIN if closes else 0)


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
    if match[1] and page.lost_sync and _lost_bytes(tail & 0xFF, match[1]):
        return True
    return bool(_cut_at(text, match.start() + 1, page))


def _cut_at(text: str, position: int, page: Page) -> int:
    if not page.cuts:
        return 0
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


def _read(text: str, start: int, tail: int, before: str, page: Page) -> _Stretch:
    """Read from the ``?`` at ``start``, which follows ``before``, until one path is left and no byte is pending."""
    context = Context(Left(""))
    for character in before[-_CONTEXT_CHARACTERS:]:
        context = _follow(context, character, page.traditional)[1]
    paths = [_Path(0, 0, tail, context, None, ())]
    position, literal, literal_context = start, 0, context
    while True:
        paths, end = _step(text, position, paths, page)
        for character in text[position:end]:
            price, literal_context = _follow(literal_context, character, page.traditional)
            literal += price
        position = end
        tangled = len(paths[0].guesses) > _MAX_GUESSES
        if position == len(text) or tangled:
            paths = [_closed(path) for path in paths]
            break
        if len(paths) == 1 and not paths[0].pending:
            break
    best, *others = sorted(paths, key=lambda path: path.cost)
    for other in others:
        best = _judged(best, other)
    resolved = _spell(best)
    return _Stretch(position, resolved, best.tail, UNKNOWN in resolved, literal - best.cost, tangled)


def _marked(page: Page, before: str, text: str, position: int) -> Page:
    """Note which quotations and brackets are open between ``before``, which is mended, and ``text[position:]``."""
    before = before[-_QUOTE_REACH_CHARACTERS:].rpartition("\n")[2]
    after = text[position : position + _QUOTE_REACH_CHARACTERS].partition("\n")[0]
    closers = openers = awaited = ""
    for opener, closer in _PAIRED:
        opened, closed = after.find(opener), after.find(closer)
        closes_first = closed >= 0 and not 0 <= opened < closed
        if before.rfind(opener) > before.rfind(closer):
            closers += closer
            awaited += "" if closes_first else closer
        elif closes_first:
            openers += opener
    return page._replace(before=before[-_MAX_SPEAKER_CHARACTERS:], closers=closers, openers=openers, awaited=awaited)


def _closes_later(text: str, position: int) -> bool:
    closed = text.find("”", position, position + _QUOTE_REACH_CHARACTERS)
    return closed >= 0 and text.find("“", position, closed) < 0


def _closed(path: _Path) -> _Path:
    return (
        path._replace(pending=0, chain=_Chain(path.chain, UNKNOWN), cost=path.cost + _OTHER_COST)
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
            piece = guess.character if guess.probability >= guess.needed else UNKNOWN
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
        found = [longer for path in paths for longer in _before_cut(text, position, cut, path, page)]
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
        fee = 0 if chinese.first_readings().get(character) == reading else _RARE_READING_COST
        if character not in page.annotated:
            fee += _RARE_READING_COST if chinese.is_traditional(character) else 2 * _RARE_READING_COST
        longer = _push_guess(path._replace(cost=path.cost + fee), byte, place, page)
        if longer:
            yield longer


def _before_cut(text: str, place: int, cut: int, path: _Path, page: Page) -> Iterator[_Path]:
    """The ``?`` itself, or half of a character, before a mark at which the converter cuts."""
    mark = text[place + 1]
    if not path.pending:
        literal = path._replace(cost=path.cost + _MISPLACED_COST)
        yield from _plain(mark, _emit(literal, "?", ord("?"), page), page)
        entered = path._replace(cost=path.cost + _CUT_COST)
        right = _completed(cut & 0xFF, text[place + 2 : place + 3])
        for byte in _likely_leads(cut >> 8, path, right, page):
            pending = entered._replace(pending=byte, tail=(path.tail & 0xFF) << 8 | byte)
            longer = _push_guess(pending, cut >> 8, place, page, begins=True)
            if longer:
                yield longer._replace(pending=cut & 0xFF, tail=cut)
        return
    beside_quotation = text.startswith("“", place + 2) or _behind_quotation(path, page)
    for half in _lost_halves(path, place, mark, page):
        longer = _cheaper_if_said(half) if beside_quotation else half
        yield from _plain(mark, longer, page)
        yield from _plain(mark, _without_eaten(longer, UNKNOWN, page), page)
    folded = _push_code(path, 0xA3BF, page) if page.folded else None
    if folded:
        yield from _plain(mark, folded, page)


def _behind_quotation(path: _Path, page: Page) -> bool:
    """Tell whether the clause that the path is in begins behind a quotation."""
    chain = path.chain
    for _ in range(_MAX_SPEAKER_CHARACTERS):
        if chain is None:
            return _BEHIND_QUOTATION.search(page.before) is not None
        if isinstance(chain.piece, str) and not chinese.is_ideograph(chain.piece):
            return chain.piece == "”"
        chain = chain.before
    return False


def _cheaper_if_said(path: _Path) -> _Path:
    return path._replace(cost=path.cost - _VERBS_OF_SAYING.get(path.context.left.character, 0))


def _lost(text: str, position: int, path: _Path, page: Page) -> Iterator[_Path]:
    """The ``?`` itself, or the half of a character and an ASCII character."""
    if not path.pending:
        yield _emit(path, "?", ord("?"), page)
        return
    folded = _push_code(path, 0xA3BF, page) if page.folded else None
    if folded:
        yield folded
    for longer in _lost_halves(path, position, "", page):
        if position + 1 == len(text):
            opens = _ending(longer)[-1:] in _QUOTING
            yield longer._replace(cost=longer.cost + _NOTHING_QUOTED_COST) if opens else longer
        else:
            yield _without_eaten(longer, _eaten(text, position + 1, _ending(longer)), page)


def _without_eaten(path: _Path, eaten: str, page: Page) -> _Path:
    """Go on behind an ASCII character that is lost."""
    fee = _EATEN_COST + (_NOTHING_QUOTED_COST if _ending(path)[-1:] in _QUOTING else 0)
    return _emit(path._replace(cost=path.cost + fee), eaten, 0x20, page)


def _ending(path: _Path) -> str:
    """Return the last two characters."""
    before = path.chain.before if path.chain else None
    characters = {guess.place: guess.character for guess in path.guesses}
    pieces = (link.piece for link in (before, path.chain) if link)
    return "".join(characters[piece] if isinstance(piece, int) else piece for piece in pieces)


def _completed(lead: int, character: str) -> str:
    """Return the character that ``lead`` makes with the first byte of what follows it."""
    code = _code(character) if character else 0
    return gbk.tables().cells[lead << 8 | (code >> 8 or code)]


def _lost_halves(path: _Path, place: int, right: str, page: Page) -> Iterator[_Path]:
    """The ``?`` is the second byte of the pending character."""
    for byte in _likely_trails(path, right, page):
        longer = _push_guess(path, byte, place, page)
        if longer:
            yield longer


def _eaten(text: str, position: int, ending: str) -> str:
    """Return the ASCII character that is lost before ``position``, if what stands around it tells it."""
    if _TAG.match(text, position):
        return _LOST_BRACKET
    closing = text.find(")", position, position + _BRACKET_REACH_CHARACTERS)
    if closing >= 0 and "(" not in text[position:closing]:
        return "("
    # After a quoted sentence a paragraph ends, or at least something that starts anew.
    if _SENTENCE_ENDS.search(ending) and _SENTENCE_BEGINS.match(text, position):
        return "\n" if "\n" in text else " "
    return UNKNOWN


def _push_guess(path: _Path, byte: int, place: int, page: Page, *, begins: bool = False) -> _Path | None:
    """Push a byte that is not known for certain; with ``begins``, the first one after a cut."""
    longer = _push(path, byte, page)
    if longer is None or not path.pending:
        return longer
    character = gbk.tables().cells[path.pending << 8 | byte]
    needed = (
        _needed_in_traditional(character, longer.context.left.goes_on, begins) if page.traditional else _MIN_PROBABILITY
    )
    guesses = (*longer.guesses, _Guess(place, character, needed))
    fee = _balance_fee(character, page) - _gain(path.context, character, page)
    return longer._replace(cost=longer.cost + fee, guesses=guesses, chain=_Chain(path.chain, place))


def _needed_in_traditional(character: str, in_word: bool, begins: bool) -> float:
    if chinese.is_ideograph(character) and not in_word:
        return _MIN_PROBABILITY_IN_TRADITIONAL
    if begins:
        return _MIN_PROBABILITY_IN_WORD_AT_CUT if in_word else _MIN_PROBABILITY_AT_CUT
    return _MIN_PROBABILITY_IN_WORD if in_word else _MIN_PROBABILITY_OF_MARK


def _balance_fee(mark: str, page: Page) -> int:
    for opener, closer in _PAIRED:
        if mark == opener:
            return _UNBALANCED_COST if closer in page.closers else -_AWAITED_GAIN if opener in page.openers else 0
        if mark == closer:
            return -_AWAITED_GAIN if closer in page.awaited else 0 if closer in page.closers else _UNBALANCED_COST
    return 0


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
    price, context = _follow(path.context, character, page.traditional)
    if path.chain and isinstance(path.chain.piece, int):
        price -= _gain(path.context, character, page)
    tail = (path.tail & 0xFF) << 8 | byte
    return _Path(path.cost + price, 0, tail, context, _Chain(path.chain, character), path.guesses, path.weight)


def _best(paths: list[_Path]) -> list[_Path]:
    """Merge paths that can no longer differ, and give up those that are far behind."""
    merged: dict[tuple[int, int, Context], _Path] = {}
    for path in sorted(paths, key=lambda path: path.cost):
        key = (path.pending, path.tail, path.context)
        better = merged.get(key)
        merged[key] = _judged(better, path) if better else path
    kept = sorted(merged.values(), key=lambda path: path.cost)[:_BEAM_WIDTH]
    return [path for path in kept if path.cost <= kept[0].cost + _MAX_COST_BEHIND_BEST]


def _judged(better: _Path, worse: _Path) -> _Path:
    """Merge the worse path into the better one: guesses on which they differ become less probable."""
    if not better.guesses:
        return better
    others = {guess.place: guess for guess in worse.guesses}
    added = worse.weight * math.exp((better.cost - worse.cost) / _HALF_NATS)
    weight = better.weight + added
    guesses = tuple(
        guess._replace(probability=(better.weight * guess.probability + added * _agreement(guess, others)) / weight)
        for guess in better.guesses
    )
    return better._replace(guesses=guesses, weight=weight)


def _agreement(guess: _Guess, others: dict[int, _Guess]) -> float:
    other = others.get(guess.place)
    if other is None:
        return 1.0
    return other.probability if other.character == guess.character else 0.0


def _gain(context: Context, character: str, page: Page) -> int:
    """Return by how much a guess, or what follows it, is cheaper because the page has it elsewhere.

    Only there: a page that lost its step has much nonsense elsewhere, which must not vouch for more of it.
    """
    if not page.elsewhere or character < "\x80":
        return 0
    simple = _simple(character) if page.traditional else character
    if simple not in page.elsewhere.characters:
        return 0
    price = _follow(context, character, page.traditional)[0]
    return gain(context.left.character, simple, price, page.elsewhere)


@lru_cache(maxsize=1 << 14)
def _follow(context: Context, character: str, traditional: bool) -> tuple[int, Context]:
    """Return the cost of a character after another in text of that script, and what the next one is judged by."""
    simple = _USUAL_MARKS.get(character, _simple(character))
    if character >= "\x80" and simple in chinese.costs().characters:
        price, follower = language_model.follow(context, simple)
        wrong = chinese.is_simplified(character) if traditional else chinese.is_traditional(character)
        return price + _WRONG_SCRIPT_COST * wrong + _UNUSUAL_MARK_COST * (character in _USUAL_MARKS), follower
    return _price_of_other(character), Context(Left(character))


def _price_of_other(character: str) -> int:
    if character < "\x80" or character == _LOST_BRACKET:
        return _ASCII_COST
    if chinese.is_ideograph(character):
        return chinese.HARDLY_KNOWN
    if character == UNKNOWN:
        return _UNKNOWN_COST
    return _FULL_WIDTH_COST if "！" <= character <= "～" else _OTHER_COST


def _simple(character: str) -> str:
    return character if character == "著" else chinese.simplify(character)


@lru_cache(maxsize=1 << 10)
def _lost_bytes(lead: int, reading: str) -> tuple[int, ...]:
    """Return the second bytes, not ASCII, of the characters that begin with ``lead`` and have the reading."""
    codes = (gbk.tables().codes.get(character, 0) for character in chinese.readings().get(reading, ""))
    return tuple(code & 0xFF for code in codes if code >> 8 == lead and code & 0xFF >= 0x80)


def _likely_leads(trail: int, path: _Path, right: str, page: Page) -> tuple[int, ...]:
    """Return the first bytes that make the likeliest characters with ``trail`` between the path and ``right``."""
    return _cheapest(path.context, right, page, _priced(path.context, right, None, trail, page.traditional))


def _likely_trails(path: _Path, right: str, page: Page) -> tuple[int, ...]:
    """Return the second bytes, not ASCII, that make the likeliest characters with the pending byte."""
    return _cheapest(path.context, right, page, _priced(path.context, right, path.pending, None, page.traditional))


class _Candidate(NamedTuple):
    """A byte that makes a character; its ``price`` includes that of the character to its right."""

    price: int
    byte: int
    character: str
    follower: Context


@lru_cache(maxsize=1 << 10)
def _priced(
    context: Context, right: str, lead: int | None, trail: int | None, traditional: bool
) -> tuple[_Candidate, ...]:
    """Return the characters of a known lead or trail byte, the cheapest first; the other byte is not ASCII."""
    cells = gbk.tables().cells
    if lead is None:
        choices = [(byte, cells[byte << 8 | (trail or 0)]) for byte in gbk.LEADS]
    else:
        choices = [(byte, cells[lead << 8 | byte]) for byte in range(0x80, 0xFF)]
    return tuple(sorted(_candidate(context, right, *choice, traditional) for choice in choices if choice[1]))


def _candidate(context: Context, right: str, byte: int, character: str, traditional: bool) -> _Candidate:
    price, follower = _follow(context, character, traditional)
    after = _follow(follower, right, traditional)[0] if right else 0
    return _Candidate(price + after, byte, character, follower)


def _cheapest(context: Context, right: str, page: Page, candidates: tuple[_Candidate, ...]) -> tuple[int, ...]:
    """Return the bytes of the best candidates on this page, which vouches for its own words."""
    if page.elsewhere is None or (right and _simple(right) in page.elsewhere.characters):
        known = candidates
    else:
        # no gain changes the order of the others
        known = tuple(one for one in candidates if _simple(one.character) in page.elsewhere.characters)
        known += candidates[:_MAX_CANDIDATES]
    priced = {
        one.byte: one.price - _gain(context, one.character, page) - (_gain(one.follower, right, page) if right else 0)
        for one in known
    }
    return tuple(sorted(priced, key=lambda byte: (priced[byte], byte))[:_MAX_CANDIDATES])
