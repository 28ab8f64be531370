"""The link to the next page of a list is found, by a selector that finds it on the pages after as well."""

import pytest

from newscrawl.discovery.headlines import find_listing
from newscrawl.discovery.listings import read_listing

URL = "https://www.sample.example/"


def cards(numbers):
    return "".join(
        f'<h3 class="card"><a href="/d/{n}.html">A headline that says something {n}</a></h3>' for n in numbers
    )


@pytest.mark.parametrize(
    ("markup", "css"),
    [
        ('<a rel="next" href="/p/2">Older</a>', "a[rel~=next]"),
        ('<link rel="next" href="/p/2">', "link[rel~=next]"),
        ('<div class="pages"><a class="more" href="/p/2">次へ »</a></div>', "a.more"),
        ('<div><a href="/p/2">2</a> <a href="/p/2">下一页</a></div>', "a:contains('下一页')"),
        ('<div><a href="/p/2">2</a> <a href="/p/2">Next</a></div>', "//a[normalize-space(.)='Next']"),
        ('<a href="/d/1.html">Next generation of memory</a>', None),
    ],
)
def test_the_link_to_the_next_page_is_found_if_it_can_be_named(markup, css):
    listing = find_listing(f"<main>{cards(range(1000, 1004))}</main>{markup}", URL)
    assert listing.next_page == css


NUMBERED = [
    '<div class="pages"><span class="current">{0}</span> <a href="/p/{1}">{1}</a> <a href="/p/9">9</a></div>',
    '<ul class="pagination"><li class="active"><a href="/p/{0}">{0}</a></li><li><a href="/p/{1}">{1}</a></li></ul>',
    '<nav class="pg"><a aria-current="page" href="/p/{0}">{0}</a><a href="/p/{1}">{1}</a></nav>',
    '<p class="seiten"><strong>{0}</strong><a href="/p/{1}">{1}</a></p>',
    '<div><a class="x" href="/p/1">1</a></div><div><a class="x" href="/p/{1}">Older posts →</a></div>',
    '<div><a class="x" href="/p/1">1</a><a class="x" href="/p/{1}">Nächste Seite »</a></div>',
]


@pytest.mark.parametrize("markup", NUMBERED)
def test_the_selector_of_the_first_page_leads_on_from_the_second(markup):
    first, second = (f"<main>{cards(range(n, n + 4))}</main>" for n in (1000, 2000))
    listing = find_listing(first + markup.format(1, 2), URL)
    assert read_listing(first + markup.format(1, 2), URL, listing).next_page == f"{URL}p/2"
    assert read_listing(second + markup.format(2, 3), f"{URL}p/2", listing).next_page == f"{URL}p/3"


@pytest.mark.parametrize("markup", ["<p>Chapter <b>1</b><a href=/x>3</a></p>", "<span>a</span><a href=/2>22</a>"])
def test_a_number_that_is_not_the_second_page_leads_nowhere(markup):
    assert find_listing(f"<main>{cards(range(1000, 1004))}</main>{markup}", URL).next_page is None
