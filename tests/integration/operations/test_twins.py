"""A mail that lies in the target already and that the cache does not know, because it is older than what is fetched, is like
the mail that is on its way there. It must never be taken for it: an undo would remove the older one, and a move that has not
happened would let its original go.
"""

from __future__ import annotations

import pytest

from desktop.core.api.commands import CopyTo, MoveTo
from desktop.core.demo.mail_server.faults import When
from tests.fakes.cache import mail
from tests.fakes.two_accounts import Two, two
from tests.fakes.world import World, until_unbroken, world

__all__ = ["two", "world"]

DAY = 86_400
WHEN = (When.BEFORE, When.AFTER)


def old(clock_now: int) -> int:
    """Older than any plan keeps."""
    return clock_now - 400 * DAY


def try_without_an_answer(world: World, command: str, when: When) -> None:
    world.faults.drop(command, when=when, times=1)
    world.clock.advance(10)
    until_unbroken(world.sync)
    world.mend()


def dates(two: Two, number: int) -> list[int]:
    return [received for each, _, received in two.theirs() if each == number]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("hidden", [(), ("UIDPLUS",)], ids=["with UIDPLUS", "without"])
@pytest.mark.parametrize("moving", [True, False])
def test_an_import_takes_no_older_twin_for_its_own(two: Two, when: When, hidden: tuple[str, ...], moving: bool):
    two.faults.hide(*hidden)
    twin = two.eva.deliver("Kept", mail(1), old(two.clock.now()))
    two.sync()
    wish = (MoveTo if moving else CopyTo)((two.inbox(1),), two.kept())
    two.wish(wish)
    try_without_an_answer(two, "APPEND", when)
    two.settle()
    assert len(dates(two, 1)) == 2
    assert two.seen(two.account_key, "INBOX") == ([2, 3] if moving else [1, 2, 3])
    two.engine.undo().result(30)
    two.settle()
    left = [one for one in two.eva.snapshot()["Kept"].messages if "\\Deleted" not in one.flags]
    assert twin in {one.uid for one in left}
    assert len(left) == 2
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]


@pytest.mark.parametrize("when", WHEN)
def test_a_copy_takes_no_older_twin_for_its_own(world: World, when: When):
    world.deliver(1)
    twin = world.server.deliver("Work", mail(1), old(world.clock.now()))
    world.sync()
    world.wish(CopyTo((world.key("INBOX", 1),), world.mailbox_key("Work")))
    try_without_an_answer(world, "UID COPY", when)
    world.settle()
    assert world.server_numbers("Work") == [1, 1]
    world.engine.undo().result(30)
    world.settle()
    assert list(world.held()["Work"]) == [twin]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("hidden", [(), ("MOVE",), ("MOVE", "UIDPLUS")])
def test_a_move_takes_no_older_twin_for_its_own(world: World, when: When, hidden: tuple[str, ...]):
    world.faults.hide(*hidden)
    world.deliver(1)
    world.server.deliver("Work", mail(1), old(world.clock.now()))
    world.sync()
    world.wish(MoveTo((world.key("INBOX", 1),), world.mailbox_key("Work")))
    try_without_an_answer(world, "UID COPY" if hidden else "UID MOVE", when)
    world.settle()
    assert world.server_numbers("Work") == [1, 1]
    assert world.numbers("Work") == [1]


@pytest.mark.parametrize("when", WHEN)
def test_where_the_numbers_changed_meanwhile_the_mail_is_there_and_no_twin_goes(two: Two, when: When):
    """Whose mail it is that lies there cannot be told any more: nothing is brought twice, and an undo leaves it."""
    two.eva.deliver("Kept", mail(1), old(two.clock.now()))
    two.sync()
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    try_without_an_answer(two, "APPEND", when)
    two.eva.change_uidvalidity("Kept", renumber=True)
    two.settle()
    there = len(dates(two, 1))
    assert there == (1 if when is When.BEFORE else 2)
    assert two.seen(two.account_key, "INBOX") == [2, 3]
    two.engine.undo().result(30)
    two.settle()
    assert len(dates(two, 1)) == there
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
