"""Undo and cancel: what has not left is forgotten, what is done gets its inverse as new operations.

Runs on the writer, as claiming does, so the two cannot race. Forgetting an operation is all there is to it: the projection
brings the screen back.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.api.commands import Receipt
from desktop.core.operations import mail_commands
from desktop.core.operations.overlay import reproject
from desktop.core.store import drafts, locations, mailboxes, operations, outbox
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.writer import UnitOfWork

NOTHING = Receipt("nothing", 0)
TOO_LATE = Receipt("too_late", 0)


def undo(uow: UnitOfWork, group_key: int | None) -> Receipt:
    """Undo that wish, or the last one. `done` of the receipt: "undone", "unsent" (key = the draft), "restored" (a discarded
    draft), "nothing", or "too_late" (gone from the server for good, or handed to the mail server)."""
    last = operations.load_last_group(uow.connection)
    if group_key is None:
        if last is None:
            return NOTHING
        group_key = int(last.group_key)
    sent = outbox.find_by_group(uow.connection, group_key)
    if sent is not None:
        return take_back(uow, sent.outbox_key, group_key)
    draft_key = drafts.find_by_group(uow.connection, group_key)
    if draft_key is not None:
        forget(uow, [one for one in operations.load_group(uow.connection, group_key) if one.state == "waiting"])
        drafts.set_draft_state(uow, draft_key, "open")
        operations.mark_undone(uow, group_key)
        return Receipt("restored", 1, key=draft_key)
    wished = operations.load_group(uow.connection, group_key)
    if not wished:
        operations.mark_undone(uow, group_key)
        return NOTHING
    if all(one.state == "done" and one.kind in ("expunge", "delete_mailbox") for one in wished):
        operations.mark_undone(uow, group_key)
        return TOO_LATE
    forget(uow, [one for one in wished if one.state in ("waiting", "failed")])
    inverse_group: int | None = None
    for one in reversed(wished):
        if one.state in ("done", "claimed"):
            if inverse_group is None:
                inverse_group = operations.add_group(uow, "undone", len(wished))
                operations.mark_undone(uow, inverse_group)  # an undo is not itself undone by the next Ctrl+Z
            _invert(uow, one, inverse_group)
    operations.mark_undone(uow, group_key)
    return Receipt("undone", len({one.location_key for one in wished}))


def take_back(uow: UnitOfWork, outbox_key: int, group_key: int | None = None) -> Receipt:
    """A mail that has not been handed over becomes an editable draft again, as it was."""
    queued = outbox.load_queued(uow.connection, outbox_key)
    if group_key is not None:
        operations.mark_undone(uow, group_key)
    if queued is None or queued.state not in ("waiting", "held", "failed"):
        return TOO_LATE
    outbox.drop_outbox(uow, outbox_key)
    outbox.settle_ledger(uow, outbox_key, "released")
    if queued.draft_key is not None:
        drafts.set_draft_state(uow, queued.draft_key, "open")
    return Receipt("unsent", 1, key=queued.draft_key)


def forget(uow: UnitOfWork, wished: Iterable[StoredOperation]) -> None:
    """Drop operations that have not left, with what they put on the screen and what was built upon that."""
    going = list(wished)
    for one in going:
        if one.result_location_key is not None:
            later = operations.load_unfinished_for(uow.connection, [one.result_location_key])
            forget(uow, later.get(one.result_location_key, ()))
            locations.drop_locations(uow, [one.result_location_key], keep_linked=False)
        if one.kind == "create_mailbox" and one.mailbox_key is not None:
            mailboxes.drop_mailbox(uow, one.mailbox_key)
        elif one.kind in ("rename_mailbox", "delete_mailbox") and one.mailbox_key is not None:
            mailboxes.show_as(uow, one.mailbox_key, new_name=None, hidden=False)
    operations.drop_operations(uow, [one.operation_key for one in going])
    reproject(uow, [one.location_key for one in going if one.location_key is not None])


def _invert(uow: UnitOfWork, one: StoredOperation, group: int) -> None:
    """The operation that brings things back, queued behind the one it reverses."""
    if one.kind == "store" and one.location_key is not None:
        payload = {"add": one.payload.get("remove", []), "remove": one.payload.get("add", [])}
        _add(uow, group, NewOperation(one.account_key, "store", one.location_key, one.mailbox_key, payload=payload))
        reproject(uow, [one.location_key])
    elif one.kind == "move" and one.result_location_key is not None and one.mailbox_key is not None:
        mail_commands.transfer_back(uow, group, one.result_location_key, one.mailbox_key)
    elif one.kind == "copy" and one.result_location_key is not None:
        _add(uow, group, NewOperation(one.account_key, "expunge", one.result_location_key, one.target_mailbox_key))
        reproject(uow, [one.result_location_key])
    elif one.kind == "create_mailbox" and one.mailbox_key is not None:
        _add(
            uow, group,
            NewOperation(one.account_key, "delete_mailbox", mailbox_key=one.mailbox_key, payload={"name": one.payload["name"]}),
        )  # fmt: skip
        mailboxes.show_as(uow, one.mailbox_key, new_name=None, hidden=True)
    elif one.kind == "rename_mailbox" and one.mailbox_key is not None:
        back = {"old_name": one.payload["new_name"], "new_name": one.payload["old_name"]}
        _add(uow, group, NewOperation(one.account_key, "rename_mailbox", mailbox_key=one.mailbox_key, payload=back))
        mailboxes.show_as(uow, one.mailbox_key, new_name=back["new_name"], hidden=False)


def _add(uow: UnitOfWork, group: int, new: NewOperation) -> None:
    operations.add_operations(uow, group, [new], not_before=uow.now)


def fail(uow: UnitOfWork, wished: Iterable[StoredOperation], said: str) -> None:
    """The server will not do it: park the operations with its words and put the screen back."""
    parked = list(wished)
    for one in parked:
        if one.result_location_key is not None:
            later = operations.load_unfinished_for(uow.connection, [one.result_location_key])
            forget(uow, later.get(one.result_location_key, ()))
            locations.drop_locations(uow, [one.result_location_key], keep_linked=False)
        if one.kind in ("rename_mailbox", "delete_mailbox") and one.mailbox_key is not None:
            mailboxes.show_as(uow, one.mailbox_key, new_name=None, hidden=False)
    operations.set_states(uow, [one.operation_key for one in parked], "failed", said=said)
    reproject(uow, [one.location_key for one in parked if one.location_key is not None])
