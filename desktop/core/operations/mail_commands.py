"""Wishes about mails: each becomes one undo group of operations, provisional rows where mail goes elsewhere, and a projection.

Runs on the writer, inside one transaction; no network, no parsing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.core.api.commands import (
    Archive,
    CopyTo,
    Delete,
    MarkAllSeen,
    MarkJunk,
    MoveTo,
    Receipt,
    SetFlagged,
    SetSeen,
)
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations.later_marks import follow_moves
from desktop.core.operations.mailbox_commands import add_waiting_mailbox
from desktop.core.operations.overlay import HIDING, reproject
from desktop.core.operations.reminding import forget_deleted
from desktop.core.operations.transfer import import_mails, looked_for, transfer
from desktop.core.store import links, locations, mailboxes, members, operations, undo_groups
from desktop.core.store.locations import Placed
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.writer import UnitOfWork

MOVE_DELAY = 3
"""Seconds a move waits before it leaves, so that most undos cost the server nothing."""
EXPUNGE_DELAY = 10
"""Seconds in which even a permanent deletion can be taken back."""


def set_seen(uow: UnitOfWork, command: SetSeen) -> Receipt:
    return _set_flag(uow, command.locations, Flag.SEEN, "\\Seen", command.value, "read" if command.value else "unread")


def set_flagged(uow: UnitOfWork, command: SetFlagged) -> Receipt:
    done = "starred" if command.value else "unstarred"
    return _set_flag(uow, command.locations, Flag.FLAGGED, "\\Flagged", command.value, done)


def mark_all_seen(uow: UnitOfWork, command: MarkAllSeen) -> Receipt:
    unread = locations.load_unread(uow.connection, command.mailbox_key)
    return _set_flag(uow, unread, Flag.SEEN, "\\Seen", True, "read")


def move_to(uow: UnitOfWork, command: MoveTo) -> Receipt:
    target = mailboxes.load_state(uow.connection, command.mailbox_key)
    if target is None:
        raise BandejaError(Code.NOT_FOUND, what="folder", name=command.mailbox_key)
    placed = movable(uow, command.locations)
    if target.special_use is SpecialUse.TRASH:
        _refuse_linked(uow, placed)
    own = [place for place in placed if place.account_key == target.account_key]
    foreign = [place for place in placed if place.account_key != target.account_key]
    targets = {target.account_key: command.mailbox_key}
    if not foreign:
        return move_all(uow, own, targets, "moved", target.name)
    count = len(foreign) + sum(place.mailbox_key != command.mailbox_key for place in own)
    group = undo_groups.add_group(uow, "moved", count, target.name)
    import_mails(uow, group, foreign, target, moving=True, not_before=uow.now + MOVE_DELAY)
    return move_all(uow, own, targets, "moved", target.name, group=group, count=count)


def copy_to(uow: UnitOfWork, command: CopyTo) -> Receipt:
    target = mailboxes.load_state(uow.connection, command.mailbox_key)
    if target is None:
        raise BandejaError(Code.NOT_FOUND, what="folder", name=command.mailbox_key)
    placed = movable(uow, command.locations)
    if not placed:
        return Receipt("copied", 0)
    group = undo_groups.add_group(uow, "copied", len(placed), target.name)
    own = [place for place in placed if place.account_key == target.account_key]
    foreign = [place for place in placed if place.account_key != target.account_key]
    news = [transfer(uow, "copy", place, command.mailbox_key) for place in own]
    operations.add_operations(uow, group, news, not_before=uow.now)
    import_mails(uow, group, foreign, target, moving=False, not_before=uow.now)
    return Receipt("copied", len(placed), group, target.name)


def archive(uow: UnitOfWork, command: Archive) -> Receipt:
    placed = movable(uow, command.locations)
    targets = {key: special_mailbox(uow, key, SpecialUse.ARCHIVE, "Archive") for key in accounts_of(placed)}
    placed = [place for place in placed if place.mailbox_key != targets[place.account_key]]
    return move_all(uow, placed, targets, "archived", "")


def mark_junk(uow: UnitOfWork, command: MarkJunk) -> Receipt:
    """The keywords teach the server's filter ($Junk, $NotJunk of RFC 5788's registry); the move takes it out of sight."""
    placed = movable(uow, command.locations)
    use, name = (SpecialUse.JUNK, "Junk") if command.value else (SpecialUse.INBOX, "INBOX")
    targets = {key: special_mailbox(uow, key, use, name) for key in accounts_of(placed)}
    done = "junk" if command.value else "not_junk"
    if not placed:
        return Receipt(done, 0)
    group = undo_groups.add_group(uow, done, len(placed))
    add, remove = ("$Junk", "$NotJunk") if command.value else ("$NotJunk", "$Junk")
    stores = [
        NewOperation(
            place.account_key,
            "store",
            place.location_key,
            place.mailbox_key,
            payload={"add": [add], "remove": [remove]},
        )
        for place in placed
    ]
    operations.add_operations(uow, group, stores, not_before=uow.now)
    reproject(uow, [place.location_key for place in placed])
    moved = [place for place in placed if place.mailbox_key != targets[place.account_key]]
    return move_all(uow, moved, targets, done, "", group=group, count=len(placed))


def delete(uow: UnitOfWork, command: Delete) -> Receipt:
    """Plan rules, reading 3: into Trash; in Trash, with `permanent`, where the mailbox is set so or has no Trash, exactly that
    UID is expunged. Mail linked to a task is refused with the task's name."""
    placed = _visible(uow, command.locations)
    if not placed:
        return Receipt("deleted", 0)
    _refuse_linked(uow, placed)
    trash = {key: mailboxes.find_special(uow.connection, key, SpecialUse.TRASH) for key in accounts_of(placed)}
    permanent = {one.account_key for one in members.load_owned(uow.connection) if one.deletes_for_good}
    to_trash: list[Placed] = []
    for_good: list[Placed] = []
    for place in placed:
        where = trash[place.account_key]
        at_once = command.permanent or place.account_key in permanent or not place.on_server
        at_once = at_once or where in (None, place.mailbox_key)
        (for_good if at_once else to_trash).append(place)
    done = "deleted" if to_trash else "deleted_for_good"
    group = undo_groups.add_group(uow, done, len(placed))
    news = [NewOperation(place.account_key, "expunge", place.location_key, place.mailbox_key) for place in for_good]
    operations.add_operations(uow, group, news, not_before=uow.now + EXPUNGE_DELAY)
    reproject(uow, [place.location_key for place in for_good])
    targets = {key: where for key, where in trash.items() if where is not None}
    receipt = move_all(uow, to_trash, targets, done, "", group=group, count=len(placed))
    forget_deleted(uow, [place.message_key for place in placed], group)
    return receipt


def transfer_back(uow: UnitOfWork, group: int, location_key: int, mailbox_key: int) -> bool:
    """The inverse of a move: the mail goes where it was, from wherever later wishes are taking it. False when it cannot."""
    while True:
        unfinished = operations.load_unfinished_for(uow.connection, [location_key]).get(location_key, [])
        onward = next((one for one in unfinished if one.kind in HIDING), None)
        if onward is None:
            break
        if onward.result_location_key is None:
            return False
        location_key = onward.result_location_key
    place = locations.load_placed(uow.connection, [location_key]).get(location_key)
    if place is None or mailboxes.load_state(uow.connection, mailbox_key) is None:
        return False
    operations.add_operations(uow, group, [transfer(uow, "move", place, mailbox_key)], not_before=uow.now)
    reproject(uow, [location_key])
    return True


def wish_again(uow: UnitOfWork, parked: Sequence[StoredOperation], group: int) -> int:
    """Queue parked operations on mails once more, with their rows on the screen; how many could be."""
    keys = [one.location_key for one in parked if one.location_key is not None]
    placed = locations.load_placed(uow.connection, keys)
    news, imported = [], 0
    for one in parked:
        place = placed.get(one.location_key or 0)
        if place is None:
            continue
        target = mailboxes.load_state(uow.connection, one.target_mailbox_key or 0)
        if one.kind == "import":
            if target is not None:
                moving = bool(one.payload.get("moving"))
                import_mails(uow, group, [place], target, moving=moving, not_before=uow.now, parked=one)
                imported += 1
        elif one.kind not in ("move", "copy"):
            news.append(NewOperation(one.account_key, one.kind, one.location_key, one.mailbox_key, payload=one.payload))
        elif target is not None:
            news.append(looked_for(transfer(uow, one.kind, place, one.target_mailbox_key or 0), one))
    operations.add_operations(uow, group, news, not_before=uow.now)
    reproject(uow, keys)
    return len(news) + imported


def _set_flag(uow: UnitOfWork, location_keys: Iterable[int], flag: Flag, wire: str, value: bool, done: str) -> Receipt:
    shown = locations.load_shown(uow.connection, location_keys)
    changing = [key for key, projection in shown.items() if (flag in projection.flags.flags) != value]
    if not changing:
        return Receipt(done, 0)
    group = undo_groups.add_group(uow, done, len(changing))
    payload = {"add": [wire]} if value else {"remove": [wire]}
    placed = locations.load_placed(uow.connection, changing)
    operations.add_operations(
        uow,
        group,
        [
            NewOperation(place.account_key, "store", key, place.mailbox_key, payload=payload)
            for key, place in placed.items()
        ],
        not_before=uow.now,
    )
    reproject(uow, changing)
    return Receipt(done, len(changing), group)


def move_all(
    uow: UnitOfWork,
    placed: Sequence[Placed],
    targets: dict[int, int],
    done: str,
    target_name: str,
    *,
    group: int | None = None,
    count: int | None = None,
) -> Receipt:
    placed = [place for place in placed if place.mailbox_key != targets[place.account_key]]
    count = len(placed) if count is None else count
    if group is None:
        if not placed:
            return Receipt(done, 0)
        group = undo_groups.add_group(uow, done, count, target_name)
    news = [transfer(uow, "move", place, targets[place.account_key]) for place in placed]
    operations.add_operations(uow, group, news, not_before=uow.now + MOVE_DELAY)
    reproject(uow, [place.location_key for place in placed])
    later = {mailboxes.find_special(uow.connection, key, SpecialUse.LATER) for key in accounts_of(placed)}
    if any(place.mailbox_key in later for place in placed):
        follow_moves(uow, group)  # who takes it out by hand has dealt with it
    return Receipt(done, count, group, target_name)


def _visible(uow: UnitOfWork, location_keys: Iterable[int]) -> list[Placed]:
    """Where these mails are; not those that an earlier wish has already taken away."""
    placed = locations.load_placed(uow.connection, location_keys)
    return [place for place in placed.values() if not place.hidden]


def movable(uow: UnitOfWork, location_keys: Iterable[int]) -> list[Placed]:
    """Those that can go elsewhere."""
    visible = _visible(uow, location_keys)
    there = [place for place in visible if place.on_server]
    if visible and not there:
        raise BandejaError(Code.BAD_INPUT, what="This mail", why="it is no longer on the server")
    return there


def accounts_of(placed: Iterable[Placed]) -> set[int]:
    return {place.account_key for place in placed}


def special_mailbox(uow: UnitOfWork, account_key: int, use: SpecialUse, name: str) -> int:
    """The account's mailbox for that use; made (by an operation that goes first) where there is none."""
    found = mailboxes.find_special(uow.connection, account_key, use)
    return found if found is not None else add_waiting_mailbox(uow, account_key, name, use)


def _refuse_linked(uow: UnitOfWork, placed: Sequence[Placed]) -> None:
    """What a task holds is not deleted, whatever the way into the Trash is called."""
    titles = links.task_titles(uow.connection, [place.message_key for place in placed])
    if titles:
        raise PlanError(Code.LINKED_TO_TASK, task=next(iter(titles.values())))
