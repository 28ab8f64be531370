"""A headless Chromium that tests talk to over a pipe, by its DevTools protocol."""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run")
_ANSWER_SECONDS = 300  # on a machine with much else to do

# Chromium reads commands from descriptor 3 and answers on 4.
_START = (
    "import fcntl, os, sys; ends = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3]];"
    " os.dup2(ends[0], 3); os.dup2(ends[1], 4); os.execv(sys.argv[3], sys.argv[3:])"
)


class Page:
    """One tab. ``messages`` are what its console said since the last ``show``, and errors of its scripts."""

    def __init__(self, read_fd, write_fd):
        self._read_fd, self._write_fd = read_fd, write_fd
        self._left, self._number, self._session = b"", 0, None
        self.messages = []
        self._loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.setBypassCSP", enabled=False)

    def call(self, method, **parameters):
        """Return the result of a command of the protocol."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write_fd, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def set_size(self, width, height=900, *, dark=False):
        """Set the size of the window in CSS pixels, and whether dark colours are preferred."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def show(self, address):
        """Load a page and wait until it is loaded."""
        self.messages, self._loaded = [], False
        self.call("Page.navigate", url=address)
        while not self._loaded:
            self._read()
        self.evaluate("new Promise(done => requestAnimationFrame(() => done(true)))")

    def evaluate(self, script):
        """Return the value of an expression of JavaScript, of a promise once it is kept."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self, path):
        """Write what is shown as a PNG, the whole page."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(found["data"]))

    def _read(self):
        end = time.monotonic() + _ANSWER_SECONDS
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._read_fd], [], [], max(0, end - time.monotonic()))
            assert ready, "Chromium does not answer"
            self._left += os.read(self._read_fd, 1 << 20)
        message, _, self._left = self._left.partition(b"\0")
        found = json.loads(message)
        match found.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded":
                self.messages.append(json.dumps(found["params"], ensure_ascii=False)[:500])
        return found


@contextmanager
def chromium(folder):
    """Give a tab of a Chromium whose profile lies in ``folder``; it is ended behind the context."""
    commands, write_fd = os.pipe()
    read_fd, answers = os.pipe()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [CHROMIUM, *_OPTIONS, *sandbox, "--remote-debugging-pipe", f"--user-data-dir={folder}/chromium"]
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(commands), str(answers), *command],
        pass_fds=(commands, answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(commands)
    os.close(answers)
    try:
        yield Page(read_fd, write_fd)
    finally:
        os.close(write_fd)
        os.close(read_fd)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
