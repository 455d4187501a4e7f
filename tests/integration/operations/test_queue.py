"""The offline queue against a real server: order, undo at every moment, refusals, and what must never be expunged."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import (
    Archive,
    CancelOperation,
    CreateMailbox,
    Delete,
    DeleteMailbox,
    MarkAllSeen,
    MarkJunk,
    MoveTo,
    RenameMailbox,
    RetryOperation,
    SetFlagged,
    SetSeen,
)
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, PlanError
from desktop.core.demo.mail_server.faults import When
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import links
from tests.fakes.world import World, until_unbroken, world

__all__ = ["world"]


@pytest.fixture
def five(world: World) -> World:
    world.deliver(*range(5))
    world.sync()
    return world


def settle(world: World, times: int = 4) -> None:
    for _ in range(times):
        world.pass_time()
    world.assert_same()


def flags_of(world: World, mailbox: str, number: int) -> set[str]:
    return next(set(flags) for token, flags, _ in world.held()[mailbox].values() if token == f"m{number}@example.org")


# order


def test_what_stands_on_a_move_waits_for_it_however_long(five):
    """The move is put off for an hour; the star on its result must not give up meanwhile."""
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    five.wish(SetFlagged((five.key("Work", 1),), True))
    five.faults.refuse("UID MOVE", "NO [UNAVAILABLE] later", times=5)
    for _ in range(20):
        five.clock.advance(30)
        until_unbroken(five.sync)
    settle(five)
    five.clock.advance(4000)
    settle(five)
    assert five.server_numbers("Work") == [1]
    assert "\\Flagged" in flags_of(five, "Work", 1)
    assert not five.engine.operations()


def test_a_put_off_operation_holds_up_no_other_mail(five):
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    five.wish(SetFlagged((five.key("INBOX", 2),), True))
    five.faults.refuse("UID MOVE", "NO [UNAVAILABLE] later", times=1)
    five.pass_time(4)
    assert "\\Flagged" in flags_of(five, "INBOX", 2)
    assert [row.kind for row in five.engine.operations()] == ["move"]
    settle(five)
    assert five.server_numbers("Work") == [1]


def test_what_waits_names_the_use_of_its_mailbox(five):
    """So that an old copy of a draft is not called a mail that is deleted for good."""
    five.deliver(9, mailbox="Drafts")
    five.sync()
    five.wish(Delete((five.key("Drafts", 9),), permanent=True))
    five.wish(SetFlagged((five.key("INBOX", 2),), True))
    assert {row.kind: row.special_use for row in five.engine.operations()} == {
        "expunge": SpecialUse.DRAFTS,
        "store": SpecialUse.INBOX,
    }


def test_a_folder_with_folders_in_it_is_not_deleted(five):
    five.server.create("Plans/2027")
    five.server.create("Plans")
    five.sync()
    with pytest.raises(BandejaError) as refused:
        five.wish(DeleteMailbox(five.mailbox_key("Plans")))
    assert refused.value.code is Code.FOLDER_HAS_FOLDERS


def test_the_later_of_two_contradicting_wishes_wins_when_the_first_is_put_off(five):
    key = five.key("INBOX", 1)
    five.wish(SetSeen((key,), True))
    five.faults.refuse("UID STORE", "NO [UNAVAILABLE] later", times=1)
    five.pass_time(1)
    five.wish(SetSeen((key,), False))
    five.pass_time(1)
    settle(five)
    assert "\\Seen" not in flags_of(five, "INBOX", 1)


def test_mail_goes_into_a_folder_that_is_made_first(five):
    five.wish(CreateMailbox(five.account_key, "Plans"))
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Plans")))
    five.faults.refuse("CREATE", "NO [UNAVAILABLE] later", times=1)
    five.pass_time(4)
    assert not five.faults.commands("UID MOVE")
    settle(five)
    assert five.server_numbers("Plans") == [1]


def test_a_folder_is_not_deleted_before_the_mail_that_should_leave_it(five):
    five.server.create("Plans")
    five.deliver(9, mailbox="Plans")
    five.sync()
    five.wish(MoveTo((five.key("Plans", 9),), five.mailbox_key("Work")))
    five.wish(DeleteMailbox(five.mailbox_key("Plans")))
    five.faults.refuse("UID MOVE", "NO [UNAVAILABLE] later", times=2)
    for _ in range(3):
        five.pass_time(11)
    settle(five)
    assert five.server_numbers("Work") == [9]
    assert "Plans" not in five.held()


def test_a_folder_whose_mail_could_not_leave_is_not_deleted(five):
    five.server.create("Plans")
    five.deliver(9, mailbox="Plans")
    five.sync()
    five.wish(MoveTo((five.key("Plans", 9),), five.mailbox_key("Work")))
    five.wish(DeleteMailbox(five.mailbox_key("Plans")))
    five.faults.refuse("UID MOVE", "NO [OVERQUOTA] full", times=1)
    settle(five)
    assert five.server_numbers("Plans") == [9]
    assert {row.kind for row in five.engine.operations() if row.state == "failed"} == {"move", "delete_mailbox"}
    assert five.numbers("Plans") == [9]


def test_renamed_twice_and_deleted_offline(five):
    five.server.create("Plans")
    five.server.create("Plans/2026")
    five.deliver(9, mailbox="Plans/2026")
    five.sync()
    key = five.mailbox_key("Plans")
    five.wish(RenameMailbox(key, "Dreams"))
    assert {"Dreams", "Dreams/2026"} <= {row.name for row in five.engine.mailboxes()}
    five.wish(RenameMailbox(key, "Hopes"))
    settle(five)
    assert five.server_numbers("Hopes/2026") == [9]
    assert five.numbers("Hopes/2026") == [9]
    five.wish(RenameMailbox(five.mailbox_key("Hopes/2026"), "Done"))
    five.wish(DeleteMailbox(five.mailbox_key("Done")))
    settle(five)
    assert not [name for name in five.held() if name in ("Done", "Hopes/2026", "Dreams", "Plans")]


def test_a_rename_that_was_done_without_an_answer_is_one_folder(five):
    five.server.create("Plans")
    five.deliver(9, mailbox="Plans")
    five.sync()
    five.wish(RenameMailbox(five.mailbox_key("Plans"), "Dreams"))
    five.faults.drop("RENAME", when=When.AFTER)
    until_unbroken(five.sync)
    five.sync()  # before the operation's next try
    settle(five)
    assert [row.name for row in five.engine.mailboxes() if row.name in ("Plans", "Dreams")] == ["Dreams"]
    assert five.numbers("Dreams") == [9]
    assert not five.engine.operations()


def test_a_name_that_is_taken_or_will_be_is_refused(five):
    five.wish(RenameMailbox(five.mailbox_key("Work"), "Dreams"))
    for name in ("Dreams", "Archive"):
        with pytest.raises(BandejaError, match="already a folder"):
            five.wish(CreateMailbox(five.account_key, name))


# undo


def test_undo_of_a_deletion_that_was_done_without_an_answer_brings_the_mail_back(five):
    five.wish(Delete((five.key("INBOX", 1),)))
    five.clock.advance(10)
    five.faults.drop("UID MOVE", when=When.AFTER)
    until_unbroken(five.sync)
    assert five.server_numbers("Trash") == [1]
    assert five.engine.undo().result(10).done == "undone"
    assert 1 in five.numbers("INBOX")
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 2, 3, 4]
    assert not five.engine.operations()


@pytest.mark.parametrize("crash", [False, True])
@pytest.mark.parametrize("permanent", [False, True])
def test_undo_of_a_deletion_within_its_time_with_a_crash_between(five, permanent, crash):
    five.server.set_flags("INBOX", sorted(five.held()["INBOX"])[1:2], ["\\Flagged", "$Label1"])
    five.sync()
    five.wish(Delete((five.key("INBOX", 1),), permanent=permanent))
    assert 1 not in five.numbers("INBOX")
    five.clock.advance(1)
    five.sync()
    if crash:
        five.restart()
    assert five.engine.undo().result(10).done == "undone"
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 2, 3, 4]
    assert flags_of(five, "INBOX", 1) == {"\\Flagged", "$Label1"}


def test_undo_of_a_finished_move_and_of_that_again_does_nothing_twice(five):
    receipt = five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    settle(five)
    assert five.engine.undo(receipt.undo_key).result(10).done == "undone"
    assert five.engine.undo(receipt.undo_key).result(10).done == "nothing"
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 2, 3, 4]
    assert five.server_numbers("Work") == []


def test_undo_follows_the_mail_to_where_a_later_wish_takes_it(five):
    first = five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    settle(five)
    five.wish(MoveTo((five.key("Work", 1),), five.mailbox_key("Archive")))
    assert five.engine.undo(first.undo_key).result(10).done == "undone"
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 2, 3, 4]


def test_a_permanent_deletion_that_is_done_cannot_be_undone_and_says_so(five):
    five.wish(Delete((five.key("INBOX", 1),), permanent=True))
    settle(five)
    assert five.engine.undo().result(10).done == "too_late"


def test_undo_of_a_made_folder_takes_no_mail_with_it(five):
    five.wish(CreateMailbox(five.account_key, "Plans"))
    settle(five)
    five.deliver(9, mailbox="Plans")
    assert five.engine.undo().result(10).done == "undone"
    for _ in range(3):
        five.pass_time()
    assert five.server_numbers("Plans") == [9]
    assert [row.kind for row in five.engine.operations()] == ["delete_mailbox"]


def test_cancelling_what_may_have_been_done_brings_it_back(five):
    five.wish(SetFlagged((five.key("INBOX", 1),), True))
    five.faults.drop("UID STORE", when=When.AFTER)
    until_unbroken(five.sync)
    (row,) = five.engine.operations()
    five.wish(CancelOperation(row.operation_key))
    settle(five)
    assert "\\Flagged" not in flags_of(five, "INBOX", 1)


# refusals


def test_a_refused_wish_is_put_back_told_and_can_be_made_again(five):
    five.wish(MoveTo((five.key("INBOX", 1), five.key("INBOX", 2)), five.mailbox_key("Work")))
    five.faults.refuse("UID MOVE", "NO [OVERQUOTA] Mailbox is full")
    five.pass_time()
    assert five.numbers("INBOX") == [0, 1, 2, 3, 4]
    (row,) = five.engine.operations()
    assert (row.state, row.count) == ("failed", 2)
    assert "Mailbox is full" in row.said
    assert [notice.kind for notice in five.notices] == ["operation_failed"]
    receipt = five.wish(RetryOperation(row.operation_key))
    assert receipt.count == 2
    assert five.numbers("Work") == [1, 2]
    settle(five)
    assert five.server_numbers("Work") == [1, 2]
    assert five.engine.undo(receipt.undo_key).result(10).count == 2
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 2, 3, 4]


def test_a_refused_folder_disappears_and_can_be_wished_for_again(five):
    five.wish(CreateMailbox(five.account_key, "Plans"))
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Plans")))
    five.faults.refuse("CREATE", "NO [CANNOT] no")
    for _ in range(3):
        five.pass_time()
    assert "Plans" not in {row.name for row in five.engine.mailboxes()}
    assert five.numbers("INBOX") == [0, 1, 2, 3, 4]
    create = next(row for row in five.engine.operations() if row.kind == "create_mailbox")
    five.wish(RetryOperation(create.operation_key))
    settle(five)
    assert "Plans" in five.held()


def test_a_refused_copy_of_a_sent_mail_is_kept_until_it_is_there(sending_five):
    world = sending_five
    world.faults.refuse("APPEND", "NO [OVERQUOTA] Mailbox is full")
    world.pass_time()
    for _ in range(3):
        world.deliver(50, mailbox="Sent")
        world.pass_time()
    (row,) = world.engine.operations()
    assert (row.kind, row.state) == ("append", "failed")
    world.wish(RetryOperation(row.operation_key))
    settle(world)
    assert world.server_numbers("Sent").count(-1) == 1


@pytest.fixture
def sending_five(tmp_path):
    from desktop.core.api.commands import DraftContent, Send

    world = World(tmp_path / "profile", sends=True)
    world.sync()
    world.wish(Send(None, DraftContent(world.account_key, to="bob@example.com", subject="S", text="T"), undo_seconds=0))
    assert world.engine.send_due() == 1
    yield world
    world.close()


def test_a_fault_of_ours_does_not_hold_up_the_queue(five, monkeypatch):
    from desktop.core.operations import executor

    five.wish(SetFlagged((five.key("INBOX", 1),), True))
    monkeypatch.setattr(executor.Executor, "_store_flags", lambda *arguments: 1 / 0)
    for _ in range(executor.GIVE_UP_AFTER + 2):
        five.clock.advance(5000)
        try:
            five.sync()
        except ZeroDivisionError:
            continue
    (row,) = five.engine.operations()
    assert row.state == "failed"
    five.sync()


# what must not be


@pytest.mark.parametrize("permanent", [True, False])
def test_without_uidplus_no_foreign_mail_is_ever_expunged(world, permanent):
    world.faults.hide("UIDPLUS", "MOVE")
    uids = world.deliver(*range(8))
    world.sync()
    world.server.set_flags("INBOX", uids[3:], ["\\Deleted"])  # another program has marked five
    world.wish(Delete((world.key("INBOX", 1),), permanent=permanent))
    for _ in range(3):
        world.pass_time()
    assert not [one for one in world.faults.commands() if one.name in ("EXPUNGE", "UID EXPUNGE", "CLOSE")]
    assert world.server_numbers("INBOX") == list(range(8))
    assert "\\Deleted" in flags_of(world, "INBOX", 1)
    assert 1 not in world.numbers("INBOX")
    assert world.server_numbers("Trash") == ([] if permanent else [1])
    assert not world.engine.operations()


def test_with_uidplus_exactly_that_mail_is_expunged(five):
    uids = sorted(five.held()["INBOX"])
    five.server.set_flags("INBOX", uids[3:], ["\\Deleted"])
    five.wish(Delete((five.key("INBOX", 1),), permanent=True))
    settle(five)
    assert five.server_numbers("INBOX") == [0, 2, 3, 4]
    assert [one.text.split()[-1] for one in five.faults.commands("UID EXPUNGE")] == [str(uids[1])]


def test_linked_mail_and_folders_that_hold_some_are_not_deleted(five):
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    settle(five)
    five.link("Work", 1)
    for command in (Delete((five.key("Work", 1),)), DeleteMailbox(five.mailbox_key("Work"))):
        with pytest.raises(PlanError) as refused:
            five.wish(command)
        assert refused.value.code is Code.LINKED_TO_TASK


def test_a_wish_about_mail_that_has_just_left_changes_nothing(five):
    """The list on the screen may be a moment old."""
    key = five.key("INBOX", 1)
    five.wish(MoveTo((key,), five.mailbox_key("Work")))
    for command in (Archive((key,)), Delete((key,)), MarkJunk((key,), True), MoveTo((key,), five.mailbox_key("Junk"))):
        assert five.wish(command).count == 0
    settle(five)
    assert five.server_numbers("Work") == [1]


def test_a_copy_that_another_client_made_is_not_taken_for_the_moved_mail(five):
    """Both are in the target in the end, and the cache knows both."""
    five.wish(MoveTo((five.key("INBOX", 1),), five.mailbox_key("Work")))
    five.server.copy("INBOX", sorted(five.held()["INBOX"])[1:2], "Work")
    five.sync()
    settle(five)
    assert five.server_numbers("Work") == [1, 1]
    assert five.numbers("Work") == [1, 1]


def test_two_copies_moved_and_lost_from_sight_are_two_mails(five):
    uids = five.deliver(7, 7)
    five.sync()
    keys = tuple(key for key in five.shown("INBOX") if "m7@" in str(five.engine.message(key)))
    assert len(keys) == 2
    assert len(uids) == 2
    five.wish(MoveTo(keys, five.mailbox_key("Work")))
    five.clock.advance(10)
    five.faults.drop("UID MOVE", when=When.AFTER)
    until_unbroken(five.sync)
    settle(five)
    assert five.server_numbers("Work") == [7, 7]


def test_mark_all_read_of_a_large_folder_is_one_command(five):
    five.deliver(*range(100, 400))
    five.sync()
    receipt = five.wish(MarkAllSeen(five.mailbox_key("INBOX")))
    assert receipt.count == 305
    five.faults.forget()
    settle(five)
    assert len(five.faults.commands("UID STORE")) == 1


def test_without_a_network_nothing_is_lost_or_given_up(five):
    for number in range(4):
        five.wish(SetFlagged((five.key("INBOX", number),), True))
    five.wish(Delete((five.key("INBOX", 4),)))
    five.imap.stop()
    for _ in range(30):
        five.clock.advance(7200)
        with pytest.raises(ConnectionFailure):
            five.sync()
    assert sum(row.count for row in five.engine.operations()) == 5
    assert all(row.state == "waiting" and row.attempts == 0 for row in five.engine.operations())


def test_a_mail_that_became_a_task_after_it_was_deleted_for_good_stays(five):
    """It was still open in a window of its own."""
    row = next(iter(five.engine.rows([five.key("INBOX", 1)]).values()))
    five.wish(Delete((five.key("INBOX", 1), five.key("INBOX", 2)), permanent=True))
    five.engine.store.writer.run(
        "link", lambda uow: links.add_link(uow, row.message_key, "task", "local", "1", "Call Bob", "open")
    )
    settle(five)
    assert five.server_numbers("INBOX") == [0, 1, 3, 4]
    assert five.numbers("INBOX") == [0, 1, 3, 4]
    assert [("Call Bob" in one.said, one.count) for one in five.engine.operations()] == [(True, 1)]
