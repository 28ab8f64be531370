"""Metadata of small pages, one case for each kind of evidence and each trap."""

import time
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.dom.metadata import Metadata, jsonld, read_metadata
from newscrawl.dom.tree import parse

URL = "https://www.example-news.com/2024/04/03/chips"
MOMENT = datetime(2024, 4, 3, 14, 5, tzinfo=UTC)
PARAGRAPH = "<p>The new controller draws less current than the old one and costs the same, the maker says.</p>"
ARTICLE = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "A controller for motors",
 "datePublished": "2024-04-03T14:05:00Z", "author": {"@type": "Person", "name": "Jane Roe"}}"""


def read(html: str, url: str = URL, **options: Any) -> Metadata:
    return read_metadata(parse(html), url, **options)


def page(head: str = "", body: str = PARAGRAPH) -> str:
    return f"<html lang='en'><head>{head}</head><body>{body}</body></html>"


def script(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(ARTICLE, id="one object"),
        pytest.param(f"[{ARTICLE}]", id="a list"),
        pytest.param(f'{{"@graph": [{{"@type": "WebSite", "name": "Example"}}, {ARTICLE}]}}', id="a graph"),
        pytest.param(f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}', id="the entity of a page"),
        pytest.param(f"<!-- {ARTICLE} -->", id="in a comment"),
        pytest.param(f"//<![CDATA[\n{ARTICLE}\n//]]>", id="in CDATA"),
        pytest.param(f"{ARTICLE};", id="with a semicolon"),
        pytest.param(ARTICLE.replace("}}", "},}"), id="with a stray comma"),
        pytest.param(ARTICLE.replace("A controller", "A\tcontroller"), id="with a tab in a string"),
        pytest.param(f'{{"@type": "WebSite"}}{ARTICLE}', id="two values in a row"),
        pytest.param(ARTICLE.replace('"NewsArticle"', '["Article", "NewsArticle"]'), id="two types"),
        pytest.param(ARTICLE.replace("NewsArticle", "http://schema.org/NewsArticle"), id="a type with its address"),
    ],
)
def test_reads_json_ld_as_pages_write_it(block: str) -> None:
    metadata = read(page(script(block)))
    assert metadata.published == MOMENT
    assert metadata.authors == ("Jane Roe",)
    assert metadata.title == "A controller for motors"
    assert metadata.is_article is True
    assert metadata.sources["published"] == "json-ld"


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"@type": "NewsArticle", "wordCount": ' + "9" * 5000 + "}", id="a huge integer"),
        pytest.param('{"@type": "NewsArticle", "headline": "' + "x" * 300_000 + '"}', id="too large"),
        pytest.param('{"@type": {"a": 1}, "headline": [], "author": 7, "datePublished": {}}', id="wrong types"),
        pytest.param('{"@type": "NewsArticle", "author": [[["x"]]], "headline": {"name": {}}}', id="nested values"),
        pytest.param('{"@type": "NewsArticle", "author": {"@id": "#a"}, "@id": "#a"}', id="refers to itself"),
        pytest.param("NaN Infinity {", id="not JSON"),
        pytest.param("", id="empty"),
    ],
)
def test_passes_over_json_ld_that_cannot_be_read(block: str) -> None:
    metadata = read(page(script(block) + '<meta property="og:title" content="A controller for motors">'))
    assert metadata.title == "A controller for motors"
    assert metadata.authors == ()


def test_resolves_an_author_given_by_reference() -> None:
    graph = """{"@graph": [{"@type": "Article", "headline": "A", "author": {"@id": "#1"}},
        {"@type": "Person", "@id": "#1", "name": "Jane Roe"}]}"""
    assert read(page(script(graph))).authors == ("Jane Roe",)


def test_does_not_take_the_site_for_an_author() -> None:
    block = ARTICLE.replace("Jane Roe", "Example News").replace("Person", "Organization")
    head = script(block) + '<meta property="og:site_name" content="Example News">'
    assert read(page(head)).authors == ()


def test_takes_a_person_before_an_organisation() -> None:
    block = ARTICLE.replace('"Person", "name": "Jane Roe"', '"Organization", "name": "Wire Agency"')
    metadata = read(page(script(block) + '<meta name="author" content="Jane Roe">'))
    assert metadata.authors == ("Jane Roe",)


def test_unfolds_json_ld_no_further_than_its_bound() -> None:
    assert len(jsonld.read_blocks(['[{"@type": "Thing"}' + ', {"@type": "Thing"}' * 9000 + "]"])) <= 500


@pytest.mark.parametrize(
    ("head", "body", "source"),
    [
        ('<meta property="article:published_time" content="2024-04-03T14:05:00Z">', PARAGRAPH, "open-graph"),
        ('<meta name="parsely-pub-date" content="2024-04-03T14:05:00Z">', PARAGRAPH, "meta"),
        ('<meta name="DC.date.issued" content="2024-04-03T14:05:00Z">', PARAGRAPH, "meta"),
        ("", '<meta itemprop="datePublished" content="2024-04-03T14:05:00Z">', "microdata"),
        ("", '<span itemprop="datePublished">3 April 2024 14:05 UTC</span>', "microdata"),
        ("", '<article><h1>A</h1><time datetime="2024-04-03T14:05Z">Wednesday</time></article>', "visible"),
        ("", '<div class="post-date">April 3, 2024 2:05 pm</div>', "visible"),
        ("", '<div class="related"><time datetime="2023-01-01">x</time></div><i>2024-04-03 14:05</i>', "visible"),
        ("", '<a href="/x">2023-01-01 10:00</a><div>发布时间：2024年4月3日 14:05</div>', "visible"),
        ("", '<div class="info"><!-- time -->2024-04-03 14:05<!-- end --></div>', "visible"),
        ("", '<div class="date"><b>2024</b>-<b>04</b>-<b>03</b> <b>14:05</b></div>', "visible"),
        ("", "<p>更新时间：2024-05-05 10:00</p><p>发布时间：2024-04-03 14:05</p>", "visible"),
        ("", "<p>2024-04-03 14:05 来源：示例网</p><p>推荐阅读最新更新时间:2025-01-02 10:00</p>", "visible"),
        ("", "<p>2024-04-03 14:05更新 来源：示例网</p><p>2023-01-02 17:19</p>", "visible"),
    ],
)
def test_reads_the_date_of_publication(head: str, body: str, source: str) -> None:
    metadata = read(page(head, body), url="https://www.example.com/chips")
    assert metadata.published == MOMENT
    assert metadata.sources["published"] == source


def test_reads_the_date_in_the_address_when_the_page_has_none() -> None:
    metadata = read(page())
    assert metadata.published == datetime(2024, 4, 3, tzinfo=UTC)
    assert metadata.sources["published"] == "url"


def test_tells_when_page_and_address_disagree_about_the_date() -> None:
    metadata = read(page('<meta property="article:published_time" content="2022-01-01">'))
    assert metadata.disagreements == ("published",)


def test_keeps_publication_and_change_apart() -> None:
    body = '<time class="updated" datetime="2024-04-05">x</time><time class="published" datetime="2024-04-03T14:05Z">y</time>'
    metadata = read(page('<meta property="article:modified_time" content="2024-04-05T10:00:00Z">', body))
    assert metadata.published == MOMENT
    assert metadata.modified == datetime(2024, 4, 5, 10, tzinfo=UTC)
    assert metadata.modified_written == "2024-04-05T10:00:00Z"


@pytest.mark.parametrize("written", ["2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "", "soon", "2" * 100_000])
def test_says_nothing_rather_than_an_impossible_date(written: str) -> None:
    html = page(f'<meta property="article:published_time" content="{written}">')
    assert read(html, url="https://www.example.com/x", fetched=MOMENT).published is None


def test_reads_relative_dates_against_the_time_of_fetching() -> None:
    body = '<div class="time">3小时前</div>'
    fetched = datetime(2024, 4, 3, 17, 5, tzinfo=UTC)
    assert read(page("", body), url="https://www.example.com/x", fetched=fetched).published == MOMENT


@pytest.mark.parametrize(
    ("text", "timezone"),
    [
        ("新型电机控制器今天正式发布，功耗比上一代产品降低了三成。", "Asia/Shanghai"),
        ("新しいモーター制御ＩＣを発表した。消費電力は従来品より低い。", "Asia/Tokyo"),
        ("The new controller draws less current than the old one.", "UTC"),
    ],
)
def test_knows_the_clock_of_a_page_by_its_language(text: str, timezone: str) -> None:
    metadata = read(f"<html><body><i>2024-04-03 14:05</i><p>{text}</p></body></html>", timezone=None)
    assert metadata.timezone == timezone
    assert metadata.published == datetime(2024, 4, 3, 14, 5, tzinfo=ZoneInfo(timezone))


def test_reads_local_times_on_the_clock_of_the_site() -> None:
    html = page("", '<div class="time">2024-04-03 22:05</div>')
    assert read(html, url="https://www.example.com/x", timezone="Asia/Shanghai").published == MOMENT


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


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="author" content="Jane Roe, Senior Editor">', "", ("Jane Roe",)),
        ('<meta property="article:author" content="https://facebook.com/example">', "", ()),
        (
            '<meta name="parsely-author" content="Jane Roe"><meta name="parsely-author" content="A. Doe">',
            "",
            ("Jane Roe", "A. Doe"),
        ),
        ("", '<span itemprop="author"><b itemprop="name">Jane Roe</b><i>Editor</i></span>', ("Jane Roe",)),
        (
            "",
            '<div class="byline">By <a>Jane Roe</a> and <a>John Doe</a> | <i>April 3</i></div>',
            ("Jane Roe", "John Doe"),
        ),
        ("", '<a rel="author" href="/u/1">Jane Roe</a>', ("Jane Roe",)),
        ("", '<div class="x">By <a href="/team/1">Jane Roe</a></div>', ("Jane Roe",)),
        ("", '<p><a href="https://www.example-news.com/author/jane/">Jane Roe</a></p>', ("Jane Roe",)),
        ("", "<div><span class='x1'>Jane Roe-Mai</span> <span class='x1'>Apr 3, 2024</span></div>", ("Jane Roe-Mai",)),
        ("", "<div><span class='x2'>Jane Roe</span> <span class='x1'>Apr 3, 2024</span></div>", ()),
        ("", "<div><span>Tech News</span> <span>Apr 3, 2024</span></div>", ()),
        ("", "<div class='contributors'>Top contributors for Jane Roe and John Doe" + " 41 points" * 20 + "</div>", ()),
        ("", "<p>" + PARAGRAPH + "</p><p>Reporting by Jane Roe; Editing by John Doe</p>", ("Jane Roe",)),
        ("", '<div class="comment"><span class="author">Troll</span></div>', ()),
        ("", "<p>By some measures the market grew.</p>", ()),
        ("", '<button class="author">Insert</button>', ()),
    ],
)
def test_reads_the_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(page(head, body + PARAGRAPH)).authors == authors


HAN = "<p>新型电机控制器今天正式发布，功耗比上一代产品降低了三成，价格保持不变，首批样品已经送达客户。</p>"


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


PUBLISHED = '<meta property="article:published_time" content="{}">'
MODIFIED = '<meta property="article:modified_time" content="{}">'


@pytest.mark.parametrize(
    ("head", "disagreements"),
    [
        ('<meta name="author" content="Max Mustermann">', ("authors",)),
        ('<meta name="author" content="Roe">', ()),
        (PUBLISHED.format("2024-04-07T10:00:00Z"), ("published",)),
        (PUBLISHED.format("2024-04-03T23:00:00-08:00"), ()),
        (MODIFIED.format("2023-04-03T10:00:00Z"), ("modified",)),
        (MODIFIED.format("2024-08-03T10:00:00Z"), ()),
        ("<title>Something else entirely | Example News</title>", ("title",)),
        ("<title>A controller for motors | Example News</title>", ()),
    ],
)
def test_tells_when_sources_disagree(head: str, disagreements: tuple[str, ...]) -> None:
    metadata = read(page(script(ARTICLE) + head))
    assert (metadata.title, metadata.authors, metadata.published) == ("A controller for motors", ("Jane Roe",), MOMENT)
    assert metadata.disagreements == disagreements


def test_tells_when_the_address_names_another_day() -> None:
    assert read(page(script(ARTICLE)), url="https://www.example.com/2023/04/03/chips").disagreements == ("published",)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (f"<html lang='en-US'><body>{PARAGRAPH}</body></html>", "en"),
        (f"<html lang='de'><body>{PARAGRAPH}</body></html>", "de"),
        (f"<html lang='en'><body>{HAN}</body></html>", "zh"),
        (f"<html lang='zh-CN'><body>{HAN}</body></html>", "zh"),
        (
            "<html lang='zh'><body><p>新型電機控制器今天正式發佈，功耗比上一代產品降低了三成，價格保持不變。</p></body></html>",
            "zh-Hant",
        ),
        ("<html lang='zh-TW'><body></body></html>", "zh-Hant"),
        ("<html><body><p>新しいモーター制御ＩＣを発表した。消費電力は従来品より低い。</p></body></html>", "ja"),
        ("<html><body><p>새로운 모터 제어 칩이 오늘 공식 발표되었으며 가격은 그대로 유지된다.</p></body></html>", "ko"),
        (
            "<html><body><p>Der neue Regler ist für die Motoren und die Pumpen gedacht, das ist nicht neu.</p></body></html>",
            "de",
        ),
        ('<html><head><meta property="og:locale" content="de_DE"></head><body></body></html>', "de"),
        ("<html><body></body></html>", None),
    ],
)
def test_tells_the_language(html: str, language: str | None) -> None:
    assert read(html).language == language


def test_reads_the_rest() -> None:
    metadata = read(
        page(
            '<meta property="og:site_name" content="Example News"><meta property="article:section" content="Power">'
            '<meta property="article:tag" content="motor"><meta property="article:tag" content="chip">'
            '<meta name="keywords" content="seo"><meta name="description" content="In short.">'
            '<meta property="og:image" content="/lead.jpg"><link rel="canonical" href="/2024/04/03/chips">'
            '<meta property="og:type" content="article">'
        )
    )
    assert metadata.site_name == "Example News"
    assert metadata.section == "Power"
    assert metadata.tags == ("motor", "chip")
    assert metadata.summary == "In short."
    assert metadata.lead_image == "https://www.example-news.com/lead.jpg"
    assert metadata.canonical_url == "https://www.example-news.com/2024/04/03/chips"
    assert metadata.is_article is True


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://[::1", "//", "", "ftp://example.com/"]
)
def test_takes_no_address_that_is_not_of_the_web(address: str) -> None:
    html = page(f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">')
    metadata = read(html, url="file:///tmp/page.html")
    assert metadata.canonical_url is None
    assert metadata.lead_image is None


def test_hands_on_the_body_that_json_ld_repeats() -> None:
    assert (
        read(page(script(ARTICLE.replace('"headline"', '"articleBody": "The text.", "headline"')))).article_body
        == "The text."
    )


def test_knows_a_page_that_lists_articles() -> None:
    assert read(page(script('{"@type": "CollectionPage", "name": "Chips"}'))).is_article is False
    assert read(page()).is_article is None


def test_leaves_the_tree_as_it_is() -> None:
    from lxml import etree

    tree = parse(page(script(ARTICLE), "<div class='byline'>By Jane Roe</div>" + PARAGRAPH))
    before = etree.tostring(tree)
    read_metadata(tree, URL)
    assert etree.tostring(tree) == before


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="empty"),
        pytest.param("<div class='author date info'>" * 3000 + "x", id="nested marks"),
        pytest.param("<b class='author date'>作者：</b>" * 30_000, id="many marks"),
        pytest.param("<time datetime='2024'></time>" * 30_000, id="many times"),
        pytest.param("<h1>" + "x" * 3_000_000 + "</h1>", id="a long heading"),
        pytest.param("<title>" + " - " * 500_000 + "</title>", id="a title of separators"),
        pytest.param("<meta name='author' content='" + "a," * 500_000 + "'>", id="many authors"),
        pytest.param("<div class='date'>" + "2024-04 " * 300_000 + "</div>", id="a flood of dates"),
        pytest.param("<meta name=keywords content='" + "," * 1_000_000 + "'>", id="many commas"),
        pytest.param("<p>记者</p>" * 40_000, id="many reporters"),
        pytest.param("<i itemprop='author'>" * 2000, id="nested items"),
    ],
)
def test_answers_to_hostile_pages_at_once(html: str) -> None:
    tree = parse(html)
    start = time.perf_counter()
    read_metadata(tree, "https://[", fetched=MOMENT)
    assert time.perf_counter() - start < 4


@given(st.text(), st.text())
def test_answers_to_any_text_and_address(text: str, url: str) -> None:
    read(page(f"<title>{text}</title>{script(text)}", f"<div class='byline'>{text}</div>"), url=url)
