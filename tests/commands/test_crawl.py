"""`scrapy crawl` as a job, on a site on loopback."""

import json
import sqlite3

import pytest
from reliability.site import Answer, article


def write(job, statement):
    connection = sqlite3.connect(job.file)
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.slow
def test_a_redesign_is_an_alarm_with_a_suggestion_and_a_webhook(gazette, job, tmp_path):
    """Eight good runs, then a new layout: exit code 3, why, a selector that would do; nothing is applied."""
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    told = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {"NEWSCRAWL_WEBHOOK": f"http://127.0.0.1:{server.server_port}/"}
    gazette.publish(4)
    job.crawl()
    for _ in range(6):
        write(job, "INSERT INTO runs (spider, version, started, finished, finish_reason, exit_code, counts, measures, why)"
                   " SELECT spider, version, started, finished, finish_reason, exit_code, counts, measures, why FROM runs WHERE id = 1")  # fmt: skip
    gazette.publish(12)
    for number in range(9, 21):
        page = (
            article(number).replace('class="text"', 'class="story-body"').replace('class="title"', 'class="head-line"')
        )
        gazette.pages[f"/a/{number}"] = Answer(page)
    finished = job.run("crawl", "gazette", environment=environment)
    server.shutdown()
    server.server_close()
    code, _, _, why = job.last()
    assert code == 3, finished.stderr
    assert any("drift: the declared body is not found on 100% of articles, usually 0%" in one for one in why), why
    assert any("div.story-body" in one for one in why), why
    assert any("h1.head-line" in one for one in why), why
    assert [one["spider"] for one in told] == ["gazette"]
    assert told[0]["why"] == why
