"""What is told as new mail: each mail once, of others, that has come; never what was here before, moved, renumbered or fetched late."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Archive, CopyTo, MoveTo, SetSeen, WatchMailbox
from desktop.core.api.errors import BandejaError
from desktop.core.api.workspace_commands import FetchAgain
from desktop.core.store import locations, orphans
from desktop.core.sync import resync_plan
from tests.fakes.cache import mail
from tests.fakes.world import until_unbroken, world

__all__ = ["world"]
DAY = 86_400


def told(world) -> list[str]:
    """Subjects of what was told as new since the last question."""
    keys = [key for notice in world.notices if notice.kind == "new_mail" for key in notice.locations]
    world.notices.clear()
    rows = world.engine.rows(keys)
    return [rows[key].subject for key in keys]


def evict(world, key: int) -> None:
    """As a sweep does: gone here, not on the server."""

    def drop(uow) -> None:
        locations.drop_locations(uow, [key], keep_linked=False)
        orphans.purge_orphans(uow)

    world.engine.store.writer.run("evict", drop)


@pytest.fixture
def settled(world):
    """A world whose first mail is here."""
    world.deliver(1, 2, age=3 * DAY)
    world.sync()
    assert told(world) == []
    return world


def test_what_comes_after_the_first_look_is_told_once(settled):
    settled.deliver(3, 4)
    settled.sync()
    assert told(settled) == ["Mail 3", "Mail 4"]
    settled.pass_time()
    assert told(settled) == []


def test_a_restart_tells_nothing_again_and_what_came_meanwhile(settled):
    settled.deliver(3)
    settled.sync()
    told(settled)
    settled.restart()
    settled.deliver(4)
    settled.pass_time()
    assert told(settled) == ["Mail 4"]


@pytest.mark.parametrize("before", [pytest.param(True, marks=pytest.mark.slow), False])
def test_wherever_the_line_breaks_each_mail_is_told_once(settled, before):
    settled.sync()
    for calls in range(len(settled.calls) + 4):
        settled.deliver(10 + calls)
        settled.break_line(calls, before=before)
        until_unbroken(settled.sync)
        settled.mend()
        settled.pass_time()
        assert told(settled) == [f"Mail {10 + calls}"]


@pytest.mark.parametrize("renumber", [True, False])
def test_a_new_uidvalidity_tells_nothing(settled, renumber):
    settled.deliver(3)
    settled.sync()
    told(settled)
    settled.server.change_uidvalidity("INBOX", renumber=renumber)
    settled.pass_time()
    assert told(settled) == []
    settled.deliver(4)
    settled.pass_time()
    assert told(settled) == ["Mail 4"]


def test_what_is_read_or_junk_is_not_told(settled):
    for number, flag in enumerate(("\\Seen", "$Junk", "\\Deleted", "\\Draft", "\\Flagged"), 3):
        settled.deliver(number, flags=[flag])
    settled.sync()
    assert told(settled) == ["Mail 7"]


def test_only_the_inbox_is_watched_unless_somebody_says_so(settled):
    others = ("Junk", "Sent", "Drafts", "Trash", "Work", "Archive")
    for number, mailbox in enumerate(others, 10):
        settled.deliver(number, mailbox=mailbox)
    settled.sync()
    for number, mailbox in enumerate(("INBOX", *others), 20):
        settled.deliver(number, mailbox=mailbox)
    settled.pass_time()
    assert told(settled) == ["Mail 20"]


def test_a_watched_folder_is_told_of_and_the_inbox_can_be_left_alone(settled):
    settled.deliver(2, mailbox="Work")
    settled.sync()
    settled.wish(WatchMailbox(settled.mailbox_key("Work"), True))
    settled.wish(WatchMailbox(settled.mailbox_key("INBOX"), False))
    settled.deliver(3, mailbox="Work")
    settled.deliver(4)
    settled.pass_time()
    assert told(settled) == ["Mail 3"]
    assert {row.name: row.watched for row in settled.engine.mailboxes() if row.watched} == {"Work": True}
    settled.restart()
    assert {row.name: row.watched for row in settled.engine.mailboxes() if row.watched} == {"Work": True}


def test_junk_cannot_be_watched(settled):
    with pytest.raises(BandejaError):
        settled.wish(WatchMailbox(settled.mailbox_key("Junk"), True))


def test_own_moves_and_copies_are_not_told(settled):
    for name in ("Work", "Archive"):
        settled.wish(WatchMailbox(settled.mailbox_key(name), True))
    settled.deliver(3)
    settled.sync()
    told(settled)
    settled.wish(CopyTo((settled.key("INBOX", 3),), settled.mailbox_key("Work")))
    settled.pass_time()
    settled.wish(MoveTo((settled.key("Work", 3),), settled.mailbox_key("INBOX")))
    settled.pass_time()
    settled.wish(Archive((settled.key("INBOX", 1),)))
    settled.settle()
    assert told(settled) == []


def test_what_another_client_moves_is_not_told(settled):
    settled.deliver(3, mailbox="Junk")
    settled.sync()
    settled.server.move("Junk", sorted(settled.held()["Junk"]), "INBOX")
    settled.pass_time()
    assert settled.numbers("INBOX") == [1, 2, 3]
    assert told(settled) == []


def test_old_mail_that_somebody_brings_along_is_not_told(settled):
    settled.deliver(3, age=40 * DAY)
    settled.sync()
    assert settled.numbers("INBOX") == [1, 2, 3]
    assert told(settled) == []


def test_mail_of_the_user_is_not_told(settled):
    own = mail(3).replace(b"Bob 3 <bob3@example.com>", b"Ana <Ana@Example.org>")
    settled.server.deliver("INBOX", own, settled.clock.now())
    settled.sync()
    assert settled.numbers("INBOX") == [1, 2, 3]
    assert told(settled) == []


def test_mail_of_a_week_is_told(settled):
    settled.clock.advance(7 * DAY)
    settled.deliver(3, age=6 * DAY)
    settled.deliver(4, age=60)
    settled.sync()
    assert told(settled) == ["Mail 3", "Mail 4"]


def test_so_much_that_the_backfill_fetches_it_is_told_and_no_older_mail(settled, monkeypatch):
    monkeypatch.setattr(resync_plan, "MANY_ARRIVALS", 3)
    settled.clock.advance(7 * DAY)
    settled.deliver(*range(10, 16), age=5 * DAY)
    settled.deliver(20, age=40 * DAY)
    settled.deliver(21, flags=["\\Seen"])
    settled.restart()
    settled.sync()
    assert sorted(told(settled)) == [f"Mail {n}" for n in range(10, 16)]
    evict(settled, settled.key("INBOX", 10))
    settled.wish(FetchAgain())
    settled.pass_time()
    assert 10 in settled.numbers("INBOX")
    assert told(settled) == []


def test_what_only_a_view_has_shown_is_told_when_it_is_in_the_inbox(settled):
    """Gmail's All Mail may be looked at first."""
    settled.server.create("All", special_use="\\All")
    settled.sync()
    settled.deliver(3, mailbox="All")
    settled.pass_time()
    assert told(settled) == []
    settled.deliver(3)
    settled.pass_time()
    assert told(settled) == ["Mail 3"]


def test_what_was_read_here_meanwhile_is_still_told_once(settled):
    """Whether it is read by now is for who shows it: the row says so."""
    settled.deliver(3)
    settled.sync()
    settled.wish(SetSeen((settled.key("INBOX", 3),), True))
    settled.settle()
    assert told(settled) == ["Mail 3"]
