"""Mail that is put off waits in Later on the server, and comes back unread where it was, once, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import Delete, DeleteMailbox, MoveTo, SetSeen, Snooze
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import snoozes
from desktop.core.store.salvage import rebuild
from desktop.core.store.store import FILE_NAME
from tests.fakes.world import NOW, World

HOUR = 3600
MORNING = NOW + 15 * HOUR


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "profile")
    made.deliver(1, 2, flags=["\\Seen"])
    made.deliver(3, mailbox="Work")
    made.sync()
    yield made
    made.close()
    assert not made.imap.failures


def put_off(world: World, number: int, mailbox: str = "INBOX", until: int = MORNING) -> int | None:
    return world.wish(Snooze((world.key(mailbox, number),), until)).undo_key


def wake(world: World, at: int = MORNING) -> list[tuple[str, str]]:
    """The moment comes; (how many came back, how many were lost) of each notice."""
    world.clock.set(at)
    world.engine.bring_back()
    told = [dict(one.parameters) for one in world.notices if one.kind == "came_back"]
    world.notices.clear()
    return [(about["count"], about["lost"]) for about in told]


def follow(world: World) -> None:
    for _ in range(3):
        world.pass_time(30)
    assert not world.engine.operations()
    world.assert_same()


def waiting(world: World) -> int | None:
    return world.engine.store.read(snoozes.load_next)


def flags_of(world: World, mailbox: str, number: int) -> frozenset[str]:
    return next(flags for name, flags, _ in world.held()[mailbox].values() if name == f"m{number}@example.org")


def test_it_waits_in_later_and_comes_back_unread(world: World):
    put_off(world, 1)
    put_off(world, 3, "Work", MORNING + HOUR)
    assert (world.numbers("INBOX"), world.numbers("Work"), world.numbers("Later")) == ([2], [], [1, 3])
    rows = world.engine.rows(world.shown("Later"))
    assert sorted(row.snoozed_until or 0 for row in rows.values()) == [MORNING, MORNING + HOUR]
    follow(world)
    assert world.server_numbers("Later") == [1, 3]
    assert wake(world, MORNING - 1) == []
    assert wake(world) == [("1", "0")]
    assert (world.numbers("INBOX"), world.numbers("Later")) == ([1, 2], [3])
    assert wake(world, MORNING + HOUR) == [("1", "0")]
    follow(world)
    assert (world.server_numbers("INBOX"), world.server_numbers("Work"), world.server_numbers("Later")) == (
        [1, 2],
        [3],
        [],
    )
    assert "\\Seen" not in flags_of(world, "INBOX", 1)
    assert waiting(world) is None


def test_the_notice_names_the_rows_that_are_shown_now(world: World):
    put_off(world, 1)
    world.clock.set(MORNING)
    world.engine.bring_back()
    (notice,) = (one for one in world.notices if one.kind == "came_back")
    assert notice.locations == (world.key("INBOX", 1),)
    assert not world.engine.rows(notice.locations)[notice.locations[0]].seen


def test_all_of_it_without_a_network(world: World):
    put_off(world, 1)
    assert wake(world) == [("1", "0")]
    assert world.numbers("INBOX") == [1, 2]
    follow(world)
    assert (world.server_numbers("INBOX"), world.server_numbers("Later")) == ([1, 2], [])
    assert "\\Seen" not in flags_of(world, "INBOX", 1)


@pytest.mark.parametrize("followed", [False, True])
def test_undo_brings_it_back_and_it_is_not_woken(world: World, followed: bool):
    key = put_off(world, 1)
    if followed:
        follow(world)
    world.engine.undo(key).result(30)
    assert (world.numbers("INBOX"), world.numbers("Later")) == ([1, 2], [])
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2]
    assert wake(world) == []
    assert "\\Seen" in flags_of(world, "INBOX", 1)


def test_another_moment_and_its_undo(world: World):
    put_off(world, 1)
    key = put_off(world, 1, "Later", MORNING + HOUR)
    assert waiting(world) == MORNING + HOUR
    world.engine.undo(key).result(30)
    assert (waiting(world), world.numbers("Later")) == (MORNING, [1])
    assert wake(world) == [("1", "0")]
    assert world.numbers("INBOX") == [1, 2]


def test_back_now_and_its_undo(world: World):
    put_off(world, 1)
    key = put_off(world, 1, "Later", 0)
    assert (world.numbers("INBOX"), waiting(world)) == ([1, 2], None)
    world.engine.undo(key).result(30)
    assert (world.numbers("Later"), waiting(world)) == ([1], MORNING)
    assert put_off(world, 2, until=0) is None, "it does not wait"
    assert world.numbers("INBOX") == [2]


def test_after_a_kill_it_comes_back_once(world: World):
    put_off(world, 1)
    world.restart()
    assert wake(world, MORNING + 90 * HOUR) == [("1", "0")]
    world.restart()
    assert wake(world, MORNING + 91 * HOUR) == []
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2]


def test_who_takes_it_out_of_later_has_dealt_with_it(world: World):
    for number in (1, 2):
        put_off(world, number)
    follow(world)
    world.wish(MoveTo((world.key("Later", 1),), world.mailbox_key("Work")))
    world.wish(Delete((world.key("Later", 2),)))
    follow(world)
    assert wake(world) == []
    assert (world.numbers("INBOX"), world.numbers("Work"), world.numbers("Trash")) == ([], [1, 3], [2])


def test_another_program_takes_it_out(world: World):
    put_off(world, 1)
    follow(world)
    ((uid, _),) = world.held()["Later"].items()
    world.server.move("Later", [uid], "Work")
    world.sync()
    assert wake(world) == []
    assert world.numbers("Work") == [1, 3]


def test_what_another_program_put_there_can_be_given_a_moment(world: World):
    world.server.create("Later")
    world.deliver(4, mailbox="Later")
    world.sync()
    assert world.engine.rows(world.shown("Later"))[world.key("Later", 4)].snoozed_until is None
    put_off(world, 4, "Later")
    assert wake(world) == [("1", "0")]
    follow(world)
    assert (world.server_numbers("INBOX"), world.server_numbers("Later")) == ([1, 2, 4], [])


def test_its_folder_is_gone_meanwhile(world: World):
    put_off(world, 3, "Work")
    follow(world)
    world.wish(DeleteMailbox(world.mailbox_key("Work")))
    world.pass_time(20)
    assert wake(world) == [("1", "0")]
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2, 3]


def test_later_has_other_numbers_meanwhile(world: World):
    put_off(world, 1)
    follow(world)
    world.server.change_uidvalidity("Later", renumber=True)
    follow(world)
    assert wake(world) == [("1", "0")]
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2]


def test_its_copy_has_left_this_computer(world: World):
    until = NOW + 120 * 24 * HOUR
    put_off(world, 1, until=until)
    follow(world)
    world.clock.set(until - HOUR)
    world.engine.sweep(at=until - HOUR)
    assert world.numbers("Later") == []
    assert wake(world, until) == [("0", "1")]
    assert world.server_numbers("Later") == [1], "the server has it all the same"


def test_a_damaged_profile_keeps_the_moment(world: World):
    put_off(world, 1)
    world.engine.close()
    rebuild(world.directory / FILE_NAME, world.clock)
    world.open()
    world.sync()
    assert (waiting(world), world.numbers("Later")) == (MORNING, [1])
    assert wake(world) == [("1", "0")]
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2]


def test_the_folder_is_known_by_its_use_and_can_be_deleted(world: World):
    put_off(world, 1)
    (later,) = (row for row in world.engine.mailboxes() if row.special_use is SpecialUse.LATER)
    assert later.name == "Later"
    follow(world)
    world.wish(Snooze((world.key("Later", 1),), 0))
    world.wish(SetSeen((world.key("INBOX", 1),), True))
    follow(world)
    world.wish(DeleteMailbox(later.mailbox_key))
    world.pass_time(20)
    assert "Later" not in world.held()
