"""Fixtures for mail servers: one Dovecot for the whole run, an embedded server for each test.

Every test gets an account of its own, so tests do not disturb each other. Dovecot is started when the first test asks for it
and skips loudly where it is not installed. To use: `from tests.fakes.servers import dovecot_server as dovecot_server` in a
conftest; several conftests share the same Dovecot.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desktop.core.demo.mail_server.faults import Faults
from desktop.core.demo.mail_server.mailstore import Account, MailStore
from desktop.core.demo.mail_server.server import ImapServer
from tests.fakes.courier import courier
from tests.fakes.cyrus import cyrus
from tests.fakes.dovecot import PASSWORD, SPANISH_MAILBOXES, Dovecot, dovecot, find_dovecot
from tests.fakes.postfix import Postfix, postfix
from tests.fakes.real_server import RealServer


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """The embedded server with one account; `account` and `faults` control it, also while it runs."""

    server: ImapServer
    store: MailStore
    account: Account
    faults: Faults
    host: str = "127.0.0.1"
    password: str = PASSWORD

    @property
    def port(self) -> int:
        return self.server.port

    @property
    def user(self) -> str:
        return self.account.user


_RUNNING = contextlib.ExitStack()


def stop_servers() -> None:
    """At the end of the run, of each test worker too: those do not always come to `atexit`."""
    _RUNNING.close()


atexit.register(stop_servers)


@functools.cache
def _one_dovecot() -> Dovecot:
    """Started once in this process and stopped at its end, however many conftests ask."""
    return _RUNNING.enter_context(dovecot())


@pytest.fixture(scope="session")
def dovecot_server() -> Dovecot:
    """Dovecot with sdbox mailboxes; take `dovecot_server.new_user()` for an account of your own."""
    if find_dovecot() is None:
        pytest.skip("Dovecot is not installed (apt-get install dovecot-imapd)")
    return _one_dovecot()


@functools.cache
def _one_real(name: str) -> RealServer:
    start = {
        "cyrus": cyrus,
        "cyrus-unix": lambda: cyrus(unix_names=True),
        "cyrus-empty": lambda: cyrus(special_use={}),
        "courier": courier,
        "courier-bare": lambda: courier(without=("UIDPLUS", "IDLE")),
        "courier-empty": lambda: courier(folders=()),
        "courier-spanish": lambda: courier(folders=SPANISH_MAILBOXES),
    }[name]
    return _RUNNING.enter_context(start())


@functools.cache
def real_postfix() -> Postfix:
    """Started when first asked for, one for the whole run."""
    return _RUNNING.enter_context(postfix())


REAL_SERVERS = ("cyrus", "cyrus-unix", "courier")
"""Run with --servers: Cyrus with Debian's names and with those its makers recommend, and Courier. There are more for questions
of their own: without any folder, with Spanish ones that nothing but their name tells, and without UIDPLUS and IDLE."""
AND_REAL_SERVERS = [pytest.param(name, marks=pytest.mark.servers) for name in (*REAL_SERVERS, "courier-bare")]
"""Parameters of a fixture that has others too."""


def real_server(name: str) -> RealServer:
    """Started when first asked for, one for the whole run; take `new_user()` for an account of your own."""
    return _one_real(name)


@contextlib.contextmanager
def embedded(**options: object) -> Iterator[EmbeddedServer]:
    """An embedded server with the account "ana"; `options` are those of ImapServer. No command may have failed inside it."""
    store, faults = MailStore(), Faults()
    account = store.add_account("ana", PASSWORD, token="good-token")
    server = ImapServer(store, faults, **options)
    server.start()
    try:
        yield EmbeddedServer(server, store, account, faults)
    finally:
        server.stop()
    assert not server.failures, server.failures


@pytest.fixture
def embedded_server() -> Iterator[EmbeddedServer]:
    with embedded() as running:
        yield running
