from itertools import pairwise

import pytest

from newscrawl.dom.content import block_weights
from newscrawl.dom.content.block_features import features_of_blocks
from newscrawl.dom.content.block_weights import find_unlike_text, reasons, sum_of_weights
from newscrawl.dom.content.boxes import Box, count_text, gather
from newscrawl.dom.content.evidence import Evidence
from newscrawl.dom.content.finder import find_content
from newscrawl.dom.tree import parse, visible_text

TEXT = "".join(
    f"<p>Pack number {number} has been ordered from a maker in the north, and two more are to follow it in spring.</p>"
    for number in range(30)
)
TEASER = '<div class="box"><div>* https://example.org/2</div></div>'
CAPTION = '<figure><img src="/a.jpg"><figcaption><div>* The ferry, 2019 | desk@example.org</div></figcaption></figure>'


@pytest.fixture
def by_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weigh only whether a block holds an address, whatever the fitted table says."""
    monkeypatch.setattr(block_weights, "sum_of_weights", lambda names: 3.0 if "has:address" in names else -3.0)


def container(inside: str) -> tuple[Box, list[Box]]:
    boxes = gather(parse(f"<body><main>{inside}</main></body>"))
    count_text(boxes, Evidence(None, None, None))
    part = next(box for box in boxes if box.tag == "main")
    return part, boxes[part.order :]


def unlike(inside: str) -> list[str]:
    return [visible_text(box.element) for box in find_unlike_text(*container(inside))]


@pytest.mark.usefixtures("by_address")
def test_a_block_unlike_the_text_is_found() -> None:
    assert unlike(f"{TEXT}{TEASER}") == ["* https://example.org/2"]


@pytest.mark.usefixtures("by_address")
def test_blocks_on_one_path_stay_together() -> None:
    specification = '<div class="box"><div>Weight: 200 tons</div></div>'
    assert unlike(f"{TEXT}{specification}{TEASER}{specification}") == []


@pytest.mark.usefixtures("by_address")
def test_blocks_of_the_text_are_not_found() -> None:
    assert unlike(TEXT) == []


@pytest.mark.usefixtures("by_address")
def test_a_large_part_of_the_container_is_its_text() -> None:
    assert unlike(f"{TEXT}{TEASER * 60}") == []


@pytest.mark.usefixtures("by_address")
@pytest.mark.parametrize(
    "markup",
    [CAPTION, f"<table><tr><td>{TEASER}</td></tr></table>", '<pre class="box">* https://example.org/2</pre>'],
    ids=["caption", "cell", "code"],
)
def test_captions_cells_and_code_stay(markup: str) -> None:
    assert unlike(f"{TEXT}{markup}{TEXT}") == []


@pytest.mark.usefixtures("by_address")
def test_a_block_with_a_picture_stays() -> None:
    assert unlike(f'{TEXT}<div class="box"><div><img src="/a.jpg">* https://example.org/2</div></div>') == []


def test_reasons_add_up_to_the_sum() -> None:
    part, kept = container(f"{TEXT}{TEASER}")
    *_, (_, _, features) = features_of_blocks(part, kept)
    given = reasons(features)
    assert sum(weight for _, weight in given) == pytest.approx(sum_of_weights(features))
    assert all(first >= second for (_, first), (_, second) in pairwise(given))
    assert "in:div" in dict(given)


@pytest.mark.usefixtures("by_address")
def test_what_goes_is_told() -> None:
    content = find_content(parse(f"<body><main><h1>A quiet ferry</h1>{TEXT}{TEASER}{TEXT}</main></body>"))
    assert ("content/unlike-text", 1, "* https://example.org/2", "") in content.steps


@pytest.mark.usefixtures("by_address")
def test_a_container_of_too_many_boxes_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_weights, "MAX_BOXES", 30)
    assert unlike(f"{TEXT}{TEASER}") == []
