"""A crawl that really runs: no listening socket, private files, no secret told, nothing inside asked."""

import os
import re
import socket
import time
from pathlib import Path

import pytest
import scrapy_command
from hostile.crawl import FAST, crawl
from hostile.web import Fault, article, serving

SECRETS = {
    "MAIL_PASS": "planted-mail-31",
    "AWS_SECRET_ACCESS_KEY": "planted-aws-32",
    "AWS_SESSION_TOKEN": "planted-token-33",
    "FTP_PASSWORD": "planted-ftp-34",
    "TELNETCONSOLE_PASSWORD": "planted-telnet-35",
    "FEED_TEMPDIR": "https://me:planted-user-36@feeds.example/x",
}
GOOD = Fault("good", lambda visit: visit.reply(article()), "stored")


def hangs(visit):
    visit.wait(8)


def listening(pid):
    """The sockets of a process that wait for somebody to connect."""
    own = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                found.append(line)
    return found


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs Linux' /proc")
def test_a_running_crawl_has_no_listening_socket(tmp_path):
    with serving([Fault("hangs", hangs)]) as (proxy, seen):
        settings = {
            **FAST, "EXTENSIONS": "{}", "DOWNLOAD_TIMEOUT": "600", "HTTPPROXY_ENABLED": "1", "NEWSCRAWL_ALLOW_PRIVATE": proxy,
            "NEWSCRAWL_DATABASE_URL": f"sqlite:///{tmp_path}/a.db",
        }  # fmt: skip
        command = ["crawl", "article", "-a", "url=http://hangs.test/1"]
        for name, value in settings.items():
            command += ["-s", f"{name}={value}"]
        process = scrapy_command.Started(command, environment={**os.environ, "http_proxy": f"http://{proxy}"})
        try:
            while not seen.requests["hangs.test"] and process.poll() is None:
                time.sleep(0.05)
            assert process.poll() is None
            assert listening(process.pid) == []
        finally:
            process.kill()
            process.finish()


def test_this_test_would_see_a_listening_socket():
    with socket.create_server(("127.0.0.1", 0)):
        assert listening(os.getpid())


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    log = folder / "crawl.log"
    log.touch(mode=0o644)
    with serving([GOOD]) as (proxy, seen):
        result = crawl(
            folder,
            proxy,
            seen,
            "-a",
            f"url={GOOD.url}",
            "-O",
            f"{folder}/out.jsonl",
            LOG_FILE=str(log),
            LOG_LEVEL="DEBUG",
            **SECRETS,
        )
    assert result.statuses("good.test") == ["ok"], log.read_text("utf-8")[-3000:]
    return folder, log.read_text("utf-8") + result.log.decode("utf-8", "replace")


def test_no_planted_secret_is_in_the_log(crawled):
    assert "Overridden settings" in crawled[1]
    assert re.findall(r"planted-[a-z]+-\d+", crawled[1]) == []


def test_files_are_their_owner_s_only(crawled):
    modes = {path.name: path.stat().st_mode & 0o077 for path in crawled[0].iterdir() if path.is_file()}
    assert {"articles.db", "crawl.log", "out.jsonl"} <= set(modes)
    assert {name for name, mode in modes.items() if mode} == set()


def test_without_an_exemption_nothing_on_this_machine_is_asked(tmp_path):
    with serving([GOOD]) as (proxy, seen):
        result = crawl(
            tmp_path,
            proxy,
            seen,
            "-a",
            f"url=http://{proxy}/,http://localhost/",
            HTTPPROXY_ENABLED="0",
            NEWSCRAWL_ALLOW_PRIVATE="",
        )
    assert seen.headers == []
    assert {reason for (reason,) in result.rows("SELECT reason FROM refusals")} == {"unsafe address"}


def test_a_proxy_inside_needs_an_exemption(tmp_path):
    with serving([GOOD]) as (proxy, seen):
        result = crawl(tmp_path, proxy, seen, "-a", f"url={GOOD.url}", NEWSCRAWL_ALLOW_PRIVATE="")
    assert seen.headers == []
    assert result.statuses("good.test") == []


def test_the_exemption_of_a_proxy_does_not_open_the_proxy_as_a_target(tmp_path):
    fault = Fault("to-proxy", lambda visit: visit.redirect(f"http://{proxy}/admin"))
    with serving([fault]) as (proxy, seen):
        crawl(tmp_path, proxy, seen, "-a", f"url={fault.url}")
    assert seen.canary == []


def test_a_server_inside_is_asked_where_it_is_exempt(tmp_path):
    with serving([]) as (proxy, seen):
        crawl(tmp_path, proxy, seen, "-a", f"url=http://{proxy}/news/1.html", HTTPPROXY_ENABLED="0")
    assert any("/news/1.html" in head for head in seen.headers)


def test_a_name_that_leads_inside_is_not_connected_to(tmp_path):
    name = socket.gethostname()
    try:
        inside = socket.gethostbyname(name)
    except OSError:
        pytest.skip("this machine does not know its own name")
    with serving([GOOD]) as (proxy, seen):
        port = proxy.rpartition(":")[2]
        result = crawl(
            tmp_path,
            proxy,
            seen,
            "-a",
            f"url=http://{name}:{port}/",
            HTTPPROXY_ENABLED="0",
            NEWSCRAWL_ALLOW_PRIVATE=f"other:{port}",
        )
    assert inside
    assert seen.headers == []
    assert result.rows("SELECT url FROM articles") == []


@pytest.mark.parametrize(
    "setting", ["NEWSCRAWL_ALLOW_PRIVATE=10.0.0.0/8", "NEWSCRAWL_RETRY_WAITS=soon", "NEWSCRAWL_RETRY_WAITS=5,-1"]
)
def test_a_wrong_setting_is_one_line_and_no_request(tmp_path, setting):
    finished = scrapy_command.run(
        "crawl", "article", "-a", f"url={GOOD.url}", "-s", setting,
        "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{tmp_path}/a.db",
    )  # fmt: skip
    assert finished.returncode == 2
    assert setting.partition("=")[0] in finished.stderr
    assert "Traceback" not in finished.stderr
