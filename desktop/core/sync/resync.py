"""Brings one mailbox of the cache to what the server says now: arrivals, then flags, then what vanished.

The state row is committed with the rows it vouches for, so a kill at any point costs a question, never a mail. An omitted
answer is not a deletion: what seems gone is asked for by UID once more, a large part of a mailbox on a fresh connection too,
and then a person is asked. Runs in the account's worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.gateway import FetchedFlags, ImapGateway, Selected
from desktop.core.mail.flags import FlagSet
from desktop.core.operations.overlay import reproject
from desktop.core.store import locations, mailboxes, operations
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.intake import Intake, Tally
from desktop.core.sync.news import News, Tell, news_since
from desktop.core.sync.resync_plan import FlagsQuestion, is_comparison_due, is_mass_removal, plan_resync
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class ResyncOutcome:
    backfill: bool = False
    """There is more to fetch, newest first."""
    complete: bool = True
    """Every UID that the server has is seen: a row without one is not there."""


def resync(
    store: Store,
    gateway: ImapGateway,
    mailbox_key: int,
    *,
    now: int,
    not_before: int,
    reconnect: Callable[[], ImapGateway],
    tally: Tally | None = None,
    careful: bool = False,
    tell: Tell = lambda keys: None,
) -> ResyncOutcome:
    """`now` is epoch seconds. `not_before`: older mail (by INTERNALDATE, epoch seconds) is not wanted. `reconnect` opens a second connection, which
    is closed again here. `careful`: a connection died lately, so arrivals are left to the backfill with its small steps. `tell` hears the location keys of new
    mail when it is committed."""
    cached = store.read(lambda connection: mailboxes.load_state(connection, mailbox_key))
    if cached is None:
        return ResyncOutcome()
    selected = _with_uidnext(gateway, gateway.select(cached.name))
    plan = plan_resync(cached, selected, condstore=gateway.capabilities.condstore, now=now)
    if plan.first or plan.renumbered:
        _start_over(store, mailbox_key, selected, renumbered=plan.renumbered, now=now)
        return ResyncOutcome(backfill=True, complete=False)
    since = news_since(cached, now)
    intake = Intake(store, cached.account_key, mailbox_key, tally, News(cached.seen_below, since, tell))
    seen_below = max(cached.seen_below, selected.uidnext or 1)
    arrived = 0
    left_to_backfill = plan.many_arrivals or (plan.arrivals and careful)
    if plan.arrivals and not left_to_backfill:
        try:
            arrived, seen_below = _take_arrivals(gateway, intake, range(cached.seen_below, seen_below), not_before)
        except ServerRefusal:
            left_to_backfill = True  # there is one among them that the server cannot read
    known = store.read(lambda connection: locations.load_uids(connection, mailbox_key))
    changed = _fetch_flags(gateway, cached, plan.flags, known)
    vanished: set[int] = set()
    held = _still_held(store, cached)
    if not plan.nothing and (plan.expected_exists is None or selected.exists - arrived != plan.expected_exists):
        fewer = None if plan.expected_exists is None else plan.expected_exists + arrived - selected.exists
        vanished, held = _compare(gateway, known, cached, fewer, held, reconnect)
    values: dict[str, Any] = {
        "seen_below": seen_below,
        "highestmodseq": selected.highestmodseq,
        "exists_count": selected.exists,
        "held_removals": tuple(sorted(held)),
    }
    if plan.flags is FlagsQuestion.ALL and is_comparison_due(cached, now):
        values["flags_compared_at"] = now
    if left_to_backfill:
        values["backfill_floor"] = seen_below
        if cached.news_from is None:
            values["news_from"], values["news_since"] = cached.seen_below, since
    _commit(store, cached, known, changed, vanished, values)
    backfill = left_to_backfill or cached.backfill_floor > 1
    return ResyncOutcome(
        backfill=backfill,
        complete=not backfill and seen_below >= (selected.uidnext or 1),
    )


def _compare(
    gateway: ImapGateway,
    known: dict[int, int],
    cached: MailboxState,
    fewer: int | None,
    held: set[int],
    reconnect: Callable[[], ImapGateway],
) -> tuple[set[int], set[int]]:
    """(UIDs that are gone, location keys that are held until somebody says that they may go). `fewer` mails are here than
    should be, as far as that is known. What came back is held no longer; of many that go at once another connection is asked."""
    missed_before = {uid for uid, key in known.items() if key in held}
    missing = _find_vanished(gateway, known, cached, fewer, missed_before)
    held = held - {key for uid, key in known.items() if uid not in missing}
    fresh = {uid for uid in missing if known[uid] not in held}
    if is_mass_removal(len(fresh), len(known)):
        return set(), held | {known[uid] for uid in _ask_again_elsewhere(reconnect, cached, fresh)}
    return fresh, held


def _take_arrivals(gateway: ImapGateway, intake: Intake, uids: range, not_before: int) -> tuple[int, int]:
    """(how many new mails there are, the UID below which all have been seen). An answer that was left out may be a mail that
    is gone already or one that the server forgot: only the second stops the frontier."""
    came = intake.take_headers(gateway.fetch_headers(uids), not_before=not_before)
    intake.flush()
    missing = set(uids) - came
    if missing:
        missing &= set(gateway.search_since(None))
    if missing:
        came |= intake.take_headers(gateway.fetch_headers(sorted(missing)), not_before=not_before)
        intake.flush()
    forgotten = missing - came
    return len(came) + len(forgotten), min(forgotten, default=uids.stop)


def _with_uidnext(gateway: ImapGateway, selected: Selected) -> Selected:
    if selected.uidnext is not None:
        return selected
    uids = gateway.search_since(None)
    return Selected(
        selected.exists, selected.uidvalidity, (uids[-1] if uids else 0) + 1, selected.highestmodseq, selected.read_only
    )


def _start_over(store: Store, mailbox_key: int, selected: Selected, *, renumbered: bool, now: int) -> None:
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
            flags_compared_at=now,
            held_removals=(),  # what is not found again is held again
            news_from=None,
            news_since=None,
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


def _find_vanished(
    gateway: ImapGateway, known: dict[int, int], cached: MailboxState, fewer: int | None, missed_before: set[int]
) -> set[int]:
    """UIDs that two questions agree are gone. A server that keeps count (`fewer`: by how much; None where it cannot be
    believed) may tell what vanished since the last look, if that explains the count; else all UIDs are compared. What was
    missed before is asked about again."""
    if not known:
        return set()
    told = None
    if fewer is not None and cached.highestmodseq:
        told = gateway.fetch_vanished(list(known), cached.highestmodseq)
    if told is None or len(told) < (fewer or 0):
        told = known.keys() - set(gateway.search_since(None))
    candidates = (told & known.keys()) | missed_before
    if not candidates:
        return set()
    return candidates - {fetched.uid for fetched in gateway.fetch_flags(sorted(candidates))}


def _ask_again_elsewhere(reconnect: Callable[[], ImapGateway], cached: MailboxState, vanished: set[int]) -> set[int]:
    """A second connection is asked before a large part of a mailbox is believed to be gone."""
    other = reconnect()
    try:
        if other.select(cached.name, read_only=True).uidvalidity != cached.uidvalidity:
            return vanished
        return vanished - set(other.search_since(None))
    finally:
        other.close()


def _still_held(store: Store, cached: MailboxState) -> set[int]:
    if not cached.held_removals:
        return set()
    return set(store.read(lambda connection: locations.load_placed(connection, cached.held_removals)))


def _commit(
    store: Store,
    cached: MailboxState,
    known: dict[int, int],
    changed: Iterable[FetchedFlags],
    vanished: set[int],
    values: dict[str, Any],
) -> None:
    """One transaction, and none at all when nothing is new."""
    news: dict[int, FlagSet] = {known[fetched.uid]: fetched.flags for fetched in changed}
    before = store.read(lambda connection: locations.load_server_flags(connection, news))
    differing = {key: flags for key, flags in news.items() if key in before and before[key][0] != flags}
    is_news = any(getattr(cached, name) != value for name, value in values.items())
    if not (differing or vanished or is_news or cached.synced_at is None):
        return

    def commit(uow: UnitOfWork) -> None:
        locations.set_server_flags(uow, differing.items())
        reproject(uow, differing)
        # What became of mail that an operation is about to take away is found out by that operation.
        leaving = {known[uid] for uid in vanished}
        asked_after = leaving & operations.held_sources(uow.connection, cached.account_key)
        locations.drop_locations(uow, leaving - asked_after, keep_linked=True)
        if asked_after:
            values["highestmodseq"] = None  # so that the next look compares in full
        mailboxes.set_state(uow, cached.mailbox_key, synced_at=uow.now, **values)
        if values["held_removals"] != cached.held_removals:
            uow.mailboxes.add(cached.mailbox_key)

    store.writer.run("resync", commit)
