"""Puts a mail that was written here into a mailbox on the server, exactly once: sent copies and drafts.

The mail already has a provisional row. The server is asked for its Message-ID first, because the program may have died just
after APPEND, and because some providers file sent mail by themselves.
"""

from __future__ import annotations

from desktop.core.imap.gateway import ImapGateway
from desktop.core.operations.overlay import reproject
from desktop.core.store import bodies, locations, operations
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork


def append_waiting(store: Store, gateway: ImapGateway, one: StoredOperation, resync: set[int]) -> None:
    """`one.location_key` is the provisional row. Mailboxes to look at afterwards are added to `resync`."""
    key = one.location_key or 0
    with store.reading() as connection:
        place = locations.load_placed(connection, [key]).get(key)
        raw = bodies.load_raw(connection, place.message_key) if place else None
        flags = locations.load_server_flags(connection, [key])
    uid = None
    if place is not None and raw is not None and place.uid is None:
        gateway.select(place.mailbox_name)  # not read-only: Courier refuses an APPEND then
        there = gateway.search_message_id(place.message_id)
        uid = there[-1] if there else gateway.append(place.mailbox_name, raw, flags[key][0], place.internaldate)
        if uid is None:
            gateway.select(place.mailbox_name, read_only=True)
            there = gateway.search_message_id(place.message_id)
            uid = there[-1] if there else None
        if uid is None:
            resync.add(place.mailbox_key)

    def finish(uow: UnitOfWork) -> None:
        if uid is not None:
            locations.settle_provisional(uow, key, uid)
        operations.set_states(uow, [one.operation_key], "done")
        reproject(uow, [key])

    store.writer.run("finish append", finish, durable=True)
