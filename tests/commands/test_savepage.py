"""`scrapy savepage` as a person types it."""

import scrapy_command

from newscrawl.demo.web import serving

GAZETTE = "https://www.lab-gazette.example"


def test_a_page_that_cannot_be_had_is_one_line_and_exit_code_1():
    with serving(()) as address:
        finished = scrapy_command.run(
            "savepage", "generic", "http://127.0.0.1/", "-s", f"NEWSCRAWL_PRACTICE_WEB={address}"
        )
    assert finished.returncode == 1
    assert "http://127.0.0.1/ cannot be fetched" in finished.stderr
