"""What the Sent mailbox proves of a mail that may have gone, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.operations.sent_proof import settle_doubted
from desktop.core.store import accounts, outbox
from tests.fakes.cache import Cache, settings


class Sent:
    """A server's Sent: which Message-IDs are in it, and what it was asked."""

    def __init__(self, *there: str) -> None:
        self.there, self.asked, self.refuses = there, [], False
        self.meanwhile: Callable[[], None] = lambda: None

    def select(self, mailbox: str, *, read_only: bool = False) -> None:
        assert read_only
        self.asked.append(mailbox)

    def search_message_id(self, message_id: str) -> list[int]:
        if self.refuses:
            raise ServerRefusal(Code.SERVER_REFUSED, said="busy")
        self.meanwhile()
        return [7] if message_id in self.there else []


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "profile")
    yield made
    made.store.close()


def put(cache: Cache, message_id: str, state: str, account_key: int | None = None) -> int:
    def write(uow) -> int:
        key = outbox.add_outbox(
            uow, account_key=account_key or cache.account_key, message_id=message_id, subject="x",
            envelope_from="ana@example.org", recipients=["b@example.org"], raw=b"x", not_before=0, group_key=None,
        )  # fmt: skip
        outbox.set_outbox_state(uow, key, state)
        return key

    return cache.store.writer.run("put", write)


def settle(cache: Cache, sent: Sent, account_key: int | None = None) -> None:
    cache.changes.clear()
    settle_doubted(cache.store, sent, account_key or cache.account_key)  # type: ignore[arg-type] -- what it asks of one


def queued(cache: Cache, key: int):
    return cache.store.read(lambda connection: outbox.load_queued(connection, key))


def due(cache: Cache, account_key: int | None = None) -> list[int]:
    now, account_key = cache.clock.now(), account_key or cache.account_key
    return [key for key, _ in cache.store.read(lambda connection: outbox.load_due(connection, now, account_key))]


def test_an_unknown_mail_that_is_not_in_sent_stays_as_it_is_and_nothing_is_written(cache: Cache):
    key = put(cache, "1@example.org", "unknown")
    sent = Sent()
    settle(cache, sent)
    assert sent.asked == ["Sent"]
    assert queued(cache, key).state == "unknown"
    assert cache.changes == [], "the screen is not told at each look that nothing has changed"


def test_each_is_judged_by_its_own_message_id(cache: Cache):
    gone, unknown = put(cache, "1@example.org", "unknown"), put(cache, "2@example.org", "unknown")
    settle(cache, Sent("1@example.org"))
    assert [queued(cache, key).state for key in (gone, unknown)] == ["sent", "unknown"]


def test_a_server_that_will_not_look_proves_nothing(cache: Cache):
    key, waits = put(cache, "1@example.org", "unknown"), put(cache, "2@example.org", "waiting")
    cache.store.writer.run("look", lambda uow: outbox.look_first(uow))
    sent = Sent("1@example.org")
    sent.refuses = True
    settle(cache, sent)
    assert queued(cache, key).state == "unknown"
    assert due(cache) == [], "it may have gone, and nobody has said that it has not"
    sent.refuses = False
    settle(cache, sent)
    assert queued(cache, key).state == "sent"
    assert due(cache) == [waits]


def test_an_account_without_a_sent_mailbox_is_not_asked_and_what_waited_goes(cache: Cache):
    other = cache.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("b@example.org"), "another"))
    unknown, waits = put(cache, "1@example.org", "unknown", other), put(cache, "2@example.org", "waiting", other)
    cache.store.writer.run("look", lambda uow: outbox.look_first(uow))
    sent = Sent("1@example.org", "2@example.org")
    settle(cache, sent, other)
    assert sent.asked == []
    assert queued(cache, unknown).state == "unknown"
    assert due(cache, other) == [waits]


def test_where_nothing_is_in_doubt_nobody_is_asked(cache: Cache):
    put(cache, "1@example.org", "failed")
    sent = Sent()
    settle(cache, sent)
    assert (sent.asked, cache.changes) == ([], [])


@pytest.mark.parametrize("state", ["sending", "handed_over", "failed"])
def test_what_was_decided_while_the_server_looked_stays_so(cache: Cache, state: str):
    """Its sending has begun, or its writer has taken it in hand."""
    key = put(cache, "1@example.org", "waiting")
    cache.store.writer.run("look", outbox.look_first)
    sent = Sent("1@example.org")
    sent.meanwhile = lambda: cache.store.writer.run("s", lambda uow: outbox.set_outbox_state(uow, key, state))
    settle(cache, sent)
    assert queued(cache, key).state == state


def test_what_was_taken_back_while_the_server_looked_is_not_sent(cache: Cache):
    key = put(cache, "1@example.org", "unknown")
    sent = Sent("1@example.org")
    sent.meanwhile = lambda: cache.store.writer.run("d", lambda uow: outbox.drop_outbox(uow, key))
    settle(cache, sent)
    assert queued(cache, key) is None


def test_a_power_cut_forgets_nothing_of_it(cache: Cache):
    put(cache, "1@example.org", "unknown")
    put(cache, "2@example.org", "waiting")
    cache.store.writer.run("look", outbox.look_first)
    real, durable = cache.store.writer.run, []

    def run(name, function, **how):
        durable.append(how.get("durable", False))
        return real(name, function, **how)

    cache.store.writer.run = run  # type: ignore[method-assign]
    settle(cache, Sent("1@example.org"))
    assert durable == [True, True]
