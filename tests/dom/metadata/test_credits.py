"""The visible credits of Chinese, Japanese and Korean pages."""

import pytest
from metadata_pages import HAN, read


@pytest.mark.parametrize(
    ("body", "authors", "byline"),
    [
        (
            "<div class='info'><a>王梅</a> <span>来源：示例网</span> <span>作者：李小红</span> <i class='time'>2024-04-03 14:05</i></div>",
            ("李小红",),
            "王梅 来源：示例网 作者：李小红 2024-04-03 14:05",
        ),
        (HAN + "<p>（记者 张小倩）</p>", ("张小倩",), "（记者 张小倩）"),
        (HAN + "<p>价格保持不变。（袁小源）</p>\n", ("袁小源",), "袁小源"),
        (HAN + "<a href='/zuozhe/1'>作者：张小倩</a>", ("张小倩",), "作者：张小倩"),
        (HAN + "<a href='/zuozhe'>作者专栏</a>", (), None),
        (
            HAN + "<ul class='author list'><li>堀田 亜希</li><li>根本 篤</li></ul>",
            ("堀田 亜希", "根本 篤"),
            "堀田 亜希 根本 篤",
        ),
        (HAN + "<p>责任编辑：魏喆</p>", ("魏喆",), "责任编辑：魏喆"),
        (f"<p>袁小源</p>{HAN}", ("袁小源",), "袁小源"),
        (f"<p>袁小源、风大天</p>{HAN}", ("袁小源", "风大天"), "袁小源、风大天"),
        (f"<p>金融科技</p>{HAN}", (), None),
        (f"<a href='/x'>袁小源</a>{HAN}", (), None),
        (f"<ul><li>时间</li><li>作者</li></ul>{HAN}", (), None),
        ("<div>2024-04-03 14:05</div>" + 8 * (HAN + HAN) + "<i class='author'>哦了</i>", (), None),
        (
            "<div><b>2024-04-03 14:05</b><p>来源：示例网</p><p>" + 3 * HAN[3:-4] + "</p></div>",
            (),
            "2024-04-03 14:05 来源：示例网",
        ),
        (HAN + "<p>有关专家接受记者采访时称，市场仍在增长。</p>", (), None),
        ("<ul class='related'><li>作者：别人</li></ul>", (), None),
    ],
)
def test_reads_the_credits_of_a_chinese_page(body: str, authors: tuple[str, ...], byline: str | None) -> None:
    html = f"<html><head><title>新型控制器发布</title></head><body><h1>新型控制器发布</h1>{body}{HAN}</body></html>"
    metadata = read(html)
    assert (metadata.authors, metadata.byline) == (authors, byline)
