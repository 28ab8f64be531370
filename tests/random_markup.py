"""Markup at random and markup made to break a renderer."""

import random

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
    " rowspan=2",
    " reversed",
    " value=7",
    " class=language-c",
)


def random_markup(seed: int) -> str:
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
