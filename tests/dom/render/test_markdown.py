"""Markdown renders back to the markup it was written from."""

import pytest

from newscrawl.dom.render import render_markdown

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
