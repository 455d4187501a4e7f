"""Mail that is put off: into the account's Later, and back where it was, unread, when its moment has come. On the writer.

Both ways are ordinary moves, so they work offline, are undone and retried as those are, and other programs find the mail in a
folder of its own meanwhile. The moment is kept here, and as a keyword for other computers (`later_marks`). What was taken out of Later by hand, or elsewhere, does not
come back: whoever took it has dealt with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.api.commands import Receipt, Snooze
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations import later_marks
from desktop.core.operations.mail_commands import accounts_of, movable, move_all, special_mailbox
from desktop.core.operations.overlay import reproject
from desktop.core.operations.transfer import transfer
from desktop.core.store import locations, mailboxes, operations, snoozes, undo_groups
from desktop.core.store.operations import NewOperation
from desktop.core.store.snoozes import Waiting
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

LATER = "Later"
"""What the folder is called on a server that has none for it."""


@dataclass(frozen=True, slots=True)
class Returned:
    """`location_keys` are the rows where the mails are now; `lost` those whose copy had left this computer."""

    account_key: int
    location_keys: tuple[int, ...]
    lost: int = 0


def snooze(uow: UnitOfWork, command: Snooze) -> Receipt:
    placed = movable(uow, command.locations)
    if command.until <= uow.now:
        waiting = [
            one
            for place in placed
            for one in snoozes.load_waiting(uow.connection, place.message_key, place.mailbox_key)
        ]
        group = undo_groups.add_group(uow, "came_back", len(waiting)) if waiting else None
        if group is not None:
            snoozes.forget(Recorder(uow, group), [one.snooze_key for one in waiting])
            _return(uow, waiting, group)
        return Receipt("came_back", len(waiting), group)
    if not placed:
        return Receipt("snoozed", 0)
    later = {key: special_mailbox(uow, key, SpecialUse.LATER, LATER) for key in accounts_of(placed)}
    group = undo_groups.add_group(uow, "snoozed", len(placed))
    rows = Recorder(uow, group)
    marks: dict[int, frozenset[str]] = {}
    for place in placed:
        here = later[place.account_key]
        if place.mailbox_key == here and snoozes.move_on(rows, place.message_key, here, command.until):
            (known, *_) = snoozes.load_waiting(uow.connection, place.message_key, here)
            marks[place.location_key] = later_marks.marks_of(uow, command.until, known.back_to)
            continue
        back_to = place.mailbox_key
        if place.mailbox_key == here:  # another program put it there
            back_to = mailboxes.find_special(uow.connection, place.account_key, SpecialUse.INBOX) or here
        snoozes.add(
            rows, account_key=place.account_key, message_key=place.message_key, mailbox_key=here, back_to=back_to,
            until=command.until,
        )  # fmt: skip
        marks[place.location_key] = later_marks.marks_of(uow, command.until, back_to)
    receipt = move_all(uow, placed, later, "snoozed", "", group=group, count=len(placed))
    later_marks.follow_moves(uow, group, marks)
    waiting_there = [place for place in placed if place.mailbox_key == later[place.account_key]]
    later_marks.mark_in_place(uow, group, waiting_there, marks)
    return receipt


def bring_back(uow: UnitOfWork) -> list[Returned]:
    """What is due, by account. Nobody did this just now, so undo passes over it."""
    due = snoozes.load_due(uow.connection, uow.now)
    returned = []
    for account_key in dict.fromkeys(one.account_key for one in due):
        own = [one for one in due if one.account_key == account_key]
        group = undo_groups.add_group(uow, "came_back", len(own))
        undo_groups.mark_undone(uow, group)
        keys = _return(uow, own, group)
        returned.append(Returned(account_key, keys, sum(not one.is_here for one in own)))
    snoozes.drop(uow, [one.snooze_key for one in due])
    return returned


def _return(uow: UnitOfWork, waiting: Sequence[Waiting], group: int) -> tuple[int, ...]:
    """Queue the way back of those that are still there; the keys of their rows where they go."""
    targets = {one.location_key: one.back_to for one in waiting if one.location_key is not None}
    placed = list(locations.load_placed(uow.connection, targets).values())
    operations.add_operations(
        uow, group,
        [
            NewOperation(place.account_key, "store", place.location_key, place.mailbox_key, payload={"remove": ["\\Seen"]})
            for place in placed
        ],
        not_before=uow.now,
    )  # fmt: skip
    reproject(uow, [place.location_key for place in placed])
    moves = []
    for place in placed:
        target: int | None = targets[place.location_key]
        state = mailboxes.load_state(uow.connection, target or 0)
        if state is None or not state.on_server or target == place.mailbox_key:
            target = mailboxes.find_special(uow.connection, place.account_key, SpecialUse.INBOX)
        if target is not None:
            moves.append(transfer(uow, "move", place, target))
    operations.add_operations(uow, group, moves, not_before=uow.now)
    reproject(uow, [place.location_key for place in placed])
    later_marks.follow_moves(uow, group)
    return tuple(move.result_location_key for move in moves if move.result_location_key is not None)
