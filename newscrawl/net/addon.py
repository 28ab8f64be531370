"""Scrapy add-on: turns the NEWSCRAWL_* settings into Scrapy's own."""

import logging
import re

from scrapy.settings import BaseSettings, Settings

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
    if not found:
        raise BadArgument(f"NEWSCRAWL_PRACTICE_WEB must be http://127.0.0.1:PORT, not {url!r}")
    return found[1]
