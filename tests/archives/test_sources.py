import io
import sys
import zipfile

import pytest
from archived import answer, arc, article, members, page

from newscrawl.archives.records import BAD_HEADER
from newscrawl.archives.sources import Source, find_sources, read_source
from newscrawl.errors import BadArgument

RECORDS = [article(1), article(2)]


def names(path):
    return [one.url.rpartition("/")[2] for one in read_source(Source(str(path)))]


def test_a_file_is_what_its_first_bytes_say_not_its_name(tmp_path):
    path = tmp_path / "pages.txt"
    for data, expected in (
        (members(RECORDS), ["1", "2"]),
        (b"".join(RECORDS), ["1", "2"]),
        (arc(("http://a.example/7", answer(page("x")), None)), ["test.arc", "7"]),
    ):
        path.write_bytes(data)
        assert names(path) == expected


def test_the_archives_in_a_wacz_are_read(tmp_path):
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.warc.gz", members(RECORDS))
        archive.writestr("pages/pages.jsonl", "{}")
        archive.writestr("archive/more.warc", article(3))
    assert names(path) == ["1", "2", "3"]


def test_a_broken_wacz_is_one_record_without_a_kind(tmp_path):
    path = tmp_path / "crawl.wacz"
    path.write_bytes(b"PK\x03\x04" + bytes(900))
    assert [one.faults for one in read_source(Source(str(path)))] == [(BAD_HEADER,)]


def test_standard_input_is_read_once(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(members(RECORDS)))))
    assert names("-") == ["1", "2"]


def test_patterns_name_files_and_what_is_not_there_is_said(tmp_path):
    for name in ("b.warc", "a.warc"):
        (tmp_path / name).write_bytes(article(1))
    assert [one.name for one in find_sources([f"{tmp_path}/*.warc", f"{tmp_path}/a.warc"])] == [
        f"{tmp_path}/a.warc",
        f"{tmp_path}/b.warc",
    ]
    with pytest.raises(BadArgument, match="no file"):
        find_sources([f"{tmp_path}/*.zip"])
    with pytest.raises(BadArgument, match=r"without urls\.tsv"):
        find_sources([str(tmp_path)])


def test_an_archive_is_the_same_wherever_it_lies(tmp_path):
    (tmp_path / "a.warc").write_bytes(article(1))
    (tmp_path / "b.warc").write_bytes(article(1))
    (tmp_path / "c.warc").write_bytes(article(2))
    first, same, other = (Source(str(tmp_path / name)).identity for name in ("a.warc", "b.warc", "c.warc"))
    assert first == same != other
