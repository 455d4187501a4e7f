"""A mail with a moment of its own: not before it, whatever hastens the others; once, also after a sleep or a kill."""

from __future__ import annotations

from email import message_from_bytes
from email.utils import parsedate_to_datetime

from desktop.core.api.commands import DraftContent, EditOutbox, RetryOutbox, Send, SendRaw
from desktop.core.api.rows import OutboxState
from desktop.core.operations.sender import LATE_SECONDS
from tests.fakes.cache import mail
from tests.fakes.world import NOW, World, sending_world

__all__ = ["sending_world"]
HOUR = 3600
AT = NOW + 15 * HOUR


def write(world: World, at: int = AT) -> int:
    content = DraftContent(world.account_key, to="bob@example.com", subject="Later", text="Hola.")
    return world.wish(Send(None, content, undo_seconds=0, at=at)).key or 0


def taken(world: World) -> int:
    world.engine.send_due()
    return len(world.submission.accepted)


def late(world: World) -> list[str]:
    return [dict(one.parameters)["subject"] for one in world.notices if one.kind == "sent_late"]


def test_it_goes_at_its_moment_and_once(sending_world: World):
    here = sending_world
    here.sync()
    write(here)
    (row,) = here.engine.outbox()
    assert (row.state, row.send_at) == (OutboxState.WAITING, AT)
    here.clock.set(AT - 1)
    assert taken(here) == 0
    here.clock.set(AT)
    assert taken(here) == 1
    here.clock.advance(HOUR)
    assert taken(here) == 1
    (sent,) = here.submission.accepted
    assert parsedate_to_datetime(message_from_bytes(sent.raw)["Date"]).timestamp() == AT, "as its reader is to see it"
    assert late(here) == []


def test_nothing_hastens_it_but_its_writer(sending_world: World):
    here = sending_world
    here.sync()
    key = write(here)
    here.engine.hasten(here.account_key)
    here.engine.sync_now()
    assert taken(here) == 0
    here.clock.set(NOW - 30 * 24 * HOUR)  # the clock went back
    assert taken(here) == 0
    here.clock.set(NOW)
    here.wish(RetryOutbox(key))
    assert taken(here) == 1


def test_after_a_sleep_or_a_kill_it_goes_late_and_says_so(sending_world: World):
    here = sending_world
    here.sync()
    write(here)
    here.clock.set(AT + LATE_SECONDS + 1)
    here.restart()
    here.sync()  # what waits from before a start is looked for in Sent first
    assert taken(here) == 1
    assert late(here) == ["Later"]
    here.restart()
    here.sync()
    assert taken(here) == 1


def test_it_can_be_taken_back_or_edited_until_then(sending_world: World):
    here = sending_world
    here.sync()
    write(here)
    here.clock.set(AT - 60)
    assert here.engine.undo().result(30).done == "unsent"
    assert here.engine.outbox() == []
    key = write(here)
    draft = here.wish(EditOutbox(key)).key
    content = here.engine.draft(draft or 0)
    assert content is not None
    assert content.subject == "Later"
    here.clock.set(AT + HOUR)
    assert taken(here) == 0


def test_the_month_that_counts_is_the_one_in_which_it_goes(sending_world: World):
    here = sending_world
    here.sync()
    at = NOW + 40 * 24 * HOUR
    write(here, at)
    assert here.engine.plan().sent_this_month == 0
    here.clock.set(at)
    assert taken(here) == 1
    assert here.engine.plan().sent_this_month == 1


def test_a_ready_mail_keeps_its_date(sending_world: World):
    here = sending_world
    here.sync()
    raw = mail(7)
    here.wish(SendRaw(here.account_key, raw, ("bob@example.com",), AT))
    assert taken(here) == 0
    here.clock.set(AT)
    assert taken(here) == 1
    assert message_from_bytes(here.submission.accepted[0].raw)["Date"] == message_from_bytes(raw)["Date"]
