"""What every page has."""

import re

from reader_requests import ask


def test_every_page_leads_to_the_others_and_says_where_it_is(reader):
    page = ask(reader, "/").text
    assert '<a href="/" aria-current="page">Articles</a>' in page
    for href in re.findall(r'<li><a href="(/[a-z]*)"', page.split("<form")[0]):
        assert ask(reader, href).status in (200, 307)
