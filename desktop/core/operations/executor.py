"""Carries the queue out on one IMAP connection, in small batches, oldest first; runs in the account's worker thread.

A batch is claimed on the writer, done on the server, and committed with its outcome; a kill between the last two is healed
by asking the server, never by doing it twice. Before anything destructive the UIDs' identity (Message-ID, size) is asked, so
that a number which means another mail now is never touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from desktop.core.api.errors import BandejaError, ServerRefusal, as_told, is_no_memory
from desktop.core.imap.gateway import ImapGateway
from desktop.core.operations import departures, targets
from desktop.core.operations.append import append_waiting
from desktop.core.operations.import_step import Later, import_mail
from desktop.core.operations.mailbox_steps import run_mailbox_step
from desktop.core.operations.outcomes import BatchResult, Outcomes
from desktop.core.operations.retry import GIVE_UP_AFTER
from desktop.core.store import locations, mailboxes, operations
from desktop.core.store.locations import Placed
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

BATCH = 500
_ALONE = (*operations.MAILBOX_KINDS, "append", "import")


class Executor:
    def __init__(self, store: Store, account_key: int, now: Callable[[], int]) -> None:
        self._store, self._account_key, self._now = store, account_key, now
        self._outcomes = Outcomes(store, now)

    def next_due(self) -> int | None:
        """When the next operation may run (epoch seconds), or None."""
        return self._store.read(lambda connection: operations.load_next_due(connection, self._account_key, self._now()))

    def take_up(self) -> None:
        """When a connection begins: what was under way on one before it, and never got its outcome, is to be done."""
        if self._store.read(lambda connection: operations.has_claimed(connection, self._account_key)):
            self._store.writer.run(
                "take up", lambda uow: operations.requeue_claimed(uow, self._account_key), durable=True
            )

    def run_batch(self, gateway: ImapGateway) -> BatchResult:
        """Do the oldest due operations that are alike. Whatever goes wrong, they wait again or are parked; everything but a
        refusal is raised after that, because the connection cannot be trusted any more."""
        batch = self._claim()
        result = BatchResult(ran=bool(batch))
        if not batch:
            return result
        tired = any(one.attempts >= GIVE_UP_AFTER for one in batch)
        try:
            self._do(gateway, batch, result)
        except ServerRefusal as refusal:
            if refusal.permanent or tired:
                self._outcomes.fail(batch, refusal.sentence(), result)
            else:
                self._outcomes.postpone(batch, refusal.sentence())
        except BandejaError as lost:
            self._outcomes.postpone(batch, lost.sentence())
            raise
        except Exception as error:
            # A fault of ours must not hold up the queue for ever.
            said = as_told(error).sentence()
            if tired and not is_no_memory(error):
                self._outcomes.fail(batch, said, result)
            else:
                self._outcomes.postpone(batch, said)
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
        if kind in operations.MAILBOX_KINDS:
            why_not = run_mailbox_step(self._store, gateway, batch[0])
            if why_not is not None:
                self._outcomes.fail(batch, why_not, result)
        elif kind == "import":
            self._import(gateway, batch, result)
        elif kind == "append":
            append_waiting(self._store, gateway, batch[0], result.resync)
        else:
            self._do_mails(gateway, batch, result)

    def _import(self, gateway: ImapGateway, batch: list[StoredOperation], result: BatchResult) -> None:
        missed = import_mail(self._store, gateway, batch[0], result.resync)
        if missed is None:
            return
        why_not, later = missed
        if later is Later.NEVER or batch[0].attempts >= GIVE_UP_AFTER:
            self._outcomes.fail(batch, why_not, result)
        else:
            self._outcomes.postpone(batch, why_not, tried=later is Later.UNSEEN)

    def _do_mails(self, gateway: ImapGateway, batch: list[StoredOperation], result: BatchResult) -> None:
        placed = self._store.read(
            lambda connection: locations.load_placed(connection, [one.location_key or 0 for one in batch])
        )
        batch = self._only_there(self._only_free(batch, placed, result), placed, result)
        if not batch:
            return
        first = placed[batch[0].location_key or 0]
        selected = gateway.select(first.mailbox_name)
        if selected.uidvalidity != first.uidvalidity:
            result.resync.add(first.mailbox_key)
            self._outcomes.postpone(batch, "the server renumbered the folder")
            return
        match batch[0].kind:
            case "store" if batch[0].payload.get("aside"):
                self._store_aside(gateway, batch, placed, takes_keywords=selected.takes_keywords)
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
                    self._outcomes.finish(batch, "", drop_sources=True)

    def _only_free(
        self, batch: list[StoredOperation], placed: dict[int, Placed], result: BatchResult
    ) -> list[StoredOperation]:
        with self._store.reading() as connection:
            judged = departures.judge(connection, batch, placed)
        self._outcomes.postpone(judged.waiting, departures.ON_ITS_WAY, tried=False)
        for said, refused in judged.refused.items():
            self._outcomes.fail(refused, said, result)
        return judged.free

    def _only_there(
        self, batch: list[StoredOperation], placed: dict[int, Placed], result: BatchResult
    ) -> list[StoredOperation]:
        """Those whose mail has a UID; the others are settled without a server, or wait until it shows the mail."""
        gone: list[StoredOperation] = []
        local: list[StoredOperation] = []
        unnamed: list[StoredOperation] = []
        there: list[StoredOperation] = []
        for one in batch:
            place = placed.get(one.location_key or 0)
            if place is None:
                gone.append(one)
            elif not place.on_server:
                local.append(one)
            else:
                (unnamed if place.uid is None else there).append(one)
        if gone:
            self._outcomes.finish(gone, "the mail is no longer there", drop_results=True)
        if local:
            self._do_locally(local, result)
        if unnamed:
            result.resync.update(placed[one.location_key or 0].mailbox_key for one in unnamed)
            tired = [one for one in unnamed if one.attempts >= GIVE_UP_AFTER]
            self._outcomes.fail(tired, "the mail was not found in its folder on the server", result)
            patient = [one for one in unnamed if one.attempts < GIVE_UP_AFTER]
            self._outcomes.postpone(patient, "waiting for the server to show the mail")
        return there

    def _do_locally(self, batch: list[StoredOperation], result: BatchResult) -> None:
        """Linked mail that the server has lost: it can be marked and, once nothing holds it, let go; no more."""
        match batch[0].kind:
            case "store":
                self._outcomes.finish_store(batch)
            case "expunge":
                self._outcomes.finish(batch, "", drop_sources=True)
            case _:
                self._outcomes.fail(batch, "the mail is no longer on the server", result)

    def _store_flags(self, gateway: ImapGateway, batch: list[StoredOperation], placed: dict[int, Placed]) -> None:
        add, remove = batch[0].payload.get("add", []), batch[0].payload.get("remove", [])
        gateway.store_flags([_uid(placed, one) for one in batch], add=add, remove=remove)
        self._outcomes.finish_store(batch)

    def _store_aside(
        self, gateway: ImapGateway, batch: list[StoredOperation], placed: dict[int, Placed], *, takes_keywords: bool
    ) -> None:
        if batch[0].payload.get("add") and not takes_keywords:
            self._outcomes.finish_aside(batch, "the server takes no keywords there")
        else:
            self._store_flags(gateway, batch, placed)

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
            self._outcomes.fail(batch, "the folder is no longer there", result)
            return
        same, missing = self._same_mails(gateway, batch, placed, result)
        # These may have been done just before the connection or the program died.
        tried = [one for one in (*missing, *same) if targets.before_first_try(one) is not None]
        was_there = targets.look_for(self._store, gateway, target, tried, placed) if tried else targets.FoundInTarget()
        found = was_there.uids
        source = placed[batch[0].location_key or 0].mailbox_name
        untried = [one for one in same if one.operation_key not in found]
        if targets.note_target(self._store, gateway, untried, target.name) or tried:
            gateway.select(source)
        # Copied, and not taken away yet. Where that cannot be told for sure, a second copy is better than none.
        half_done = [
            one for one in same
            if moving and one.operation_key in found and one.operation_key not in was_there.doubtful
        ]  # fmt: skip
        if half_done:
            gateway.expunge([_uid(placed, one) for one in half_done])
        lost = [one for one in missing if one.operation_key not in found]
        if lost:
            self._outcomes.finish(lost, "the mail was no longer on the server", drop_results=True, drop_vanished=True)
        again = {one.operation_key for one in same if moving and one.operation_key in was_there.doubtful}
        todo = {_uid(placed, one): one for one in same if one.operation_key not in found or one.operation_key in again}
        if todo:
            copied = gateway.move(list(todo), target.name) if moving else gateway.copy(list(todo), target.name)
            found.update({key: 0 for key in again})
            if copied.uidvalidity == target.uidvalidity or target.uidvalidity is None:
                found.update({todo[old].operation_key: new for old, new in copied.uids.items() if old in todo})
        done = [*same, *(one for one in missing if one.operation_key in found)]
        if any(not found.get(one.operation_key) for one in done):
            result.resync.add(target_key)
        strange = was_there.doubtful | was_there.unclaimed
        disowned = [one for one in done if not moving and one.operation_key in strange]
        self._outcomes.finish(done, "", settle=found, drop_sources=moving, disowned=disowned)

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
        self._outcomes.fail(changed, "the server has another mail under this number now", result)
        missing = self._surely_missing(gateway, missing, placed, result)
        if batch[0].kind == "expunge" and missing:
            self._outcomes.finish(missing, "", drop_sources=True)
        return same, missing

    def _surely_missing(
        self, gateway: ImapGateway, missing: list[StoredOperation], placed: dict[int, Placed], result: BatchResult
    ) -> list[StoredOperation]:
        """An answer left out is not an absence: what SEARCH still finds is tried again later."""
        if not missing:
            return []
        there = set(gateway.search_since(None))
        unsaid = [one for one in missing if placed[one.location_key or 0].uid in there]
        tired = [one for one in unsaid if one.attempts >= GIVE_UP_AFTER]
        self._outcomes.fail(tired, "the server does not say which mail this is", result)
        self._outcomes.postpone(
            [one for one in unsaid if one.attempts < GIVE_UP_AFTER], "the server did not say which mail this is"
        )
        return [one for one in missing if one not in unsaid]


def _alike(uow: UnitOfWork, due: Sequence[StoredOperation]) -> list[StoredOperation]:
    """The first due operation and those that can share its commands."""
    if not due or due[0].kind in _ALONE:
        return list(due[:1])
    places = locations.load_placed(uow.connection, [one.location_key for one in due if one.location_key is not None])

    def signature(one: StoredOperation) -> tuple[object, ...]:
        place = places.get(one.location_key or 0)
        where = None if place is None else (place.mailbox_key, place.on_server)
        return one.kind, where, one.target_mailbox_key, json.dumps(one.payload, sort_keys=True)

    wanted = signature(due[0])
    return [one for one in due if signature(one) == wanted][:BATCH]


def _uid(placed: dict[int, Placed], one: StoredOperation) -> int:
    uid = placed[one.location_key or 0].uid
    assert uid is not None
    return uid
