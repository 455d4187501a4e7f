"""One memory of compiled statements for all stores of a test run.

SQLAlchemy keeps what it has compiled beside each engine. The program opens two engines in its life; a run of tests opens thousands,
which compiled the same statements again and again, for a fifth of the time of a test with a store. What is compiled is the same
whichever engine asks, for all have one dialect of one driver.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class Statements:
    """The part of a mapping that SQLAlchemy asks of `compiled_cache`; its keys begin with the dialect of the engine."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def get(self, key: tuple[Any, ...]) -> Any:
        return self._kept.get(self._shared(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[self._shared(key)] = compiled

    @staticmethod
    def _shared(key: tuple[Any, ...]) -> tuple[Any, ...]:
        return (key[0].name, key[0].dbapi, *key[1:])


@contextmanager
def shared_statements() -> Iterator[None]:
    from sqlalchemy.util import LRUCache

    from desktop.core.store import database

    statements = Statements(LRUCache(2_000))
    create_engine = database.create_engine

    def create(*arguments: Any, **options: Any) -> Any:
        engine = create_engine(*arguments, **options)
        engine.update_execution_options(compiled_cache=statements)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create)
        yield
