"""Make the pictures of the documentation: the reader and the inspector with what `newscrawl demo` stores.

Needs the extra `browse` and Chromium. ``python tools/build_screenshots.py`` writes docs/pictures/*.png.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# File, page, height in pixels.
SHOTS = (
    ("reader.png", "/?language=en", 820),
    # A page with several widgets in its text.
    (
        "inspector.png",
        "/inspect/tomshardware/pc-components/ssds/startup-shows-a-16tb-ssd-that-survives-sudden-power-loss-without-capacitors",
        1100,
    ),
)
WIDTH = 1280
_MAX_START_SECONDS = 60


def main() -> None:
    """Fill a database, serve it, and take the pictures."""
    if CHROMIUM is None:
        sys.exit("tools/build_screenshots.py needs Chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo.db"
        command = [sys.executable, "-m", "newscrawl"]
        if not database.exists():
            subprocess.run([*command, "demo", "--database", str(database)], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        reader = subprocess.Popen(
            [*command, "browse", "--port", str(port), "-s", f"NEWSCRAWL_DATABASE_URL=sqlite:///{database}"],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            for name, path, height in SHOTS:
                take(f"http://127.0.0.1:{port}{path}", PICTURES / name, height, Path(folder))
        finally:
            reader.send_signal(signal.SIGTERM)
            reader.wait()


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    """Return once the reader answers."""
    end = time.monotonic() + _MAX_START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
        else:
            return


def take(address: str, path: Path, height: int, profile: Path) -> None:
    """Write what a browser shows of ``address`` as a PNG."""
    urllib.request.urlopen(address, timeout=60).close()  # the first answer takes longer than a browser waits
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = [
        "--headless=new",
        *sandbox,
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-features=IsolateSandboxedIframes",  # a frame of another process may miss the picture
        f"--user-data-dir={profile}/chromium",
    ]
    size = [f"--window-size={WIDTH},{height}", f"--screenshot={path}"]
    subprocess.run([str(CHROMIUM), *options, *size, address], check=True, capture_output=True, timeout=120)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
