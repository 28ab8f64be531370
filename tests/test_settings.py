"""The settings as they stand: what they name is there, and the environment is read once."""

import importlib.util
import os

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import newscrawl.settings
from newscrawl import settings
from newscrawl.cli.crawl_job import check_settings

COMPONENTS = ("ADDONS", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_CONTRACTS")


def read_anew(environment):
    """Return the settings as a new process with this environment would read them."""
    spec = importlib.util.spec_from_file_location("settings_read_anew", newscrawl.settings.__file__)
    module = importlib.util.module_from_spec(spec)
    os.environ.update(environment)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_can_be_loaded(name):
    paths = getattr(settings, name)
    assert paths
    assert all(load_object(path) for path in paths)


def test_only_http_and_https_can_be_fetched():
    handlers = {scheme for scheme, path in settings.DOWNLOAD_HANDLERS.items() if path and load_object(path)}
    assert handlers == {"http", "https"}


@pytest.mark.parametrize(
    ("name", "written"),
    [("NEWSCRAWL_CONTACT", "desk@sample.example"), ("NEWSCRAWL_RAW", "off"), ("NEWSCRAWL_MAX_ARTICLES", "7")],
)
def test_newscrawls_own_settings_are_taken_from_the_environment(name, written):
    assert getattr(read_anew({name: written}), name) == written


def test_an_empty_variable_and_those_of_scrapy_change_nothing():
    found = read_anew({"NEWSCRAWL_RAW": "", "ROBOTSTXT_OBEY": "0", "NEWSCRAWL_NOSUCH": "1"})
    assert (found.NEWSCRAWL_RAW, found.ROBOTSTXT_OBEY, hasattr(found, "NEWSCRAWL_NOSUCH")) == ("latest", True, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("COOKIES_ENABLED", False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("TELNETCONSOLE_ENABLED", False),
        ("METAREFRESH_ENABLED", False),
    ],
)
def test_a_crawl_is_polite_and_safe_by_default(name, value):
    assert getattr(settings, name) == value


def test_the_settings_are_right_by_their_own_checks():
    found = Settings()
    found.setmodule(settings)
    assert check_settings(found) is None
