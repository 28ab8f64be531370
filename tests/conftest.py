"""Hypothesis without a deadline, for a busy machine is no fault; the same examples each time where CI is set."""

import os
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

import newscrawl.settings  # noqa: F401 - before the environment is changed

settings.register_profile(
    "newscrawl", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("newscrawl")
# Each crawl would start a server of worker processes, a second of CPU; tests of these ask for them. In this process, the
# settings keep their defaults: they have read the environment.
os.environ.setdefault("NEWSCRAWL_PAGE_WORKERS", "0")


@pytest.fixture(autouse=True)
def _environment_is_restored():
    # Scrapy's get_project_settings sets SCRAPY_SETTINGS_MODULE, and that would hide the projects of later tests.
    with patch.dict(os.environ):
        yield
