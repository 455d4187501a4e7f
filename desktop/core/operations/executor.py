"""Carries the queue out on one IMAP connection, in small batches, oldest first; runs in the account's worker thread.

A batch is claimed on the writer, done on the server, and committed with its outcome; a kill between the last two is healed
by asking the server, never by doing it twice. Before anything destructive the UIDs' identity (Message-ID, size) is asked, so
that a number which means another mail now is never touched.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop.core.api.errors import ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.operations import undo
from desktop.core.operations.append import append_waiting
from desktop.core.operations.mailbox_steps import run_mailbox_step
from desktop.core.operations.overlay import change_flags, reproject
from desktop.core.operations.retry import GIVE_UP_AFTER, retry_delay
from desktop.core.store import locations, mailboxes, operations
from desktop.core.store.locations import Placed
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

BATCH = 500
MAILBOX_KINDS = ("create_mailbox", "rename_mailbox", "delete_mailbox")


@dataclass(slots=True)
class BatchResult:
    """`resync` are mailboxes to look at before the queue goes on; `failed` operations were parked with `said`."""

    ran: bool = False
    resync: set[int] = field(default_factory=set)
    failed: list[tuple[StoredOperation, str]] = field(default_factory=list)


class Executor:
    def __init__(self, store: Store, account_key: int, now: Callable[[], int]) -> None:
        self._store, self._account_key, self._now = store, account_key, now

    def next_due(self) -> int | None:
        """When the next operation may run (epoch seconds), or None."""
        return self._store.read(lambda connection: operations.load_next_due(connection, self._account_key))

    def run_batch(self, gateway: ImapGateway) -> BatchResult:
        """Do the oldest due operations that are alike. Raises ConnectionFailure after putting them back to waiting."""
        batch = self._claim()
        result = BatchResult(ran=bool(batch))
        if not batch:
            return result
        try:
            self._do(gateway, batch, result)
        except ServerRefusal as refusal:
            if refusal.permanent or any(one.attempts >= GIVE_UP_AFTER for one in batch):
                self._fail(batch, refusal.sentence(), result)
            else:
                self._postpone(batch, refusal.sentence())
        except (ConnectionFailure, ProtocolError) as lost:
            self._postpone(batch, lost.sentence())
            raise
        return result

    def _claim(self) -> list[StoredOperation]:
        def claim(uow: UnitOfWork) -> list[StoredOperation]:
            batch = _alike(uow, operations.load_due(uow.connection, self._account_key, uow.now))
            if batch:
                operations.set_states(uow, [one.operation_key for one in batch], "claimed")
            return batch

        return self._store.writer.run("claim operations", claim, durable=True)

    def _do(self, gateway: ImapGateway, batch: list[StoredOperation], result: BatchResult) -> None:
        kind = batch[0].kind
        if kind in MAILBOX_KINDS:
            run_mailbox_step(self._store, gateway, batch[0])
        elif kind == "append":
            append_waiting(self._store, gateway, batch[0], result.resync)
        else:
            self._do_mails(gateway, batch, result)

    def _do_mails(self, gateway: ImapGateway, batch: list[StoredOperation], result: BatchResult) -> None:
        placed = self._store.read(
            lambda connection: locations.load_placed(connection, [one.location_key or 0 for one in batch])
        )
        gone = [one for one in batch if one.location_key not in placed]
        if gone:
            self._finish(gone, "the mail is no longer there", drop_results=True)
        batch = [one for one in batch if one.location_key in placed]
        unsettled = [one for one in batch if placed[one.location_key or 0].uid is None]
        if unsettled:
            result.resync.update(placed[one.location_key or 0].mailbox_key for one in unsettled)
            tired = [one for one in unsettled if one.attempts >= GIVE_UP_AFTER]
            self._fail(tired, "the mail was not found in its folder on the server", result)
            self._postpone([one for one in unsettled if one not in tired], "waiting for the server to show the mail")
        batch = [one for one in batch if one not in unsettled]
        if not batch:
            return
        first = placed[batch[0].location_key or 0]
        selected = gateway.select(first.mailbox_name)
        if first.uidvalidity is not None and selected.uidvalidity != first.uidvalidity:
            result.resync.add(first.mailbox_key)
            self._postpone(batch, "the server renumbered the folder")
            return
        match batch[0].kind:
            case "store":
                self._store_flags(gateway, batch, placed)
            case "move":
                self._transfer(gateway, batch, placed, result, moving=True)
            case "copy":
                self._transfer(gateway, batch, placed, result, moving=False)
            case "expunge":
                batch, _ = self._same_mails(gateway, batch, placed, result)
                if batch:
                    gateway.expunge([_uid(placed, one) for one in batch])
                    self._finish(batch, "", drop_sources=True)

    def _store_flags(self, gateway: ImapGateway, batch: list[StoredOperation], placed: dict[int, Placed]) -> None:
        add, remove = batch[0].payload.get("add", []), batch[0].payload.get("remove", [])
        gateway.store_flags([_uid(placed, one) for one in batch], add=add, remove=remove)
        keys = [one.location_key for one in batch if one.location_key is not None]

        def finish(uow: UnitOfWork) -> None:
            server = locations.load_server_flags(uow.connection, keys)
            locations.set_server_flags(
                uow, ((key, change_flags(flags, add, remove)) for key, (flags, _) in server.items())
            )
            operations.set_states(uow, [one.operation_key for one in batch], "done")
            reproject(uow, keys)

        self._store.writer.run("finish store", finish, durable=True)

    def _transfer(
        self,
        gateway: ImapGateway,
        batch: list[StoredOperation],
        placed: dict[int, Placed],
        result: BatchResult,
        *,
        moving: bool,
    ) -> None:
        target_key = batch[0].target_mailbox_key or 0
        target = self._store.read(lambda connection: mailboxes.load_state(connection, target_key))
        if target is None:
            self._fail(batch, "the folder is no longer there", result)
            return
        batch, missing = self._same_mails(gateway, batch, placed, result)
        found: dict[int, int] = {}
        tried = [one for one in (missing if moving else batch) if one.attempts]
        if tried:  # it may have been done just before the connection or the program died
            found = self._look_in_target(gateway, target.name, tried, placed)
            gateway.select(placed[tried[0].location_key or 0].mailbox_name)
            batch = [one for one in batch if one.operation_key not in found]
        lost = [one for one in missing if one.operation_key not in found]
        if lost:
            self._finish(lost, "the mail was no longer on the server", drop_results=True)
        uids = {_uid(placed, one): one for one in batch}
        if uids:
            copied = gateway.move(list(uids), target.name) if moving else gateway.copy(list(uids), target.name)
            if target.uidvalidity in (None, copied.uidvalidity):
                found.update({uids[old].operation_key: new for old, new in copied.uids.items() if old in uids})
        done = [*batch, *(one for one in (*missing, *tried) if one.operation_key in found)]
        if any(one.operation_key not in found for one in done):
            result.resync.add(target_key)
        self._finish(list({one.operation_key: one for one in done}.values()), "", settle=found, drop_sources=moving)

    def _look_in_target(
        self, gateway: ImapGateway, name: str, tried: Sequence[StoredOperation], placed: dict[int, Placed]
    ) -> dict[int, int]:
        """operation key -> UID in the target, for those whose Message-ID already lies there unknown to the cache."""
        gateway.select(name, read_only=True)
        found: dict[int, int] = {}
        for one in tried:
            message_id = placed[one.location_key or 0].message_id
            known = self._store.read(lambda connection: locations.load_uids(connection, one.target_mailbox_key or 0))  # noqa: B023
            uids = [uid for uid in gateway.search_message_id(message_id) if uid not in known] if message_id else []
            if uids:
                found[one.operation_key] = uids[-1]
        return found

    def _same_mails(
        self, gateway: ImapGateway, batch: list[StoredOperation], placed: dict[int, Placed], result: BatchResult
    ) -> tuple[list[StoredOperation], list[StoredOperation]]:
        """(those whose UID still means the same mail, those whose UID is gone); changed ones are parked."""
        identities = gateway.fetch_identity([_uid(placed, one) for one in batch])
        same, missing, changed = [], [], []
        for one in batch:
            place = placed[one.location_key or 0]
            identity = identities.get(place.uid or 0)
            if identity is None:
                missing.append(one)
            elif identity[0] == place.message_id and (identity[0] or identity[1] == place.size):
                same.append(one)
            else:
                changed.append(one)
        self._fail(changed, "the server has another mail under this number now", result)
        if batch[0].kind == "expunge" and missing:
            self._finish(missing, "", drop_sources=True)
        return same, missing

    def _finish(
        self,
        batch: Sequence[StoredOperation],
        said: str,
        *,
        settle: dict[int, int] | None = None,
        drop_sources: bool = False,
        drop_results: bool = False,
    ) -> None:
        def finish(uow: UnitOfWork) -> None:
            sources = [one.location_key for one in batch if one.location_key is not None]
            results = [one.result_location_key for one in batch if one.result_location_key is not None]
            for one in batch:
                if settle and one.operation_key in settle and one.result_location_key is not None:
                    locations.settle_provisional(uow, one.result_location_key, settle[one.operation_key])
            operations.set_states(uow, [one.operation_key for one in batch], "done", said=said)
            if drop_results:
                locations.drop_locations(uow, results, keep_linked=False)
            if drop_sources:
                locations.drop_locations(uow, sources, keep_linked=False)
            reproject(uow, [*sources, *results])

        self._store.writer.run("finish operations", finish, durable=True)

    def _fail(self, batch: Sequence[StoredOperation], said: str, result: BatchResult) -> None:
        if batch:
            self._store.writer.run("park operations", lambda uow: undo.fail(uow, batch, said), durable=True)
            result.failed.extend((one, said) for one in batch)

    def _postpone(self, batch: Sequence[StoredOperation], said: str) -> None:
        if not batch:
            return
        later = self._now() + retry_delay(max(one.attempts for one in batch), random.random())
        keys = [one.operation_key for one in batch]
        self._store.writer.run(
            "postpone operations", lambda uow: operations.postpone(uow, keys, not_before=later, said=said), durable=True
        )


def _alike(uow: UnitOfWork, due: Sequence[StoredOperation]) -> list[StoredOperation]:
    """The first due operation and those that can share its commands. One that must wait for an earlier one on the same
    mail, or for the mailbox it goes to, stays behind."""
    if not due:
        return []
    if due[0].kind in (*MAILBOX_KINDS, "append"):
        return [due[0]]
    places = locations.load_placed(uow.connection, [one.location_key for one in due if one.location_key is not None])
    unfinished = operations.load_unfinished_for(uow.connection, places)
    batch: list[StoredOperation] = []
    signature = None
    for one in due:
        if one.kind in (*MAILBOX_KINDS, "append"):
            break
        place = places.get(one.location_key or 0)
        earlier = unfinished.get(one.location_key or 0, [one])[0]
        if earlier.operation_key != one.operation_key and batch:
            continue
        mine = (
            one.kind,
            place.mailbox_key if place else None,
            one.target_mailbox_key,
            json.dumps(one.payload, sort_keys=True),
        )
        if signature is None:
            signature = mine
        if mine == signature:
            batch.append(one)
            if len(batch) == BATCH:
                break
    return batch


def _uid(placed: dict[int, Placed], one: StoredOperation) -> int:
    uid = placed[one.location_key or 0].uid
    assert uid is not None
    return uid
