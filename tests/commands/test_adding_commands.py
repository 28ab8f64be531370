"""The commands that help to add a site: what they write is sound, and a wrong argument is one line."""

import ast
import json
import os
from datetime import UTC, datetime
from html import escape

import pytest
import scrapy_command
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.cli.declaration import class_of, declaration
from newscrawl.cli.saved_page import expected_of, folder_name
from newscrawl.demo.web import SAVED_PAGES, load_pages, serving
from newscrawl.discovery.answers import Answer
from newscrawl.site import Feed, JsonList, Listing, Site, Sitemap, Template
from newscrawl.spiders import site_named

PAGES = {page.url: page for page in load_pages()}
GAZETTE = "https://www.lab-gazette.example"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("genspider", "-t", "news", "../evil", "www.sample.example"), "../evil"),
        (("genspider", "Sample Site", "www.sample.example"), "Sample Site"),
        (("genspider", "sample", "file:///etc"), "file:///etc"),
        (("probe",), "address"),
        (("probe", "sample.example"), "address"),
        (("probe", f"{GAZETTE}/", "--name", "__import__"), "__import__"),
        (("savepage", "elecfans"), "address"),
        (("savepage", "nosuchsite", f"{GAZETTE}/"), "nosuchsite"),
        (("savepage", "elecfans", f"{GAZETTE}/"), "none of the hosts of elecfans"),
        (("savepage", "generic", f"{GAZETTE}/", "--slug", "../../evil"), "../../evil"),
        (("savepage", "generic", f"{GAZETTE}/", "--slug", "gazette-1"), "exists already"),
        (("probe", f"{GAZETTE}/", "-s", "NEWSCRAWL_PRACTICE_WEB=http://other.example:80"), "NEWSCRAWL_PRACTICE_WEB"),
    ],
)
def test_a_wrong_argument_is_one_line_that_names_it_and_nothing_is_written(arguments, named):
    before = set(SAVED_PAGES.rglob("*"))
    finished = scrapy_command.run(*arguments)
    assert finished.returncode == 2
    assert named in finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    assert set(SAVED_PAGES.rglob("*")) == before


@pytest.mark.parametrize("command", [("probe", "--name", "sample"), ("savepage", "generic")])
def test_a_page_that_cannot_be_had_is_one_line_and_exit_code_1(command):
    with serving(()) as address:
        finished = scrapy_command.run(*command, "http://127.0.0.1/", "-s", f"NEWSCRAWL_PRACTICE_WEB={address}")
    assert finished.returncode == 1
    assert "http://127.0.0.1/ cannot be fetched" in finished.stderr


def test_a_proposed_declaration_is_shown_by_how_it_reads_the_first_article_before_anything_is_written(tmp_path):
    before = set(SAVED_PAGES.rglob("*"))
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)
    environment = {**os.environ, "BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    with serving(load_pages()) as address:
        practice = f"NEWSCRAWL_PRACTICE_WEB={address}"
        options = ("--open", "-s", practice, "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
        finished = scrapy_command.run("probe", f"{GAZETTE}/", *options, environment=environment)
    assert finished.returncode == 0, finished.stderr[-2000:]
    [shown] = tmp_path.glob("newscrawl-probe-*.html")
    assert opened.read_text() == shown.as_uri()
    page = shown.read_text("utf-8")
    assert escape(finished.stdout.strip().splitlines()[-1], quote=False) in page
    assert 'class="served"' in page
    assert "Fields, and where they were found" in page
    assert set(SAVED_PAGES.rglob("*")) == before


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


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (f"{GAZETTE}/2026/11/why-the-old-oscillator-drifts/", "why-the-old-oscillator-drifts"),
        ("https://www.elecfans.com/d/6100001.html", "d-6100001"),
        (f"{GAZETTE}/", "front"),
        (f"{GAZETTE}/../../etc/passwd", "etc-passwd"),
        (f"{GAZETTE}/{'a' * 500}/", "a" * 60),
    ],
)
def test_a_saved_page_is_named_after_its_address(url, slug):
    assert folder_name(url) == slug


def draft(url, site, status=200):
    page = PAGES[url]
    return expected_of(Answer(page.url, page.body), status, site, datetime(2026, 11, 24, tzinfo=UTC))


KNOWN = ("article", "refused", "listing")
DRAFTED = [page for page in load_pages() if page.site == "ofweek" and page.expected.get("kind") in KNOWN]


@pytest.mark.parametrize("page", DRAFTED, ids=lambda page: page.slug)
def test_the_draft_of_what_is_expected_is_of_the_kind_that_a_person_wrote(page):
    site = site_named("ofweek")
    is_first = page.expected["kind"] != "listing" or page.url in {source.url for source in site.sources}
    drafted = draft(page.url, site, page.status)
    assert json.loads(json.dumps(drafted)) == drafted
    assert (drafted["kind"] == page.expected["kind"]) is is_first


def test_nothing_is_expected_of_robots_txt():
    assert draft(f"{GAZETTE}/robots.txt", Site.undeclared(GAZETTE)) == {}
