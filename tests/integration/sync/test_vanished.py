"""Mail, and whole mailboxes, that vanish: a few follow the server, a mass waits for a person, linked copies never go."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import AcceptRemovals, SetSeen
from desktop.core.demo.mail_server.mailstore import MailStore
from tests.fakes.world import World, world

__all__ = ["world"]
MANY = 40


def held(world: World, name: str) -> int:
    return next((row.held_removals for row in world.engine.mailboxes() if row.name == name), 0)


def told(world: World) -> list[tuple[str, str]]:
    """(mailbox, count) of each time the user was asked."""
    asked = [dict(notice.parameters) for notice in world.notices if notice.kind == "mass_removal"]
    return [(one["mailbox"], one["count"]) for one in asked]


def filled(world: World, mailbox: str = "INBOX", count: int = MANY) -> list[int]:
    uids = world.deliver(*range(count), mailbox=mailbox)
    world.sync()
    return uids


def wipe(world: World) -> None:
    world.server.expunge("INBOX", sorted(world.held()["INBOX"]))


def replace_server(world: World) -> None:
    """Another, empty server behind the same name and password."""
    other = MailStore(world.clock, first_uidvalidity=90_000).add_account("ana", "secret")
    with world.mailstore.lock:
        old = dict(world.server.mailboxes)
        world.server.mailboxes = other.mailboxes
        for box in old.values():
            box.end("gone")


def recreate(world: World) -> None:
    with world.mailstore.lock:
        world.server._mailbox("INBOX").expunge(list(world.server._mailbox("INBOX").uids))
    world.server.change_uidvalidity("INBOX")


@pytest.mark.parametrize("end", [wipe, replace_server, recreate])
@pytest.mark.parametrize("hidden", [(), ("QRESYNC",), ("QRESYNC", "CONDSTORE")], ids=str)
def test_a_mass_that_vanishes_waits_for_a_person(world, end, hidden):
    world.faults.hide(*hidden)
    filled(world)
    world.link("INBOX", 7)
    end(world)
    for _ in range(3):
        world.pass_time()
    assert world.numbers("INBOX") == list(range(MANY))
    assert held(world, "INBOX") == MANY
    assert told(world) == [("INBOX", str(MANY))]
    world.restart()
    world.sync()
    assert told(world) == [("INBOX", str(MANY))], "asked once, and still to be seen at the mailbox"
    world.wish(AcceptRemovals(world.mailbox_key("INBOX")))
    world.sync()
    assert world.numbers("INBOX") == [7]
    row = next(iter(world.engine.rows(world.shown("INBOX")).values()))
    assert not row.on_server
    assert not row.pending
    assert held(world, "INBOX") == 0


def test_twenty_follow_the_server_at_once(world):
    uids = filled(world)
    world.link("INBOX", 0)
    world.server.expunge("INBOX", uids[:20])
    world.sync()
    assert world.numbers("INBOX") == [0, *range(20, MANY)]
    assert not told(world)


def test_what_comes_back_is_no_longer_held_and_stays_when_removals_are_accepted(world):
    filled(world)
    box = world.server._mailbox("INBOX")
    with world.mailstore.lock:
        saved = list(box.messages), list(box.uids)
    wipe(world)
    world.sync()
    assert held(world, "INBOX") == MANY
    with world.mailstore.lock:  # an administrator puts the old files back
        box.messages, box.uids = list(saved[0]), list(saved[1])
        box.highestmodseq += 1
        box.tell()
    world.sync()
    assert held(world, "INBOX") == 0
    world.wish(AcceptRemovals(world.mailbox_key("INBOX")))
    world.sync()
    world.assert_same()


def test_what_came_back_unseen_is_fetched_again_after_removals_were_accepted(world):
    filled(world)
    box = world.server._mailbox("INBOX")
    with world.mailstore.lock:
        saved = list(box.messages), list(box.uids)
    wipe(world)
    world.sync()
    with world.mailstore.lock:
        box.messages, box.uids = list(saved[0]), list(saved[1])
        box.highestmodseq += 1
    world.wish(AcceptRemovals(world.mailbox_key("INBOX")))
    world.sync()
    world.assert_same()
    assert len(world.numbers("INBOX")) == MANY


def test_held_mail_does_not_leave_bit_by_bit(world):
    """The mailbox grows until what is held would be a small part of it."""
    uids = filled(world, count=30)
    world.server.expunge("INBOX", uids)
    world.sync()
    world.deliver(*range(100, 300))
    world.sync()
    world.server.set_flags("INBOX", sorted(world.held()["INBOX"])[:1], ["\\Seen"])
    world.server.expunge("INBOX", sorted(world.held()["INBOX"])[1:3])
    world.sync()
    assert held(world, "INBOX") == 30
    assert len(world.numbers("INBOX")) == 228


def test_mail_that_another_client_moved_in_a_mass_is_not_asked_about(world):
    uids = filled(world)
    world.server.move("INBOX", uids, "Work")
    world.sync()
    assert world.numbers("INBOX") == []
    assert world.numbers("Work") == list(range(MANY))
    assert "fetch_bodies" not in world.calls
    assert not told(world)
    world.assert_same()


@pytest.mark.parametrize("count", [5, MANY])
def test_a_mailbox_renamed_by_another_client_costs_no_body_and_no_question(world, count):
    world.server.create("Plans")
    filled(world, "Plans", count)
    world.server.rename("Plans", "Dreams")
    world.sync()
    assert "fetch_bodies" not in world.calls
    assert world.numbers("Dreams") == list(range(count))
    world.sync()
    assert "Plans" not in {row.name for row in world.engine.mailboxes()}
    assert not told(world)
    world.assert_same()


def test_a_mailbox_deleted_by_another_client_leaves_its_linked_mail(world):
    world.server.create("Plans")
    filled(world, "Plans", 5)
    world.link("Plans", 3)
    world.server.delete("Plans")
    world.sync()
    assert world.numbers("Plans") == [3]
    assert not next(iter(world.engine.rows(world.shown("Plans")).values())).on_server
    world.sync()
    assert world.numbers("Plans") == [3]
    world.server.create("Plans")
    world.deliver(3, mailbox="Plans")
    world.sync()
    assert next(iter(world.engine.rows(world.shown("Plans")).values())).on_server
    world.assert_same()


def test_a_large_mailbox_that_vanishes_waits_for_a_person(world):
    world.server.create("Plans")
    filled(world, "Plans")
    world.link("Plans", 3)
    world.server.delete("Plans")
    world.sync()
    world.sync()
    assert world.numbers("Plans") == list(range(MANY))
    assert told(world) == [("Plans", str(MANY))]
    world.wish(AcceptRemovals(world.mailbox_key("Plans")))
    assert world.numbers("Plans") == [3]


def test_a_partial_list_takes_no_mailbox_away(world):
    filled(world, "Work", 5)
    world.unlisted = {"Work", "Archive", "INBOX"}
    world.sync()
    assert world.numbers("Work") == list(range(5))
    world.unlisted = set()
    world.deliver(9, mailbox="Work")
    world.sync()
    world.assert_same()


def test_linked_mail_off_the_server_can_be_read_marked_but_not_moved(world):
    uids = filled(world, count=3)
    world.link("INBOX", 1)
    world.server.expunge("INBOX", uids[1:2])
    world.sync()
    key = world.key("INBOX", 1)
    world.wish(SetSeen((key,), True))
    for _ in range(3):
        world.pass_time()
    row = world.engine.rows([key])[key]
    assert "SEEN" in str(row.flags.name)
    assert not row.pending
    assert not world.engine.operations()
