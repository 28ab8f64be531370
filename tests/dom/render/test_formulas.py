"""A formula comes once, as TeX; text that only calls itself one stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render.formulas import mark_formulas
from newscrawl.dom.tree import inner_html, parse_fragment

# markup, text of the formula
TEX = (
    ("<script type='math/tex'>a_1</script>", "$a_1$"),
    ("<script type='math/tex; mode=display'>a_1</script>", "$$a_1$$"),
    ("<script type='math/tex'>% <![CDATA[\na &lt; b %]]></script>", "$a &lt; b$"),
    (
        "<math><semantics><mi>a</mi><annotation encoding='application/x-tex'>\\alpha</annotation></semantics></math>",
        "$\\alpha$",
    ),
    ("<math alttext='{\\displaystyle x^2}'><mi>x</mi></math>", "$x^2$"),
    ("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", "$\\frac{a}{2}$"),
    ("<math><msup><mi>x</mi><mn>2</mn></msup></math>", "$x^{2}$"),
    ("<math><msub><mi>x</mi><mi>i</mi></msub></math>", "$x_{i}$"),
    ("<math><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt></math>", "$\\sqrt{x+1}$"),
    ("<math><mroot><mi>x</mi><mn>3</mn></mroot></math>", "$\\sqrt[3]{x}$"),
    ("<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>", "$(a, b)$"),
    ("<math><mi>sin</mi><mi>x</mi></math>", "$sin x$"),
    ("<math display=block><mi>x</mi></math>", "$$x$$"),
)


@pytest.mark.parametrize(("html", "tex"), TEX)
def test_a_formula_is_written_as_tex(html: str, tex: str) -> None:
    tree = parse_fragment(f"<p>see {html} there</p>")
    mark_formulas(tree)
    assert inner_html(tree).replace("&amp;", "&") == f'<p>see <span class="math">{tex}</span> there</p>'


def test_the_drawing_of_a_formula_goes() -> None:
    tree = parse_fragment(
        "<p><span class=MathJax_Preview>A</span><span class=MathJax>A</span><script type=math/tex>A</script></p>"
    )
    mark_formulas(tree)
    assert inner_html(tree) == '<p><span class="math">$A$</span></p>'


# what is no formula, and stays
KEPT = (
    "<p>no formula</p>",
    "<script>var a;</script>",
    "<script type='math/tex'> </script>",
    "<p>it costs $5 or $6</p>",
)


@pytest.mark.parametrize("html", KEPT)
def test_what_is_no_formula_stays(html: str) -> None:
    tree = parse_fragment(html)
    before = inner_html(tree)
    mark_formulas(tree)
    assert inner_html(tree) == before


def test_text_that_calls_itself_a_formula_stays() -> None:
    tree = parse_fragment("<div class=katex><p>Text</p><math><mi>x</mi></math></div>")
    mark_formulas(tree)
    assert inner_html(tree) == '<div class="katex"><p>Text</p><span class="math">$x$</span></div>'


def test_deep_mathml_is_answered() -> None:
    tree = parse_fragment("<p><math>" + "<mrow>" * 200 + "<mi>x</mi>" + "</mrow>" * 200 + "</math></p>")
    mark_formulas(tree)
    assert inner_html(tree) == '<p><span class="math">$x$</span></p>'


@given(st.lists(st.sampled_from(["<math>", "<mfrac>", "<mi>x</mi>", "</mfrac>", "</math>", "<msup>", "<p>", "a"])))
def test_any_mathml_is_answered(tokens: list[str]) -> None:
    tree = parse_fragment("".join(tokens))
    mark_formulas(tree)
    mark_formulas(tree)  # what is marked is left alone
    assert inner_html(tree).count("a") >= tokens.count("a")
