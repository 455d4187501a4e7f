"""Many rows by one statement: the SQL is SQLAlchemy's, and a row in another order than its parameters is refused."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, create_engine, select, update

from desktop.core.store import bulk

metadata = MetaData()
thing = Table(
    "thing", metadata, Column("number", Integer, primary_key=True), Column("name", Text), Column("note", Text)
)
_RENAME = update(thing).where(thing.c.number == bindparam("which")).values(name=bindparam("new"))


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_rows_are_put_and_changed(connection):
    bulk.insert_rows(connection, thing, ["number", "name"], [(1, "a"), (2, None)])
    bulk.execute_rows(connection, _RENAME, ("new", "which"), [("b", 2), ("c", 3)])
    assert connection.execute(select(thing)).all() == [(1, "a", None), (2, "b", None)]


def test_no_rows_are_no_statement(connection):
    bulk.insert_rows(connection, thing, ["number"], [])
    assert connection.execute(select(thing)).all() == []


def test_another_order_is_refused(connection):
    with pytest.raises(ValueError, match="order"):
        bulk.execute_rows(connection, _RENAME, ("which", "new"), [(2, "b")])
    with pytest.raises(ValueError, match="order"):
        bulk.insert_rows(connection, thing, ["name", "number"], [("a", 1)])
