"""What Courier and Cyrus do in their own way, played by the embedded server: mail that is written here comes there once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import DraftContent, MoveTo, SaveDraft, Send
from desktop.core.demo.mail_server.faults import Manner
from tests.fakes.world import World

COURIER = ("QRESYNC", "CONDSTORE", "MOVE", "LIST-STATUS", "LIST-EXTENDED", "SPECIAL-USE", "LITERAL+", "LITERAL-")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "profile", sends=True)
    made.faults.hide(*COURIER)
    made.faults.behave(*Manner)
    made.deliver(1, 2)
    made.sync()
    yield made
    made.close()
    assert not made.imap.failures


def settle(world: World) -> None:
    for _ in range(3):
        world.pass_time()
    assert not world.engine.operations()
    world.assert_same()


@pytest.mark.parametrize("uidplus", [True, False])
def test_a_draft_and_a_sent_mail_are_filed(world: World, uidplus: bool):
    if not uidplus:
        world.faults.hide("UIDPLUS")
    content = DraftContent(world.account_key, to="bob@example.net", subject="Plans", text="Hello")
    key = world.wish(SaveDraft(None, content)).key
    settle(world)
    assert len(world.held()["Drafts"]) == 1
    world.wish(Send(key, content, undo_seconds=0))
    world.engine.send_due()
    for _ in range(3):
        world.pass_time()
    assert not world.engine.operations()
    assert world.cached()["Sent"] == world.held()["Sent"]
    assert len(world.held()["Sent"]) == 1
    left = [flags for _, flags, _ in world.held()["Drafts"].values()]  # without UIDPLUS it stays there, marked
    assert all("\\Deleted" in flags for flags in left)
    assert bool(left) is not uidplus


def test_moves_arrive(world: World):
    world.wish(MoveTo((world.key("INBOX", 1), world.key("INBOX", 2)), world.mailbox_key("Work")))
    settle(world)
    assert world.server_numbers("Work") == [1, 2]
    assert world.server_numbers("INBOX") == []
