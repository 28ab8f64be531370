"""`scrapy list` names the spiders, and with `--long` says how sure each declaration is."""

import scrapy_command

from newscrawl.site import Grade
from newscrawl.spiders import declared_sites


def test_a_plain_list_is_names_only():
    names = scrapy_command.run("list").stdout.split()
    assert {"article", "site", *(site.name for site in declared_sites())} == set(names)


def test_a_long_list_says_grade_and_evidence_of_every_site():
    lines = scrapy_command.run("list", "--long").stdout.splitlines()
    for site in declared_sites():
        line = next(line for line in lines if line.startswith(f"{site.name} "))
        assert site.grade.value in line
        assert site.evidence in line


def test_every_declaration_says_what_it_rests_on_and_of_when_that_is():
    for site in declared_sites():
        assert any(character.isdigit() for character in site.evidence), site.name
        assert len(site.evidence) > 20


def test_no_site_is_called_proven_whose_evidence_names_no_page():
    for site in declared_sites():
        assert (site.grade is not Grade.PAGE) or "page" in site.evidence, site.name
