"""Only allow-listed markup comes out, and rendering it again changes nothing."""

from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markup import HOSTILE, random_markup

from newscrawl.dom.render import render, render_markdown, render_text
from newscrawl.dom.tree import parse_fragment

HTML = {
    "loose text gets a paragraph": ("one<div>two</div>three", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
    "h1 is demoted": ("<h1>Title</h1>", "<h2>Title</h2>"),
    "wrappers are unwrapped, marks kept": (
        "<div class=a style='color:red'><span>An <b>op amp</b> with <i>low</i> noise</span></div>",
        "<p>An <strong>op amp</strong> with <em>low</em> noise</p>",
    ),
    "blanks at the border of marks move out": ("<p>a<b> b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
    "two line ends part paragraphs": ("<div>one<br><br>two<br>three</div>", "<p>one</p>\n<p>two<br>three</p>"),
    "an indent after a line end parts paragraphs": (
        "<div>　　第一段。<br>　　第二段。</div>",
        "<p>第一段。</p>\n<p>第二段。</p>",
    ),
    "lines of Chinese are joined without a blank": ("<p>第一行\n  第二行</p>", "<p>第一行第二行</p>"),
    "lines of Korean are joined with one": ("<p>전압\n조정기</p>", "<p>전압 조정기</p>"),
    "empty blocks are dropped": ("<p> </p><ul><li></li></ul><h2></h2><p>x</p><blockquote></blockquote>", "<p>x</p>"),
    "items without a list get one": ("<li>a</li><li>b</li>c", "<ul><li>a</li><li>b</li></ul>\n<p>c</p>"),
    "lists nest": (
        "<ol start=3><li>a<ul><li>b</ul></ol>",
        '<ol start="3"><li>a<ul><li>b</li></ul></li></ol>',
    ),
    "tables keep heads and spans": (
        "<table><tr><th>Part<th colspan=2>Range<tr><td>R1<td>1<td>2</table>",
        '<table><thead><tr><th>Part</th><th colspan="2">Range</th></tr></thead>'
        "<tbody><tr><td>R1</td><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "a table that arranges the page is unwrapped": (
        "<table><tr><td><h3>Head</h3><p>Text</p></td><td><p>Side</p></td></tr></table>",
        "<h3>Head</h3>\n<p>Text</p>\n<p>Side</p>",
    ),
    "line numbers beside code are dropped": (
        "<table><tr><td><pre>1\n2</pre></td><td><pre>int a;\nint b;</pre></td></tr></table>",
        "<pre>int a;\nint b;</pre>",
    ),
    "a head is none if a cell of it goes on below": (
        "<table><tr><th rowspan=2>A<th>B<tr><td>1<tr><td>2<td>3</table>",
        '<table><tbody><tr><th rowspan="2">A</th><th>B</th></tr><tr><td>1</td></tr>'
        "<tr><td>2</td><td>3</td></tr></tbody></table>",
    ),
    "code keeps the language that its class names": (
        "<pre class='hljs'><code class='hljs language-C++'>int a;</code></pre>"
        "<div class='highlight highlight-source-py'><pre>b</pre></div><pre class='brush: js'>c</pre>"
        "<pre class='language-plaintext'>d</pre><pre><code class='hljs cpp'>e</code></pre>",
        '<pre><code class="language-c++">int a;</code></pre>\n<pre><code class="language-py">b</code></pre>\n'
        '<pre><code class="language-js">c</code></pre>\n<pre>d</pre>\n<pre><code class="language-cpp">e</code></pre>',
    ),
    "code keeps the language that stands two elements above": (
        "<div class='highlight-python notranslate'><div class='highlight'><pre>a</pre></div></div>"
        "<div class='highlight-box'><div><pre>b</pre></div></div>",
        '<pre><code class="language-python">a</code></pre>\n<pre>b</pre>',
    ),
    "lists keep their numbers": (
        "<ol reversed start=9><li>a<li value=4>b</ol>",
        '<ol start="9" reversed=""><li>a</li><li value="4">b</li></ol>',
    ),
    "a formula comes once, as TeX": (
        "<p><span class=MathJax_Preview>A</span><span class=MathJax>A</span><script type=math/tex>A</script> and"
        " <math><mfrac><mi>a</mi><mn>2</mn></mfrac></math></p>",
        '<p><span class="math">$A$</span> and <span class="math">$\\frac{a}{2}$</span></p>',
    ),
    "what calls itself a formula and holds text is text": (
        "<div class=katex><p>Text</p><math><mi>x</mi></math></div>",
        '<p>Text</p>\n<p><span class="math">$x$</span></p>',
    ),
    "readings stay": ("<ruby>電<rt>でん</rt></ruby>", "<p><ruby>電<rt>でん</rt></ruby></p>"),
    "code keeps its blanks": (
        "<pre><code>  if (a &lt; b)\n    c();\n</code></pre>",
        "<pre>  if (a &lt; b)\n    c();</pre>",
    ),
    "text beside a picture of a figure is its caption": (
        "<figure><img src=http://e.org/a.png alt=A><p>The board. Photo: N.</p></figure>",
        '<figure><img src="http://e.org/a.png" alt="A"><figcaption>The board. Photo: N.</figcaption></figure>',
    ),
    "captions of content systems are captions": (
        "<div class=wp-caption><img src=http://e.org/a.png><p class=wp-caption-text>Board</p></div>",
        '<figure><img src="http://e.org/a.png" alt=""><figcaption>Board</figcaption></figure>',
    ),
    "scripts, styles and drawings never come out": (
        "<p>a<script>alert(1)</script><style>p{}</style><svg><text>x</text></svg>b</p>",
        "<p>ab</p>",
    ),
    "links keep only web addresses": (
        "<a href='javascript:x()'>a</a> <a href='http://e.org/?a=1&amp;b=2' onclick=x>b</a> <a href=/rel>c</a>",
        '<p>a <a href="http://e.org/?a=1&amp;b=2">b</a> c</p>',
    ),
    "pictures that a script loads get their address": (
        "<img src='data:image/gif;base64,R0' data-original='https://e.org/a.jpg'><img src=http://e.org/blank.gif>",
        '<p><img src="https://e.org/a.jpg" alt=""></p>',
    ),
    "a picture repeated for readers without scripts comes once": (
        "<p><img data-src='https://e.org/a.jpg'><noscript><img src='https://e.org/a.jpg'></noscript></p>",
        '<p><img src="https://e.org/a.jpg" alt=""></p>',
    ),
    "pictures of characters become characters": (
        "<p>fine <img class=emoji alt='🙂' src=http://e.org/u.png></p>",
        "<p>fine 🙂</p>",
    ),
    "counting pixels are dropped": ("<p>a<img src=http://e.org/count.png width=1 height=1></p>", "<p>a</p>"),
}


@pytest.mark.parametrize(("html", "expected"), HTML.values(), ids=HTML)
def test_clean_html(html: str, expected: str) -> None:
    assert render(parse_fragment(html)).html == expected


@given(st.integers(min_value=0))
def test_rendering_rendered_html_changes_nothing(seed: int) -> None:
    cleaned = render(parse_fragment(random_markup(seed))).html
    assert render(parse_fragment(cleaned)).html == cleaned


ALLOWED = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td"),
    *("th", "caption", "blockquote", "pre", "code", "figure", "figcaption", "img", "a", "em", "strong", "sub", "sup"),
    *("br", "hr", "kbd", "mark", "ins", "del", "s", "ruby", "rt", "rp", "span"),
}
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "code": {"class"},
    "span": {"class"},
}


def is_allow_listed(html: str) -> bool:
    """Tell whether an independent sanitizer has nothing to take out."""
    safe = nh3.clean(html, tags=ALLOWED, attributes=ALLOWED_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    return unescape(safe) == unescape(html)  # it writes other characters as references


@given(st.integers(min_value=0))
def test_only_allow_listed_markup_comes_out(seed: int) -> None:
    assert is_allow_listed(render(parse_fragment(random_markup(seed))).html)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_is_answered_with_allow_listed_markup(html: str) -> None:
    body = parse_fragment(html)
    assert is_allow_listed(render(body).html)
    render_markdown(body)
    render_text(body)


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    body = parse_fragment(text)
    assert is_allow_listed(render(body).html)
    render_markdown(body)
