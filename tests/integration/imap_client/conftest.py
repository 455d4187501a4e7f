"""Connections of the IMAP client to scripted servers, with the bounds that every hostile case must keep."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.errors import ConnectionFailure
from desktop.core.clock import SystemClock
from desktop.core.imap.client import ImapClient
from desktop.core.imap.connect import connect_imap
from tests.fakes.memory import peak_kib
from tests.fakes.scripted_server import Peer, Script, ScriptedServer, account_on

PASSWORD = 'Tr0ub4dor&3 "quoted"'
PATIENT_SECONDS = 30.0
"""For what ends by itself, however busy the machine."""
QUICK_SECONDS = 0.5
"""For servers that fall silent or drip: where a busy machine is too slow for it, the same comes of it."""
MAX_CPU_SECONDS = 5.0
MAX_GROWTH_KIB = 150 * 1024


def log_in(account: AccountSettings, **options: object) -> ImapClient:
    return connect_imap(account, PASSWORD, clock=SystemClock(), read_seconds=PATIENT_SECONDS, **options)


@pytest.fixture
def connected() -> Callable[..., AbstractContextManager[ImapClient]]:
    """A client logged in to a server that plays `script` from then on, with that limit to a silence."""

    @contextlib.contextmanager
    def connect(
        script: Script, *, capability: bytes = b"IMAP4rev1", silence: float = PATIENT_SECONDS, **options: object
    ) -> Iterator[ImapClient]:
        def play(peer: Peer) -> None:
            peer.imap_login(capability)
            script(peer)

        with ScriptedServer(play) as server:
            client = log_in(account_on(server.port), **options)
            client._stream.read_seconds = silence
            try:
                yield client
            finally:
                client._stream.read_seconds = QUICK_SECONDS  # few scripts answer LOGOUT
                client.close()

    return connect


@pytest.fixture
def within_bounds() -> Iterator[None]:
    """Fails a test that took over 5 s of CPU or made the process grow by over 150 MiB; server threads count too."""
    cpu, memory = time.process_time(), peak_kib()
    yield
    assert time.process_time() - cpu < MAX_CPU_SECONDS
    assert peak_kib() - memory < MAX_GROWTH_KIB


def assert_is_closed(client: ImapClient) -> None:
    with pytest.raises(ConnectionFailure):
        client.noop()
