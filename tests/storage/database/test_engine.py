"""An engine that several users share, each of whom disposes of it when done."""

import pytest
from sqlalchemy import event

from newscrawl.storage.database.engine import open_engine


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/a.db", create=True)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("users", [1, 2, 20])
def test_no_connection_is_left_open_by_the_last_who_is_done(engine, users):
    opened, closed = [], []
    event.listen(engine, "connect", lambda connection, _record: opened.append(connection))
    event.listen(engine, "close", lambda connection, _record: closed.append(connection))
    for _ in range(users):
        with engine.connect():
            engine.dispose()  # another user is done meanwhile
            assert len(closed) == len(opened) - 1
        engine.dispose()
    assert len(opened) == users
    assert closed == opened
    assert (engine.pool.checkedout(), engine.pool.checkedin()) == (0, 0)
