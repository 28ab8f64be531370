"""Small pages for the tests of their metadata: a head, a body, and the article's data as JSON-LD."""

from datetime import UTC, datetime
from typing import Any

from newscrawl.dom.metadata import Metadata, read_metadata
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


HAN = "<p>新型电机控制器今天正式发布，功耗比上一代产品降低了三成，价格保持不变，首批样品已经送达客户。</p>"
PUBLISHED = '<meta property="article:published_time" content="{}">'
MODIFIED = '<meta property="article:modified_time" content="{}">'
