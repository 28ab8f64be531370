"""Read numbers that settings of a crawl hold."""

from scrapy.settings import BaseSettings

from newscrawl.errors import BadArgument


def number_setting(settings: BaseSettings, name: str, unit: str, max_number: float) -> float:
    """Return the setting ``name``, from 0 to ``max_number`` of a unit; raises ``BadArgument`` if it is none."""
    value = settings[name]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not 0 <= number <= max_number:
        raise BadArgument(f"{name} must be a number of {unit} from 0 to {max_number:g}, not {value!r}")
    return number
