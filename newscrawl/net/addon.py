"""Scrapy add-on: turns the NEWSCRAWL_* settings into Scrapy's own."""

import logging
from urllib.parse import urlsplit

from scrapy.settings import Settings

from newscrawl.errors import BadArgument

logger = logging.getLogger(__name__)


class Newscrawl:
    """Applies ``NEWSCRAWL_CONTACT`` and ``NEWSCRAWL_PRACTICE_WEB``, and quiets what only costs time."""

    def update_settings(self, settings: Settings) -> None:
        """Change ``settings`` before the crawler is built; raises ``BadArgument`` for a practice web that is none."""
        # Scrapy 2.19 asks charset_normalizer about compressed bodies; its trace records cost more than the page.
        logging.getLogger("charset_normalizer").setLevel(logging.WARNING)
        contact = settings["NEWSCRAWL_CONTACT"]
        if contact:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", "addon")
        practice_web = settings["NEWSCRAWL_PRACTICE_WEB"]
        if practice_web:
            self._enter_practice_web(settings, practice_web)
        elif not contact:
            logger.warning("NEWSCRAWL_CONTACT is not set: the sites that you crawl cannot reach you")

    def _enter_practice_web(self, settings: Settings, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost", "::1") or not parts.port:
            raise BadArgument(f"NEWSCRAWL_PRACTICE_WEB must be http://127.0.0.1:PORT, not {url!r}")
        for scheme in ("http", "https"):
            settings["DOWNLOAD_HANDLERS"][scheme] = "newscrawl.net.practice.PracticeWebHandler"
