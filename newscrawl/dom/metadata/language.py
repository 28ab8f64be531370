"""The language of a page: declared, unless its text is evidently in another script."""

import re
from collections.abc import Iterator

from newscrawl.dom.metadata.page import Page, claims_about
from newscrawl.text.chinese import simplified_count, traditional_count

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{2,8}))?(?:[-_]([a-z]{2}))?", re.IGNORECASE)
_COMMON_WORDS = {
    "de": frozenset(
        ["der", "die", "das", "und", "nicht", "ist", "mit", "für", "von", "ein", "eine", "auf", "den", "sich"]
    ),
    "en": frozenset(["the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "was", "are", "by"]),
}


def find_language(page: Page, sources: dict[str, str]) -> str | None:
    """Return the declared language, unless the text is evidently in another script."""
    sample = _sample(page)
    seen = _seen_language(sample)
    declared = _declared_language(page)
    if declared and (seen is None or seen[:2] not in ("zh", "ja", "ko")):
        sources["language"], language = declared
        return language
    if declared and declared[1][:2] == (seen or "")[:2]:
        sources["language"] = declared[0]
        return seen
    if seen is None:
        seen = _latin_language(sample)
    if seen:
        sources["language"] = "text"
    return seen


def _declared_language(page: Page) -> tuple[str, str] | None:
    html = page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for source, text in (("html", html), *claims_about(page, "language")):
        found = _LANGUAGE.fullmatch(text.strip())
        if found:
            parts = {part.lower() for part in found.groups()[1:] if part}
            base = found[1].lower()
            return source, "zh-Hant" if base == "zh" and parts & {"hant", "tw", "hk", "mo"} else base
    return None


_SAMPLE = 500  # characters by which script and language are told


def _sample(page: Page) -> str:
    parts = [page.title or "", *page.headings[:1], *page.metas.get("og:description", ())[:1]]
    length = 0
    for text in _texts(page):
        if len(text) > 20:
            parts.append(text[:400].strip())
            length += len(parts[-1])
            if length > _SAMPLE:
                break
    return " ".join(parts)[:_SAMPLE]


def _texts(page: Page) -> Iterator[str]:
    """Yield the texts of paragraphs and, only if that is not enough, of all else: to find them costs more."""
    yield from (element.text or "" for element in page.root.iter("p", "td"))
    yield from page.runs


def _seen_language(sample: str) -> str | None:
    """Return the language that the script of ``sample`` tells; ``None`` for alphabets."""
    if not _ANY_CJK.search(sample):
        return None
    han, kana, hangul, latin = ("".join(script.findall(sample)) for script in _SCRIPTS)
    cjk = len(han) + len(kana) + len(hangul)
    if cjk < 5 or 8 * cjk < len(latin):
        return None
    if len(hangul) > len(han):
        return "ko"
    if 10 * len(kana) > len(han):
        return "ja"
    telling = han[:_ENOUGH_HAN]
    return "zh-Hant" if traditional_count(telling) > simplified_count(telling) else "zh"


_ENOUGH_HAN = 100  # characters: one in three or four differs between the scripts
_ANY_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_SCRIPTS = tuple(re.compile(f"[{span}]+") for span in ("\u4e00-\u9fff", "\u3040-\u30ff", "\uac00-\ud7af", "a-zA-Z"))


def _latin_language(sample: str) -> str | None:
    words = sample.lower().split()
    counts = {language: sum(word in common for word in words) for language, common in _COMMON_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 5 and counts[best] >= 2 * min(counts.values()) else None
