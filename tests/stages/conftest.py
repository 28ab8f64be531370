"""What tests of budgets share."""

import gc

import pytest


@pytest.fixture
def no_garbage_collection():
    """Keep the collector still: Hypothesis listens to it, and a budget that ends a page there would not be heard."""
    gc.disable()
    yield
    gc.enable()
