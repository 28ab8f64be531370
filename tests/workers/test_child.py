"""What a worker answers can be read by its parent, and its last words say where it was."""

import pickle
from queue import SimpleQueue

import pytest

from newscrawl.workers import child
from newscrawl.workers.child import STUCK, Answer, Begin, place_of


class Unpicklable(Exception):
    def __init__(self, first, second):
        super().__init__(first)


class Ended(Exception):
    """Ends the loop of a worker, as the end of its process does."""


def double(item):
    if item == "wrong":
        raise ValueError("no number")
    if item == "theirs":
        raise Unpicklable(1, 2)
    if item == "function":
        return lambda: None
    return item * 2


@pytest.fixture(autouse=True)
def _no_worker_is_worn(monkeypatch):
    monkeypatch.setattr(child, "MAX_WORKER_MIB", 1 << 20)  # the process of the tests is larger than a worker


def fail():
    raise LookupError("no model")


def answers(make_work, *items):
    """Return what a worker says to ``make_work`` and to each of the items."""
    said = []

    class Parent:
        def send_bytes(self, data):
            said.append(pickle.loads(data))
            if len(said) > len(items):
                raise Ended

    inbox = SimpleQueue()
    for message in (Begin(make_work, 0.0), *items):
        inbox.put(pickle.dumps(message))
    with pytest.raises(Ended):
        child._work(inbox, Parent())
    return said


def working():
    return double


def test_a_worker_says_that_it_is_ready_and_answers_each_item():
    ready, *results = answers(working, 2, "ab", [1])
    assert isinstance(ready.result, int)
    assert results == [Answer(4), Answer("abab"), Answer([1, 1])]


@pytest.mark.parametrize(
    ("item", "kind", "message"),
    [
        ("wrong", ValueError, "no number"),
        ("theirs", RuntimeError, "Unpicklable: 1"),
    ],
)
def test_an_error_is_answered_and_the_next_item_taken(item, kind, message):
    _, failed, after = answers(working, item, 3)
    assert failed.result is None
    assert isinstance(failed.error, kind)
    assert message in str(failed.error)
    assert after == Answer(6)


def test_a_result_that_cannot_be_pickled_is_an_error():
    _, failed, after = answers(working, "function", 3)
    assert (failed.result, failed.error is not None, after) == (None, True, Answer(6))


def test_an_error_brings_its_traceback_as_a_note():
    _, failed = answers(working, "wrong")
    assert "in double" in "".join(failed.error.__notes__)


def test_work_that_cannot_be_made_is_the_first_answer():
    [failed] = answers(fail)
    assert isinstance(failed.error, LookupError)
    assert "no model" in str(failed.error)


def test_a_worker_that_has_grown_is_to_be_replaced(monkeypatch):
    monkeypatch.setattr(child, "MAX_WORKER_MIB", 0)
    assert answers(working, 2)[1] == Answer(4, is_worn=True)
    monkeypatch.setattr(child, "MAX_WORKER_MIB", 1 << 30)
    assert answers(working, 2)[1] == Answer(4, is_worn=False)


@pytest.mark.parametrize(
    ("last_words", "place"),
    [
        ("", "unknown"),
        (f'{STUCK}:\n  File "/lib/re.py", line 7 in sub\n  File "/x/newscrawl/text/dates.py", line 12 in parse_date\n',
         "newscrawl/text/dates.py:12:parse_date"),
        ('  File "/x/newscrawl/workers/child.py", line 1 in _work\n', "unknown"),
        ('  File "/x/theirs.py", line 1 in run\n', "unknown"),
    ],
)  # fmt: skip
def test_last_words_name_the_place_in_newscrawls_own_code(last_words, place):
    assert place_of(last_words) == place
