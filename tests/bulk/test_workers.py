import os
from functools import partial
from typing import NamedTuple

import pytest

from newscrawl.bulk.workers import map_chunks


class Numbers(NamedTuple):
    items: list


def make_work(killer):
    def work(number):
        if number == killer:
            os._exit(9)  # as the system does where memory runs out
        return number * number

    return work


def lost(number, _why):
    return -number


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_order_with_their_chunks(jobs):
    chunks = [Numbers(list(range(start, start + 5))) for start in range(0, 50, 5)]
    found = list(map_chunks(partial(make_work, None), chunks, jobs, lost))
    assert found == [(chunk, [number * number for number in chunk.items]) for chunk in chunks]


def test_an_item_that_ends_its_process_costs_no_other_one():
    chunks = [Numbers(list(range(start, start + 4))) for start in range(0, 24, 4)]
    results = [one for _, found in map_chunks(partial(make_work, 9), chunks, 2, lost) for one in found]
    assert results == [-9 if number == 9 else number * number for number in range(24)]


def test_an_item_that_ends_its_process_costs_none_of_those_sent_with_it():
    chunk = Numbers(list(range(20)))
    [(_, results)] = map_chunks(partial(make_work, 9), [chunk], 2, lost)
    assert results == [-9 if number == 9 else number * number for number in range(20)]


def test_what_the_work_raises_ends_it():
    def chunks():
        yield Numbers([1, "two"])

    with pytest.raises(TypeError):
        list(map_chunks(partial(make_work, None), chunks(), 2, lost))


def test_no_more_chunks_are_taken_than_are_needed():
    taken = []

    def chunks():
        for number in range(100):
            taken.append(number)
            yield Numbers([number])

    results = map_chunks(partial(make_work, None), chunks(), 2, lost)
    next(results)
    assert len(taken) <= 8
    results.close()
