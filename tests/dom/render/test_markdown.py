"""Markdown renders back to the markup it was written from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from random_markup import HOSTILE, random_markup

from newscrawl.dom.render import render, render_markdown
from newscrawl.dom.tree import parse_fragment

MARKDOWN = {
    "headings and marks": (
        "<h1>A</h1><p><b>b</b> <i>c</i> <del>d</del> <sub>2</sub></p>",
        "## A\n\n**b** *c* ~~d~~ <sub>2</sub>",
    ),
    "special characters": ("<p>a*b* _c_ d_e [f] &lt;g&gt; `h`</p>", "a\\*b\\* \\_c\\_ d_e \\[f\\] \\<g\\> \\`h\\`"),
    "what would begin a block": ("<p>1. a<br>- b<br># c<br>+5 V</p>", "1\\. a\\\n\\- b\\\n\\# c\\\n\\+5 V"),
    "emphasis that punctuation would break": ("<p><b>“引用。”</b>后文</p>", "<strong>“引用。”</strong>后文"),
    "links and pictures": (
        "<p><a href='http://e.org/a(b)'>x</a>!<img src=http://e.org/i.png alt='a]b'></p>",
        "[x](http://e.org/a%28b%29)!![a\\]b](http://e.org/i.png)",
    ),
    "nested lists": ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c"),
    "two lists in a row": ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n<!-- -->\n\n- b"),
    "tables": ("<table><tr><th>A<th>B<tr><td>1|2<td>x<br>y</table>", "| A | B |\n| --- | --- |\n| 1\\|2 | x<br>y |"),
    "code with fences inside": ("<pre>```\na</pre>", "````\n```\na\n````"),
    "a cell that spans rows keeps its column": (
        "<table><tr><th>A<th>B<th>C<tr><td>1<td rowspan=2>2<td>3<tr><td>4<td>6</table>",
        "| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 |  | 6 |",
    ),
    "spans that end with the table": (
        "<table><tr><td rowspan=50>A<td>b<tr><td>c</table>",
        "| A | b |\n| --- | --- |\n|  | c |",
    ),
    "numbers that do not count up": (
        "<ol><li>a<li>b<li value=9>c<li>d</ol><ol reversed><li>x<li>y</ol>",
        "1. a\n2. b\n\n<!-- -->\n\n9. c\n10. d\n\n<!-- -->\n\n2. x\n\n<!-- -->\n\n1. y",
    ),
    "code with its language": ("<pre class=language-c>int a;</pre>", "```c\nint a;\n```"),
    "links in code": ("<p><code>a <a href=http://e.org/b>b</a></code></p>", "`a `[`b`](http://e.org/b)"),
    "marks in code do not split it": ("<p><code>a<b>`</b>c</code></p>", "``a`c``"),
    "code in a definition is fenced to any parser": (
        "<dl><dt>a<dd><pre>&lt;b&gt;</pre></dl>",
        "a\n\n: \n\n  ```\n  <b>\n  ```",
    ),
    "formulas": (
        "<p><script type=math/tex>a_1 < `b` [x](y) &amp;lt;</script></p>",
        "$a_1 \\lt  \\lq b\\lq  [x] (y) & amp;lt;$",
    ),
    "what is no formula is escaped": (
        "<p><span class=math># [x](http://e.org/)</span></p>",
        "\\# \\[x\\](http://e.org/)",
    ),
    "code beside readings": ("<ruby><code>a</code><rt>`</rt></ruby><code>`b</code>", "``a`b``"),
    "captions": (
        "<figure><img src=http://e.org/a.png><figcaption>cap <i>x</i></figcaption></figure>",
        "![](http://e.org/a.png)\n\n*cap x*",
    ),
    "quotes": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "a heading that ends in a number sign": ("<h2>C #</h2>", "## C \\#"),
    "a heading of a number sign": ("<h2>#</h2>", "## \\#"),
}


@pytest.mark.parametrize(("html", "expected"), MARKDOWN.values(), ids=MARKDOWN)
def test_render_markdown(html: str, expected: str) -> None:
    assert render_markdown(html) == expected


@pytest.mark.parametrize("length", [1, 3, 999, 1002, 5000])
@pytest.mark.parametrize("tag", ["code", "pre"])
@pytest.mark.parametrize("sign", ["`", "~"])
def test_nothing_breaks_out_of_code(length: int, tag: str, sign: str) -> None:
    code = f"a\n{sign * length}\n[x](http://evil.example/)"
    tokens = parsed(render_markdown(f"<{tag}>{code}</{tag}>"))
    assert [token.content.strip() for token in tokens if token.type in ("fence", "code_inline")] == [
        code if tag == "pre" else code.replace("\n", " ")
    ]
    assert not any(token.type == "link_open" for token in tokens)


HTML_TAG = re.compile(r"</?(?:sub|sup|kbd|mark|ins|del|s|em|strong|code|br|a)>|<!-- -->")


def parsed(markdown: str) -> list[Token]:
    """Return the tokens that an independent parser of CommonMark sees, those inside of lines too."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [one for token in tokens for one in (token, *(token.children or ()))]


@given(st.integers(min_value=0))
def test_links_come_back_and_no_other_markup(seed: int) -> None:
    rendered = render(parse_fragment(random_markup(seed)))
    tokens = parsed(rendered.markdown)
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    expected = set(re.findall(r'<a href="([^"]*)"', rendered.html))
    assert set(links) <= expected
    if "<dl>" not in rendered.html:  # definitions within definitions are indented, which CommonMark reads as code
        assert set(links) == expected
    raw = [token.content.strip() for token in tokens if token.type in ("html_inline", "html_block")]
    assert [one for one in raw if not HTML_TAG.fullmatch(one)] == []


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_gives_no_raw_html(html: str) -> None:
    tokens = parsed(render_markdown(html))
    raw = [token.content.strip() for token in tokens if token.type in ("html_inline", "html_block")]
    assert [one for one in raw if not HTML_TAG.fullmatch(one)] == []
    assert all(token.attrs["href"].startswith("http") for token in tokens if token.type == "link_open")
