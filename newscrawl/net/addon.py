"""Scrapy add-on: turns the NEWSCRAWL_* settings into Scrapy's own."""

import logging
import os
import re
from pathlib import Path
from urllib.parse import unquote

from scrapy.settings import BaseSettings, Settings

from newscrawl.errors import BadArgument
from newscrawl.net import logs

logger = logging.getLogger(__name__)

_MAX_PORT = 65535  # of TCP (RFC 9293)


class NetworkAddon:
    """Scrapy add-on of the network: applies ``NEWSCRAWL_CONTACT`` and ``NEWSCRAWL_PRACTICE_WEB``.

    It also keeps logs safe and files private.
    """

    def update_settings(self, settings: Settings) -> None:
        """Change ``settings`` before the crawler is built; raises ``BadArgument`` for a practice web that is none."""
        logs.install()
        logs.keep_secret(_secrets(settings))  # before Scrapy prints what its settings are
        _keep_files_private(settings["LOG_FILE"])
        # Scrapy 2.19 asks charset_normalizer about compressed bodies; its trace records cost more than the page.
        logging.getLogger("charset_normalizer").setLevel(logging.WARNING)
        contact = settings["NEWSCRAWL_CONTACT"]
        if contact:
            # With the priority that it has: Scrapy's priority of add-ons is below that of a project's settings.
            priority = settings.getpriority("USER_AGENT") or 0
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority)
        if practice_web(settings):
            for scheme in ("http", "https"):
                settings["DOWNLOAD_HANDLERS"][scheme] = "newscrawl.net.practice.PracticeWebHandler"
        elif not contact:
            logger.warning("NEWSCRAWL_CONTACT is not set: the sites that you crawl cannot reach you")


def practice_web(settings: BaseSettings) -> str | None:
    """Return host and port of the practice web, if there is one; raises ``BadArgument`` for another machine's."""
    url = settings["NEWSCRAWL_PRACTICE_WEB"]
    if not url:
        return None
    found = re.fullmatch(r"http://((?:127\.0\.0\.1|localhost):[0-9]{1,5})/?", url)
    if not found or int(found[1].rpartition(":")[2]) > _MAX_PORT:
        raise BadArgument(f"NEWSCRAWL_PRACTICE_WEB must be http://127.0.0.1:PORT, not {url!r}")
    return found[1]


def _secrets(settings: BaseSettings) -> list[str]:
    """Return the passwords and keys among the settings."""
    # A switch is none, whatever its name: FTP_PASSIVE_MODE's True would blot out every other True.
    named = [value for name, value in settings.items() if isinstance(value, str) and logs.is_secret(name)]
    written = str(settings["NEWSCRAWL_DATABASE_URL"]).rpartition("@")[0].partition("://")[2].partition(":")[2]
    return [*named, written, unquote(written)]


def _keep_files_private(log_file: str | None) -> None:
    """Let what this process writes from now on, and its log, be its owner's only."""
    os.umask(os.umask(0o077) | 0o077)
    if log_file and Path(log_file).is_file():
        Path(log_file).chmod(0o600)
