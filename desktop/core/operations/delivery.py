"""What follows from a sent mail: the copy in Sent, the mark on what was answered, the end of its draft. Runs on the writer."""

from __future__ import annotations

from desktop.core.api.rows import BodyState
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.structure import IndexedMessage
from desktop.core.operations.mailbox_commands import add_waiting_mailbox
from desktop.core.operations.overlay import reproject
from desktop.core.operations.undo import forget
from desktop.core.store import drafts, locations, mailboxes, messages, operations, outbox, reminders, undo_groups
from desktop.core.store.messages import NewMessage
from desktop.core.store.operations import NewOperation
from desktop.core.store.outbox import Queued
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A mail written here: its bytes and their reading, made outside the writer."""

    raw: bytes
    digest: bytes
    indexed: IndexedMessage


def finish_sent(uow: UnitOfWork, queued: Queued, copy: OwnMail | None, *, said: str = "") -> None:
    """The server has the mail. `copy` is filed in Sent; None where the provider files it by itself, or already has."""
    if outbox.load_queued(uow.connection, queued.outbox_key) is None:
        return  # the account was removed meanwhile
    outbox.set_outbox_state(uow, queued.outbox_key, "sent", said=said)
    outbox.settle_ledger(uow, queued.outbox_key, "confirmed")
    reminders.begin(uow, queued.message_id)
    group = undo_groups.add_group(uow, "sent", 1)
    undo_groups.mark_undone(uow, group)
    if copy is not None:
        sent = mailboxes.find_special(uow.connection, queued.account_key, SpecialUse.SENT)
        if sent is None:
            sent = add_waiting_mailbox(uow, queued.account_key, "Sent", SpecialUse.SENT)
        file_mail(uow, queued.account_key, sent, copy, FlagSet(Flag.SEEN), group, not_before=uow.now)
    if queued.draft_key is not None:
        _mark_answered(uow, queued, group)
        remove_copy(uow, drafts.load_draft_location(uow.connection, queued.draft_key), group, not_before=uow.now)
        drafts.drop_draft(uow, queued.draft_key)


def file_mail(
    uow: UnitOfWork, account_key: int, mailbox_key: int, mail: OwnMail, flags: FlagSet, group: int, *, not_before: int
) -> int:
    """Put a mail written here into a mailbox: shown at once, brought to the server by an `append`. Its location key."""
    new = NewMessage(
        digest=mail.digest,
        size=len(mail.raw),
        internaldate=uow.now,
        envelope=mail.indexed.envelope,
        thread_key=mail.indexed.thread_key,
        has_attachment=mail.indexed.has_attachment,
        body_state=BodyState.COMPLETE,
    )
    message_key = messages.find_or_add(uow, account_key, [new])[0]
    messages.add_bodies(uow, [(message_key, mail.raw, mail.indexed)])
    location_key = locations.add_provisional(
        uow, mailbox_key, message_key, uow.now, flags, has_attachment=mail.indexed.has_attachment
    )
    operations.add_operations(
        uow, group, [NewOperation(account_key, "append", location_key, mailbox_key)], not_before=not_before
    )
    reproject(uow, [location_key])
    return location_key


def remove_copy(uow: UnitOfWork, location_key: int | None, group: int, *, not_before: int) -> None:
    """Take a draft's copy out of its mailbox, whether or not the server has it yet."""
    if location_key is None:
        return
    unfinished = operations.load_unfinished_for(uow.connection, [location_key]).get(location_key, [])
    waiting = [one for one in unfinished if one.state == "waiting" and one.kind == "append" and one.attempts == 0]
    place = locations.load_placed(uow.connection, [location_key]).get(location_key)
    if place is None:
        return
    if waiting and place.uid is None:
        forget(uow, waiting)  # and its row with it
        return
    new = NewOperation(place.account_key, "expunge", location_key, place.mailbox_key)
    operations.add_operations(uow, group, [new], not_before=not_before)
    reproject(uow, [location_key])


def _mark_answered(uow: UnitOfWork, queued: Queued, group: int) -> None:
    content = drafts.load_draft(uow.connection, queued.draft_key or 0)
    if content is None:
        return
    for location_key, wire in ((content.answers_location, "\\Answered"), (content.forwards_location, "$Forwarded")):
        places = locations.load_placed(uow.connection, [] if location_key is None else [location_key])
        for place in places.values():
            new = NewOperation(
                place.account_key, "store", place.location_key, place.mailbox_key, payload={"add": [wire]}
            )
            operations.add_operations(uow, group, [new], not_before=uow.now)
            reproject(uow, [place.location_key])
