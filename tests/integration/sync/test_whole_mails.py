"""A first sync by whole mails ends as one by headers and then bodies does, whatever is in its way."""

from __future__ import annotations

import contextlib

import pytest

from desktop.core.api.errors import ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.api.queries import ListView
from desktop.core.demo.mail_server.faults import Ending
from desktop.core.imap.client import ImapClient
from desktop.core.mime.index_message import index_mail
from desktop.core.store import bodies, mailboxes, messages
from desktop.core.store.messages import NewMessage
from desktop.core.sync import backfill, whole_mails
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.world import Killed, World, world

__all__ = ["world"]
FOUND = "SELECT rowid FROM message_index WHERE message_index MATCH ?"


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """No headers come first, and steps are small."""
    monkeypatch.setattr(whole_mails, "PROVEN_BY", 0)
    monkeypatch.setattr(whole_mails, "_TRIAL", 5)
    monkeypatch.setattr(whole_mails, "_STEP", 5)


def found(world: World, words: str) -> list[int]:
    return list(world.engine.list_keys(ListView(mailbox_key=world.mailbox_key("INBOX"), search=words)))


def test_each_mail_comes_once_and_is_found_by_its_words(world):
    world.deliver(*range(12))
    world.server.deliver("INBOX", mail(20, body="Murciélago.", extra="X-Odd: 1\r\n"), world.clock.now(), [])
    world.sync()
    world.assert_same()
    assert world.calls.count("fetch_mails") == 3
    assert not {"fetch_headers", "fetch_bodies"} & set(world.calls)
    assert len(found(world, "murcielago")) == 1
    assert len(found(world, "from:bob3")) == 1
    world.sync()
    assert not {"fetch_mails", "fetch_headers", "fetch_bodies"} & set(world.calls)


def test_large_mails_come_after_all_others(world, monkeypatch):
    monkeypatch.setattr(backfill, "SMALL", 2_000)
    world.deliver(*range(6))
    uid = world.server.deliver("INBOX", mail(9, body="x" * 3_000), world.clock.now(), [])
    world.deliver(10, mailbox="Work")
    world.sync()
    assert world.calls.count("fetch_bodies") == 1
    assert world.calls.index("fetch_bodies") > max(n for n, call in enumerate(world.calls) if call == "fetch_mails")
    assert world.cached()["INBOX"][uid][2] is not None
    world.assert_same()


def test_mails_that_another_mailbox_has_come_by_their_headers(world):
    world.deliver(*range(30))
    world.deliver(*range(30), mailbox="Work")
    world.sync()
    world.assert_same()
    assert world.calls.count("fetch_headers") > 0
    assert "fetch_bodies" not in world.calls


def test_a_body_that_is_missing_here_comes_along_with_its_twin(tmp_path):
    cache = Cache(tmp_path)
    raw = mail(1, body="Murciélago.")
    header, read = index_mail(raw[: raw.index(b"\r\n\r\n") + 2], raw)
    alone = NewMessage(b"1" * 16, len(raw), NOW, header.envelope, header.thread_key)
    (key,) = cache.store.writer.run("header", lambda uow: messages.find_or_add(uow, cache.account_key, [alone]))
    whole = alone._replace(content=(raw, read))
    twice = cache.store.writer.run("whole", lambda uow: messages.store_messages(uow, cache.account_key, [whole, whole]))
    assert (twice.keys, twice.marks, twice.known) == ([key, key], [False, False], 2)
    with cache.store.reading() as connection:
        assert bodies.load_raw(connection, key) == raw
        assert list(connection.exec_driver_sql(FOUND, ("murcielago",)).scalars()) == [key]
        assert messages.count_bodies_missing(connection, cache.account_key) == 0
    cache.store.close()


@pytest.mark.parametrize("error", ["refused", "dead", "confused"])
def test_what_goes_wrong_makes_headers_come_first(world, error, monkeypatch):
    failures = {
        "refused": ServerRefusal("server_refused", host="h", said="no partial fetch"),
        "dead": ConnectionFailure("connection_lost", host="h"),
        "confused": ProtocolError("server_confused", host="h", said="?"),
    }
    asked = []

    def fetch_mails(client, uids, *, most):
        asked.append(uids)
        raise failures[error]

    monkeypatch.setattr(ImapClient, "fetch_mails", fetch_mails)
    world.deliver(*range(12))
    made = world.engine.worker_for(world.account_key)
    for _ in range(3):
        with contextlib.suppress(ConnectionFailure, ProtocolError):
            made.run_until_done()
    assert len(asked) == 1
    world.assert_same()


@pytest.mark.parametrize("after", range(30, 90, 12))
def test_a_stream_that_is_cut_is_made_up_for(tmp_path, after):
    world = World(tmp_path / "profile")
    try:
        world.deliver(*range(12))
        world.faults.cut_after_lines(after, Ending.RESET)
        with contextlib.suppress(ConnectionFailure, ProtocolError):
            world.sync()
        world.faults.reset()
        world.restart()
        world.sync()
        world.assert_same()
    finally:
        world.close()


def test_answers_left_out_keep_the_frontier_above_them(world):
    uids = world.deliver(*range(12))
    world.faults.omit_fetch(uids[2:7])
    world.sync()
    assert len(world.cached()["INBOX"]) == 7
    world.faults.reset()
    world.sync()
    world.assert_same()


def test_it_goes_on_after_a_death_at_any_point(tmp_path):
    at, passed = 0, 1
    while at < passed:
        world = World(tmp_path / str(at))
        try:
            world.deliver(*range(12))
            world.death.watch(at)
            with contextlib.suppress(Killed):
                world.sync()
            passed = max(passed, len(world.death.points))
            world.restart()
            world.sync()
            world.assert_same()
        finally:
            world.close()
        at += 5


def test_a_mailbox_that_is_wanted_anew_meanwhile_is_not_called_complete(world):
    """The frontier is moved under a step that is still being written."""
    world.deliver(*range(12))
    made = world.engine.worker_for(world.account_key)
    gateway = made._connect()
    session = made._session(gateway)
    while "fetch_mails" not in world.calls:
        session.step()
    key = world.mailbox_key("INBOX")
    world.engine.store.writer.run("anew", lambda uow: mailboxes.set_state(uow, key, backfill_floor=100))
    while session.step():
        pass
    gateway.close()
    world.assert_same()
    state = world.engine.store.read(lambda connection: mailboxes.load_state(connection, key))
    assert state.backfill_floor == 1
