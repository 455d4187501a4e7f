"""Mails that a server will not give, or at which its connections die: the others come all the same."""

from __future__ import annotations

import pytest

from desktop.core.api.errors import ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.sync import whole_mails
from desktop.core.sync.worker import AccountWorker
from tests.fakes.world import World, number_of, world

__all__ = ["world"]


@pytest.fixture(autouse=True, params=[True, False], ids=["headers first", "whole mails"])
def headers_first(request, monkeypatch):
    if not request.param:
        monkeypatch.setattr(whole_mails, "PROVEN_BY", 0)


class Poisoned:
    """A gateway on which some UIDs of INBOX cannot be fetched: the server refuses, or the connection dies."""

    def __init__(self, real, poison: set[int], error: Exception, kinds: tuple[str, ...]) -> None:
        self._real, self._poison, self._error, self._kinds = real, poison, error, kinds
        self._name = ""
        self.asked: list[int] = []

    def __getattr__(self, name):
        return getattr(self._real, name)

    def select(self, name, *, read_only=False):
        self._name = name
        return self._real.select(name, read_only=read_only)

    def fetch_headers(self, uids):
        return self._fetch("headers", uids, lambda: self._real.fetch_headers(uids))

    def fetch_bodies(self, uids, *, max_size):
        return self._fetch("bodies", uids, lambda: self._real.fetch_bodies(uids, max_size=max_size))

    def fetch_mails(self, uids, *, most):
        return self._fetch("mails", uids, lambda: self._real.fetch_mails(uids, most=most))

    def _fetch(self, kind, uids, fetch):
        self.asked.append(len(uids))
        if self._name == "INBOX" and (kind in self._kinds or kind == "mails") and self._poison & set(uids):
            raise self._error
        yield from fetch()


def worker(world: World, poison: set[int], error: Exception, *kinds: str) -> AccountWorker:
    """One worker that lives through all connections, as in the program."""
    made = world.engine.worker_for(world.account_key)
    connect = made._connect
    made._connect = lambda: Poisoned(connect(), poison, error, kinds)
    return made


def run(world: World, made: AccountWorker, times: int = 12) -> int:
    """How many connections died before one brought everything that can come."""
    for dead in range(times):
        try:
            world.clock.advance(60)
            made.run_until_done()
            return dead
        except (ConnectionFailure, ProtocolError):
            continue
    raise AssertionError("no connection survives")


def complete(world: World) -> list[int]:
    """Numbers of the mails of INBOX that are here with their bodies."""
    return sorted(number_of(token) for token, _, raw in world.cached()["INBOX"].values() if raw is not None)


REFUSED = ServerRefusal("server_refused", host="h", said="[SERVERBUG] cannot read")
DEAD = ConnectionFailure("connection_lost", host="h")


@pytest.mark.parametrize("kind", ["headers", "bodies"])
def test_refused_mails_hold_up_no_other(world, kind):
    uids = world.deliver(*range(40))
    made = worker(world, {uids[7], uids[30]}, REFUSED, kind)
    assert run(world, made) == 0
    with_body = complete(world)
    assert with_body == [n for n in range(40) if n not in (7, 30)]
    world.sync()  # the server is mended
    world.assert_same()


@pytest.mark.parametrize(
    "error", [DEAD, ProtocolError("server_confused", host="h", said="?")], ids=["dead", "confused"]
)
@pytest.mark.parametrize("kind", ["headers", "bodies"])
def test_a_mail_at_which_connections_die_holds_up_no_other(world, kind, error):
    uids = world.deliver(*range(40))
    made = worker(world, {uids[7]}, error, kind)
    assert 1 <= run(world, made) <= 9
    with_body = complete(world)
    assert with_body == [n for n in range(40) if n != 7]
    world.restart()
    world.sync()
    world.assert_same()


@pytest.mark.parametrize("error", [REFUSED, DEAD], ids=["refused", "dead"])
def test_an_arrival_that_cannot_be_fetched_holds_up_no_other(world, error):
    world.deliver(1, 2)
    world.sync()
    uids = world.deliver(3, 4, 5)
    made = worker(world, {uids[1]}, error, "headers", "bodies")
    run(world, made)
    assert world.numbers("INBOX") == [1, 2, 3, 5]
    world.restart()
    world.sync()
    world.assert_same()


def test_a_mailbox_of_which_nothing_is_given_does_not_keep_the_account(world):
    uids = world.deliver(*range(150))
    world.deliver(1, 2, mailbox="Work")
    made = worker(world, set(uids), REFUSED, "bodies")
    assert run(world, made) == 0
    assert len(world.cached()["Work"]) == 2
    assert all(raw is not None for _, _, raw in world.cached()["Work"].values())
