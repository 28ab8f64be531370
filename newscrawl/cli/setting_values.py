"""Check the values of settings before anything starts: numbers, switches, the log, and paths of classes."""

import codecs
import logging
import math
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.misc import load_object

from newscrawl.errors import BadArgument

_PREFIX = "NEWSCRAWL_"
_SWITCHES = ("NEWSCRAWL_LEARNED_BOILERPLATE", "NEWSCRAWL_TRUST_CLOCK")
# The least value of numbers that may not be 0.
_MINIMA = {
    "NEWSCRAWL_MAX_ARTICLES": 1,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DNS_TIMEOUT": 0.001,
    "DOWNLOAD_TIMEOUT": 0.001,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 0.001,
    "REACTOR_THREADPOOL_MAXSIZE": 1,
}
# Whole numbers by default, but Scrapy reads a fraction, too.
_FRACTIONS = frozenset(
    "AUTOTHROTTLE_MAX_DELAY AUTOTHROTTLE_START_DELAY CLOSESPIDER_TIMEOUT DNS_TIMEOUT DOWNLOAD_DELAY"
    " DOWNLOAD_DELAY_JITTER DOWNLOAD_TIMEOUT LOGSTATS_INTERVAL MEMUSAGE_CHECK_INTERVAL_SECONDS".split()
)
_MAX_NUMBER = 999_999_999_999_999  # chosen by hand: above any sense, and below what a database and a timer can count
_MAY_BE_NEGATIVE = "PRIORITY"  # in the names of numbers that are added to a priority
_TRUE_OR_FALSE = ("1", "0", "true", "false")
_CLASS = re.compile(r"(?<![a-z_0-9.])[a-z_0-9]++(?:\.[a-z_0-9]++)*\.[A-Z]\w*+")
_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")
_COMPONENTS = ("ADDONS", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "SPIDER_MIDDLEWARES")
_EVENT_LOOP = "ASYNCIO_EVENT_LOOP"  # a class, none by default
_HEADERS = ("BOT_NAME", "NEWSCRAWL_CONTACT", "USER_AGENT")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_SQLITE = re.compile(r"sqlite:///(?!:memory:)(?!file:)[^?\x00]+")
_POSTGRESQL = ("postgresql://", "postgresql+psycopg://")
_TYPED_PRIORITY = SETTINGS_PRIORITIES["cmdline"]


def check_database_url(url: object) -> None:
    """Raise ``BadArgument`` for a ``NEWSCRAWL_DATABASE_URL`` that names no file of SQLite and no PostgreSQL.

    SQLAlchemy, which takes a while to load, would find more to say.
    """
    if isinstance(url, str) and _SQLITE.fullmatch(url):
        return
    if not isinstance(url, str) or not url.startswith(_POSTGRESQL):
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL must be sqlite:///FILE or postgresql+psycopg://…, not {url!r}")
    try:
        urlsplit(url).port  # noqa: B018 - raises for what is no number
    except ValueError as error:
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL cannot be read: {error}") from None


def check_values(settings: BaseSettings) -> None:
    """Raise ``BadArgument``, which names the setting, for the first value that Scrapy or newscrawl could not read.

    Classes and modules are imported only where the command line names them.
    """
    typed = [name for name in settings if (settings.getpriority(name) or 0) >= _TYPED_PRIORITY]
    _check_names(typed)
    for name, default in vars(default_settings).items():
        if name.isupper() and settings.getpriority(name):
            _check_kind(settings, name, default)
    for name in _SWITCHES:
        _check_kind(settings, name, True)
    _check_kind(settings, "NEWSCRAWL_MAX_ARTICLES", 1)
    for name in _HEADERS:
        if _CONTROL.search(str(settings[name] or "")):
            raise BadArgument(f"{name} must be one line, not {settings[name]!r}")
    _check_log(settings)
    _check_files(settings)
    for name in typed:
        _check_classes(settings, name)


def _check_names(typed: Iterable[str]) -> None:
    from newscrawl import settings as own  # noqa: PLC0415 - reads the environment: not before it is needed

    for name in typed:
        if name.startswith(_PREFIX) and not hasattr(own, name):
            raise BadArgument(f"there is no setting {name}")


def _check_kind(settings: BaseSettings, name: str, default: object) -> None:
    value = settings[name]
    if isinstance(default, bool) or name.endswith("_ENABLED"):  # TELNETCONSOLE_ENABLED is 1 by default
        if not isinstance(value, bool | int | None) and str(value).lower() not in _TRUE_OR_FALSE:
            raise BadArgument(f"{name} must be 1 or 0, not {value!r}")
    elif isinstance(default, int | float) and name != "LOG_LEVEL" and value is not None:
        _check_number(name, value, is_whole=isinstance(default, int) and name not in _FRACTIONS)
    elif isinstance(default, list) and (name.endswith("_CODES") or any(isinstance(one, int) for one in default)):
        for one in settings.getlist(name) if isinstance(value, str | list | tuple) else (value,):
            _check_number(name, one, is_whole=True)


def _check_number(name: str, value: object, *, is_whole: bool) -> None:
    kind = "a whole number" if is_whole else "a number"
    try:
        number: float = int(str(value)) if is_whole and not isinstance(value, float) else float(str(value))
    except ValueError:
        raise BadArgument(f"{name} must be {kind}, not {value!r}") from None
    minimum = _MINIMA.get(name, -math.inf if _MAY_BE_NEGATIVE in name else 0)
    if _MAX_NUMBER < number < math.inf:
        raise BadArgument(f"{name} must be {kind} of 15 digits at most, not {value!r}")
    if not minimum <= number < math.inf:
        raise BadArgument(f"{name} must be {kind}, {'above 0' if minimum > 0 else '0 or more'}, not {value!r}")


def _check_log(settings: BaseSettings) -> None:
    level = settings["LOG_LEVEL"]
    if not (str(level).isdecimal() or str(level) in logging.getLevelNamesMapping()):
        raise BadArgument(f"LOG_LEVEL must be one of {', '.join(_LEVELS)}, not {level!r}")
    for name in ("LOG_ENCODING", "FEED_EXPORT_ENCODING"):
        try:
            codecs.lookup(settings[name] or "utf-8")
        except (LookupError, TypeError, ValueError):
            raise BadArgument(f"{name} must be a charset such as utf-8, not {settings[name]!r}") from None
    record = logging.LogRecord("newscrawl", logging.INFO, "", 0, "", (), None)
    try:
        logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]).format(record)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"LOG_FORMAT or LOG_DATEFORMAT cannot be used: {error}") from None
    if settings["LOG_FILE"]:
        check_writable("LOG_FILE", settings["LOG_FILE"])


def check_writable(name: str, path: str | Path) -> None:
    """Raise ``BadArgument`` for a file that nothing can be appended to; ``name`` says what it is."""
    with _failures_named(name, path):
        Path(path).open("ab").close()


def _check_files(settings: BaseSettings) -> None:
    """Check that Scrapy could make the files and folders that settings name; relative ones are of its own folder."""
    if settings["JOBDIR"]:
        _check_can_be_made("JOBDIR", Path(settings["JOBDIR"]), is_folder=True)
    cache = Path(str(settings["HTTPCACHE_DIR"]))
    if settings.getbool("HTTPCACHE_ENABLED") and cache.is_absolute():
        _check_can_be_made("HTTPCACHE_DIR", cache, is_folder=True)
    feeds = settings["FEEDS"]
    for name in feeds if isinstance(feeds, dict | BaseSettings) else ():
        scheme, _, path = str(name).rpartition("://")
        if scheme in ("", "file") and path != "stdout:":
            _check_can_be_made("the output of a crawl", Path(path), is_folder=False)


def _check_can_be_made(name: str, path: Path, *, is_folder: bool) -> None:
    """Raise ``BadArgument`` unless ``path`` can be written, or made in the nearest folder above it that exists."""
    with _failures_named(name, path):
        existing = next(one for one in (path, *path.absolute().parents) if one.exists())
        wants_folder = is_folder or existing != path
        can_be_written = existing.is_dir() == wants_folder and os.access(existing, os.W_OK)
    if not can_be_written:
        raise BadArgument(f"{name}: cannot write {path}")


@contextmanager
def _failures_named(name: str, path: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise BadArgument(f"{name}: cannot write {path}: {getattr(error, 'strerror', None) or error}") from None


def _check_classes(settings: BaseSettings, name: str) -> None:
    value, default = settings[name], getattr(default_settings, name, None)
    try:
        if name in ("SPIDER_MODULES", "NEWSPIDER_MODULE"):
            for module in settings.getlist(name):
                import_module(module)
        elif name in _COMPONENTS:
            for component, order in settings.getdict(name).items():
                if not isinstance(order, int | None):
                    raise BadArgument(f"{name} must have whole numbers for its order, not {order!r}")
                if isinstance(component, str) and order is not None:
                    load_object(component)
        elif name == "FEEDS":
            for options in settings.getdict(name).values():
                if not isinstance(options, dict):
                    raise BadArgument(f"{name} must name options for each file, not {options!r}")
        elif name == _EVENT_LOOP or (isinstance(default, str) and _CLASS.fullmatch(default)):
            load_object(value)
        elif isinstance(default, dict):
            settings.getdict(name)
    except (ImportError, NameError, TypeError, ValueError) as error:
        raise BadArgument(f"{name} cannot be used: {error}") from None
