"""A rebuilt cache is told to whoever listens first, once, with what was saved."""

from __future__ import annotations

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.errors import Code
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue
from desktop.core.store.store import FILE_NAME


def test_a_damaged_cache_is_told_to_the_first_listener(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"no database " * 1000)
    engine = Engine(
        tmp_path,
        connections=Connections(imap=None, smtp=None, check_smtp=None),
        credentials=MemoryCredentials(),
        catalogue=load_catalogue(),
        threads=False,
    )
    first, second = [], []
    engine.subscribe(notice=first.append)
    engine.subscribe(notice=second.append)
    engine.close()
    assert [notice.error.code for notice in first] == [Code.CACHE_DAMAGED]
    assert "nothing" in first[0].error.sentence()
    assert second == []
