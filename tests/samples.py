"""One sample article, and a look into a database from outside."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from newscrawl.article import Article, Change, Image, RawPage

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE = RawPage(
    url="https://www.sample.example/d/1.html",
    status=200,
    headers=(("Content-Type", "text/html; charset=gbk"), ("X-Twice", "a"), ("X-Twice", "b")),
    body="<html><body><h1>国产GPU</h1></body></html>".encode("gbk") * 20,
    fetched=NOON,
    charset="gb18030",
    charset_evidence=("reads best as gb18030",),
)
ARTICLE = Article(
    url="https://www.sample.example/d/1.html",
    key="sample/1",
    site="sample",
    title="国产GPU",
    authors=("李弯弯",),
    published=NOON,
    tags=("gpu", "芯片", "gpu"),
    images=(Image("https://img.example/1.png", "a board", "The board"),),
    body_html="<p>正文</p>",
    body_text="正文" * 20,
    body_markdown="正文" * 20,
    changes=(Change("repair", "body", "mirror/annotation", 3, "發(fā)", "發"),),
    raw=(PAGE,),
)


def numbered(number, **values):
    """Return the sample article under another key."""
    url = f"https://www.sample.example/d/{number}.html"
    return replace(ARTICLE, **{"url": url, "key": f"sample/{number}", "raw": (replace(PAGE, url=url),), **values})


def rows(database, query):
    """Return what ``query`` finds in an SQLite database, read as any other program would."""
    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
