"""A test that runs ``main`` in its own process leaves the environment as it was."""

import os
from unittest.mock import patch

import pytest


@pytest.fixture(scope="module", autouse=True)
def _environment_is_restored():
    # Where `main` finds no project, it sets SCRAPY_SETTINGS_MODULE, and that would hide the projects of later tests.
    with patch.dict(os.environ):
        yield
