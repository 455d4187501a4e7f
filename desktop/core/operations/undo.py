"""Undo and cancel: what has not left is forgotten, what is done gets its inverse as new operations.

Runs on the writer, as claiming does, so the two cannot race. Forgetting an operation is all there is to it: the projection
brings the screen back. Rows that a wish changed itself have left their images (`store.undo_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.api.commands import Receipt
from desktop.core.operations import mail_commands
from desktop.core.operations.overlay import reproject
from desktop.core.store import (
    crm_offers,
    drafts,
    imports,
    links,
    locations,
    mailboxes,
    operations,
    outbox,
    provisional,
    reminders,
    undo_groups,
    undo_rows,
    wish_rows,
    wishes,
)
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.outbox import Queued
from desktop.core.store.writer import UnitOfWork

NOTHING = Receipt("nothing", 0)
TOO_LATE = Receipt("too_late", 0)
_FINAL = ("expunge", "append", "delete_mailbox")


def undo(uow: UnitOfWork, group_key: int | None) -> Receipt:
    """Undo that wish, or the last one. `done` of the receipt: "undone", "unsent" (key = the draft), "restored" (a discarded
    draft), "undone_said" (the link is gone, and the object still names the mail), "nothing", or "too_late" (gone from the server for good, or handed to the mail server)."""
    if group_key is None:
        last = undo_groups.load_last_group(uow.connection)
        group_key = None if last is None else int(last.group_key)
    if group_key is None or undo_groups.is_undone(uow.connection, group_key):
        return NOTHING
    undo_groups.mark_undone(uow, group_key)
    mails = outbox.load_group(uow.connection, group_key)
    if mails and all(one.draft_key is None for one in mails):
        return _take_answer_back(uow, group_key, mails)
    linking = wish_rows.load_group(uow.connection, group_key)
    if linking == "make":
        return Receipt("undone", wishes.take_back(uow, group_key))
    if linking == "unmake" and not wishes.keep_object(uow, group_key):
        return TOO_LATE
    said = wish_rows.has_adding(uow.connection, group_key)
    unsaid = wishes.take_adding_back(uow, group_key)
    rows = undo_rows.restore(uow, group_key)
    if mails:
        return take_back(uow, mails[0].outbox_key)
    wished = operations.load_group(uow.connection, group_key)
    draft_key = drafts.find_by_group(uow.connection, group_key)
    if draft_key is not None:
        take_away(uow, wished)
        drafts.set_draft_state(uow, draft_key, "open")
        return Receipt("restored", 1, key=draft_key)
    if not wished:
        if not rows and not said:
            return NOTHING
        return Receipt("undone" if unsaid else "undone_said", max(rows, 1))
    restored = take_away(uow, wished) + rows
    return Receipt("undone", restored) if restored else TOO_LATE


def _take_answer_back(uow: UnitOfWork, group_key: int, mails: list[Queued]) -> Receipt:
    """An invitation or an answer to one: its mails, what it made or took away, and what is known of it, all or nothing."""
    if any(one.state not in ("waiting", "held", "failed") for one in mails):
        return TOO_LATE
    if wish_rows.has_unmaking(uow.connection, group_key) and not wishes.keep_object(uow, group_key):
        return TOO_LATE
    for one in mails:
        outbox.drop_outbox(uow, one.outbox_key)
        outbox.settle_ledger(uow, one.outbox_key, "released")
    wishes.take_back(uow, group_key)
    wishes.take_adding_back(uow, group_key)
    undo_rows.restore(uow, group_key)
    return Receipt("undone", 1)


def take_away(uow: UnitOfWork, wished: Iterable[StoredOperation]) -> int:
    """Bring things back to how they were without these operations: forget what cannot have left, and queue the inverse of
    what has, or may have when a try ended without an answer. Returns how many mails or mailboxes that is."""
    left = [one for one in wished if not _is_still_here(one)]
    restored = [one for one in wished if _is_still_here(one)]
    forget(uow, restored)
    group: int | None = None
    for one in reversed(left):
        if group is None:
            group = undo_groups.add_group(uow, "undone", len(left))
            undo_groups.mark_undone(uow, group)  # an undo is not itself undone by the next Ctrl+Z
        if one.kind == "import" and one.payload.get("moving"):
            done = _take_copy_away(uow, one, group)
        else:
            done = _invert(uow, one, group)
        if done:
            restored.append(one)
    return len({(one.location_key, one.mailbox_key) for one in restored if not one.payload.get("aside")})


def _is_still_here(one: StoredOperation) -> bool:
    """Waiting untried, or refused. What cannot be inverted is forgotten even when it was tried: that is the best there is."""
    if one.state != "waiting":
        return one.state == "failed"
    return one.attempts == 0 or one.is_noted_at_start or one.kind in _FINAL


def take_back(uow: UnitOfWork, outbox_key: int) -> Receipt:
    """A mail that has not been handed over becomes an editable draft again, as it was."""
    queued = outbox.load_queued(uow.connection, outbox_key)
    if queued is None or queued.draft_key is None or queued.state not in ("waiting", "held", "failed"):
        return TOO_LATE
    outbox.drop_outbox(uow, outbox_key)
    outbox.settle_ledger(uow, outbox_key, "released")
    drafts.set_draft_state(uow, queued.draft_key, "open")
    reminders.drop_of(uow, queued.message_id)
    return Receipt("unsent", 1, key=queued.draft_key)


def forget(uow: UnitOfWork, wished: Iterable[StoredOperation]) -> None:
    """Drop operations that have not left, with what they put on the screen and what was built upon that."""
    going = list(wished)
    for one in going:
        _take_off_screen(uow, one)
        if one.kind == "create_mailbox" and one.mailbox_key is not None and one.state != "failed":
            mailboxes.drop_mailbox(uow, one.mailbox_key)
        if one.kind == "append" and one.location_key is not None:
            placed = locations.load_placed(uow.connection, [one.location_key])
            unnamed = [key for key, place in placed.items() if place.uid is None]
            locations.drop_locations(uow, unnamed, keep_linked=False)
    operations.drop_operations(uow, [one.operation_key for one in going])
    shown = [key for one in going for key in (one.location_key, one.result_location_key) if key is not None]
    reproject(uow, shown)


def _invert(uow: UnitOfWork, one: StoredOperation, group: int) -> bool:
    """Queue what brings things back behind the operation it reverses; False when nothing can."""
    if one.kind == "store" and one.location_key is not None:
        payload = {"add": one.payload.get("remove", []), "remove": one.payload.get("add", [])}
        _add(uow, group, NewOperation(one.account_key, "store", one.location_key, one.mailbox_key, payload=payload))
        reproject(uow, [one.location_key])
        return True
    if one.kind == "move" and one.result_location_key is not None and one.mailbox_key is not None:
        return mail_commands.transfer_back(uow, group, one.result_location_key, one.mailbox_key)
    if one.kind in ("copy", "import") and one.result_location_key is not None:
        places = locations.load_placed(uow.connection, [one.result_location_key, one.location_key or 0])
        if one.result_location_key not in places:
            return False
        if one.kind == "import" and one.location_key in places:
            _give_links_back(uow, one, places[one.location_key].message_key)
        _add(uow, group, NewOperation(one.account_key, "expunge", one.result_location_key, one.target_mailbox_key))
        reproject(uow, [one.result_location_key])
        return True
    if one.mailbox_key is None or mailboxes.load_state(uow.connection, one.mailbox_key) is None:
        return False
    if one.kind == "create_mailbox":
        payload = {"name": one.payload["name"], "only_if_empty": True}
        _add(uow, group, NewOperation(one.account_key, "delete_mailbox", mailbox_key=one.mailbox_key, payload=payload))
        mailboxes.show_as(uow, one.mailbox_key, new_name=None, hidden=True)
        return True
    if one.kind == "rename_mailbox":
        back = {"old_name": one.payload["new_name"], "new_name": one.payload["old_name"]}
        _add(uow, group, NewOperation(one.account_key, "rename_mailbox", mailbox_key=one.mailbox_key, payload=back))
        mailboxes.show_as(uow, one.mailbox_key, new_name=back["new_name"], hidden=False)
        return True
    return False


def _take_copy_away(uow: UnitOfWork, one: StoredOperation, group: int) -> bool:
    """The copy goes once the original is known to be back. False, and it stays, when the original is or may be gone for good."""
    copied = one.result_location_key or 0
    wished = operations.load_group(uow.connection, one.group_key)
    leave = next(
        (each for each in wished if each.payload.get("after_import") and each.location_key == one.location_key), None
    )
    if leave is not None and _is_untried(leave):
        forget(uow, [leave])
    elif leave is not None and leave.kind == "expunge" and leave.state != "failed":
        return False
    rows = [one.location_key or 0, leave.result_location_key or 0 if leave is not None else 0]
    places = locations.load_placed(uow.connection, rows)
    if not places or (copied and not locations.load_placed(uow.connection, [copied])):
        return False
    original = next(iter(places.values())).message_key
    _give_links_back(uow, one, original)
    if not copied:
        return True  # see `disown`: what lies there stays
    payload = {"after_return": original}
    new = NewOperation(one.account_key, "expunge", copied, one.target_mailbox_key, payload=payload)
    _add(uow, group, new)
    reproject(uow, [copied])
    return True


def disown(uow: UnitOfWork, one: StoredOperation) -> None:
    """The mail is in the target, and may have been there before: the wish takes it away no more, nor does what waits."""
    if one.result_location_key is None:
        return
    later = operations.load_unfinished_for(uow.connection, [one.result_location_key])
    forget(uow, [each for each in later.get(one.result_location_key, ()) if each.kind == "expunge"])
    provisional.set_result(uow, one.operation_key, None)


def _give_links_back(uow: UnitOfWork, one: StoredOperation, original: int) -> None:
    """The copy goes: what was linked to it, and what came to it, is linked to the original. Links that such a mail had there
    all along stay."""
    copied = one.payload.get("copy", original)  # its row may be gone with its folder
    if copied != original:
        shared = imports.lies_elsewhere(uow.connection, copied, one.result_location_key or 0)
        links.hand_over(uow, copied, original, one.payload.get("links", []) if shared else None)
        crm_offers.hand_over(uow, copied, original, one.payload.get("offers", []) if shared else None)


def _is_untried(one: StoredOperation) -> bool:
    return one.state == "waiting" and (one.attempts == 0 or one.is_noted_at_start)


def _add(uow: UnitOfWork, group: int, new: NewOperation) -> None:
    operations.add_operations(uow, group, [new], not_before=uow.now)


def fail(uow: UnitOfWork, wished: Iterable[StoredOperation], said: str) -> None:
    """The server will not do it: park the operations with its words and put the screen back."""
    parked = list(wished)
    operations.set_states(uow, [one.operation_key for one in parked], "failed", said=said)
    for one in parked:
        _take_off_screen(uow, one)
        if one.kind == "create_mailbox" and one.mailbox_key is not None:
            mailboxes.drop_mailbox(uow, one.mailbox_key)
    reproject(uow, [one.location_key for one in parked if one.location_key is not None])


def _take_off_screen(uow: UnitOfWork, one: StoredOperation) -> None:
    """What the operation made the screen show, and what was built upon that. An original never leaves without its import."""
    if one.kind == "import" and one.location_key is not None:
        for key in imports.load_followers(uow.connection, one.group_key, one.location_key):
            follower = operations.load_operation(uow.connection, key)
            if follower is not None:
                forget(uow, [follower])
        place = locations.load_placed(uow.connection, [one.location_key]).get(one.location_key)
        if place is not None:
            _give_links_back(uow, one, place.message_key)
    if one.result_location_key is not None:
        later = operations.load_unfinished_for(uow.connection, [one.result_location_key])
        forget(uow, later.get(one.result_location_key, ()))
        place = locations.load_placed(uow.connection, [one.result_location_key]).get(one.result_location_key)
        if place is not None and place.uid is None:  # one with a number is on the server, whoever has put it there
            locations.drop_locations(uow, [one.result_location_key], keep_linked=False)
    if one.kind in ("rename_mailbox", "delete_mailbox") and one.mailbox_key is not None:
        mailboxes.show_as(uow, one.mailbox_key, new_name=None, hidden=False)
