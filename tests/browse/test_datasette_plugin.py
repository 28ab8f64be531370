"""Datasette's questions fold words as the index does."""

import sqlite3

import pytest


def test_sql_can_fold_words():
    pytest.importorskip("datasette", reason="Browsing is NOT tested: pip install 'newscrawl[browse]'")
    from newscrawl.browse.datasette_plugin import prepare_connection

    connection = sqlite3.connect(":memory:")
    prepare_connection(connection)
    assert connection.execute("SELECT newscrawl_query('無線')").fetchone() == ('("无线")',)
    assert connection.execute("SELECT newscrawl_query('!!')").fetchone() == ('""',)
    connection.close()
