"""A value that cannot be, met while the engine is put together: a sentence, nothing left behind, and mended at the next start."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.errors import Code, ProfileError
from desktop.core.clock import ManualClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.profile import load_catalogue
from desktop.core.store import plan_changes
from desktop.core.store.file import FILE_NAME
from tests.fakes.cache import NOW


def start(profile: Path) -> Engine:
    return Engine(
        profile,
        connections=Connections(imap=lambda *_: None, smtp=lambda *_: None, check_smtp=lambda *_: None),
        credentials=MemoryCredentials(),
        catalogue=load_catalogue(),
        clock=ManualClock(NOW),
        threads=False,
    )


def test_a_change_of_plan_that_broke(tmp_path: Path):
    start(tmp_path).close()
    file = sqlite3.connect(tmp_path / FILE_NAME)
    assert file.execute("UPDATE plan_change SET keep = ?", ('{"a": "\x01}',)).rowcount == 1
    file.commit()
    file.close()
    with pytest.raises(ProfileError) as met:
        start(tmp_path)
    assert met.value.code is Code.DAMAGE_FOUND
    mended = start(tmp_path)  # which the lock of the first would not have let in
    assert mended.store.salvaged is not None
    assert len(mended.store.read(plan_changes.load_changes)) == 1
    mended.close()
