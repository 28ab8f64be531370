"""Scrapy add-on for a project of somebody else: its items come out repaired and stripped.

ADDONS = {"newscrawl.addon.CleanNews": 300}
"""

from collections.abc import Container

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

DATABASE = "NEWSCRAWL_DATABASE_URL"
_PIPELINES = {"newscrawl.pipelines.repair.RepairPipeline": 100, "newscrawl.pipelines.strip.StripPipeline": 300}
_STORE = "newscrawl.pipelines.store.StorePipeline"
_RUN = "newscrawl.extensions.crawl_run.CrawlRun"


class CleanNews:
    """Adds the pipelines that repair and strip items with a ``url`` and a ``body_html`` or ``body_text``.

    Where the project names a database in ``NEWSCRAWL_DATABASE_URL``, items are stored there, too. All other settings
    of the project stay as they are.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the pipelines, unless the project has placed them itself, and defaults for their settings."""
        for path, order in _PIPELINES.items():
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", load_object(path), order)
        if settings[DATABASE]:
            settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", load_object(_STORE), 500)
            settings.setdefault_in_component_priority_dict("EXTENSIONS", load_object(_RUN), 1000)
        fill_defaults(settings, without={DATABASE})


def fill_defaults(settings: BaseSettings, without: Container[str] = ()) -> None:
    """Give every ``NEWSCRAWL_*`` setting that the project does not name its default."""
    from newscrawl import settings as own  # noqa: PLC0415 - reads the environment: not before it is needed

    for name, value in vars(own).items():
        if name.startswith("NEWSCRAWL_") and name not in without and name not in settings:
            settings.set(name, value, priority="default")
