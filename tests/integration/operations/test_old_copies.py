"""An older copy of a profile is put back: what waits in its queue may have been done since. Nothing is copied twice, nothing is
lost, and nothing that may be another's is taken away.
"""

from __future__ import annotations

import shutil

import pytest

from desktop.core.api.commands import (
    Archive,
    CancelOperation,
    CopyTo,
    CreateMailbox,
    Delete,
    MoveTo,
    RetryOperation,
    SetFlagged,
)
from desktop.core.api.rows import OperationState
from desktop.core.demo.mail_server.faults import When
from tests.fakes.cache import mail
from tests.fakes.two_accounts import Two, link, linked, two
from tests.fakes.world import World, until_unbroken, world

__all__ = ["two", "world"]

LESS = [(), ("UIDPLUS",), ("MOVE",), ("MOVE", "UIDPLUS")]


def copy_profile(world: World) -> None:
    """With what waits now."""
    world.engine.close()
    shutil.copytree(world.directory, world.directory.with_name("copy"))
    world.open()


def put_back(world: World) -> None:
    world.engine.close()
    shutil.rmtree(world.directory)
    shutil.copytree(world.directory.with_name("copy"), world.directory)
    world.open()


def done_since(world: World) -> None:
    """What waits is in a copy of the profile, is done, and the copy is put back."""
    copy_profile(world)
    world.settle()
    put_back(world)


def copy_to_work(world: World) -> None:
    world.deliver(1, 2)
    world.sync()
    world.wish(CopyTo((world.key("INBOX", 1),), world.mailbox_key("Work")))


def check_copied(world: World, copies: int = 1) -> None:
    world.settle()
    assert world.engine.operations() == []
    assert (world.server_numbers("INBOX"), world.server_numbers("Work")) == ([1, 2], [1] * copies)
    assert (world.numbers("INBOX"), world.numbers("Work")) == ([1, 2], [1] * copies)
    world.assert_same()


@pytest.mark.parametrize("hidden", LESS[:2])
def test_a_copy_that_was_made_since_is_not_made_again(world: World, hidden: tuple[str, ...]):
    world.faults.hide(*hidden)
    copy_to_work(world)
    done_since(world)
    check_copied(world)


def test_a_copy_of_which_the_queue_asks_before_the_folder_is_looked_at_is_not_made_again(world: World):
    copy_to_work(world)
    done_since(world)
    world.faults.refuse("SELECT", "NO [UNAVAILABLE] later", times=1)
    until_unbroken(world.sync)
    check_copied(world)


def test_a_copy_into_a_folder_that_waits_too_is_not_made_again(world: World):
    world.deliver(1, 2)
    world.sync()
    world.wish(CreateMailbox(world.account_key, "New"))
    world.wish(CopyTo((world.key("INBOX", 1),), world.mailbox_key("New")))
    done_since(world)
    world.settle()
    assert (world.server_numbers("New"), world.numbers("New")) == ([1], [1])
    assert world.engine.operations() == []
    world.assert_same()


def test_a_copy_that_was_not_made_is_made_once_and_can_be_undone(world: World):
    copy_to_work(world)
    copy_profile(world)
    put_back(world)
    check_copied(world)
    world.engine.undo().result(30)
    check_copied(world, copies=0)


def test_a_copy_that_is_found_is_not_taken_away_by_an_undo(world: World):
    """It may be another program's: nobody knows of what was done since."""
    copy_to_work(world)
    done_since(world)
    check_copied(world)
    world.engine.undo().result(30)
    check_copied(world)


@pytest.mark.parametrize("how", ["undo", "cancel"])
def test_a_copy_that_is_here_and_is_wished_no_more_is_still_shown(world: World, how: str):
    copy_to_work(world)
    done_since(world)
    world.faults.refuse("UID FETCH", "NO [UNAVAILABLE] later", times=1)
    until_unbroken(world.sync)
    if how == "undo":
        world.engine.undo().result(30)
    else:
        for row in world.engine.operations():
            world.wish(CancelOperation(row.operation_key))
    check_copied(world)


def test_an_older_twin_is_not_taken_for_it(world: World):
    world.server.deliver("Work", mail(1), world.clock.now() - 400 * 86_400)
    copy_to_work(world)
    copy_profile(world)
    put_back(world)
    world.settle()
    assert world.server_numbers("Work") == [1, 1]


@pytest.mark.parametrize("when", [When.BEFORE, When.AFTER])
def test_a_first_try_after_the_look_without_an_answer_is_looked_for_again(world: World, when: When):
    copy_to_work(world)
    copy_profile(world)
    put_back(world)
    world.faults.drop("UID COPY", when=when, times=1)
    world.clock.advance(10)
    until_unbroken(world.sync)
    check_copied(world)
    world.engine.undo().result(30)
    check_copied(world, copies=0)


def parked(world: World) -> int:
    (row,) = [row for row in world.engine.operations() if row.kind in ("copy", "import")]
    assert row.state is OperationState.FAILED
    return row.operation_key


def test_what_was_parked_and_has_been_tried_again_since_is_not_made_again(world: World):
    world.faults.refuse("UID COPY", "NO [OVERQUOTA] full", times=1)
    copy_to_work(world)
    world.settle()
    copy_profile(world)
    world.wish(RetryOperation(parked(world)))
    check_copied(world)
    put_back(world)
    world.wish(RetryOperation(parked(world)))
    check_copied(world)


def test_what_was_parked_and_brought_to_another_account_since_is_not_brought_again(two: Two):
    two.faults.refuse("APPEND", "NO [OVERQUOTA] full", times=1)
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    copy_profile(two)
    two.wish(RetryOperation(parked(two)))
    two.settle()
    put_back(two)
    if two.engine.operations():
        two.wish(RetryOperation(parked(two)))
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert two.seen(two.eva_key, "Kept") == [1, 9]


@pytest.mark.parametrize("hidden", LESS)
@pytest.mark.parametrize("is_linked", [False, True])
def test_a_move_that_was_made_since_ends_where_it_ended(world: World, hidden: tuple[str, ...], is_linked: bool):
    world.faults.hide(*hidden)
    world.deliver(1, 2)
    world.sync()
    if is_linked:
        world.link("INBOX", 1)
    world.wish(MoveTo((world.key("INBOX", 1),), world.mailbox_key("Work")))
    done_since(world)
    world.settle()
    assert world.engine.operations() == []
    there = [number for number in world.server_numbers("INBOX") if number != 1 or "UIDPLUS" not in hidden]
    assert there == [2]
    assert (world.numbers("INBOX"), world.numbers("Work")) == ([2], [1])
    assert world.server_numbers("Work") == [1]
    if is_linked:
        row = next(iter(world.engine.rows([world.key("Work", 1)]).values()))
        assert world.engine.linking.links((row.message_key,))[row.message_key], "its link went with it"


@pytest.mark.parametrize("wish", [Archive, Delete])
def test_what_was_archived_or_deleted_since_is_where_it_went(world: World, wish: type):
    world.deliver(1, 2)
    world.sync()
    world.wish(wish((world.key("INBOX", 1),)))
    done_since(world)
    world.settle()
    assert world.engine.operations() == []
    assert world.numbers("INBOX") == [2]
    assert sum(world.server_numbers(name).count(1) for name in world.held()) == 1
    world.assert_same()


def test_what_was_wished_after_a_move_is_done_where_the_mail_is(world: World):
    world.deliver(1, 2)
    world.sync()
    world.wish(MoveTo((world.key("INBOX", 1),), world.mailbox_key("Work")))
    world.wish(SetFlagged((world.key("Work", 1),), True))
    done_since(world)
    world.settle()
    assert world.server_numbers("Work") == [1]
    world.assert_same()
    assert all("\\Flagged" in flags for _, flags, _ in world.held()["Work"].values())


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("hidden", LESS[:2])
def test_what_was_brought_to_another_account_since_is_not_brought_again(
    two: Two, hidden: tuple[str, ...], moving: bool
):
    two.faults.hide(*hidden)
    link(two, two.box(two.account_key, "INBOX"), 1, "chat", "Mine")
    two.wish((MoveTo if moving else CopyTo)((two.inbox(1),), two.kept()))
    done_since(two)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert two.seen(two.eva_key, "Kept") == [1, 9]
    assert two.seen(two.account_key, "INBOX") == ([2, 3] if moving else [1, 2, 3])
    assert 1 in [*two.mine("INBOX"), *two.mine("Trash")]
    assert linked(two, two.kept() if moving else two.box(two.account_key, "INBOX"), 1) == ["Mine"]
    assert two.engine.operations() == []
    two.engine.undo().result(30)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9], "it may be another program's"
    assert two.engine.operations() == []


@pytest.mark.parametrize("moving", [False, True])
def test_what_was_not_brought_is_brought_once_and_can_be_undone(two: Two, moving: bool):
    two.wish((MoveTo if moving else CopyTo)((two.inbox(1),), two.kept()))
    copy_profile(two)
    put_back(two)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    two.engine.undo().result(30)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [9]
    assert two.mine("INBOX") == [1, 2, 3]
