"""What rules for widgets take away is added up before it is believed."""

import pytest

from newscrawl.dom.tree import parse_fragment, visible_text
from newscrawl.dom.widgets.by_selector import strip_widgets

PARAGRAPHS = [
    f"The council heard report number {number} on its new ferry, and asked for another one." for number in range(6)
]


def stripped(html: str) -> tuple[str, tuple[str, ...]]:
    body = parse_fragment(html)
    result = strip_widgets(body)
    return visible_text(body), result.spared


@pytest.mark.parametrize("name", ["paywall", "read-more", "social", "subscription", "promo"])
def test_a_class_on_most_paragraphs_is_the_text(name: str) -> None:
    first, *others = PARAGRAPHS
    text, spared = stripped(f"<p>{first}</p>" + "".join(f'<p class="{name}">{other}</p>' for other in others))
    assert all(paragraph in text for paragraph in PARAGRAPHS)
    assert len(spared) == 1


def test_a_class_on_a_few_paragraphs_is_a_widget() -> None:
    *others, last = PARAGRAPHS
    text, spared = stripped("".join(f"<p>{other}</p>" for other in others) + f'<p class="promo">{last}</p>')
    assert last not in text
    assert not spared


def test_rules_that_together_take_the_text_are_no_guide_to_it() -> None:
    names = ["promo", "social", "subscription", "paywall", "recommend", "sidebar"]
    rows = zip(names, PARAGRAPHS, strict=True)
    text, _ = stripped("".join(f'<div class="{name}"><p>{paragraph}</p></div>' for name, paragraph in rows))
    assert all(paragraph in text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("form", ['<div class="hidden"><p>{}</p></div>', '<p style="display: none">{}</p>'])
def test_hidden_paragraphs_that_are_most_of_the_text_stay(form: str) -> None:
    first, *others = PARAGRAPHS
    text, _ = stripped(f"<p>{first}</p>" + "".join(map(form.format, others)))
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_one_hidden_paragraph_goes() -> None:
    *others, last = PARAGRAPHS
    text, _ = stripped("".join(f"<p>{other}</p>" for other in others) + f'<p style="display: none">{last}</p>')
    assert last not in text
