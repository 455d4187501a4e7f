"""Servers that keep all of a user's mailboxes below "INBOX." (Courier, Cyrus as Debian ships it): what is made here goes there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import Archive, CreateMailbox, DeleteMailbox, MoveTo, RenameMailbox
from desktop.core.mail.mailbox import SpecialUse
from tests.fakes.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An account with two folders and no archive."""
    made = World(tmp_path / "profile", personal_prefix="INBOX.", special_use={"Sent": "\\Sent"})
    made.deliver(1, 2)
    made.sync()
    yield made
    made.close()
    assert not made.imap.failures


def row(world: World, name: str):
    return next(row for row in world.engine.mailboxes() if row.name == name)


def settle(world: World) -> None:
    for _ in range(3):
        world.pass_time()
    world.assert_same()
    assert not world.engine.operations()


def test_folders_are_not_shown_inside_the_inbox(world: World):
    assert (row(world, "INBOX.Work").label, row(world, "INBOX.Work").depth) == ("Work", 0)
    assert row(world, "INBOX.Sent").special_use is SpecialUse.SENT
    assert row(world, "INBOX").delimiter == "."


def test_a_new_folder(world: World):
    world.wish(CreateMailbox(world.account_key, "Plans"))
    assert row(world, "INBOX.Plans").label == "Plans"
    world.wish(CreateMailbox(world.account_key, "INBOX.Plans.2027"))
    assert row(world, "INBOX.Plans.2027").depth == 1
    world.wish(MoveTo((world.key("INBOX", 1),), row(world, "INBOX.Plans.2027").mailbox_key))
    settle(world)
    assert world.server_numbers("INBOX.Plans.2027") == [1]
    world.wish(RenameMailbox(row(world, "INBOX.Plans.2027").mailbox_key, "INBOX.Plans.2028"))
    settle(world)
    assert world.server_numbers("INBOX.Plans.2028") == [1]
    world.wish(DeleteMailbox(row(world, "INBOX.Plans.2028").mailbox_key))
    settle(world)
    assert set(world.held()) == {"INBOX", "INBOX.Sent", "INBOX.Work", "INBOX.Plans"}


def test_a_folder_that_a_wish_needs(world: World):
    world.wish(Archive((world.key("INBOX", 2),)))
    settle(world)
    assert world.server_numbers("INBOX.Archive") == [2]
    assert world.engine.undo().result(30) is not None
    settle(world)
    assert world.server_numbers("INBOX") == [1, 2]


def test_a_server_that_does_not_tell_its_prefix_is_taken_at_its_word(tmp_path: Path):
    world = World(tmp_path / "profile")
    world.faults.refuse("NAMESPACE", "NO never", times=None)
    world.sync()
    world.wish(CreateMailbox(world.account_key, "Plans"))
    settle(world)
    assert "Plans" in world.held()
    world.close()
