"""When a page was published and changed: one case for each kind of statement and each trap."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from metadata_pages import ARTICLE, MOMENT, PARAGRAPH, page, read, script


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


def test_tells_when_the_address_names_another_day() -> None:
    assert read(page(script(ARTICLE)), url="https://www.example.com/2023/04/03/chips").disagreements == ("published",)
