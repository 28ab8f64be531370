"""The bytes of an answer are a page or are refused by what they are, whatever the server says."""

import pytest

from newscrawl.errors import Refused
from newscrawl.stages.decode import MAX_PAGE_BYTES, check_body, decode_page

FILES = [
    (b"%PDF-1.7 words", "text/html"),
    (b"  %PDF-1.7 words", "text/html"),
    (b"PK\x03\x04 words", ""),
    (b"<html>", "application/pdf"),
    (b"<html>", "image/png"),
    (b"{}", "application/json"),
    (bytes(range(256)) * 20, "text/html"),
    (b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', "text/xml"),
    (b"x" * (6 << 20), "text/html"),
]
PAGES = [
    (b"<html>", "text/html; charset=utf-8"),
    (b"<html>", "TEXT/HTML"),
    (b"<html>", ""),
    (b"<html>", "application/xhtml+xml"),
    (b"", "text/html"),
    ("<p>字</p>".encode("utf-16"), "text/html"),
    ("<p>\x1b$B</p>".encode("iso2022_jp", "replace") * 90, "text/html"),
    (
        b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
        "text/html",
    ),
]


@pytest.mark.parametrize(("body", "content_type"), FILES, ids=range(len(FILES)))
def test_a_file_that_is_no_page_is_refused(body, content_type):
    with pytest.raises(Refused, match="not a page"):
        check_body(body, content_type)


@pytest.mark.parametrize(("body", "content_type"), PAGES, ids=range(len(PAGES)))
def test_a_page_is_read(body, content_type):
    check_body(body, content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "detail"),
    [
        (b"%PDF-1.7", "text/html", "PDF"),
        (b"  \n%PDF-1.7", "", "PDF"),
        (b"", "image/png; q=1", "image/png"),
        (b"\x01" * 9 + b"x" * 91, "text/html", "it is no text"),
        (b"x" * (MAX_PAGE_BYTES + 1), "text/html", f"more than {MAX_PAGE_BYTES} bytes"),
        (b"<!doctype html [<!entity a 'b'>]>", "text/html", "it declares entities"),
    ],
    ids=["PDF", "PDF after spaces", "picture", "controls", "size", "entities"],
)
def test_a_refusal_says_what_the_answer_is(body, content_type, detail):
    with pytest.raises(Refused) as refused:
        decode_page(body, content_type)
    assert (refused.value.reason, refused.value.detail) == ("not a page", detail)


def test_a_page_may_be_as_large_as_the_bound():
    check_body(b"x" * MAX_PAGE_BYTES, "text/html")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Größe</p>".encode(), "text/html"),
        ("<p>Größe</p>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<meta charset=gbk><p>Größe</p>".encode(), "text/html"),  # the bytes win over what is declared
    ],
)
def test_a_page_is_decoded_by_its_bytes(body, content_type):
    assert "<p>Größe</p>" in decode_page(body, content_type).text
