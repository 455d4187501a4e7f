"""What has become of a batch of operations, committed in one durable transaction: done, parked with the server's words, or waiting
again. The rows that were shown meanwhile follow. In the account's worker thread.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import field

from desktop.core.operations import undo
from desktop.core.operations.overlay import change_flags, reproject
from desktop.core.operations.retry import retry_delay
from desktop.core.store import locations, operations
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


@dataclass(slots=True)
class BatchResult:
    """`resync` are mailboxes to look at before the queue goes on; `failed` operations were parked with `said`."""

    ran: bool = False
    resync: set[int] = field(default_factory=set)
    failed: list[tuple[StoredOperation, str]] = field(default_factory=list)


class Outcomes:
    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store, self._now = store, now

    def finish(
        self,
        batch: Sequence[StoredOperation],
        said: str,
        *,
        settle: dict[int, int] | None = None,
        drop_sources: bool = False,
        drop_results: bool = False,
        drop_vanished: bool = False,
        disowned: Sequence[StoredOperation] = (),
    ) -> None:
        """`drop_vanished`: the sources go as mail goes that the server has lost, so linked mail stays. `disowned`: what is in
        the target may have been there before."""

        def finish(uow: UnitOfWork) -> None:
            sources = [one.location_key for one in batch if one.location_key is not None]
            results = [one.result_location_key for one in batch if one.result_location_key is not None]
            for one in batch:
                if settle and settle.get(one.operation_key) and one.result_location_key is not None:
                    locations.settle_provisional(uow, one.result_location_key, settle[one.operation_key])
            operations.set_states(uow, [one.operation_key for one in batch], "done", said=said)
            for one in disowned:
                undo.disown(uow, one)
            if drop_results:
                placed = locations.load_placed(uow.connection, results)
                unnamed = [key for key, place in placed.items() if place.uid is None]
                locations.drop_locations(uow, unnamed, keep_linked=False)
            if drop_sources or drop_vanished:
                locations.drop_locations(uow, sources, keep_linked=drop_vanished)
            reproject(uow, [*sources, *results])

        self._store.writer.run("finish operations", finish, durable=True)

    def finish_store(self, batch: list[StoredOperation]) -> None:
        """The server has the marks."""
        add, remove = batch[0].payload.get("add", []), batch[0].payload.get("remove", [])
        keys = [one.location_key for one in batch if one.location_key is not None]

        def finish(uow: UnitOfWork) -> None:
            server = locations.load_server_flags(uow.connection, keys)
            locations.set_server_flags(
                uow, ((key, change_flags(flags, add, remove)) for key, (flags, _) in server.items())
            )
            operations.set_states(uow, [one.operation_key for one in batch], "done")
            reproject(uow, keys)

        self._store.writer.run("finish store", finish, durable=True)

    def finish_aside(self, batch: Sequence[StoredOperation], said: str) -> None:
        """What only other programs would have seen: a server that does not take it has refused no wish."""
        if batch:
            self.finish(batch, said)

    def fail(self, batch: Sequence[StoredOperation], said: str, result: BatchResult) -> None:
        """Parked, with what was said, until the user looks at them."""
        self.finish_aside([one for one in batch if one.payload.get("aside")], said)
        batch = [one for one in batch if not one.payload.get("aside")]
        if batch:
            self._store.writer.run("park operations", lambda uow: undo.fail(uow, batch, said), durable=True)
            result.failed.extend((one, said) for one in batch)

    def postpone(self, batch: Sequence[StoredOperation], said: str, *, tried: bool = True) -> None:
        """`tried`: some of it may have left."""
        if not batch:
            return
        later = self._now() + retry_delay(max(one.attempts for one in batch), random.random())
        keys = [one.operation_key for one in batch]
        self._store.writer.run(
            "postpone operations",
            lambda uow: operations.postpone(uow, keys, not_before=later, said=said, tried=tried),
            durable=True,
        )
