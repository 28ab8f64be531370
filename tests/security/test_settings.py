"""What the settings promise, read from where Scrapy reads them."""

import ast
import re
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

import newscrawl
from newscrawl.net.compression import Compression
from newscrawl.net.resolver import SsrfResolver
from newscrawl.net.retry import PatientRetry
from newscrawl.net.robots import RobotsMiddleware
from newscrawl.net.ssrf_guard import SsrfGuard, SsrfProxyGuard

PACKAGE = Path(newscrawl.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
OFF = [
    "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "METAREFRESH_ENABLED", "HTTPPROXY_ENABLED", "COOKIES_ENABLED",
    "HTTPCACHE_ENABLED",
]  # fmt: skip
ON = [
    "ROBOTSTXT_OBEY",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "DOWNLOAD_FAIL_ON_DATALOSS",
    "AUTOTHROTTLE_ENABLED",
    "RETRY_ENABLED",
]
AT_MOST = {
    "DOWNLOAD_TIMEOUT": 30, "DOWNLOAD_MAXSIZE": 8 << 20, "RETRY_TIMES": 2, "REDIRECT_MAX_TIMES": 5, "DEPTH_LIMIT": 20,
    "URLLENGTH_LIMIT": 1024, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CLOSESPIDER_TIMEOUT": 3600, "MEMUSAGE_LIMIT_MB": 700,
    "DNS_TIMEOUT": 10,
}  # fmt: skip


@pytest.fixture(scope="module")
def settings() -> Settings:
    return get_project_settings()


@pytest.mark.parametrize("name", OFF)
def test_what_opens_a_door_is_off(settings, name):
    assert not settings.getbool(name)


@pytest.mark.parametrize("name", ON)
def test_what_keeps_a_promise_is_on(settings, name):
    assert settings.getbool(name)


@pytest.mark.parametrize("name", AT_MOST)
def test_a_bound_is_set(settings, name):
    assert 0 < settings.getint(name) <= AT_MOST[name]


def test_nothing_is_stored_in_pickles(settings):
    assert not settings.get("JOBDIR")


def test_nothing_inside_may_be_asked_by_default(settings):
    assert settings.getlist("NEWSCRAWL_ALLOW_PRIVATE") == []


def test_only_http_and_https_have_a_handler_and_it_is_the_one_that_the_resolver_guards(settings):
    handlers = {name: path for name, path in settings.getwithbase("DOWNLOAD_HANDLERS").items() if path}
    assert set(handlers) == {"http", "https"}
    assert {load_object(path).__name__ for path in handlers.values()} == {"HttpHandler"}
    assert load_object(settings["TWISTED_DNS_RESOLVER"]) is SsrfResolver


def test_the_guards_stand_where_nothing_passes_them(settings):
    order = {
        load_object(name): number
        for name, number in settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES").items()
        if number is not None
    }
    names = {one.__module__ + "." + one.__name__ for one in order}
    assert min(order, key=order.get) is SsrfGuard
    assert order[SsrfProxyGuard] > order[load_object("scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware")]
    assert {RobotsMiddleware, PatientRetry, Compression} <= set(order)
    for replaced in (
        "robotstxt.RobotsTxtMiddleware",
        "retry.RetryMiddleware",
        "httpcompression.HttpCompressionMiddleware",
    ):
        assert f"scrapy.downloadermiddlewares.{replaced}" not in names


def test_every_spider_names_its_hosts_and_none_goes_round_a_filter(settings):
    loader = SpiderLoader.from_settings(settings)
    assert loader.list()
    for name in loader.list():
        spider = loader.load(name)
        assert not getattr(spider, "start_urls", None), name
        assert not getattr(spider, "handle_httpstatus_list", None), name
        if hasattr(spider, "site"):
            assert spider.site.hosts, name


# A call or attribute that turns data into code, a command or a parser that trusts; and where it may stand nevertheless.
NEVER = {
    r"\beval\(": (),
    r"(?<!\.)\bexec\(": (),
    # Only between this process and workers that it has started, over pipes that nobody else can open.
    r"\bpickle\b": ("workers/", "stages/page_work.py", "extensions/page_workers.py"),
    r"\bmarshal\b": (),
    r"\bshelve\b": (),
    r"yaml\.(?:load|unsafe_load)\b": (),
    r"shell=True": (),
    r"os\.(?:system|popen)\(": (),
    r"\bdateparser\b": (),
    r"__import__\(": (),
    r"dont_filter": ("net/ssrf_guard.py", "demo/"),  # named in a docstring
    r"handle_httpstatus_all": (),
    r"verify=False": (),
    r"open_in_browser": (),
    r"document_fromstring|html\.fromstring": ("dom/tree.py",),
    r"etree\.(?:fromstring|parse|XML)\(": (),
}


@pytest.mark.parametrize("pattern", NEVER)
def test_no_source_holds_what_turns_data_into_code(pattern):
    found = [
        str(path.relative_to(PACKAGE))
        for path in SOURCES
        if re.search(pattern, path.read_text("utf-8"))
        and not str(path.relative_to(PACKAGE)).startswith(NEVER[pattern] or ("\0",))
    ]
    assert found == []


def test_no_statement_is_made_of_crawled_text():
    """SQL is written by SQLAlchemy or stands in the source as it is: no f-string, no % and no .format makes one."""
    verbs = re.compile(r"^\s*(?:SELECT|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE)\b", re.IGNORECASE)
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            start = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
            if isinstance(start, ast.Constant) and verbs.match(str(start.value)):
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert [place for place in found if not place.startswith("storage/")] == []
