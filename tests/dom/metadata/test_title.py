"""The title of a page without its site: one case for each trap."""

import pytest
from metadata_pages import PARAGRAPH, page, read


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>A new chip | Example News</title>", "<h1>A new chip</h1>", "A new chip"),
        ("<title>A new chip | Example News</title>", "<h1>Example News</h1>", "A new chip"),
        ("<title>A new chip - Example News</title>", "", "A new chip"),
        ('<title>x</title><meta property="og:title" content="A new chip – example-news.com">', "", "A new chip"),
        ('<meta property="og:title" content="A new chip - cheap">', "<h1>Top stories</h1>", "A new chip - cheap"),
        ("<title>新型控制器发布_要闻_示例网</title>", "", "新型控制器发布"),
        ("<title>示例网 - 新型电机控制器今天正式发布</title>", "", "新型电机控制器今天正式发布"),
        ("<title>新型控制器发布-示例网</title>", "<h1>新型控制器发布</h1>", "新型控制器发布"),
        ("<title>Example News</title>", "<h1>A new chip</h1>", "A new chip"),
        ("<title>新しい制御ＩＣを発表：示例の狙い（1/2 ページ）</title>", "", "新しい制御ＩＣを発表：示例の狙い"),
        ("<title>A new chip (page 2/3)</title>", "<h1>A new chip (page 2/3)</h1>", "A new chip"),
        ("<title>The rise of the chip (1/2)</title>", "", "The rise of the chip (1/2)"),
        ("<svg><title>icon</title></svg>", "<h1>A <b>new</b> chip</h1>", "A new chip"),
        ("<title> </title>", "", None),
        ("<title> - Example News</title>", "<h1></h1>", None),
        # A logo is no headline.
        (
            "<title>A new chip | The Examiner</title>",
            "<h1><a href='/'>The Examiner</a></h1><h2>A new chip</h2>",
            "A new chip",
        ),
        ("<title>A new chip | The Examiner</title>", "<div id=logo><h1>The Examiner</h1></div>", "A new chip"),
        (
            "<title>A new chip today | Examiner</title>",
            "<h1>Examiner</h1><h2>A new chip today</h2>",
            "A new chip today",
        ),
        ("<title>A new chip | The Examiner</title>", "<h1>A new chip</h1><h2>The Examiner</h2>", "A new chip"),
        (
            "<title>A new chip « Lexicon « Parts and More</title>",
            "<h1 class=site-title>Parts and More</h1>",
            "A new chip",
        ),
        # A kicker is joined to the headline as the page's other titles do.
        (
            "<title>Recall: A new chip</title>",
            "<h1><span>Recall</span><span>A new chip</span></h1>",
            "Recall: A new chip",
        ),
        ("<title>Recall: A new chip</title>", "<h1><b>Recall</b><i>:</i> A new chip</h1>", "Recall: A new chip"),
        # One that the page's other titles leave out is none of the headline.
        ("<title>A new chip</title>", "<h1><span>Recall</span> <span>A new chip</span></h1>", "A new chip"),
        ("<title>A new chip</title>", "<h1>Recall: A new chip</h1>", "Recall: A new chip"),
        ("<title>New chip of the year</title>", "<h1>The New chip of the year</h1>", "The New chip of the year"),
        ("<title>New chip of the year</title>", "<h1>2025 New chip of the year</h1>", "2025 New chip of the year"),
        (
            "<title>A new chip for motors</title>",
            "<h1><a href='/'>A new chip for motors</a></h1>",
            "A new chip for motors",
        ),
        # A path from the site to the article, and a site with a colon.
        ("<title>Example News » Parts » A new chip for motors</title>", "", "A new chip for motors"),
        ("<title>Example News: A new chip for motors</title>", "", "A new chip for motors"),
        ("<title>새 칩 발표, 가격 인하 &lt; 산업 &lt; 기사본문 - Example News</title>", "", "새 칩 발표, 가격 인하"),
        (
            "<title>The Examiner</title>",
            "<header><h1><a href='/'>The Examiner</a></h1></header><h2>A new chip for motors</h2>",
            "A new chip for motors",
        ),
        # Signs and counts at its end are not of it.
        ("<title>A new chip</title>", "<h1>A new chip <a href='#a'>#</a></h1>", "A new chip"),
        ("<title>A new chip — Docs</title>", "<h1>A new chip<a href='#a'>¶</a></h1>", "A new chip"),
        ("<title>A new chip</title>", "<h1>A new chip [edit]</h1>", "A new chip"),
        ("<title>A new chip</title>", "<h1>A new chip <i>(12)</i></h1>", "A new chip"),
        ("<title>A new chip</title>", "<h1>A new chip <i>12 comments</i></h1>", "A new chip"),
        ("<title>A new chip (12)</title>", "<h1>A new chip (12)</h1>", "A new chip (12)"),
        ("<title>Learning C#</title>", "<h1>Learning C#</h1>", "Learning C#"),
    ],
)
def test_takes_the_title_without_the_site(head: str, body: str, title: str | None) -> None:
    head += '<meta property="og:site_name" content="Example News">'
    assert read(page(head, body + PARAGRAPH)).title == title


PROSE = f"<p>{'新型电机控制器今天正式发布，功耗比上一代产品降低了三成，' * 3}价格保持不变。</p>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>示例门户网站</title>", "<b>首页</b><font size=3><b>新型控制器发布</b></font>", "新型控制器发布"),
        (
            "<title>显示</title>",
            "<div class='post-title'>新型控制器发布 (图)</div><i>2024-04-03 14:05</i>",
            "新型控制器发布 (图)",
        ),
        ("", "<b>12066</b><b>主题：</b><b>新型控制器何时发布？</b><b>作者：</b><a>某人</a>", "新型控制器何时发布？"),
        ("<title>学术前沿论坛网站总版 - 新型控制器发布(页 1)</title>", "<b>新型控制器发布</b>", "新型控制器发布"),
        ("<title>新型控制器发布-EDN示例</title>", "<h4>新型控制器发布</h4>", "新型控制器发布"),
        ("<title>示例网</title>", "<a href='/'><b>新型控制器发布</b></a>", "示例网"),
        ("<title>新型控制器 发布</title>", "<b>另一个小标题</b><p>新型控制器　发布</p>", "新型控制器 发布"),
        ("<title>新型电机控制器今天发布 示例网</title>", "<h1>示例网</h1>", "新型电机控制器今天发布 示例网"),
        ('<meta property="og:title" content="新型控制器發佈 | 生活 | 即時新聞 | 示例新聞網">', "", "新型控制器發佈"),
        ('<meta property="og:title" content="新型控制器發佈 | 示例">', "", "新型控制器發佈 | 示例"),
        ("", "<h1>示例健康網 〉檢視新聞 〉新型控制器正式發佈</h1>", "新型控制器正式發佈"),
    ],
)
def test_finds_the_headline_of_a_chinese_page(head: str, body: str, title: str) -> None:
    assert read(page(head, body + PROSE), url="https://www.example.com/x").title == title
