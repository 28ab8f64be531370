"""Take out what a site repeats on many articles, as the database has counted it.

No rule can know every rights notice, company portrait and newsletter pitch, but each site gives its own away by saying
them again and again. Counted are paragraphs, headings, items of lists, whole tables, and pictures without a caption by
their address; code is not. The rows of a table are not paragraphs of their own: tables of data have the same heads, and
often the same rows. Tags that most articles of a site carry say nothing about one of them: they are counted likewise.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from newscrawl.article import Article
from newscrawl.dom.body import Body
from newscrawl.dom.render.blocks import Block, is_compact, leaves
from newscrawl.stages.validate import MIN_BODY_ALPHANUMERICS
from newscrawl.text.fingerprints import Paragraph, read_paragraph
from newscrawl.text.measure import count_alphanumerics
from newscrawl.text.repaired import EXCERPT_CHARACTERS, Step

RULE = "learned/boilerplate"

MIN_ALPHANUMERICS = 10  # of a paragraph that says something; a shorter one leads to the next, as a heading does
EDGE_LETTERS = 60  # a line, such as the source: may stand between a notice and the beginning or end of the body
MAX_PARAGRAPHS = 200  # of one article that are counted, from its beginning and its end; news have a tenth of that
MIN_TAG_ARTICLES = 20  # that carry a tag before it can be the site's own: no week about one event; chosen by hand
MIN_TAG_SHARE = 0.5  # of a site's articles that carry such a tag; chosen by hand
_TAG_ALPHANUMERICS = -1  # what a tag has in place of a number of letters
_MIN_LEFT_SHARE = 0.5  # of a body: if more would go, something is wrong with what was learned

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"table", "figure", "pre"})  # are not looked into
_ITEMS = frozenset({"li", "dt", "dd"})


class Count(NamedTuple):
    """How often a site has said something.

    ``articles`` is how many of its articles say it, ``edge`` how many of these at the beginning or end of the body,
    ``share`` how many of all its articles since the first one that did, from 0 to 1. ``varies`` tells whether numbers
    in it differ, dates apart.
    """

    articles: int
    edge: int
    share: float
    alphanumerics: int
    varies: bool


class _Bar(NamedTuple):
    edge: float  # share of the articles in which it stands at the beginning or end
    alphanumerics: int
    articles: int
    share: float


# What is boilerplate reaches one of these. Ten articles are no chance, and no serial of a week. At the edge a long
# notice may be rare (an agency's stands on one article in a thousand), but so are the recaps that all articles about
# one affair end with; and "No price was given." is what writers say. In the middle stand the lines of data sheets and
# the questions of interviews, which recur and are the article's.
_BARS = (
    _Bar(edge=0.8, alphanumerics=0, articles=10, share=0.05),
    _Bar(edge=0.8, alphanumerics=60, articles=20, share=0.001),
    _Bar(edge=0.0, alphanumerics=30, articles=10, share=0.5),
    _Bar(edge=0.0, alphanumerics=60, articles=20, share=0.05),
    _Bar(edge=0.0, alphanumerics=MIN_ALPHANUMERICS, articles=20, share=0.2),
)


class _Unit(NamedTuple):
    block: Block
    paragraph: Paragraph


def is_boilerplate(count: Count) -> bool:
    """Tell whether what was counted is taken out without asking; where numbers vary, only a person can know."""
    if count.varies:
        return False
    if count.alphanumerics == _TAG_ALPHANUMERICS:
        return count.articles >= MIN_TAG_ARTICLES and count.share >= MIN_TAG_SHARE
    return any(
        count.edge >= bar.edge * count.articles
        and count.alphanumerics >= bar.alphanumerics
        and count.articles >= bar.articles
        and count.share >= bar.share
        for bar in _BARS
    )


def is_label(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph, or a picture, stays or goes with one beside it."""
    return paragraph.is_heading or paragraph.alphanumerics < MIN_ALPHANUMERICS


def is_tag(paragraph: Paragraph) -> bool:
    """Tell whether what was read is a tag of an article, not a paragraph of its body."""
    return paragraph.alphanumerics == _TAG_ALPHANUMERICS


def read_tag(tag: str) -> Paragraph | None:
    """Return a tag as it is counted, so that it is never taken for a paragraph; ``None`` if it has no letter."""
    read = read_paragraph(f"tag: {tag}") if any(map(str.isalnum, tag)) else None
    return read._replace(alphanumerics=_TAG_ALPHANUMERICS) if read else None


def at_edge(paragraphs: Sequence[Paragraph], own: Sequence[bool]) -> list[bool]:
    """Tell of each paragraph whether it stands at the beginning or end of the body.

    What other articles say, too, may stand outside of it, and a line of the article's own. ``own`` tells what no other
    one says.
    """
    letters = [one.alphanumerics if is_own else 0 for one, is_own in zip(paragraphs, own, strict=True)]
    before = [0, *accumulate(letters)]
    whole = before[-1]
    return [min(before[place], whole - before[place + 1]) <= EDGE_LETTERS for place in range(len(paragraphs))]


def strip_boilerplate(article: Article, known: Collection[int]) -> Article:
    """Return ``article`` without paragraphs and tags whose fingerprints are ``known``, with all it had, to be counted.

    Nothing is taken out where less than half of the body, or than an article needs, would be left; but a body that
    says nothing of its own becomes empty, and is refused for it. The body is one that ``strip_article`` has rendered.
    """
    blocks = article.body.blocks
    units = [unit for block in _ends(list(_blocks(blocks))) if (unit := _read(block))]
    article = _without_tags_of_site(article, known)
    article = article.evolve(paragraphs=(*(unit.paragraph for unit in units), *article.paragraphs))
    gone = _gone(units, known)
    if not gone or not _may_go(article.body_text, gone):
        return article
    left = _without(blocks, {id(unit.block) for unit in gone})
    step = Step(RULE, len(gone), gone[0].paragraph.excerpt[:EXCERPT_CHARACTERS])
    return article.with_body(Body(blocks=left), changes=article.changed("strip", "body", (step,)))


def what_is_counted(article: Article) -> tuple[Paragraph, ...]:
    """Return the paragraphs that a stripped article had, and the tags that it has or had."""
    return (*article.paragraphs, *filter(None, map(read_tag, article.tags)))


def _without_tags_of_site(article: Article, known: Collection[int]) -> Article:
    """Return ``article`` without tags that are ``known``: these become its ``paragraphs``."""
    noise = {tag: read for tag in article.tags if (read := read_tag(tag)) and read.fingerprint in known}
    article = article.evolve(paragraphs=tuple(noise.values()))
    if not noise:
        return article
    step = Step(RULE, len(noise), next(iter(noise))[:EXCERPT_CHARACTERS])
    kept = tuple(tag for tag in article.tags if tag not in noise)
    return article.evolve(tags=kept, changes=article.changed("strip", "tags", (step,)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that are counted, as their markup stands: a line of its own in an item is the item."""
    for block in blocks:
        is_item = block.tag in _ITEMS and is_compact(block)
        is_line = block.tag == "p" or block.tag in _HEADINGS or (is_item and len(block.blocks) == 1)
        if is_line or block.tag in ("table", "figure"):
            yield block
        elif block.tag not in _WHOLE:
            yield from _blocks(block.blocks[1:] if is_item else block.blocks)


def _without(blocks: Iterable[Block], gone: Collection[int]) -> list[Block]:
    """Return ``blocks`` without those whose ``id`` is in ``gone``, and without containers that these leave empty."""
    left = []
    for block in blocks:
        inside = _without(block.blocks, gone)
        if id(block) not in gone and (inside or not block.blocks):
            left.append(replace(block, blocks=inside))
    return left


def _ends(blocks: Sequence[Block]) -> Sequence[Block]:
    if len(blocks) <= MAX_PARAGRAPHS:
        return blocks
    half = MAX_PARAGRAPHS // 2
    return [*blocks[:half], *blocks[-half:]]


def _read(block: Block) -> _Unit | None:
    spans = [span for leaf in leaves([block]) for span in leaf.spans]
    text = "".join(span.text for span in spans if span.text != "\n")
    if text.strip():
        paragraph = None if block.tag == "figure" else read_paragraph(text, is_heading=block.tag in _HEADINGS)
    else:
        paragraph = read_paragraph(" ".join(span.picture.url for span in spans if span.picture))
        paragraph = paragraph._replace(alphanumerics=0) if paragraph else None
    return _Unit(block, paragraph) if paragraph else None


def _gone(units: Sequence[_Unit], known: Collection[int]) -> list[_Unit]:
    """Return what is taken out.

    A heading goes only with all that stands below it, a short line only with what comes next, a picture only with what
    is above or below it.
    """
    named = [unit.paragraph.fingerprint in known for unit in units]
    goes = [is_named and not is_label(unit.paragraph) for unit, is_named in zip(units, named, strict=True)]
    for place in range(1, len(units)):
        if named[place] and units[place].paragraph.alphanumerics == 0:
            goes[place] = goes[place - 1]
    next_goes, all_below = False, True
    for place in reversed(range(len(units))):
        heading = units[place].paragraph.is_heading
        goes[place] |= named[place] and next_goes and (all_below or not heading)
        next_goes, all_below = goes[place], heading or (all_below and goes[place])
    return [unit for unit, is_gone in zip(units, goes, strict=True) if is_gone]


def _may_go(body_text: str, gone: Sequence[_Unit]) -> bool:
    letters = count_alphanumerics(body_text)
    left = letters - sum(unit.paragraph.alphanumerics for unit in gone)
    return left < MIN_ALPHANUMERICS or left >= max(MIN_BODY_ALPHANUMERICS, _MIN_LEFT_SHARE * letters)
