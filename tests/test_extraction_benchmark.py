"""The benchmark of extraction counts as leaked what a page itself sets apart from the article, and nothing else."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from extraction import OWN, Page, Read, Tally, load, parted, unwanted

GOLD = "The converter reaches an efficiency of 96 percent at half load.\nSamples are available now for customers."
ARTICLE = "".join(f"<p>{line}</p>" for line in GOLD.splitlines())
ASIDE = "I had the older one for years and it never failed me."


def snippets(body: str) -> list[tuple[str, str]]:
    html = f"<html><body>{body}</body></html>"
    return [(snippet.kind, snippet.tokens.strip()) for snippet in unwanted(html.encode(), GOLD)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<div class='comment-list'><p>{ASIDE}</p></div>", "comments"),
        (f"<div id='disqus_thread'><div>{ASIDE}</div></div>", "comments"),
        (f"<section class='mostRead'><ul><li><a>{ASIDE}</a></li></ul></section>", "related"),
        (f"<aside><p>{ASIDE}</p></aside>", "related"),
        (f"<footer><div><p>{ASIDE}</p></div></footer>", "site"),
        (f"<div role='navigation'><p>{ASIDE}</p></div>", "site"),
        (f"<div class='sign-up'><p>{ASIDE}</p></div>", "newsletter"),
    ],
)
def test_a_block_in_a_named_element_is_unwanted(body: str, kind: str) -> None:
    assert snippets(ARTICLE + body) == [(kind, ASIDE.rstrip("."))]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{ARTICLE}<div class='text'><p>{ASIDE}</p></div>", id="no name says so"),
        pytest.param(f"<div class='with-sidebar'>{ARTICLE}<p>{ASIDE}</p></div>", id="the article stands there, too"),
        pytest.param(f"{ARTICLE}<aside><p>Samples are available now for customers</p></aside>", id="in the gold text"),
        pytest.param(f"{ARTICLE}<footer><p>Imprint</p></footer>", id="too short"),
        pytest.param(f"{ARTICLE}<footer><script>{ASIDE}</script></footer>", id="not shown"),
        pytest.param(f"{ARTICLE}<div class='commentary navigational'><p>{ASIDE}</p></div>", id="part of a word"),
    ],
)
def test_other_blocks_are_not_unwanted(body: str) -> None:
    assert snippets(body) == []


def test_a_snippet_leaks_if_all_of_it_is_found() -> None:
    body = (
        f"<html><body>{ARTICLE}<div class='comments'><p>{ASIDE}</p><p>Nobody needs that much of it, does he?</p></div>"
    )
    page = Page("1", "", body.encode(), GOLD, None, (), None, tuple(unwanted(body.encode(), GOLD)))
    tally = Tally()
    tally.add(page, Read(f"{GOLD}\n{ASIDE}"))
    assert (tally.leak, tally.comment_leak) == (0.5, 0.5)
    assert (tally.lost, tally.extra) == (0, 12)


def test_the_pages_of_the_repository_have_unwanted_snippets() -> None:
    (pages,) = load(OWN).values()
    kinds = {snippet.kind for page in pages for snippet in page.snippets}
    assert {"comments", "related", "site"} <= kinds


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    tally = Tally(precision=[1.0, 0.9, 0.8, 0.2] * 10, recall=[1.0, 0.8, 0.9, 0.9] * 10)
    low, high = tally.interval()
    assert low < tally.f1 < high
    assert tally.interval() == (low, high)


def test_pages_set_aside_are_every_nth_by_id_and_in_one_set_only() -> None:
    pages = [Page(f"p{number:02}", "", b"", "text", None, (), None, ()) for number in (4, 1, 0, 3, 2, 5)]
    found = {name: [page.id for page in part] for name, part in parted({"own": pages}, 5)}
    assert found == {"own, at hand": ["p04", "p01", "p03", "p02"], "own, set aside": ["p00", "p05"]}


def test_ground_truth_of_zyte_is_read(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/a.html").write_text(f"<html><body>{ARTICLE}</body></html>")
    (tmp_path / "ground-truth.json").write_text(
        '{"a": {"articleBody": "The text.", "url": "https://www.example.com/a"}}'
    )
    [(name, [page])] = load(tmp_path).items()
    assert (name, page.id, page.text, page.url) == (tmp_path.name, "a", "The text.", "https://www.example.com/a")
