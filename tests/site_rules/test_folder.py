"""The file of a host is found, and what is no such file is named."""

import os

import pytest
from site_config import PAGE, RULES, URL

from newscrawl import extract
from newscrawl.errors import BadArgument
from newscrawl.site_rules import RulesFolder
from newscrawl.site_rules.folder import MAX_FILE_BYTES


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "circuits.example.txt").write_text(RULES, "utf-8")
    (tmp_path / ".wide.example.txt").write_text("body: //main", "utf-8")
    (tmp_path / "empty.example.txt").write_text("title: //h1", "utf-8")
    (tmp_path / "Odd Name.txt").write_text("body: //main", "utf-8")
    (tmp_path / "large.example.txt").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    return RulesFolder(tmp_path)


def test_a_page_is_read_by_the_rules_of_its_host(folder):
    article = extract(PAGE, URL, site=folder.site_of(URL))
    assert article.title == "A quiet regulator"
    assert article.authors == ("News desk",)
    assert article.published.isoformat() == "2026-11-20T10:00:00+00:00"
    assert [line[:12] for line in article.body_text.split("\n\n")] == ["The regulato", "Samples are "]
    assert "site-rules/xpath" in {change.rule for change in article.changes}
    assert article.field_sources["body"] == "site"


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.example.txt")
    (tmp_path / "folder.example.txt").mkdir()
    (tmp_path / "gone.example.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "bytes.example.txt").write_bytes(b"body: //main\n\xff\x00: x\ntitle: //h1[@id='\xe4']")
    files = RulesFolder(tmp_path).all()
    assert {name: rules for name, rules in files.items() if isinstance(rules, str)} == dict.fromkeys(
        ("folder.example.txt", "gone.example.txt", "pipe.example.txt"), "it is no file"
    )
    assert files["bytes.example.txt"].site.templates[0].body == ("//main",)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (URL, "circuits.example"),
        ("https://circuits.example/2", "circuits.example"),
        ("https://news.wide.example/2", "news.wide.example"),
        ("https://wide.example/2", "wide.example"),
        ("https://news.circuits.example/2", None),
        ("https://empty.example/2", None),
        ("https://large.example/2", None),
        ("https://../etc/passwd", None),
        ("https://a%2f..%2fb/", None),
        ("mailto:nobody", None),
    ],
)
def test_a_host_finds_its_file_and_no_other(folder, url, found):
    site = folder.site_of(url)
    assert (site.name if site else None) == found


def test_every_file_is_checked(folder):
    files = folder.all()
    assert {name for name, rules in files.items() if isinstance(rules, str)} == {"Odd Name.txt", "large.example.txt"}
    assert not files["empty.example.txt"].site.templates


def test_a_folder_that_is_not_there_is_a_wrong_setting(tmp_path):
    with pytest.raises(BadArgument, match="NEWSCRAWL_SITE_RULES"):
        RulesFolder(tmp_path / "nothing")
