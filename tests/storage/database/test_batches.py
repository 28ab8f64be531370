from itertools import chain

from newscrawl.storage.database.batches import MAX_STATEMENT_VALUES, batched


def test_every_value_is_in_one_batch_in_order():
    values = list(range(2 * MAX_STATEMENT_VALUES + 1))
    batches = list(batched(values))
    assert [len(one) for one in batches] == [MAX_STATEMENT_VALUES, MAX_STATEMENT_VALUES, 1]
    assert list(chain(*batches)) == values


def test_nothing_has_no_batch():
    assert list(batched(iter(()), 3)) == []
