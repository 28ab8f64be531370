from archived import page

from newscrawl.archives.folder import read_folder
from newscrawl.archives.records import BAD_HEADER, MAX_BLOCK_BYTES, TOO_LARGE


def test_a_line_names_a_file_and_its_address_in_any_order(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.html").write_bytes(page("LT1"))
    (tmp_path / "urls.tsv").write_text(
        "\ufefffile\turl\tfetched\n"
        "a/1.html\thttps://news.example/1\t2026-11-20T12:00:00Z\n"
        "https://news.example/2\ta/1.html\r\n"
        "a/1.html\thttps://news.example/3\t\ttext/html; charset=gbk\n"
    )
    found = list(read_folder(tmp_path))
    assert [one.url[-1] for one in found] == ["1", "2", "3"]
    assert {one.block for one in found} == {page("LT1")}
    assert [one.date for one in found] == ["2026-11-20T12:00:00Z", "", ""]
    assert [one.fields["content-type"] for one in found] == ["text/html", "text/html", "text/html; charset=gbk"]


def test_a_name_that_is_not_there_or_leads_out_is_a_fault(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (tmp_path / "secret.html").write_bytes(b"secret")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    names = ("missing.html", "../secret.html", "link.html", str(tmp_path / "secret.html"), "", "a\0b")
    (folder / "urls.tsv").write_text("".join(f"{name}\thttps://news.example/1\n" for name in names))
    assert [one.faults for one in read_folder(folder)] == [(BAD_HEADER,)] * len(names)


def test_a_large_file_is_not_read_whole(tmp_path):
    with (tmp_path / "large.html").open("wb") as file:
        file.truncate(MAX_BLOCK_BYTES * 40)
    (tmp_path / "urls.tsv").write_text("large.html\thttps://news.example/1\n")
    [found] = read_folder(tmp_path)
    assert found.faults == (TOO_LARGE,)
    assert len(found.block) == MAX_BLOCK_BYTES
