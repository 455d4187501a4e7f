"""What becomes of rows whose mail, or whose whole mailbox, the server does not have any more.

A few follow the server. A mass of them at once is held until the user agrees, because a server that was wiped, restored or
exchanged looks the same as one on which somebody tidied up; what turns up in another mailbox has moved and is not asked about.
Linked mail, and rows that an operation is to make real, never go here. Called from the account's worker thread.
"""

from __future__ import annotations

from desktop.core.store import locations, mailboxes, operations
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.resync_plan import is_mass_removal


def drop_lost(store: Store, mailbox_key: int) -> None:
    """After a renumbered mailbox was read again to its end: rows that were not found leave, unless an operation is to make
    them real. A mass of them is held for the user instead."""

    def drop(uow: UnitOfWork) -> None:
        state = mailboxes.load_state(uow.connection, mailbox_key)
        if state is None:
            return
        lost = set(locations.load_without_uid(uow.connection, mailbox_key))
        lost -= operations.load_awaited(uow.connection) | set(state.held_removals)
        if not lost:
            return
        if is_mass_removal(len(lost), len(lost) + len(locations.load_uids(uow.connection, mailbox_key))):
            mailboxes.set_state(uow, mailbox_key, held_removals=lost | set(state.held_removals))
            uow.mailboxes.add(mailbox_key)
        else:
            locations.drop_locations(uow, lost, keep_linked=True)

    store.writer.run("drop lost", drop)


def retire_mailbox(store: Store, mailbox_key: int) -> None:
    """The server has that mailbox no more; asked again at each look, until nothing in it is kept."""

    def retire(uow: UnitOfWork) -> None:
        state = mailboxes.load_state(uow.connection, mailbox_key)
        if state is None:
            return
        rows = set(locations.load_keys_of(uow.connection, mailbox_key))
        lost = rows - operations.load_awaited(uow.connection) - set(state.held_removals)
        lost &= {key for key, place in locations.load_placed(uow.connection, lost).items() if place.on_server}
        if is_mass_removal(len(lost), len(rows)):
            mailboxes.set_state(uow, mailbox_key, held_removals=lost | set(state.held_removals))
        else:
            locations.drop_locations(uow, lost, keep_linked=True)
        mailboxes.retire(uow, mailbox_key)

    store.writer.run("retire mailbox", retire)


def release_moved(store: Store, account_key: int) -> None:
    """Held mails that were found in another mailbox have moved: their old rows may go."""
    holding = store.read(lambda connection: mailboxes.load_holding(connection, account_key))
    if not holding:
        return

    def release(uow: UnitOfWork) -> None:
        for state in holding:
            moved = locations.load_found_elsewhere(uow.connection, state.held_removals)
            if not moved:
                continue
            locations.drop_locations(uow, moved, keep_linked=False)
            mailboxes.set_state(uow, state.mailbox_key, held_removals=set(state.held_removals) - moved)
            uow.mailboxes.add(state.mailbox_key)
            if not state.on_server:
                mailboxes.retire(uow, state.mailbox_key)

    store.writer.run("release moved", release)


def held_now(store: Store, account_key: int) -> dict[int, tuple[str, frozenset[int], int]]:
    """mailbox key -> (name, keys of the rows that wait for the user's word, all rows of the mailbox)."""
    with store.reading() as connection:
        return {
            state.mailbox_key: (
                state.name,
                frozenset(state.held_removals),
                len(locations.load_keys_of(connection, state.mailbox_key)),
            )
            for state in mailboxes.load_holding(connection, account_key)
        }
