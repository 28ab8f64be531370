"""A run of the sample site on a clock of the test: pages that it takes up, and what is due."""

from datetime import timedelta

from samples import NOON, rows

from newscrawl.article import Refusal
from newscrawl.storage.crawl.ledger import Scheduled


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


def page(number):
    return f"https://www.sample.example/d/{number}.html"


def taken(*numbers):
    return [Scheduled(f"sample/{number}", page(number), "sample") for number in numbers]


def refusal(number, reason="soft 404", **values):
    return Refusal(url=page(number), key=f"sample/{number}", site="sample", reason=reason, **values)


def states(database):
    return rows(database, "SELECT key, state, reason FROM fetches ORDER BY id")


def due(store, clock, **later):
    return [one.key for one in store.known_urls.due("sample", clock.now + timedelta(**later), 100)]
