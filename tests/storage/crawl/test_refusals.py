"""Refusals are chosen by name, site and reason; what a person decides holds for the page, too."""

from datetime import timedelta

import pytest
from samples import NOON

from newscrawl.article import Refusal
from newscrawl.storage.crawl.ledger import Scheduled
from newscrawl.storage.crawl.refusals import Which, accept_refusals, list_refusals, retry_refusals
from newscrawl.storage.crawl.store import Store

PAGES = (("a", "one", "soft 404"), ("b", "one", "paywall"), ("c", "two", "soft 404"))


def fill(database):
    moments = (NOON + timedelta(minutes=number) for number in range(1000))
    with Store(database, now=lambda: next(moments)) as store:
        store.begin_run("sample", "1")
        for name, site, reason in PAGES:
            url = f"https://{site}.example/{name}"
            store.schedule([Scheduled(name, url, site)])
            store.refuse(Refusal(url=url, key=name, site=site, reason=reason, detail="detail"))


@pytest.fixture
def refused(prepared, database):
    return prepared(fill, database)


WHICH = [
    (Which(), ["b", "a", "c"]),
    (Which(names=("a",)), ["a"]),
    (Which(names=("https://two.example/c", "b")), ["b", "c"]),
    (Which(site="one"), ["b", "a"]),
    (Which(reason="soft 404"), ["a", "c"]),
    (Which(site="one", reason="soft 404"), ["a"]),
    (Which(names=("a",), site="two"), []),
    (Which(names=("nosuch",)), []),
    (Which(names=("a' OR '1'='1",)), []),
]


@pytest.mark.parametrize(("which", "keys"), WHICH, ids=str)
def test_refusals_are_listed_by_site_and_reason(refused, which, keys):
    assert [one.key for one in list_refusals(refused, which)] == keys


@pytest.mark.parametrize(("which", "keys"), WHICH, ids=str)
def test_what_is_accepted_is_listed_no_more_and_not_due(refused, which, keys):
    assert accept_refusals(refused, which) == tuple(sorted(keys))
    assert [one.key for one in list_refusals(refused, Which())] == [key for key in ("b", "a", "c") if key not in keys]
    listed = {one.key: one for one in list_refusals(refused, Which(), accepted=True)}
    assert len(listed) == 3
    assert all(listed[key].accepted is not None and listed[key].due is None for key in keys)


def test_what_is_tried_again_is_due_as_if_for_the_first_time(refused):
    [before] = list_refusals(refused, Which(names=("a",)))
    assert (before.reason, before.detail, before.site) == ("soft 404", "detail", "one")
    assert before.tries > 0
    accept_refusals(refused, Which(names=("a",)))
    assert retry_refusals(refused, Which(names=("a",))) == ("a",)
    [after] = list_refusals(refused, Which(names=("a",)))
    assert (after.tries, after.accepted) == (0, None)
    assert after.due is not None
