"""The language of a page: declared, unless its text is evidently in another script."""

import re
from collections.abc import Iterator

from newscrawl.dom.metadata.page_data import Found, PageData, statements_about
from newscrawl.dom.visible_text import VisibleText
from newscrawl.text.chinese import simplified_count, traditional_count
from newscrawl.text.language_tags import is_cjk
from newscrawl.text.scripts import HANGUL, KANA, UNIFIED_IDEOGRAPHS
from newscrawl.urls import split_url

_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2,8}))?(?:[-_]([a-z]{2}))?", re.IGNORECASE)
_COMMON_WORDS = {
    "de": frozenset(
        ["der", "die", "das", "und", "nicht", "ist", "mit", "für", "von", "ein", "eine", "auf", "den", "sich"]
    ),
    "en": frozenset(["the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "was", "are", "by"]),
}
# Parts of a BCP 47 tag that mean traditional characters: script and regions.
_TRADITIONAL_PARTS = frozenset({"hant", "tw", "hk", "mo"})

# Where 04/03/2024 is the fourth of March (Unicode CLDR, short formats of dates): languages, and countries that write
# English.
_DAY_FIRST_LANGUAGES = frozenset(
    """
    ar bg ca cs da de el es et fi fr gl he hr id it lv mk ms nb nl nn no pl pt ro ru sk sl sq sr sv th tr uk vi
    """.split()
)
_DAY_FIRST_COUNTRIES = frozenset("au gb gh hk ie in jm ke lk mt my ng nz pk sg tt tz ug uk za zm zw".split())

# Chosen by hand.
_SAMPLE_CHARACTERS = 500
_MIN_PARAGRAPH_CHARACTERS = 20
_MAX_PARAGRAPH_CHARACTERS = 400
_MAX_HAN_CHARACTERS = 100  # one in three or four differs between the scripts
_MIN_CJK_CHARACTERS = 5
_MIN_COMMON_WORDS = 5

_ANY_CJK = re.compile(f"[{KANA}{UNIFIED_IDEOGRAPHS}{HANGUL}]")
_SCRIPTS = tuple(re.compile(f"[{span}]+") for span in (UNIFIED_IDEOGRAPHS, KANA, HANGUL, "a-zA-Z"))


def find_language(page: PageData, text: VisibleText) -> Found[str | None]:
    """Return the declared language, unless the text is evidently in another script."""
    sample = _sample(page, text)
    seen = _language_of_script(sample)
    declared = _declared_language(page)
    if declared.value and not is_cjk(seen):
        return declared
    if declared.value and declared.value[:2] == (seen or "")[:2]:
        return Found(seen, declared.source)
    seen = seen or _latin_language(sample)
    return Found(seen, "text" if seen else None)


def names_day_first(page: PageData, language: str | None) -> bool:
    """Tell whether dates of a page name the day before the month, by its language or, in English, its country."""
    if language != "en":
        return language in _DAY_FIRST_LANGUAGES
    tags = map(_LANGUAGE_TAG.fullmatch, _language_tags(page))
    regions = {part.lower() for tag in tags if tag for part in tag.groups()[1:] if part}
    host = split_url(page.url).hostname or ""
    return not _DAY_FIRST_COUNTRIES.isdisjoint(regions or {host.rpartition(".")[2]})


def _language_tags(page: PageData) -> Iterator[str]:
    html = page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    yield html.strip()
    yield from (statement.text.strip() for statement in statements_about(page, "language"))


def _declared_language(page: PageData) -> Found[str | None]:
    html = page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for source, text in (("html", html), *statements_about(page, "language")):
        found = _LANGUAGE_TAG.fullmatch(text.strip())
        if found:
            parts = {part.lower() for part in found.groups()[1:] if part}
            base = found[1].lower()
            return Found("zh-Hant" if base == "zh" and parts & _TRADITIONAL_PARTS else base, source)
    return Found(None)


def _sample(page: PageData, text: VisibleText) -> str:
    """Return the beginning of the page's title, heading, summary and paragraphs."""
    parts = [page.window_title or "", *page.headings[:1], *page.metas.get("og:description", ())[:1]]
    length = 0
    for paragraph in _paragraphs(page, text):
        if len(paragraph) > _MIN_PARAGRAPH_CHARACTERS:
            parts.append(paragraph[:_MAX_PARAGRAPH_CHARACTERS].strip())
            length += len(parts[-1])
            if length > _SAMPLE_CHARACTERS:
                break
    return " ".join(parts)[:_SAMPLE_CHARACTERS]


def _paragraphs(page: PageData, text: VisibleText) -> Iterator[str]:
    """Yield the texts of paragraphs and, only if that is not enough, of all else: to find them costs more."""
    yield from (element.text or "" for element in page.root.iter("p", "td"))
    yield from text.all_nodes.texts


def _language_of_script(sample: str) -> str | None:
    """Return the language that the script of ``sample`` tells; ``None`` for alphabets."""
    if not _ANY_CJK.search(sample):
        return None
    han, kana, hangul, latin = ("".join(script.findall(sample)) for script in _SCRIPTS)
    cjk = len(han) + len(kana) + len(hangul)
    if cjk < _MIN_CJK_CHARACTERS or 8 * cjk < len(latin):
        return None
    if len(hangul) > len(han):
        return "ko"
    if 10 * len(kana) > len(han):
        return "ja"
    differing = han[:_MAX_HAN_CHARACTERS]
    return "zh-Hant" if traditional_count(differing) > simplified_count(differing) else "zh"


def _latin_language(sample: str) -> str | None:
    words = sample.lower().split()
    counts = {language: sum(word in common for word in words) for language, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _MIN_COMMON_WORDS and counts[best] >= 2 * min(counts.values()) else None
