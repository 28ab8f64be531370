"""What the renderer promises: allow-listed markup, no visible character lost, Markdown that renders back."""

import random
import time
from html import unescape

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.render import absolute, clean_html, images_of, render_markdown, render_text
from newscrawl.dom.tree import parse_fragment, visible_text

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
    assert clean_html(parse_fragment(html)) == expected


TEXT = {
    "blocks are a blank line apart": ("<h2>Head</h2><p>One<br>two</p><p>Three</p>", "Head\n\nOne\ntwo\n\nThree"),
    "items stand on their own lines": ("<ul><li>a<ul><li>b</ul><li>c</ul>", "a\nb\nc"),
    "rows stand on their own lines": ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A\tB\n1\t2"),
    "captions are not in the text": (
        "<p>a</p><figure><img src=http://e.org/a.png><figcaption>cap</figcaption></figure>",
        "a",
    ),
    "code is kept": ("<pre>a\n  b</pre>", "a\n  b"),
    "rendered markup may be given": ("<p>a</p>", "a"),
}


@pytest.mark.parametrize(("html", "expected"), TEXT.values(), ids=TEXT)
def test_render_text(html: str, expected: str) -> None:
    assert render_text(parse_fragment(html)) == expected
    assert render_text(html) == expected


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


def test_addresses_become_absolute() -> None:
    body = parse_fragment("<a href='../x'>a</a><img data-src='i.png' src='loading.gif'><a href='http://['>b</a>")
    absolute(body, "https://e.org/d/1.html")
    assert clean_html(body) == '<p><a href="https://e.org/x">a</a><img src="https://e.org/d/i.png" alt="">b</p>'


def test_the_widest_of_a_set_of_pictures_is_taken() -> None:
    body = parse_fragment(
        "<picture><source srcset='http://e.org/s.webp 300w, http://e.org/l.webp 900w'><img></picture>"
    )
    assert [image.url for image in images_of(body)] == ["http://e.org/l.webp"]


def test_images_come_with_caption_and_alternative_text_once_each() -> None:
    body = parse_fragment(
        "<figure><img src=http://e.org/a.png alt=A><figcaption>The board</figcaption></figure>"
        "<p><img src=http://e.org/b.png><img src=http://e.org/a.png></p>"
    )
    assert images_of(body) == (("http://e.org/a.png", "A", "The board"), ("http://e.org/b.png", None, None))


TAGS = (
    "p div span h1 h3 ul ol li dl dt dd table tr td th thead tbody blockquote pre figure a b em i code sub br hr img"
    " section center font del form"
)
WORDS = (
    "word",
    "中文字",
    "。",
    "a  b",
    "\n",
    " ",
    "\u3000",
    "x\ny",
    "&amp;",
    "&lt;b&gt;",
    "*",
    "_",
    "`",
    "!",
    "[",
    "1. ",
    "# ",
    "|",
)
ATTRIBUTES = (
    "",
    " href=http://e.org/a",
    " href=javascript:x",
    " src=http://e.org/i.png",
    " class=wp-caption",
    " colspan=2",
)


def markup(seed: int) -> str:
    """Return random, badly nested markup."""
    dice = random.Random(seed)

    def some(depth: int) -> str:
        parts = []
        for _ in range(dice.randint(0, 4)):
            tag = dice.choice(TAGS.split())
            if dice.random() < 0.5 or depth == 6:
                parts.append(dice.choice(WORDS))
            else:
                end = "" if dice.random() < 0.1 else f"</{tag}>"
                parts.append(f"<{tag}{dice.choice(ATTRIBUTES)}>{some(depth + 1)}{end}")
        return "".join(parts)

    return some(0) + some(0)


def characters(text: str) -> list[str]:
    return sorted("".join(text.split()))


@given(st.integers(min_value=0))
def test_no_visible_character_is_lost(seed: int) -> None:
    body = parse_fragment(markup(seed))
    cleaned = clean_html(body)
    assert characters(visible_text(parse_fragment(cleaned))) == characters(visible_text(body))
    if "figcaption" not in cleaned:
        assert characters(render_text(cleaned)) == characters(visible_text(body))


@given(st.integers(min_value=0))
def test_rendering_rendered_html_changes_nothing(seed: int) -> None:
    cleaned = clean_html(parse_fragment(markup(seed)))
    assert clean_html(parse_fragment(cleaned)) == cleaned


ALLOWED = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td"),
    *("th", "caption", "blockquote", "pre", "code", "figure", "figcaption", "img", "a", "em", "strong", "sub", "sup"),
    *("br", "hr", "kbd", "mark", "ins", "del", "s"),
}
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}


def is_allow_listed(html: str) -> bool:
    """Tell whether an independent sanitizer has nothing to take out."""
    safe = nh3.clean(html, tags=ALLOWED, attributes=ALLOWED_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    return unescape(safe) == unescape(html)  # it writes other characters as references


@given(st.integers(min_value=0))
def test_only_allow_listed_markup_comes_out(seed: int) -> None:
    assert is_allow_listed(clean_html(parse_fragment(markup(seed))))


HOSTILE = (
    "",
    "\x00\x01\x08",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    '<a href="http://e.org/\'&quot;><script>alert(1)</script>">x</a>',
    "<img src=x onerror=alert(1)><img src='http://e.org/\"onerror=x'>",
    "<svg><style><!--</style><img src=x onerror=alert(1)>--></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<style><style/><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]><!--><script>alert(1)</script>-->",
    "<iframe srcdoc='<script>x</script>'></iframe><object data=x></object><embed src=x>",
    "<table><td><ul><table></div></td></li></table></ol><p></b>",
    "<p style='background:url(javascript:x)' onmouseover=x id=a class=b>text",
    "<" * 1000 + ">" * 1000,
    "&#0;&#xD800;&#x110000;&amp;amp;",
)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_is_answered_with_allow_listed_markup(html: str) -> None:
    body = parse_fragment(html)
    assert is_allow_listed(clean_html(body))
    render_markdown(body)
    render_text(body)


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    body = parse_fragment(text)
    assert is_allow_listed(clean_html(body))
    render_markdown(body)


@pytest.mark.parametrize(
    "token", ["a", "中\n", "*", "`", "[", "<br>", "<b>x</b>", "<li>x", "<div>", "<tr><td>1", "<pre>"]
)
def test_floods_of_one_token_are_rendered_in_time(token: str) -> None:
    body = parse_fragment(token * min(1_000_000 // len(token), 40_000 if "<" in token else 1_000_000))
    start = time.perf_counter()
    clean_html(body)
    render_markdown(body)
    assert time.perf_counter() - start < 8
