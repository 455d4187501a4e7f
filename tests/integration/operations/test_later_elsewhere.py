"""Mail that one computer put off is woken by another too, exactly once: by keywords on the mail in Later, on each server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import Archive, SetSeen, Snooze
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.mail.later_keyword import keyword_of, marks_in, origin_keyword
from desktop.core.store import snoozes
from tests.fakes.real_world import RealWorld
from tests.fakes.second_computer import SecondComputer
from tests.fakes.servers import AND_REAL_SERVERS, dovecot_server, real_server
from tests.fakes.world import NOW, Killed, World

__all__ = ["dovecot_server"]
HOUR = 3600
MORNING = (NOW + 15 * HOUR) // 60 * 60
GRACE = 30


@pytest.fixture(params=["embedded", pytest.param("dovecot", marks=pytest.mark.dovecot), *AND_REAL_SERVERS])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    if request.param in ("embedded", "dovecot"):
        on = request.getfixturevalue("dovecot_server") if request.param == "dovecot" else None
        made = World(tmp_path / "first", on=on)
    else:
        made = RealWorld(tmp_path / "first", real_server(request.param))
    fill(made)
    yield made
    made.close()
    assert not made.imap.failures


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "first")
    fill(made)
    yield made
    made.close()


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[..., SecondComputer]]:
    made: list[SecondComputer] = []

    def make(first: World, ahead: int = 0) -> SecondComputer:
        made.append(SecondComputer(first, tmp_path / f"other-{len(made)}", ahead=ahead))
        made[-1].sync()
        return made[-1]

    yield make
    for one in made:
        one.close()


def fill(world: World) -> None:
    world.deliver(1, 2, flags=["\\Seen"])
    world.deliver(3, mailbox="Work", flags=["\\Seen"])
    world.sync()


def put_off(world: World, number: int, mailbox: str = "INBOX", until: int = MORNING) -> int | None:
    return world.wish(Snooze((world.key(mailbox, number),), until)).undo_key


def follow(*computers: World) -> None:
    for one in computers:
        for _ in range(3):
            one.pass_time(30)
        assert not one.engine.operations()
        if not one.lacks_uidplus:
            one.assert_same()


def wake(world: World, at: int) -> int:
    world.clock.set(at)
    return world.engine.bring_back()


def waiting(world: World) -> int | None:
    return world.engine.store.read(snoozes.load_next)


def flags_of(world: World, mailbox: str, number: int) -> frozenset[str]:
    (found,) = (flags for name, flags, _ in world.standing()[mailbox].values() if name == f"m{number}@example.org")
    return found


def marks(world: World) -> set[str]:
    """Left anywhere on the server."""
    return {mark for box in world.standing().values() for _, flags, _ in box.values() for mark in marks_in(flags)}


def assert_back(world: World) -> None:
    """Once, where they were, unread, with nothing left behind."""
    assert (world.server_numbers("INBOX"), world.server_numbers("Work")) == ([1, 2], [3])
    assert world.server_numbers("Later") == []
    assert "\\Seen" not in flags_of(world, "INBOX", 1) | flags_of(world, "Work", 3)
    assert marks(world) == set()


def test_it_carries_its_moment_and_where_it_came_from(either: World):
    world = either
    put_off(world, 1)
    put_off(world, 3, "Work")
    follow(world)
    assert marks_in(flags_of(world, "Later", 1)) == {keyword_of(MORNING)}
    came_from = next(row.name for row in world.engine.mailboxes() if row.mailbox_key == world.mailbox_key("Work"))
    assert marks_in(flags_of(world, "Later", 3)) == {keyword_of(MORNING), origin_keyword(came_from)}
    assert wake(world, MORNING) == 2
    follow(world)
    assert_back(world)


def test_another_computer_takes_over_when_the_first_is_gone(either: World, another):
    world = either
    put_off(world, 1)
    put_off(world, 3, "Work")
    follow(world)
    other = another(world)
    rows = other.engine.rows(other.shown("Later"))
    assert [row.snoozed_until for row in rows.values()] == [MORNING + GRACE] * 2
    assert wake(other, MORNING) == 0
    assert wake(other, MORNING + 60) == 2, "within a minute"
    follow(other)
    assert_back(world)
    assert wake(world, MORNING + HOUR) == 2, "it has not seen the server since"
    follow(world)
    assert_back(world)


@pytest.mark.parametrize("first_follows", [True, False])
def test_both_wake_it_without_a_network_and_it_is_read_in_between(either: World, another, first_follows: bool):
    world = either
    put_off(world, 1)
    follow(world)
    other = another(world)
    assert wake(world, MORNING) == wake(other, MORNING + GRACE) == 1
    one, late = (world, other) if first_follows else (other, world)
    follow(one)
    one.wish(SetSeen((one.key("INBOX", 1),), True))
    follow(one)
    follow(late)
    follow(one)
    assert world.server_numbers("INBOX") == [1, 2]
    assert "\\Seen" in flags_of(world, "INBOX", 1), "unread once"
    assert marks(world) == set()
    if not world.lacks_uidplus:  # else each shows what the other could only mark
        assert one.numbers("INBOX") == late.numbers("INBOX") == [1, 2]


@pytest.mark.parametrize("ahead", [7 * HOUR, pytest.param(-7 * HOUR, marks=pytest.mark.slow)])
def test_clocks_apart_cost_minutes_and_no_mail(world: World, another, ahead: int):
    put_off(world, 1)
    follow(world)
    other = another(world, ahead)
    for hour in range(0, 24, 8):
        for one in (world, other):
            wake(one, NOW + hour * HOUR + (ahead if one is other else 0))
            follow(one)
    assert world.server_numbers("INBOX") == [1, 2]
    assert marks(world) == set()


def test_another_moment_is_followed(world: World, another):
    put_off(world, 1)
    follow(world)
    other = another(world)
    put_off(world, 1, "Later", MORNING + 5 * HOUR)
    follow(world)
    assert marks(world) == {keyword_of(MORNING + 5 * HOUR)}
    other.sync()
    assert waiting(other) == MORNING + 5 * HOUR
    put_off(other, 1, "Later", MORNING + 2 * HOUR)
    follow(other)
    world.sync()
    assert waiting(world) == MORNING + 2 * HOUR
    assert wake(world, MORNING + 2 * HOUR) == 1
    follow(world, other)
    assert marks(world) == set()
    assert wake(other, MORNING + 9 * HOUR) == 0


def test_undo_takes_the_keyword_along(world: World, another):
    key = put_off(world, 1)
    follow(world)
    other = another(world)
    assert world.engine.undo(key).result(30).done == "undone"
    follow(world, other)
    assert marks(world) == set()
    assert wake(other, MORNING + HOUR) == 0
    assert world.server_numbers("INBOX") == [1, 2]


def test_who_takes_it_out_by_hand_takes_the_keyword_away(world: World):
    put_off(world, 1)
    follow(world)
    world.wish(Archive((world.key("Later", 1),)))
    follow(world)
    assert marks(world) == set()
    world.engine.undo().result(30)
    follow(world)
    assert marks(world) == {keyword_of(MORNING)}


def test_back_now_on_the_other_computer(world: World, another):
    put_off(world, 1)
    follow(world)
    other = another(world)
    put_off(other, 1, "Later", 0)
    follow(other, world)
    assert world.server_numbers("INBOX") == [1, 2]
    assert marks(world) == set()
    assert wake(world, MORNING) == 0


def test_what_another_program_writes_is_read_strictly(world: World):
    world.server.create("Later")
    junk = [f"$Later-{number}" for number in range(300)]
    bad = ["$Later-20261301T0800Z", "$Later-19700101T0000Z", "$Later-99991231T2359Z", "$LaterFrom-zz"]
    past, future = keyword_of(NOW - HOUR), keyword_of(NOW + HOUR)
    for number, flags in enumerate([bad, [*junk, *bad], [past, future, *bad], [future]], 10):
        world.deliver(number, mailbox="Later", flags=["\\Seen", *flags])
    world.sync()
    assert wake(world, NOW + 60) == 1, "the one whose moment is over"
    assert world.numbers("INBOX") == [1, 2, 12]
    assert wake(world, NOW + HOUR + 60 + GRACE) == 1
    for _ in range(3):
        world.pass_time(30)
    assert world.server_numbers("Later") == [10, 11]
    assert not marks_in(flags_of(world, "INBOX", 12))


@pytest.mark.parametrize("refuses", ["says so", "refuses"])
def test_a_server_without_keywords_loses_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch, refuses: str):
    if refuses == "says so":
        says = MailboxView.permanent_flags
        monkeypatch.setattr(
            MailboxView, "permanent_flags", lambda self: [one.replace(b" \\*", b"") for one in says(self)]
        )
    else:
        world.faults.refuse("UID STORE", "NO [CANNOT] No keywords here", containing="$Later", times=None)
    put_off(world, 1)
    follow(world)
    assert marks(world) == set()
    assert not any(row.state == "failed" for row in world.engine.operations())
    assert not any(one.kind == "operation_failed" for one in world.notices)
    assert wake(world, MORNING) == 1
    follow(world)
    assert world.server_numbers("INBOX") == [1, 2]


@pytest.mark.parametrize("step", [40, pytest.param(1, marks=pytest.mark.slow)])
def test_one_dies_at_any_step_of_waking(tmp_path: Path, step: int):
    at, reached = 0, True
    while reached:
        world = World(tmp_path / f"first-{at}")
        fill(world)
        put_off(world, 1)
        follow(world)
        other = SecondComputer(world, tmp_path / f"other-{at}")
        other.sync()
        assert wake(other, MORNING + GRACE) == 1
        world.clock.set(MORNING)
        world.death.watch(at)
        try:
            world.engine.bring_back()
            for _ in range(2):
                world.pass_time(30)
            reached = False
        except Killed:
            pass
        world.restart()
        follow(other)
        wake(world, MORNING + HOUR)
        for one in (world, other):
            one.settle()
        assert world.server_numbers("INBOX") == [1, 2], world.death.points[-1:]
        assert "\\Seen" not in flags_of(world, "INBOX", 1)
        assert marks(world) == set()
        other.close()
        world.close()
        at += step
    assert at > 20
