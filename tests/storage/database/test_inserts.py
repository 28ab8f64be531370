"""Rows are inserted, and nothing is asked where there are none."""

from sqlalchemy import create_engine, select

from newscrawl.storage.database.inserts import insert_rows
from newscrawl.storage.database.schema import ForgetSaltRow


def test_rows_are_inserted_by_one_statement_however_often():
    engine = create_engine("sqlite://")
    ForgetSaltRow.__table__.create(engine)
    with engine.begin() as connection:
        for salts in ([], ["a"], ["b", "c"]):
            insert_rows(connection, ForgetSaltRow, [{"salt": salt} for salt in salts])
        assert set(connection.execute(select(ForgetSaltRow.salt)).scalars()) == {"a", "b", "c"}
