"""Hypothesis without a deadline, for a busy machine is no fault; the same examples each time where CI is set."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "newscrawl", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("newscrawl")
