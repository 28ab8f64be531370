"""Each format writes what its readers take for the same article, whatever that says."""

import csv
import io
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from samples import ARTICLE, NOON, PAGE

from newscrawl.errors import BadArgument
from newscrawl.storage.views.formats import FORMATS, Record, defused

HOSTILE = '=1+1 <b>&"\x00\x1b\u2028\ud800]]>\n---'
RECORDS = (
    Record(1, ARTICLE, NOON, NOON),
    Record(2, ARTICLE.evolve(key="h", title=HOSTILE, summary=HOSTILE, authors=(HOSTILE,)), NOON, NOON + timedelta(1)),
    Record(3, ARTICLE.evolve(key="n", title=None, published=None, authors=(), tags=()), NOON, NOON),
)


def written(name, path, records=RECORDS):
    with FORMATS[name].opened(path) as write:
        for record in records:
            write(record)
    return path


def test_json_lines_have_an_object_on_each_line(tmp_path):
    lines = written("jsonl", tmp_path / "a").read_bytes().decode().splitlines()
    values = [json.loads(line) for line in lines]
    assert [one["id"] for one in values] == [1, 2, 3]
    assert (values[0]["title"], values[1]["title"], values[2]["title"]) == (ARTICLE.title, HOSTILE, None)
    assert values[0]["published"] == NOON.isoformat()


def test_a_table_has_no_formulas(tmp_path):
    text = written("csv", tmp_path / "a").read_text("utf-8-sig", errors="replace")
    rows = list(csv.DictReader(io.StringIO(text.replace("\0", ""), newline="")))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["title"].startswith("'=1+1")
    assert (rows[0]["tags"], rows[2]["title"]) == ("gpu; 芯片; gpu", "")


@pytest.mark.parametrize(("name", "entries"), [("rss", "//item"), ("atom", "//*[local-name()='entry']")])
def test_feeds_are_well_formed(tmp_path, name, entries):
    tree = etree.parse(written(name, tmp_path / "a"))
    found = tree.xpath(entries)
    assert len(found) == 3
    titles = [one.xpath("string(*[local-name()='title'])") for one in found]
    assert titles[0] == ARTICLE.title
    assert titles[1].startswith('=1+1 <b>&"\ufffd')
    assert titles[2] == "n"
    assert FORMATS[name].newest_first


def test_markdown_is_a_file_for_each_article_named_by_its_number(tmp_path):
    folder = written("markdown", tmp_path / "folder")
    assert sorted(path.name for path in folder.iterdir()) == ["00000001.md", "00000002.md", "00000003.md"]
    for path in folder.iterdir():
        head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        assert body.strip() == ARTICLE.body_markdown
        assert all(": " in line for line in head.split("\n"))


def test_archives_have_a_record_for_each_page(tmp_path):
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    record = Record(1, ARTICLE, NOON, NOON, (PAGE, PAGE))
    path = written("warc", tmp_path / "a", [record])
    with path.open("rb") as file:
        found = [(one.rec_type, one.content_stream().read()) for one in archiveiterator.ArchiveIterator(file)]
    assert [kind for kind, _ in found] == ["warcinfo", "response", "response"]
    assert found[1][1] == PAGE.body
    assert FORMATS["warc"].with_pages


def test_a_file_takes_its_place_when_it_is_whole(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("old")
    with FORMATS["jsonl"].opened(path) as write:
        write(RECORDS[0])
        assert path.read_text() == "old"
    assert json.loads(path.read_text("utf-8"))["id"] == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("old")
    with pytest.raises(AttributeError), FORMATS["jsonl"].opened(path) as write:
        write(RECORDS[0]._replace(article=None))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_standard_output():
    with pytest.raises(BadArgument, match="needs a folder"), FORMATS["markdown"].opened(None):
        pass
    assert [name for name, one in FORMATS.items() if one.is_folder] == ["markdown"]


@pytest.mark.parametrize("cell", ["=1", " =1", "+1", "-1", "@A1", "＝1", "\t1", "\r=1", "\n=1"])
def test_what_looks_like_a_formula_is_text(cell):
    assert defused(cell) == f"'{cell}"


@given(st.text())
def test_every_cell_is_itself_or_has_an_apostrophe(cell):
    assert defused(cell) in (cell, f"'{cell}")
    assert defused(defused(cell)) == defused(cell)
