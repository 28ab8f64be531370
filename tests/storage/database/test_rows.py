"""An article is the same after it has been rows of the tables."""

import pytest
from samples import ARTICLE, PAGE, numbered

from newscrawl.article import Change
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.database.engine import open_engine
from newscrawl.storage.database.rows import columns_of, page_of, parts_of, read_articles
from newscrawl.storage.database.schema import ArticleRow, ChangeRow, ImageRow, TagRow


def test_an_article_comes_back_with_its_parts(tmp_path):
    url = f"sqlite:///{tmp_path}/articles.db"
    articles = [ARTICLE, numbered(2, title=None, tags=(), images=(), changes=(), authors=())]
    with Store(url) as store:
        store.save_all(articles)
    engine = open_engine(url)
    with engine.connect() as connection:
        found = read_articles(connection, [2, 1, 99])
        assert read_articles(connection, []) == {}
    engine.dispose()
    assert list(found) == [1, 2]
    assert found[1] == ARTICLE.evolve(tags=("gpu", "芯片"))
    assert found[2].title is None
    assert (found[2].tags, found[2].images, found[2].authors) == ((), (), ())


def test_an_articles_own_columns_are_those_of_the_table_that_it_gives():
    columns = columns_of(ARTICLE)
    assert set(columns) <= {column.name for column in ArticleRow.__table__.columns}
    assert (columns["title"], columns["body_text"]) == (ARTICLE.title, ARTICLE.body_text)
    assert not {"id", "checksum", "content_hash", "images", "tags"} & set(columns)


def test_parts_are_numbered_in_their_order_and_a_tag_stands_once():
    changes = (Change("repair", "title", "test/a", 1, "x", "y"), Change("strip", "body", "test/b", 2, "", ""))
    parts = list(parts_of(7, ARTICLE.evolve(changes=changes)))
    assert {row["article_id"] for _, row in parts} == {7}
    assert [(row["position"], row["tag"]) for table, row in parts if table is TagRow] == [(0, "gpu"), (1, "芯片")]
    assert [(row["position"], row["rule"]) for table, row in parts if table is ChangeRow] == [
        (0, "test/a"),
        (1, "test/b"),
    ]
    assert [row["url"] for table, row in parts if table is ImageRow] == [image.url for image in ARTICLE.images]


@pytest.mark.parametrize("evidence", [[], ["declared", "reads best as gb18030"]])
def test_a_page_comes_back_from_its_row(evidence):
    row = {
        "url": PAGE.url, "http_status": 200, "headers": [["A", "1"], ["A", "2"]], "fetched": PAGE.fetched,
        "charset": None, "charset_evidence": evidence,
    }  # fmt: skip
    page = page_of(row, b"<p>")
    assert (page.status, page.headers, page.body) == (200, (("A", "1"), ("A", "2")), b"<p>")
    assert page.charset_evidence == tuple(evidence)
