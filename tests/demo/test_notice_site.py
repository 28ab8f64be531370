"""The invented site of the demonstration reads as what it is to show."""

from newscrawl.demo.notice_site import EDITED, NOTICE, edited, site_pages
from newscrawl.demo.web import load_pages
from newscrawl.stages.chain import extract


def test_every_page_is_an_article_that_ends_with_the_notice():
    pages = site_pages(None)
    for page in pages:
        article = extract(page.body, page.url)
        assert article.body_text.splitlines()[-1] == NOTICE
        assert article.published
    assert len({page.url for page in pages}) == len(pages) >= 10


def test_the_edit_changes_one_number_and_no_date():
    page = next(one for one in site_pages(None) if one.url == EDITED)
    before, after = extract(page.body, page.url), extract(edited(page).body, page.url)
    assert before.body_text != after.body_text
    assert (before.published, before.modified, before.title) == (after.published, after.modified, after.title)


def test_the_copy_says_what_its_original_says():
    original = next(page for page in load_pages() if "coin-cell" in page.url)
    copy = site_pages(original)[-1]
    assert extract(copy.body, copy.url).body_text.split() == " ".join(original.expected["body"]).split()
