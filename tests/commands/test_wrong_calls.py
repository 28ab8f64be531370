"""A wrong call ends with exit code 2 and one line on standard error that names what is wrong, before anything starts."""

import shlex
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest
import scrapy.cmdline
from searched import ARTICLES

from newscrawl.cli.main import main
from newscrawl.demo.web import SAVED_PAGES
from newscrawl.storage.crawl.store import Store

ROOT = Path(__file__).resolve().parents[2]
# Each command with arguments that are right.
RIGHT = {
    "bench": "",
    "boilerplate": "",
    "browse": "",
    "crawl": "elecfans",
    "crawlall": "--only elecfans",
    "db": "current",
    "demo": "",
    "edit": "elecfans",
    "export": "--format jsonl -o {new}",
    "fetch": "https://a.example/",
    "genspider": "newsite www.newsite.example",
    "health": "",
    "history": "1",
    "list": "",
    "probe": "https://a.example/",
    "read": "{page}",
    "reextract": "--dry-run",
    "refused": "list",
    "rules": "check {folder}",
    "runspider": "{spider}",
    "savepage": "generic https://a.example/",
    "schedule": "print cron",
    "search": "gpu",
    "settings": "--get BOT_NAME",
    "similar": "1",
    "startproject": "my_project",
    "version": "",
    "view": "https://a.example/",
}
# What no command takes, and what is said of it.
NOWHERE = (
    ("--nosuch", "--nosuch"),
    ("-s", "-s"),
    ("-s NOVALUE", "-s NAME=VALUE"),
    ("-s LOG_LEVEL=foo", "LOG_LEVEL"),
    ("-L foo", "LOG_LEVEL"),
    ("-s LOG_FILE=/nonexistent/x.log", "LOG_FILE"),
    ("--logfile {folder}", "LOG_FILE"),
    ("--pidfile /nonexistent/pid", "/nonexistent/pid"),
    ("--profile /nonexistent/profile", "--profile"),
    ("-s NEWSCRAWL_MAXARTICLES=3", "NEWSCRAWL_MAXARTICLES"),
    ("-s =5", "NAME=VALUE"),
)
# Values of settings that can be read by nobody.
SETTINGS = (
    "NEWSCRAWL_MAX_ARTICLES=0", "NEWSCRAWL_MAX_ARTICLES=abc", "NEWSCRAWL_MAX_ARTICLES=-1", "NEWSCRAWL_MAX_ARTICLES=",
    "NEWSCRAWL_MAX_ARTICLES=1.5", "NEWSCRAWL_MAX_ARTICLES=99999999999999999999", "NEWSCRAWL_LEARNED_BOILERPLATE=maybe", "NEWSCRAWL_LEARNED_BOILERPLATE=",
    "NEWSCRAWL_TRUST_CLOCK=abc", "NEWSCRAWL_RAW=foo", "NEWSCRAWL_SIMPLIFY=foo", "NEWSCRAWL_SITE_RULES=/nonexistent",
    "NEWSCRAWL_PRACTICE_WEB=foo", "NEWSCRAWL_PRACTICE_WEB=http://127.0.0.1:99999", "NEWSCRAWL_ALLOW_PRIVATE=foo",
    "NEWSCRAWL_ALLOW_PRIVATE=1:2:3", "NEWSCRAWL_RETRY_WAITS=abc", "NEWSCRAWL_RETRY_WAITS=-1",
    "NEWSCRAWL_RETRY_WAITS=1,nan", "NEWSCRAWL_INTERVAL_HOURS=0", "NEWSCRAWL_INTERVAL_HOURS=abc",
    "NEWSCRAWL_INTERVAL_HOURS=nan", "NEWSCRAWL_REVISIT_DAYS=abc", "NEWSCRAWL_REVISIT_DAYS=-1",
    "NEWSCRAWL_REVISIT_DAYS=1e400", "'NEWSCRAWL_CONTACT=a\nb: c'", "DOWNLOAD_DELAY=abc", "DOWNLOAD_DELAY=-1",
    "DOWNLOAD_DELAY=nan", "DOWNLOAD_TIMEOUT=abc", "DOWNLOAD_TIMEOUT=0", "DOWNLOAD_MAXSIZE=abc", "CONCURRENT_REQUESTS=0",
    "CONCURRENT_REQUESTS=abc", "CONCURRENT_REQUESTS_PER_DOMAIN=abc", "CONCURRENT_ITEMS=0", "AUTOTHROTTLE_ENABLED=abc",
    "AUTOTHROTTLE_START_DELAY=x", "ROBOTSTXT_OBEY=maybe", "RETRY_TIMES=abc", "RETRY_HTTP_CODES=a", "RETRY_HTTP_CODES=500,-1",
    "HTTPCACHE_IGNORE_HTTP_CODES=x", "TELNETCONSOLE_PORT=a,b", "REDIRECT_MAX_TIMES=x", "DEPTH_LIMIT=x",
    "CLOSESPIDER_TIMEOUT=x", "MEMUSAGE_LIMIT_MB=x", "MEMUSAGE_ENABLED=x", "MEMUSAGE_CHECK_INTERVAL_SECONDS=x",
    "DNS_TIMEOUT=x", "LOG_ENABLED=abc", "LOG_STDOUT=x", "LOG_FILE_APPEND=abc", "LOG_FORMAT=%(nosuch)s",
    "LOG_ENCODING=foo", "FEED_EXPORT_ENCODING=foo", "COOKIES_ENABLED=x", "URLLENGTH_LIMIT=x", "SPIDER_MODULES=nosuch",
    "ITEM_PIPELINES=foo", "'ITEM_PIPELINES={{\"nosuch.X\": 1}}'", "'ADDONS={{\"nosuch.X\": 1}}'", "EXTENSIONS=foo",
    "DOWNLOADER_MIDDLEWARES=[1]", "TWISTED_REACTOR=foo", "TWISTED_DNS_RESOLVER=foo.bar", "'USER_AGENT=a\nb'",
    "SCHEDULER=foo.Bar", "ASYNCIO_EVENT_LOOP=x", "STATS_CLASS=x", "DUPEFILTER_CLASS=no.Such", "FEEDS=x", "DOWNLOAD_SLOTS=x",
    "REACTOR_THREADPOOL_MAXSIZE=x", "REACTOR_THREADPOOL_MAXSIZE=0",
)  # fmt: skip
DATABASE_COMMANDS = (
    "boilerplate browse crawl crawlall db export health history reextract refused schedule search similar".split()
)
DATABASES = (
    "sqlite://", "sqlite:///", "sqlite:///:memory:", "::::", "articles.db", "mysql://u:hush@h/d", "sqlite+foo:///x.db",
    "postgresql+asyncpg://h/d", "postgresql://h:abc/d", "'sqlite:///x.db?timeout=abc'",
)  # fmt: skip
FILES = ("missing/articles.db", "folder", "text.db", "foreign.db", "newer.db")  # that no command can read
WRONG = (
    ("boilerplate x", "no arguments"),
    ("boilerplate --strip x", "fingerprint"),
    ("boilerplate --limit 0", "--limit"),
    ("boilerplate --site nosuch", "nosuch"),
    ("boilerplate --site ''", "no site"),
    ("browse --port x", "--port"),
    ("browse --port 99999", "--port"),
    ("crawl", "one spider"),
    ("crawl a b", "one spider"),
    ("crawl nosuch", "nosuch"),
    ("crawl elecfan", "is it elecfans?"),
    ("crawl ''", "no spider"),
    ("crawl elecfans -a since", "-a NAME=VALUE"),
    ("crawl elecfans -a since=soon", "since"),
    ("crawl elecfans -a until=2026-13-01", "until"),
    ("crawl elecfans -a since=2026-11-05 -a until=2026-11-01", "until"),
    ("crawl elecfans -a max_pages=0", "max_pages"),
    ("crawl elecfans -a max_articles=x", "max_articles"),
    ("crawl elecfans -a backfill=maybe", "backfill"),
    ("crawl elecfans -a nosuch=1", "nosuch"),
    ("crawl elecfans -O x.foo", "foo"),
    ("crawl elecfans -o {page}/x.jsonl", "output"),
    ("crawl elecfans -O {folder}", "output"),
    ("crawl elecfans -s JOBDIR={page}", "JOBDIR"),
    ("crawl elecfans -s JOBDIR={page}/x", "JOBDIR"),
    ("crawl elecfans -s HTTPCACHE_ENABLED=1 -s HTTPCACHE_DIR={page}", "HTTPCACHE_DIR"),
    ("crawl elecfans --revisit x", "NEWSCRAWL_REVISIT_DAYS"),
    ("crawl elecfans --revisit -1", "NEWSCRAWL_REVISIT_DAYS"),
    ("crawl article", "url"),
    ("crawl article -a url=foo", "foo"),
    ("crawl article -a url=", "url"),
    ("crawl article -a urls_file=/nonexistent", "urls_file"),
    ("crawl article -a urls_file={folder}", "urls_file"),
    ("crawl article -a urls_file=/dev/zero", "urls_file"),
    ("crawl article -a urls_file={binary}", "urls_file"),
    ("crawl site", "url"),
    ("crawl site -a url=ftp://a.example/", "ftp"),
    ("crawlall x", "no arguments"),
    ("crawlall --only nosuch", "nosuch"),
    ("crawlall --only ''", "--only"),
    ("crawlall --only ,", "--only"),
    ("crawlall --exclude golm", "is it golem?"),
    ("crawlall --only article", "article"),
    ("crawlall --parallel 0", "--parallel"),
    ("crawlall --parallel x", "--parallel"),
    ("crawlall --revisit x", "NEWSCRAWL_REVISIT_DAYS"),
    ("db", "upgrade"),
    ("db foo", "upgrade"),
    ("db upgrade x", "upgrade"),
    ("db current --repair", "--repair"),
    ("db upgrade --deep", "--deep"),
    ("db backup {folder}", "{folder}"),
    ("db backup /nonexistent/x", "/nonexistent"),
    ("demo x", "no arguments"),
    ("demo --serve x", "--serve"),
    ("demo --serve -1", "--serve"),
    ("demo --serve 99999", "--serve"),
    ("demo --database ''", "--database"),
    ("demo --database {folder}", "--database"),
    ("demo --database /nonexistent/x.db", "--database"),
    ("demo --database {page}", "not made by the demo"),
    ("demo --database {good}", "not made by the demo"),
    ("demo --database /dev/zero", "not made by the demo"),
    ("edit nosuch", "nosuch"),
    ("export", "required"),
    ("export --format foo -o x", "foo"),
    ("export --format jsonl -o ''", "-o"),
    ("export --format jsonl -o {folder}", "{folder}"),
    ("export --format jsonl -o /nonexistent/x", "/nonexistent"),
    ("export --format jsonl -o /dev/zero", "no regular file"),
    ("export --format jsonl -o {good}", "is the database"),
    (f"export --format jsonl -o {'a' * 300}", "too long"),
    ("export --format markdown -o {page}", "folder"),
    ("export --format markdown -o -", "folder"),
    ("export --format markdown -o /nonexistent/x/y", "/nonexistent"),
    ("export --format jsonl -o {new} --since x", "--since"),
    ("export --format jsonl -o {new} --until x", "--until"),
    ("export --format jsonl -o {new} --query !!", "no word"),
    ("export --format jsonl -o {new} --since 2026-05-02 --until 2026-05-01", "--until"),
    ("export --format jsonl -o {new} --site nosuch", "nosuch"),
    ("forget ''", "empty"),
    ("import --warc {page} --site nosuch", "nosuch"),
    ("import --warc {page} --site ''", "--site"),
    ("fetch", "address"),
    ("fetch foo", "foo"),
    ("fetch http://a:b/", "http://a:b/"),
    ("fetch https://a.example:99999/", "99999"),
    ("fetch https://a.example/ --spider nosuch", "nosuch"),
    ("view ftp://a.example/", "ftp"),
    ("genspider x", "name and a domain"),
    ("genspider 'a b' a.example", "a b"),
    ("genspider ../x a.example", "../x"),
    ("genspider newsite http://", "domain"),
    ("genspider newsite ''", "domain"),
    ("genspider newsite javascript:1", "domain"),
    ("genspider newsite a.example -t nosuch", "nosuch"),
    ("genspider -d nosuch", "nosuch"),
    ("genspider -t news ../evil www.sample.example", "../evil"),
    ("genspider 'Sample Site' www.sample.example", "Sample Site"),
    ("genspider sample file:///etc", "file:///etc"),
    ("genspider elecfans a.example", "elecfans"),
    ("health x", "no arguments"),
    ("health --prometheus ''", "--prometheus"),
    ("health --prometheus /nonexistent/x", "--prometheus"),
    ("health --prometheus {folder}", "--prometheus"),
    ("health --prometheus /dev/zero", "--prometheus"),
    ("history", "number, key or address"),
    ("history 1 2", "number, key or address"),
    ("similar", "number, key or address"),
    ("list x", "no arguments"),
    ("parse https://a.example/ --spider nosuch", "nosuch"),
    ("probe", "address"),
    ("probe foo", "foo"),
    ("probe sample.example", "address"),
    ("probe https://a.example/ --name __import__", "__import__"),
    ("probe https://a.example/ -s NEWSCRAWL_PRACTICE_WEB=http://other.example:80", "NEWSCRAWL_PRACTICE_WEB"),
    ("probe http://127.0.0.1/", "--name"),
    ("probe https://a.example/ --name ../x", "../x"),
    ("probe https://a.example/ --name ''", "name"),
    ("read", "address, a file"),
    ("read ftp://a.example/", "ftp"),
    ("read http://", "http://"),
    ("read {page} --format foo", "foo"),
    ("read {page} --site nosuch", "nosuch"),
    ("read {page} --url foo", "foo"),
    ("read {page} --url ''", "--url"),
    ("inspect {page} --site ''", "no site"),
    ("read {page} {page} --format html", "--format"),
    ("reextract x", "no arguments"),
    ("reextract --since x", "--since"),
    ("reextract --site nosuch", "nosuch"),
    ("refused", "list"),
    ("refused foo", "list"),
    ("refused retry", "--site"),
    ("refused list --site nosuch", "nosuch"),
    ("rights --site nosuch", "nosuch"),
    ("rules check", "check"),
    ("rules foo {folder}", "foo"),
    ("rules check /nonexistent", "/nonexistent"),
    ("rules check {page}", "{page}"),
    ("rules check ''", "folder"),
    ("runspider nosuch.py", "nosuch.py"),
    ("runspider {page}", "{page}"),
    ("runspider {spider}", "no spider"),
    ("runspider {raising}", "RuntimeError: my own fault"),
    ("savepage generic", "site and an http"),
    ("savepage generic foo", "foo"),
    ("savepage elecfans", "address"),
    ("savepage nosuchsite https://a.example/", "nosuchsite"),
    ("savepage elecfans https://a.example/", "none of the hosts of elecfans"),
    ("savepage generic https://a.example/ --slug ../../evil", "../../evil"),
    ("savepage generic https://a.example/ --slug gazette-1", "exists already"),
    ("savepage nosuch https://a.example/", "nosuch"),
    ("savepage elecfans https://a.example/", "elecfans"),
    ("savepage generic https://a.example/ --slug ../x", "../x"),
    ("schedule print", "print"),
    ("schedule print foo", "foo"),
    ("schedule foo cron", "print"),
    ("schedule print cron --every 0", "--every"),
    ("schedule print cron --every ²", "--every"),
    ("schedule print cron --every ٣", "--every"),
    ("schedule print cron --user ''", "--user"),
    ("schedule print systemd --output {page}", "{page}"),
    ("search", "one word"),
    ("search !!", "no word"),
    ("search site:", "site:"),
    ("search gpu --since x", "--since"),
    ("search gpu --until 2026-13-01", "--until"),
    ("search gpu --since 2026-05-02 --until 2026-05-01", "--until"),
    ("search gpu --site nosuch", "nosuch"),
    ("shell --spider nosuch", "nosuch"),
    ("shell ftp://a.example/", "ftp"),
    ("shell {page} -c 'x ='", "-c"),
    ("search gpu --limit 99999999999999999999", "--limit"),
    ("settings --get", "--get"),
    ("settings --getint BOT_NAME", "newscrawl"),
    ("settings --getbool BOT_NAME", "boolean"),
    ("startproject", "name"),
    ("startproject x!", "x!"),
    ("startproject json", "json"),
    ("startproject my_project {page}", "Not a directory"),
    (f"search gpu -s NEWSCRAWL_DATABASE_URL=sqlite:///{'x' * 300}.db", "too long"),
    ("version x", "no arguments"),
)


class Finished(NamedTuple):
    line: str
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "folder").mkdir()
    for name in ("page.html", "text.db"):
        (folder / name).write_text("<p>This is no database, and no article either.</p>" * 99, "utf-8")
    (folder / "binary").write_bytes(bytes(range(256)) * 9)
    (folder / "spider.py").write_text("", "utf-8")
    (folder / "raising.py").write_text("raise RuntimeError('my own fault')", "utf-8")
    for name in ("good.db", "newer.db"):
        with Store(f"sqlite:///{folder / name}") as store:
            store.save_all(ARTICLES[:1])
    for name, statement in (
        ("newer.db", "UPDATE alembic_version SET version_num = '9999'"),
        ("foreign.db", "CREATE TABLE cats (name TEXT)"),
    ):
        with sqlite3.connect(folder / name) as connection:
            connection.execute(statement)
        connection.close()
    return {
        "base": folder,
        "folder": folder / "folder",
        "page": folder / "page.html",
        "raising": folder / "raising.py",
        "binary": folder / "binary",
        "spider": folder / "spider.py",
        "good": folder / "good.db",
        "new": folder / "new.jsonl",
    }


@pytest.fixture
def call(capsys, monkeypatch, places):
    """Run `newscrawl` in this process; a call that is not wrong fails as soon as it would begin to crawl."""

    def begun(*_arguments):
        raise AssertionError("the call begins to crawl")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(scrapy.cmdline, "AsyncCrawlerProcess", begun)
    monkeypatch.setattr(scrapy.cmdline, "CrawlerProcess", begun)

    def run(line):
        arguments = shlex.split(line.format(**places))
        monkeypatch.setattr("sys.argv", ["newscrawl", *arguments])
        if not any("NEWSCRAWL_DATABASE_URL" in one for one in arguments):
            # Settings are read once in a process: the environment would come too late.
            monkeypatch.setattr("newscrawl.settings.NEWSCRAWL_DATABASE_URL", f"sqlite:///{places['good']}")
        monkeypatch.setenv("NEWSCRAWL_TRACEBACK", "1")  # what nobody foresaw is raised
        with pytest.raises(SystemExit) as ended:
            main()
        return Finished(line, ended.value.code, *capsys.readouterr())

    return run


def check(finished, named):
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.count("\n") == 1
    assert finished.stderr.startswith("newscrawl")
    assert named in finished.stderr
    assert "hush" not in finished.stderr


every_third_or_all = pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.slow)])


def some(values, command, stride):
    """Return each ``stride``-th of ``values``, which ones depends on the command: together, commands get all of them."""
    return values[sorted(RIGHT).index(command) % stride :: stride]


@every_third_or_all
@pytest.mark.parametrize("command", RIGHT)
def test_what_no_command_takes(call, places, command, stride):
    for more, named in some(NOWHERE, command, stride):
        check(call(f"{command} {RIGHT[command]} {more}"), named.format(**places))


@pytest.mark.parametrize("command", ["crawl article -a url=https://a.example/", "crawlall --only elecfans"])
def test_a_setting_that_cannot_be_read(call, command):
    for setting in SETTINGS:
        check(call(f"{command} -s {setting}"), setting.strip("'").partition("=")[0])


@every_third_or_all
@pytest.mark.parametrize("command", DATABASE_COMMANDS)
def test_a_database_that_cannot_be_named(call, command, stride):
    for url in some(DATABASES, command, stride):
        check(call(f"{command} {RIGHT[command]} -s NEWSCRAWL_DATABASE_URL={url}"), "NEWSCRAWL_DATABASE_URL")


# The others do not open their database, or say what is wrong with it as their result.
@every_third_or_all
@pytest.mark.parametrize("command", [one for one in DATABASE_COMMANDS if one not in ("schedule", "health")])
def test_a_file_that_is_no_database_of_ours(call, places, command, stride):
    for name in some(FILES, command, stride):
        if (command, name) == ("browse", "folder"):
            continue
        finished = call(f"{command} {RIGHT[command]} -s NEWSCRAWL_DATABASE_URL=sqlite:///{places['base']}/{name}")
        assert finished.returncode in (2, 5), finished
        assert finished.stdout == "", finished
        assert finished.stderr.count("\n") == 1, finished


@pytest.mark.parametrize("command", dict.fromkeys(line.split()[0] for line, _ in WRONG))
def test_a_wrong_argument(call, places, command):
    for line, named in WRONG:
        if line.split()[0] == command:
            check(call(line), named.format(**places))


@pytest.mark.parametrize("command", ["genspider", "probe", "savepage"])
def test_a_wrong_call_of_a_command_that_writes_writes_nothing(call, places, command):
    before = set(SAVED_PAGES.rglob("*"))
    for line, _ in WRONG:
        if line.split()[0] == command:
            assert call(line).returncode == 2
    assert set(SAVED_PAGES.rglob("*")) == before


@pytest.mark.parametrize("line", ["nosuch", "''", "--foo", "SEARCH x", "é", "-s X=1 crawl elecfans"])
def test_a_command_that_does_not_exist(call, monkeypatch, tmp_path, line):
    monkeypatch.chdir(tmp_path)
    check(call(line), "command")


@pytest.mark.parametrize(
    "line",
    [
        "crawl elecfans -O {base}/items.jsonl -a since=2026-11-01",
        "crawl elecfans -s DOWNLOAD_DELAY=0.5 -s LOG_LEVEL=10 -s DEPTH_PRIORITY=-1",
        "crawlall --only elecfans,golem --parallel 2 --revisit 0.5",
        "fetch https://a.example/",
        "read https://a.example/ --format json",
    ],
)
def test_a_right_call_begins(call, line):
    with pytest.raises(AssertionError, match="begins to crawl"):
        call(line)


def test_a_command_that_is_nearly_right_is_named(call, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    check(call("serach gpu"), "is it search?")
