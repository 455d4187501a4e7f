"""An engine that waits for its window: nothing runs before `begin`, nothing is forgotten, and a closed one does not begin."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.errors import Code, ConnectionFailure
from desktop.core.clock import SystemClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.profile import load_catalogue
from desktop.core.store import accounts, mailboxes
from desktop.core.store.mailboxes import Listed

PATIENCE = 20.0
NOWHERE = ServerSettings("127.0.0.1", 1, Security.PLAIN, "ana")


@pytest.fixture
def asked() -> threading.Event:
    """The account's server was asked for a connection."""
    return threading.Event()


@pytest.fixture
def engine(tmp_path, asked) -> Iterator[Engine]:
    def connect(settings: AccountSettings, secret: str):
        asked.set()
        raise ConnectionFailure(Code.CONNECTION_LOST, host="127.0.0.1")

    credentials = MemoryCredentials()
    made = Engine(
        tmp_path, connections=Connections(imap=connect, smtp=connect, check_smtp=connect), credentials=credentials,
        catalogue=load_catalogue(), clock=SystemClock(), begins=False,
    )  # fmt: skip
    yield made
    made.close()


def add(engine: Engine) -> tuple[int, int]:
    """An account that is known already, and its inbox."""
    settings = AccountSettings("ana@example.org", "Ana", NOWHERE, NOWHERE)
    key = engine.store.writer.run("account", lambda uow: accounts.add_account(uow, settings, "ana"))
    engine.logins.lend(key, "secret")
    listed = [Listed("INBOX", "/", SpecialUse.INBOX, True)]
    return key, engine.store.writer.run("boxes", lambda uow: mailboxes.merge_listed(uow, key, listed))["INBOX"]


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_it_rests_until_it_is_told_to_begin(engine, asked):
    key, inbox = add(engine)
    engine.show_mailbox(inbox)
    engine.sync_now()
    assert engine._accounts.keys() == []
    assert not names() & {"sender", "housekeeper", "begin"}
    assert not asked.is_set()
    engine.begin()
    assert asked.wait(PATIENCE)
    assert engine._accounts.keys() == [key]
    assert engine._accounts.worker(key)._shown == inbox, "what the window shows was told before there was a worker"
    assert "sender" in names()


def test_closed_before_it_began_it_does_not_begin(engine, asked):
    add(engine)
    engine.close()
    engine._begin()
    assert engine._accounts.keys() == []
    assert not names() & {"sender", "housekeeper"}
    assert not asked.is_set()
