"""Brings one mailbox of the cache to what the server says now: arrivals, then flags, then what vanished.

The state row is committed with the rows it vouches for, so a kill at any point costs a question, never a mail. An omitted
answer is not a deletion: what seems gone is asked for by UID once more, a large part of a mailbox on a fresh connection too,
and then a person is asked. Runs in the account's worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.core.imap.gateway import FetchedFlags, ImapGateway, Selected
from desktop.core.mail.flags import FlagSet
from desktop.core.operations.overlay import reproject
from desktop.core.store import locations, mailboxes, operations
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.intake import Intake, Tally
from desktop.core.sync.resync_plan import FlagsQuestion, is_mass_removal, plan_resync


@dataclass(frozen=True, slots=True)
class ResyncOutcome:
    backfill: bool = False
    """There is more to fetch, newest first."""
    arrived_unseen: int = 0
    held: int = 0
    """Mails that vanished at once and are kept until the user agrees."""
    known: int = 0


def resync(
    store: Store,
    gateway: ImapGateway,
    mailbox_key: int,
    *,
    not_before: int,
    reconnect: Callable[[], ImapGateway],
    tally: Tally | None = None,
) -> ResyncOutcome:
    """`not_before`: older mail (by INTERNALDATE, epoch seconds) is not wanted. `reconnect` opens a second connection, which
    is closed again here."""
    cached = store.read(lambda connection: mailboxes.load_state(connection, mailbox_key))
    if cached is None:
        return ResyncOutcome()
    selected = _with_uidnext(gateway, gateway.select(cached.name))
    plan = plan_resync(cached, selected, condstore=gateway.capabilities.condstore)
    intake = Intake(store, cached.account_key, mailbox_key, tally)
    if plan.first or plan.renumbered:
        _start_over(store, mailbox_key, selected, renumbered=plan.renumbered)
        return ResyncOutcome(backfill=True)
    arrived = 0
    if plan.arrivals and not plan.many_arrivals:
        arrived = intake.take_headers(
            gateway.fetch_headers(range(cached.seen_below, selected.uidnext or 1)),
            not_before=not_before,
            state=lambda batch: {"seen_below": max(cached.seen_below, *(header.uid + 1 for header in batch))},
        )
        intake.flush()
    known = store.read(lambda connection: locations.load_uids(connection, mailbox_key))
    changed = _fetch_flags(gateway, cached, plan.flags, known)
    comparing = plan.flags is FlagsQuestion.ALL or (
        plan.expected_exists is not None and selected.exists - arrived != plan.expected_exists
    )
    vanished = _find_vanished(gateway, known, cached, selected) if comparing and not plan.nothing else set()
    held = set()
    if is_mass_removal(len(vanished), len(known)):
        held = _ask_again_elsewhere(reconnect, cached.name, vanished)
        vanished = set()
    held_keys = {known[uid] for uid in held} | _still_held(cached, known)
    values = {
        "seen_below": max(cached.seen_below, selected.uidnext or 1),
        "highestmodseq": selected.highestmodseq,
        "exists_count": selected.exists,
        "held_removals": held_keys,
    }
    if plan.many_arrivals:
        values["backfill_floor"] = selected.uidnext
    _commit(
        store, mailbox_key, known, changed, vanished, values, touched=not plan.nothing or bool(cached.held_removals)
    )
    return ResyncOutcome(
        backfill=plan.many_arrivals or cached.backfill_floor > 1,
        arrived_unseen=intake.arrived_unseen,
        held=len(held_keys),
        known=len(known),
    )


def drop_lost(store: Store, mailbox_key: int) -> int:
    """After a renumbered mailbox was read again: rows that were not found again leave, unless an operation waits for them.
    A mass of them is held for the user instead. Returns how many are held."""

    def drop(uow: UnitOfWork) -> int:
        lost = set(locations.load_without_uid(uow.connection, mailbox_key))
        lost -= operations.held_locations(uow.connection)
        if is_mass_removal(len(lost), len(lost) + len(locations.load_uids(uow.connection, mailbox_key))):
            mailboxes.set_state(uow, mailbox_key, held_removals=lost)
            uow.mailboxes.add(mailbox_key)
            return len(lost)
        locations.drop_locations(uow, lost, keep_linked=True)
        return 0

    return store.writer.run("drop lost", drop)


def _with_uidnext(gateway: ImapGateway, selected: Selected) -> Selected:
    if selected.uidnext is not None:
        return selected
    uids = gateway.search_since(None)
    return Selected(
        selected.exists, selected.uidvalidity, (uids[-1] if uids else 0) + 1, selected.highestmodseq, selected.read_only
    )


def _start_over(store: Store, mailbox_key: int, selected: Selected, *, renumbered: bool) -> None:
    def start(uow: UnitOfWork) -> None:
        if renumbered:
            locations.forget_uids(uow, mailbox_key)
        mailboxes.set_state(
            uow,
            mailbox_key,
            uidvalidity=selected.uidvalidity,
            seen_below=selected.uidnext,
            backfill_floor=selected.uidnext,
            highestmodseq=selected.highestmodseq,
            exists_count=selected.exists,
        )
        uow.mailboxes.add(mailbox_key)

    store.writer.run("start mailbox", start)


def _fetch_flags(
    gateway: ImapGateway, cached: MailboxState, question: FlagsQuestion, known: dict[int, int]
) -> list[FetchedFlags]:
    if question is FlagsQuestion.NOTHING or not known:
        return []
    since = cached.highestmodseq if question is FlagsQuestion.CHANGED else None
    return [fetched for fetched in gateway.fetch_flags(None, changed_since=since) if fetched.uid in known]


def _find_vanished(gateway: ImapGateway, known: dict[int, int], cached: MailboxState, selected: Selected) -> set[int]:
    """UIDs that two questions agree are gone."""
    if not known:
        return set()
    told = gateway.fetch_vanished(list(known), cached.highestmodseq) if cached.highestmodseq else None
    candidates = set(known) & told if told is not None else set(known) - set(gateway.search_since(None))
    if not candidates:
        return set()
    return candidates - {fetched.uid for fetched in gateway.fetch_flags(sorted(candidates))}


def _ask_again_elsewhere(reconnect: Callable[[], ImapGateway], name: str, vanished: set[int]) -> set[int]:
    """A second connection is asked before a large part of a mailbox is believed to be gone."""
    other = reconnect()
    try:
        other.select(name, read_only=True)
        return vanished - set(other.search_since(None))
    finally:
        other.close()


def _still_held(cached: MailboxState, known: dict[int, int]) -> set[int]:
    return set(cached.held_removals) & set(known.values())


def _commit(
    store: Store,
    mailbox_key: int,
    known: dict[int, int],
    changed: Iterable[FetchedFlags],
    vanished: set[int],
    values: dict[str, object],
    *,
    touched: bool,
) -> None:
    news: dict[int, FlagSet] = {known[fetched.uid]: fetched.flags for fetched in changed}

    def commit(uow: UnitOfWork) -> None:
        differing = {
            key: news[key]
            for key, (flags, _) in locations.load_server_flags(uow.connection, news).items()
            if flags != news[key]
        }
        locations.set_server_flags(uow, differing.items())
        reproject(uow, differing)
        locations.drop_locations(uow, (known[uid] for uid in vanished), keep_linked=True)
        mailboxes.set_state(uow, mailbox_key, synced_at=uow.now, **values)
        if values["held_removals"]:
            uow.mailboxes.add(mailbox_key)

    if touched:
        store.writer.run("resync", commit)
