"""A webhook and an e-mail say what is wrong; what cannot be sent harms nobody."""

import json
import logging
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from newscrawl.reports.notify import notify

RECORD = {"spider": "elecfans", "exit_code": 4, "why": ["no list could be read"]}


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_webhook_gets_the_record_as_json():
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with running(HTTPServer(("127.0.0.1", 0), Handler)) as address:
        notify("it broke", RECORD, {"NEWSCRAWL_WEBHOOK": f"http://{address}/hook"})
    assert got == [{"text": "it broke", **RECORD}]


def test_an_e_mail_says_the_same():
    got = []

    class Smtp(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            data = False
            for line in self.rfile:
                if data:
                    got.append(line)
                    if line == b".\r\n":
                        data = False
                        self.wfile.write(b"250 ok\r\n")
                elif line.upper().startswith(b"DATA"):
                    data = True
                    self.wfile.write(b"354 go\r\n")
                elif line.upper().startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    with running(socketserver.TCPServer(("127.0.0.1", 0), Smtp)) as address:
        notify("it broke\r\nBcc: x", RECORD, {"NEWSCRAWL_MAIL_TO": "me@e.example", "NEWSCRAWL_SMTP_HOST": address})
    text = b"".join(got).decode()
    assert "Subject: it broke Bcc: x" in text
    assert "no list could be read" in text


def test_who_cannot_be_reached_is_a_warning_without_its_secret(caplog):
    environment = {
        "NEWSCRAWL_WEBHOOK": "http://127.0.0.1:9/planted-hook",
        "NEWSCRAWL_MAIL_TO": "me@e.example",
        "NEWSCRAWL_SMTP_HOST": "127.0.0.1:9",
        "NEWSCRAWL_SMTP_PASSWORD": "planted-password",
    }
    with caplog.at_level(logging.WARNING):
        notify("it broke", RECORD, environment)
    assert len(caplog.records) == 2
    assert "planted" not in caplog.text


def test_an_address_that_is_no_web_address_is_not_asked(caplog):
    notify("it broke", RECORD, {"NEWSCRAWL_WEBHOOK": "file:///etc/passwd"})
    assert "no http or https address" in caplog.text


def test_without_anything_in_the_environment_nobody_is_told(caplog):
    notify("it broke", RECORD, {})
    assert caplog.text == ""
