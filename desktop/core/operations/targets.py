"""What a mailbox had before mail was brought there, and so what has come of a try whose end nobody knows.

UIDVALIDITY and UIDNEXT are stored durably with each operation before its first try. A mail at or above that number may be the
one that is looked for; one below it was there before, however like it is. What waits from before a start has the numbers that were seen last, and is
looked for before its first try (`provisional.look_first`). Runs in the account's worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from desktop.core.imap.gateway import ImapGateway, Selected
from desktop.core.store import locations, provisional
from desktop.core.store.locations import Placed
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.values import dataclass


class Before(NamedTuple):
    uidvalidity: int
    uidnext: int


@dataclass(slots=True)
class FoundInTarget:
    """`uids`: operation key -> UID in the target, 0 where the mail is there and its number cannot be told. `doubtful` of them
    may have been there before, because the server has changed the numbers meanwhile; `unclaimed` came meanwhile, and may have come by another hand."""

    uids: dict[int, int] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)
    unclaimed: set[int] = field(default_factory=set)


def before_first_try(one: StoredOperation) -> Before | None:
    """None: nothing has left."""
    if one.target_uidvalidity is None or one.target_uidnext is None:
        return None
    return Before(abs(one.target_uidvalidity), one.target_uidnext)


def note_selected(store: Store, gateway: ImapGateway, batch: Sequence[StoredOperation], selected: Selected) -> Before:
    """The target is selected now. Stores what it has before anything of the batch leaves."""
    uidnext = selected.uidnext
    if uidnext is None:  # some servers hide it
        uidnext = max(gateway.search_since(None), default=0) + 1
    return _note(store, batch, Before(selected.uidvalidity, uidnext))


def note_target(store: Store, gateway: ImapGateway, batch: Sequence[StoredOperation], target: str) -> bool:
    """The same for those of the batch that are to be tried for the first time. True when `target` had to be selected for it."""
    fresh = [one for one in batch if before_first_try(one) is None or one.is_noted_at_start]
    if not fresh:
        return False
    status = gateway.fetch_status(target)
    if status.uidvalidity is not None and status.uidnext is not None:
        _note(store, fresh, Before(status.uidvalidity, status.uidnext))
        return False
    note_selected(store, gateway, fresh, gateway.select(target, read_only=True))
    return True


def _note(store: Store, batch: Sequence[StoredOperation], before: Before) -> Before:
    keys = [one.operation_key for one in batch]
    store.writer.run("note target", lambda uow: provisional.note_target(uow, keys, *before), durable=True)
    return before


def look_for(
    store: Store,
    gateway: ImapGateway,
    target: MailboxState,
    tried: Sequence[StoredOperation],
    placed: dict[int, Placed],
) -> FoundInTarget:
    """Which of the tried operations have brought their mail: its row has been settled meanwhile, or there is one with its
    Message-ID and size under a UID that the cache does not know. Selects the target."""
    with store.reading() as connection:
        rows = locations.load_placed(connection, [one.result_location_key or 0 for one in tried])
        known = set(locations.load_uids(connection, target.mailbox_key))
    found = FoundInTarget(
        {
            one.operation_key: rows[one.result_location_key].uid or 0
            for one in tried
            if one.result_location_key in rows and rows[one.result_location_key].uid is not None
        }
    )
    selected = gateway.select(target.name, read_only=True)
    same_numbers = selected.uidvalidity == target.uidvalidity
    taken: set[int] = set(found.uids.values())
    for one in tried:
        place, before = placed[one.location_key or 0], before_first_try(one)
        if one.operation_key in found.uids or not place.message_id or before is None:
            continue
        is_sure = before.uidvalidity == selected.uidvalidity
        there = [
            uid for uid in gateway.search_message_id(place.message_id)
            if uid not in taken and not (same_numbers and uid in known) and not (is_sure and uid < before.uidnext)
        ]  # fmt: skip
        sizes = gateway.fetch_identity(there) if there else {}
        uid = next((uid for uid in reversed(there) if uid in sizes and sizes[uid][1] == place.size), None)
        if uid is not None:
            taken.add(uid)
            found.uids[one.operation_key] = uid if same_numbers else 0
            if not is_sure:
                found.doubtful.add(one.operation_key)
    found.unclaimed.update(
        one.operation_key for one in tried if one.is_noted_at_start and one.operation_key in found.uids
    )
    return found
