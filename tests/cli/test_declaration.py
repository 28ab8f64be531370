"""A declaration is sound Python, and nothing from the web becomes code in it."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.cli.declaration import checked_name, class_of, declaration
from newscrawl.errors import BadArgument
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Template

SITE = Site(
    name="chip-daily",
    title="Chip \u2028 \"Daily\" '''\\",
    hosts=("www.chip.example",),
    article_urls=(r"/d/(?P<id>\d+)\.html", '/"/x', "/\\"),
    sources=(
        Feed(url="https://www.chip.example/feed"),
        Listing(url="https://www.chip.example/", links="h2 a", next_page="a:contains('下一页')"),
        Sitemap(url="https://www.chip.example/s.xml", archive=True),
        JsonList(url="https://www.chip.example/{page}", items="data", link="url"),
    ),
    templates=(Template(name="article", body="div.text", title=("h1.a", "h1")),),
    evidence="none",
)


def declared(text):
    names: dict = {}
    exec(compile(text, "declaration", "exec"), names)
    return names[class_of("chip-daily")].site


def test_a_written_declaration_is_the_site_that_it_was_written_from():
    assert declared(declaration(SITE, ["a note"])) == SITE


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_from_the_web_becomes_code_in_a_declaration(title, css):
    site = Site(
        name="chip-daily", title=title, hosts=(css,), article_urls=(title,), templates=(Template(name="a", body=css),)
    )
    text = declaration(site, [])
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)}
    assert calls <= {"Site", "Template"}
    assert declared(text) == site


def test_names_of_module_and_class_follow_from_the_site():
    assert class_of("eet-china") == "EetChinaSpider"


@pytest.mark.parametrize("name", ["chip-daily", "a", "t3", "a1-b2-c3-d4-e5"])
def test_a_name_is_lower_case_with_hyphens(name):
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "Chip", "3d", "-a", "a-", "a--b", "a_b", "a.b", "../a", "a\n", "ä", "a" * 32, "a-b-c-d-e-f"]
)
def test_any_other_name_is_a_bad_argument(name):
    with pytest.raises(BadArgument, match="chip-daily"):
        checked_name(name)
