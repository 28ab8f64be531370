"""`scrapy savepage` as a person types it."""

import pytest
import scrapy_command

from newscrawl.demo.web import SAVED_PAGES, serving

GAZETTE = "https://www.lab-gazette.example"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("savepage", "elecfans"), "address"),
        (("savepage", "nosuchsite", f"{GAZETTE}/"), "nosuchsite"),
        (("savepage", "elecfans", f"{GAZETTE}/"), "none of the hosts of elecfans"),
        (("savepage", "generic", f"{GAZETTE}/", "--slug", "../../evil"), "../../evil"),
        (("savepage", "generic", f"{GAZETTE}/", "--slug", "gazette-1"), "exists already"),
    ],
)
def test_a_wrong_argument_is_one_line_that_names_it_and_nothing_is_written(arguments, named):
    before = set(SAVED_PAGES.rglob("*"))
    finished = scrapy_command.run(*arguments)
    assert finished.returncode == 2
    assert named in finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    assert set(SAVED_PAGES.rglob("*")) == before


def test_a_page_that_cannot_be_had_is_one_line_and_exit_code_1():
    with serving(()) as address:
        finished = scrapy_command.run(
            "savepage", "generic", "http://127.0.0.1/", "-s", f"NEWSCRAWL_PRACTICE_WEB={address}"
        )
    assert finished.returncode == 1
    assert "http://127.0.0.1/ cannot be fetched" in finished.stderr
