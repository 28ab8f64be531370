"""Exports are read by what they were made for, whatever the articles say."""

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from samples import ARTICLE, NOON, PAGE, numbered

from newscrawl.article import Article, Image
from newscrawl.errors import BadArgument, StorageFailed
from newscrawl.rights.purposes import Reserved
from newscrawl.storage.crawl.store import Store
from newscrawl.storage.views.export import export
from newscrawl.storage.views.formats import FORMATS, defused

HOSTILE = numbered(
    2,
    title='=HYPERLINK("https://evil.example")</title><script>alert(1)</script>\x1b[2J../../etc/passwd',
    authors=("+Mallory", 'a"b'),
    summary="]]> & \x07 \ufffe <b>",
    section="a\u2028b\x85c: 'd' # e",
    body_html="<p>]]>&amp;\x0b</p>",
    body_markdown="---\nstatus: ok\n---\n",
    published=NOON - timedelta(days=40),
    published_day=(NOON - timedelta(days=40)).date(),
    site="other",
)
# Cell, and the same where a spreadsheet shows it and computes nothing.
CELLS = (
    ("=1+1", "'=1+1"),
    ("+49 30", "'+49 30"),
    ("-5 °C", "'-5 °C"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1", "'  =1"),
    ("\t=1", "'\t=1"),
    ("\rx", "'\rx"),
    ("＝1+1", "'＝1+1"),
    ("3 = 2 + 1", "3 = 2 + 1"),
    ("国产GPU", "国产GPU"),
    ("'=1", "'=1"),
    ("", ""),
)


def fill(database):
    with Store(database, now=lambda: NOON) as store:
        store.save_all([ARTICLE, HOSTILE, numbered(3, published=None, title=None, raw=(), images=(), tags=())])


@pytest.fixture
def filled(prepared, database):
    return prepared(fill, database)


def exported(database, form, path, **narrowed):
    count = export(database, form, path, **narrowed)
    return count, path.read_bytes() if path.is_file() else None


def test_json_lines_hold_every_field(filled, tmp_path):
    count, found = exported(filled, "jsonl", tmp_path / "a.jsonl")
    first, hostile, bare = map(json.loads, found.decode().splitlines())
    assert count == 3
    assert first["authors"] == ["李弯弯"]
    assert first["published"] == "2026-11-20T12:00:00+00:00"
    assert first["images"] == [list(Image("https://img.example/1.png", "a board", "The board"))]
    assert first["changes"][0][2] == "mirror/annotation"
    assert (first["id"], first["first_seen"]) == (1, "2026-11-20T12:00:00+00:00")
    assert hostile["title"] == HOSTILE.title
    assert bare["title"] is None


@pytest.mark.parametrize(("cell", "safe"), CELLS)
def test_no_cell_is_a_formula(cell, safe):
    assert defused(cell) == safe


def test_a_spreadsheet_reads_the_csv_and_computes_nothing(filled, tmp_path):
    _, found = exported(filled, "csv", tmp_path / "a.csv")
    assert found.startswith(b"\xef\xbb\xbf")
    first, hostile, bare = csv.DictReader(found.decode("utf-8-sig").splitlines(keepends=True))
    assert (first["title"], first["tags"], first["authors"]) == ("国产GPU", "gpu; 芯片", "李弯弯")
    assert hostile["title"].startswith("'=HYPERLINK")
    assert hostile["authors"] == "'+Mallory; a\"b"
    assert (bare["title"], bare["published"]) == ("", "")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in (first, hostile, bare) for cell in row.values())


def test_a_feed_is_xml_with_the_newest_article_first(filled, tmp_path):
    _, found = exported(filled, "rss", tmp_path / "a.xml")
    items = ET.fromstring(found).findall("channel/item")
    assert [item.findtext("guid") for item in items] == ["sample/1", "sample/3", "sample/2"]
    assert items[0].findtext("pubDate") == "Fri, 20 Nov 2026 12:00:00 +0000"
    assert items[1].findtext("title") == "sample/3"
    assert items[2].findtext("title") == HOSTILE.title.replace("\x1b", "\ufffd")
    assert items[2].findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == "<p>]]>&amp;\ufffd</p>"


def test_markdown_files_are_named_by_number_and_their_heads_cannot_be_forged(filled, tmp_path):
    folder = tmp_path / "notes"
    assert export(filled, "markdown", folder) == 3
    assert sorted(path.name for path in folder.iterdir()) == ["00000001.md", "00000002.md", "00000003.md"]
    lines = (folder / "00000002.md").read_bytes().decode().split("\n")
    end = lines.index("---", 1)
    head = dict(line.split(": ", 1) for line in lines[1:end])
    assert json.loads(head["title"]) == HOSTILE.title
    assert json.loads(head["section"]) == HOSTILE.section
    assert head["section"].isascii()
    assert "\n".join(lines[end + 2 :]) == HOSTILE.body_markdown + "\n"
    assert export(filled, "markdown", folder, site="other") == 1


def test_parquet_has_types(filled, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is NOT tested: pip install 'newscrawl[parquet]'")
    assert export(filled, "parquet", tmp_path / "a.parquet") == 3
    table = parquet.read_table(tmp_path / "a.parquet")
    first, hostile, bare = table.to_pylist()
    assert first["published"] == NOON
    assert first["authors"] == ["李弯弯"]
    assert first["body_html"] == "<p>正文</p>"
    assert (hostile["title"], hostile["published_day"]) == (HOSTILE.title, HOSTILE.published_day)
    assert (bare["title"], bare["published"], bare["tags"]) == (None, None, [])


def test_a_web_archive_holds_the_bytes_and_headers_of_every_version(database, tmp_path):
    archive = pytest.importorskip("warcio.archiveiterator", reason="WARC is NOT tested: pip install 'newscrawl[warc]'")
    hostile = replace(
        PAGE,
        url="https://www.sample.example/a b\r\nWARC-Type: x",
        headers=(("X", "a\r\nSet-Cookie: b"), ("Content-Length", "7"), ("Content-Encoding", "gzip"), ("Y", "é芯")),
        status=799,
        body=b"new",
        fetched=NOON + timedelta(hours=1),
    )
    with Store(database, raw="keep") as store:
        store.save(ARTICLE)
        store.save(replace(ARTICLE, body_html="changed", raw=(hostile,)))
    assert export(database, "warc", tmp_path / "a.warc.gz") == 1
    with (tmp_path / "a.warc.gz").open("rb") as file:
        about, first, second = (
            (one.rec_headers, one.http_headers, one.content_stream().read()) for one in archive.ArchiveIterator(file)
        )
    assert about[0].get_header("WARC-Type") == "warcinfo"
    assert first[0].get_header("WARC-Target-URI") == PAGE.url
    assert first[0].get_header("WARC-Date") == "2026-11-20T12:00:00Z"
    assert first[1].headers == [*PAGE.headers, ("Content-Length", str(len(PAGE.body)))]
    assert first[2] == PAGE.body
    assert second[0].get_header("WARC-Target-URI") == "https://www.sample.example/a%20b%0D%0AWARC-Type:%20x"
    assert second[0].get_header("WARC-Type") == "response"
    assert second[1].get_header("Content-Length") == "3"
    assert second[1].get_header("Set-Cookie") is None
    assert second[1].get_header("Content-Encoding") is None
    assert second[1].get_statuscode() == "799"
    assert second[2] == b"new"


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_selected_is_an_empty_export(filled, tmp_path, form):
    pytest.importorskip({"parquet": "pyarrow", "warc": "warcio"}.get(form, "csv"))
    assert export(filled, form, tmp_path / "empty", site="nowhere") == 0
    assert (tmp_path / "empty").exists()


def test_site_day_and_query_narrow_the_export(filled, tmp_path):
    path = tmp_path / "a.jsonl"
    assert export(filled, "jsonl", path, site="other") == 1
    assert export(filled, "jsonl", path, since=NOON - timedelta(days=1)) == 2
    assert export(filled, "jsonl", path, query="国产 gpu") == 1
    assert export(filled, "jsonl", path, query="evil", site="sample") == 0


@pytest.mark.parametrize("form", FORMATS)
def test_dates_at_the_ends_of_the_calendar_are_exported(store, database, tmp_path, form):
    pytest.importorskip({"parquet": "pyarrow", "warc": "warcio"}.get(form, "csv"))
    store.save_all(
        [
            numbered(1, published=datetime(1, 1, 1, tzinfo=UTC)),
            numbered(2, published=datetime(9999, 12, 31, 23, tzinfo=UTC)),
        ]
    )
    assert export(database, form, tmp_path / "a") == 2


def test_an_export_that_fails_leaves_the_former_file(filled, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("former")

    def full(records, _count):
        yield next(iter(records))
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFailed, match="No space left"):
        export(filled, "jsonl", path, watch=full)
    assert path.read_text() == "former"
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []


def test_what_cannot_be_written_is_named_before_anything_is_done(filled, tmp_path):
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    file.touch()
    for form, target, message in (
        ("pdf", file, "must be one of jsonl, csv"),
        ("jsonl", tmp_path / "articles.db", "is the database"),
        ("jsonl", folder, "is a folder"),
        ("markdown", file, "is a file"),
        ("csv", tmp_path / "none" / "a.csv", "there is no folder"),
    ):
        with pytest.raises(BadArgument, match=message):
            export(filled, form, target)
    with pytest.raises(BadArgument, match="no word"):
        export(filled, "csv", file, query="！")


@pytest.mark.parametrize(("form", "library"), [("parquet", "pyarrow"), ("warc", "warcio.warcwriter")])
def test_a_format_that_is_not_installed_is_named(filled, tmp_path, monkeypatch, form, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BadArgument, match=rf"newscrawl\[{form}\]"):
        export(filled, form, tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_articles_stream_in_short_transactions(filled, tmp_path):
    def writing(records, count):
        assert count == 3
        for number, record in enumerate(records):
            with Store(filled) as store:
                store.save(numbered(100 + number))
            yield record

    assert export(filled, "jsonl", tmp_path / "a.jsonl", watch=writing) == 3


def test_rights_are_in_every_way_out(tmp_path):
    facts = {"train-ai": "n", "license": ["https://a.example/", "https://b.example/"]}
    url = f"sqlite:///{tmp_path}/r.db"
    with Store(url) as store:
        for number, rights in enumerate((facts, {}, None)):
            values = {"url": f"https://e.example/{number}", "key": f"e/{number}", "site": "e", "title": str(number)}
            store.save(Article(**values, body_html="<p>Text.</p>", rights=rights))
    written = {}
    for form in ("jsonl", "csv", "rss", "atom"):
        export(url, form, tmp_path / form)
        written[form] = (tmp_path / form).read_text("utf-8-sig")
    assert [json.loads(line)["rights"] for line in written["jsonl"].splitlines()] == [facts, {}, None]
    assert [row["rights"] for row in csv.DictReader(io.StringIO(written["csv"]))] == [json.dumps(facts), "{}", ""]
    said = "train-ai: n; license: https://a.example/, https://b.example/"
    assert written["rss"].count(f"<dc:rights>{said}</dc:rights>") == written["rss"].count("dc:rights>") / 2 == 1
    feed = ET.fromstring(written["atom"])
    assert [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}rights")] == [said]
    for form in ("parquet", "warc", "markdown"):
        export(url, form, tmp_path / form)
    heads = [path.read_text().partition("\n---\n")[0] for path in sorted((tmp_path / "markdown").iterdir())]
    assert [f"rights: {json.dumps(facts)}" in head for head in heads] == [True, False, False]
    parquet = pytest.importorskip("pyarrow.parquet")
    column = parquet.read_table(tmp_path / "parquet").column("rights").to_pylist()
    assert column == [json.dumps(facts), "{}", None]
    reserved = Reserved("training")
    assert export(url, "jsonl", tmp_path / "some", keep=lambda article: reserved.allows(article.rights)) == 2
    assert list(reserved.report())[:2] == ["left out, reserved for training: 1 articles", "  train-ai: n: 1"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "rss", "parquet", "warc"])
def test_standard_output_gets_what_a_file_would(store, database, tmp_path, capfdbinary, form):
    if form in ("parquet", "warc"):
        pytest.importorskip({"parquet": "pyarrow", "warc": "warcio"}[form])
    store.save_all([numbered(1), numbered(2, published=None)])
    assert export(database, form, tmp_path / "file") == 2
    capfdbinary.readouterr()
    assert export(database, form, None) == 2
    written = capfdbinary.readouterr().out
    if form == "warc":  # records have numbers and times of their own
        assert written.startswith(b"\x1f\x8b")
    else:
        assert written == (tmp_path / "file").read_bytes()


def test_a_feed_has_no_date_for_an_article_without_one(store, database, tmp_path):
    store.save_all([numbered(1), numbered(2, published=None)])
    export(database, "rss", tmp_path / "feed.xml")
    assert (tmp_path / "feed.xml").read_text("utf-8").count("<pubDate>") == 1


def test_only_a_regular_file_is_replaced(store, database):
    with pytest.raises(BadArgument, match="no regular file"):
        export(database, "jsonl", Path("/dev/zero"))
