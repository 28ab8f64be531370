"""Stored pages read again: what today's rules make of them, and in what that differs."""

from dataclasses import replace
from datetime import UTC

from reread import SAVED, article_as_read

from newscrawl.reports.reextraction import read_again
from newscrawl.site import Site


def test_a_stored_page_reads_like_a_fetched_one():
    article = article_as_read()
    assert read_again(article, article.raw, Site.undeclared(SAVED.url)) == article


def test_what_the_fetch_told_of_a_page_stays_true_when_it_is_read_again():
    article = replace(article_as_read(), flags=("incomplete", "damaged/cut", "injected"))
    again = read_again(article, article.raw, Site.undeclared(SAVED.url))
    assert again.flags == ("incomplete", "damaged/cut")
    assert again.status == "damaged"
    assert again.published == article.published.astimezone(UTC)
