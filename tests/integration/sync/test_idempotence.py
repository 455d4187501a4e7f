"""A second look at an unchanged server downloads nothing, writes nothing and changes nothing, whatever the server can do."""

from __future__ import annotations

import pytest

from desktop.core.store import mailboxes
from tests.fakes.world import World, world

__all__ = ["world"]
COSTLY = {
    "UID STORE",
    "UID MOVE",
    "UID COPY",
    "UID EXPUNGE",
    "EXPUNGE",
    "CLOSE",
    "APPEND",
    "CREATE",
    "DELETE",
    "RENAME",
}


def rows_written(world: World) -> int:
    return world.engine.store.writer.submit_outside("count", lambda driver: driver.total_changes).result()


def look_often(world: World, times: int, *, written: int = 0) -> None:
    """A look a minute, at a server on which nothing happens; so many rows may be written all the same."""
    before, changes = rows_written(world), []
    world.engine.subscribe(changed=changes.append)
    for _ in range(times):
        world.faults.forget()
        world.clock.advance(60)
        world.sync()
        heard = world.faults.commands()
        assert not [one for one in heard if one.name in COSTLY]
        assert not [one for one in heard if "BODY" in one.text.upper()]
    assert rows_written(world) - before <= written
    assert not changes


@pytest.mark.parametrize(
    "hidden",
    [(), ("QRESYNC",), ("QRESYNC", "CONDSTORE"), ("LIST-STATUS",), ("LIST-STATUS", "QRESYNC", "CONDSTORE", "UIDPLUS")],
    ids=lambda hidden: "without " + (" ".join(hidden) or "nothing"),
)
def test_a_day_of_looking_costs_nothing(world, hidden):
    world.faults.hide(*hidden)
    world.deliver(*range(20))
    world.deliver(30, mailbox="Work", age=85 * 86_400)
    world.deliver(31, mailbox="Work", age=100 * 86_400)  # outside the window
    world.sync()
    world.sync()
    look_often(world, 20)
    assert world.numbers("INBOX") == list(range(20))
    assert world.numbers("Work") == [30]


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [(), ("QRESYNC",)], ids=["without nothing", "without QRESYNC"])
def test_a_look_a_minute_for_a_day_at_ten_thousand_mails_costs_nothing(world, hidden):
    world.faults.hide(*hidden)
    world.deliver(*range(10_000))
    world.sync()
    world.sync()
    look_often(
        world, 1_440, written=len(world.engine.mailboxes())
    )  # each was compared as a whole once, and that is noted
    rows = world.engine.store.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM location").scalar_one())
    assert rows == 10_000


def test_one_mail_gone_is_one_mail_gone(world):
    uids = world.deliver(*range(20))
    world.sync()
    world.server.expunge("INBOX", uids[:1])
    world.faults.forget()
    world.sync()
    assert not [one for one in world.faults.commands() if "BODY" in one.text.upper()]
    world.assert_same()


def test_swept_mail_does_not_come_back(world):
    world.deliver(1, age=89 * 86_400)
    world.deliver(2)
    world.sync()
    world.clock.advance(2 * 86_400)
    world.engine.sweep(at=world.clock.now())
    assert world.numbers("INBOX") == [2]
    for _ in range(5):
        world.clock.advance(3600)
        world.faults.forget()
        world.sync()
        assert not [one for one in world.faults.commands() if "BODY" in one.text.upper()]
    assert world.numbers("INBOX") == [2]
    assert world.server_numbers("INBOX") == [1, 2]


def test_held_removals_are_written_once(world):
    uids = world.deliver(*range(30))
    world.sync()
    world.server.expunge("INBOX", uids)
    world.sync()
    world.sync()
    before = rows_written(world)
    for _ in range(5):
        world.sync()
    assert rows_written(world) == before
    state = world.engine.store.read(lambda c: mailboxes.load_state(c, world.mailbox_key("INBOX")))
    assert len(state.held_removals) == 30
