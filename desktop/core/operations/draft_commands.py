"""Wishes about mails being written: save, discard, send. What comes here has been composed already; runs on the writer."""

from __future__ import annotations

from desktop.core.api.commands import DiscardDraft, DiscardOutbox, DraftContent, EditOutbox, Receipt, RetryOutbox
from desktop.core.api.errors import BandejaError, Code
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.operations import reminding, undo
from desktop.core.operations.delivery import OwnMail, file_mail, remove_copy
from desktop.core.store import drafts, mailboxes, outbox, reminders, undo_groups
from desktop.core.store.writer import UnitOfWork

SERVER_COPY_DELAY = 20
"""Seconds after the last change until a draft's copy goes to the server: typing must not become traffic."""
DISCARD_DELAY = 10


def save_draft(uow: UnitOfWork, draft_key: int | None, content: DraftContent, mail: OwnMail) -> Receipt:
    if draft_key is not None and drafts.load_draft_state(uow.connection, draft_key) == "outbox":
        return Receipt("draft_saved", 0, key=draft_key)  # saved by itself after "send" was pressed: the outbox has it
    key = _save(uow, draft_key, content)
    group = undo_groups.add_group(uow, "draft_saved", 1)
    undo_groups.mark_undone(uow, group)
    remove_copy(uow, drafts.load_draft_location(uow.connection, key), group, not_before=uow.now + SERVER_COPY_DELAY)
    mailbox_key = mailboxes.find_special(uow.connection, content.account_key, SpecialUse.DRAFTS)
    location = None
    if mailbox_key is not None:
        flags = FlagSet(Flag.DRAFT | Flag.SEEN)
        location = file_mail(
            uow, content.account_key, mailbox_key, mail, flags, group, not_before=uow.now + SERVER_COPY_DELAY
        )
    drafts.set_location(uow, key, location)
    return Receipt("draft_saved", 1, key=key)


def _save(uow: UnitOfWork, draft_key: int | None, content: DraftContent) -> int:
    """The draft's key. One that was read from Drafts is the draft that it was, or takes its copy's place."""
    if draft_key is not None or content.copy_at is None:
        return drafts.save_draft(uow, draft_key, content)
    known = drafts.find_by_location(uow.connection, content.copy_at)
    key = drafts.save_draft(uow, known, content)
    drafts.set_location(uow, key, content.copy_at)
    return key


def discard_draft(uow: UnitOfWork, command: DiscardDraft) -> Receipt:
    _refuse_in_outbox(uow, command.draft_key)
    group = undo_groups.add_group(uow, "draft_discarded", 1)
    location_key = drafts.load_draft_location(uow.connection, command.draft_key)
    remove_copy(uow, location_key, group, not_before=uow.now + DISCARD_DELAY)
    drafts.set_draft_state(uow, command.draft_key, "discarded", group)
    return Receipt("draft_discarded", 1, group)


def send(
    uow: UnitOfWork,
    draft_key: int | None,
    content: DraftContent,
    message: OutgoingMessage,
    raw: bytes,
    undo_seconds: int,
    at: int = 0,
) -> Receipt:
    """Into the outbox, with the draft kept aside until the server has the mail. Pressed twice it goes once."""
    _refuse_in_outbox(uow, draft_key)
    group = undo_groups.add_group(uow, "sent", 1)
    key = _save(uow, draft_key, content)
    drafts.set_draft_state(uow, key, "outbox")
    outbox_key = outbox.add_outbox(
        uow,
        account_key=content.account_key,
        message_id=message.message_id,
        subject=message.subject,
        envelope_from=message.from_.addr_spec,
        recipients=[address.addr_spec for address in message.recipients],
        raw=raw,
        not_before=uow.now + max(0, min(undo_seconds, 300)),
        send_at=at,
        draft_key=key,
        group_key=group,
    )
    if content.remind_after > 0:
        people = (*message.to, *message.cc)
        wait = reminding.bounded(content.remind_after)
        reminders.add(uow, content.account_key, message.message_id, message.subject, people, wait)
    return Receipt("sent", 1, group, key=outbox_key)


def _refuse_in_outbox(uow: UnitOfWork, draft_key: int | None) -> None:
    if draft_key is not None and drafts.load_draft_state(uow.connection, draft_key) == "outbox":
        raise BandejaError(Code.BAD_INPUT, what="This draft", why="it is in the outbox already")


def edit_outbox(uow: UnitOfWork, command: EditOutbox) -> Receipt:
    queued = outbox.load_queued(uow.connection, command.outbox_key)
    if queued is not None and queued.draft_key is None:
        raise BandejaError(Code.BAD_INPUT, what="This mail", why="it was not written here, so it cannot be edited")
    receipt = undo.take_back(uow, command.outbox_key)
    if receipt is undo.TOO_LATE:
        raise BandejaError(Code.BAD_INPUT, what="This mail", why="it has been handed to the mail server")
    return receipt


def retry_outbox(uow: UnitOfWork, command: RetryOutbox) -> Receipt:
    queued = outbox.load_queued(uow.connection, command.outbox_key)
    if queued is None:
        raise BandejaError(Code.NOT_FOUND, what="mail in the outbox", name=command.outbox_key)
    if queued.state == "unknown" and not command.confirmed_not_sent:
        raise BandejaError(Code.UNKNOWN_OUTCOME, subject=queued.subject)
    if queued.state in ("failed", "held", "waiting", "unknown"):
        outbox.set_outbox_state(uow, command.outbox_key, "waiting", not_before=uow.now)
        outbox.send_now(uow, command.outbox_key)
    return Receipt("retried", 1)


def discard_outbox(uow: UnitOfWork, command: DiscardOutbox) -> Receipt:
    """Let go of a mail that will not be sent, or whose unknown outcome the user has settled. Its draft stays a draft."""
    queued = outbox.load_queued(uow.connection, command.outbox_key)
    if queued is None or queued.state in ("sending", "handed_over"):
        raise BandejaError(Code.BAD_INPUT, what="This mail", why="it is being sent now")
    if queued.state != "unknown":
        outbox.settle_ledger(uow, command.outbox_key, "released")
    if queued.draft_key is not None:
        drafts.set_draft_state(uow, queued.draft_key, "open")
    outbox.drop_outbox(uow, command.outbox_key)
    reminders.drop_of(uow, queued.message_id)
    return Receipt("outbox_discarded", 1, key=queued.draft_key)
