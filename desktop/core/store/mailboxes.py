"""Mailboxes: what LIST said, how far each has been seen, and its counters."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, Update, and_, bindparam, case, delete, func, or_, select, update

from desktop.core.mail.mailbox import VIEWS, WATCHABLE, SpecialUse, rank
from desktop.core.store import operations, orphans, purged
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import account, location, mailbox
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class MailboxState:
    """How much of a mailbox is known. UIDs below `seen_below` have been seen; those below `backfill_floor` are still to be
    wanted. `held_removals` are location keys whose mail vanished from the server at once and which wait for the user."""

    mailbox_key: int
    account_key: int
    name: str
    special_use: SpecialUse
    uidvalidity: int | None
    seen_below: int
    backfill_floor: int
    highestmodseq: int | None
    exists_count: int
    synced_at: int | None
    flags_compared_at: int | None = None
    held_removals: tuple[int, ...] = ()
    on_server: bool = True
    news_from: int | None = None
    """UIDs from here on are told of as new although the backfill fetches them, …"""
    news_since: int | None = None
    """… if they were received at that moment or later."""


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    delimiter: str | None
    special_use: SpecialUse
    selectable: bool


def load_unlisted(connection: Connection, account_key: int, names: Iterable[str]) -> list[MailboxState]:
    """The account's mailboxes that should be on the server and are not among the names. None when there are no names: an
    empty answer is no answer."""
    there = set(names)
    rows = connection.execute(
        select(mailbox).where(mailbox.c.account_key == account_key, mailbox.c.on_server == 1)
    ).all()
    return [_state(row) for row in rows if row.name not in there] if there else []


def merge_listed(uow: UnitOfWork, account_key: int, listed: Iterable[Listed], *, prefix: str = "") -> dict[str, int]:
    """Add and update the account's mailboxes as LIST named them; returns name -> key. What it did not name is left alone (see
    `load_unlisted`, `retire`), but for one that the server has renamed already, as the user wished."""
    wanted = {entry.name: entry for entry in listed}
    if prefix != load_prefix(uow.connection, account_key):
        uow.connection.execute(
            update(account).where(account.c.account_key == account_key).values(mailbox_prefix=prefix)
        )
        uow.accounts.add(account_key)
    for mailbox_key, new_name in operations.load_waiting_renames(uow.connection, account_key):
        state = load_state(uow.connection, mailbox_key)
        if state is not None and state.name not in wanted and new_name in wanted:
            rename_mailbox(uow, mailbox_key, new_name)
    rows = uow.connection.execute(select(mailbox).where(mailbox.c.account_key == account_key)).all()
    keys = {row.name: row.mailbox_key for row in rows}
    for row in rows:
        entry = wanted.get(row.name)
        if entry is not None and (row.delimiter, row.special_use, row.selectable, row.on_server) != (
            entry.delimiter,
            entry.special_use.value,
            entry.selectable,
            True,
        ):
            uow.connection.execute(
                update(mailbox)
                .where(mailbox.c.mailbox_key == row.mailbox_key)
                .values(
                    delimiter=entry.delimiter,
                    special_use=entry.special_use.value,
                    selectable=entry.selectable,
                    on_server=True,
                )
            )
            uow.mailboxes.add(row.mailbox_key)
    for entry in wanted.values():
        if entry.name not in keys:
            keys[entry.name] = add_mailbox(uow, account_key, entry)
    return keys


def retire(uow: UnitOfWork, mailbox_key: int) -> None:
    """The server has it no more: it goes from here too, unless rows of it are kept; then it stays to show them."""
    rows = uow.connection.scalar(
        select(func.count()).select_from(location).where(location.c.mailbox_key == mailbox_key)
    )
    if not rows:
        drop_mailbox(uow, mailbox_key)
        return
    uow.connection.execute(update(mailbox).where(mailbox.c.mailbox_key == mailbox_key).values(on_server=False))
    uow.mailboxes.add(mailbox_key)


def load_retired(connection: Connection, account_key: int) -> list[MailboxState]:
    """Mailboxes that were on the server once and are no more."""
    rows = connection.execute(
        select(mailbox).where(
            mailbox.c.account_key == account_key, mailbox.c.on_server == 0, mailbox.c.uidvalidity.is_not(None)
        )
    )
    return [_state(row) for row in rows]


def load_holding(connection: Connection, account_key: int) -> list[MailboxState]:
    """Mailboxes of which so many mails vanished at once that the user is asked."""
    rows = connection.execute(
        select(mailbox).where(mailbox.c.account_key == account_key, mailbox.c.held_removals.is_not(None))
    )
    return [_state(row) for row in rows]


def add_mailbox(uow: UnitOfWork, account_key: int, entry: Listed, *, on_server: bool = True) -> int:
    """The new mailbox's key; `on_server` False while its CREATE waits."""
    result = uow.connection.execute(
        mailbox.insert().values(
            account_key=account_key,
            name=entry.name,
            delimiter=entry.delimiter,
            special_use=entry.special_use.value,
            selectable=entry.selectable,
            on_server=on_server,
        )
    )
    key = inserted_key(result)
    uow.mailboxes.add(key)
    uow.accounts.add(account_key)
    return key


def rename_mailbox(uow: UnitOfWork, mailbox_key: int, new_name: str) -> None:
    """The server did it: the mailbox and all below it have new names (RFC 3501, section 6.3.5)."""
    row = uow.connection.execute(select(mailbox).where(mailbox.c.mailbox_key == mailbox_key)).one()
    old, delimiter = row.name, row.delimiter
    for other in uow.connection.execute(select(mailbox).where(mailbox.c.account_key == row.account_key)).all():
        below = delimiter and other.name.startswith(old + delimiter)
        if other.mailbox_key == mailbox_key or below:
            name = new_name + other.name[len(old) :]
            found_first = find_by_name(uow.connection, row.account_key, name)
            if found_first not in (None, other.mailbox_key):
                drop_mailbox(uow, found_first)  # LIST showed the new name before the rename was known to be done
            uow.connection.execute(
                update(mailbox)
                .where(mailbox.c.mailbox_key == other.mailbox_key)
                .values(name=name, shown_name=None, on_server=True)
            )
            uow.mailboxes.add(other.mailbox_key)
    uow.accounts.add(row.account_key)


def show_as(uow: UnitOfWork, mailbox_key: int, *, new_name: str | None, hidden: bool) -> None:
    """Derived columns of a mailbox and all below it: what a waiting rename or deletion makes of them."""
    row = uow.connection.execute(select(mailbox).where(mailbox.c.mailbox_key == mailbox_key)).one_or_none()
    if row is None:
        return
    for other in uow.connection.execute(select(mailbox).where(mailbox.c.account_key == row.account_key)).all():
        below = row.delimiter and other.name.startswith(row.name + row.delimiter)
        if other.mailbox_key == mailbox_key or below:
            shown = None if new_name is None else new_name + other.name[len(row.name) :]
            uow.connection.execute(
                update(mailbox)
                .where(mailbox.c.mailbox_key == other.mailbox_key)
                .values(shown_name=shown, hidden=hidden)
            )
            uow.mailboxes.add(other.mailbox_key)
    uow.accounts.add(row.account_key)


def drop_mailbox(uow: UnitOfWork, mailbox_key: int) -> None:
    """Its rows here go; its mail becomes orphaned unless other mailboxes hold it."""
    held = list(uow.connection.scalars(select(location.c.message_key).where(location.c.mailbox_key == mailbox_key)))
    uow.connection.execute(delete(mailbox).where(mailbox.c.mailbox_key == mailbox_key))
    orphans.mark_unheld(uow, held)
    uow.mailboxes.add(mailbox_key)
    uow.accounts.update(uow.connection.scalars(select(account.c.account_key)))


def set_state(uow: UnitOfWork, mailbox_key: int, **values: Any) -> None:
    """Columns of MailboxState, committed with the rows they vouch for; `held_removals` as location keys."""
    if "held_removals" in values:
        held = values.pop("held_removals")
        values["held_removals"] = json.dumps(sorted(held)) if held else None
    uow.connection.execute(update(mailbox).where(mailbox.c.mailbox_key == mailbox_key).values(**values))


def set_watched(uow: UnitOfWork, mailbox_key: int, watched: bool) -> bool:
    """False when there is no such mailbox, or new mail cannot come to it."""
    state = load_state(uow.connection, mailbox_key)
    if state is None or state.special_use not in WATCHABLE:
        return False
    uow.connection.execute(update(mailbox).where(mailbox.c.mailbox_key == mailbox_key).values(watched=watched))
    uow.mailboxes.add(mailbox_key)
    return True


def fetch_again(uow: UnitOfWork, account_key: int) -> None:
    """Everything of the account is to be wanted once more, as far back as the plan's window reaches; what is here stays."""
    purged.forget_account(uow, account_key)
    uow.connection.execute(
        update(mailbox)
        .where(mailbox.c.account_key == account_key, mailbox.c.uidvalidity.is_not(None))
        .values(backfill_floor=mailbox.c.seen_below)
    )


def recount(uow: UnitOfWork) -> None:
    """Counters of every mailbox that this transaction touched: from its rows; of one that got or lost rows and nothing else, by as
    many (counting the rows of a large mailbox with every step of its first sync took longer than storing them)."""
    for mailbox_key, (shown, unread) in uow.grown.items():
        if mailbox_key not in uow.mailboxes:
            uow.connection.execute(_GROW, {"key": mailbox_key, "shown": shown, "more_unread": unread})
    if uow.mailboxes:
        uow.connection.execute(_COUNT, {"keys": list(uow.mailboxes)})


def _counting() -> Update:
    visible = and_(location.c.mailbox_key == mailbox.c.mailbox_key, location.c.hidden == 0)
    total = select(func.count()).select_from(location).where(visible).scalar_subquery()
    unread = (
        select(func.coalesce(func.sum(case((location.c.flags.op("&")(1) == 0, 1), else_=0)), 0))
        .where(visible)
        .scalar_subquery()
    )
    these = mailbox.c.mailbox_key.in_(bindparam("keys", expanding=True))
    return update(mailbox).where(these).values(total=total, unread=unread)


_COUNT = _counting()
_GROW = (
    update(mailbox)
    .where(mailbox.c.mailbox_key == bindparam("key"))
    .values(total=mailbox.c.total + bindparam("shown"), unread=mailbox.c.unread + bindparam("more_unread"))
)


def count_beyond(connection: Connection, account_keys: Collection[int] | None) -> int:
    """Mails that the servers of those accounts, or of all, had at the last look and that have no row here; views show what other
    mailboxes hold."""
    hidden = (
        select(func.count())
        .select_from(location)
        .where(location.c.mailbox_key == mailbox.c.mailbox_key, location.c.hidden == 1)
        .scalar_subquery()
    )
    missing = mailbox.c.exists_count - mailbox.c.total - hidden
    statement = select(func.coalesce(func.sum(case((missing > 0, missing), else_=0)), 0)).where(
        mailbox.c.selectable == 1, mailbox.c.special_use.not_in([use.value for use in VIEWS])
    )
    if account_keys is not None:
        statement = statement.where(mailbox.c.account_key.in_(sorted(account_keys)))
    return int(connection.scalar(statement) or 0)


def load_states(connection: Connection, account_key: int) -> list[MailboxState]:
    """Selectable mailboxes of an account that are on the server: INBOX first, then by use, then by name."""
    rows = connection.execute(
        select(mailbox).where(mailbox.c.account_key == account_key, mailbox.c.selectable == 1, mailbox.c.on_server == 1)
    ).all()
    return sorted(map(_state, rows), key=lambda state: (rank(state.special_use), state.name.lower()))


def load_state(connection: Connection, mailbox_key: int) -> MailboxState | None:
    row = connection.execute(_STATE, {"key": mailbox_key}).one_or_none()
    return None if row is None else _state(row)


_STATE = select(mailbox).where(mailbox.c.mailbox_key == bindparam("key"))


def find_special(connection: Connection, account_key: int, use: SpecialUse) -> int | None:
    """The key of the account's mailbox for that use."""
    return connection.scalar(
        select(mailbox.c.mailbox_key)
        .where(mailbox.c.account_key == account_key, mailbox.c.special_use == use.value, mailbox.c.selectable == 1)
        .order_by(mailbox.c.mailbox_key)
    )


def find_by_name(connection: Connection, account_key: int, name: str) -> int | None:
    return connection.scalar(
        select(mailbox.c.mailbox_key).where(mailbox.c.account_key == account_key, mailbox.c.name == name)
    )


def is_name_taken(connection: Connection, account_key: int, name: str) -> bool:
    """By a mailbox that has the name, or will have it when its rename is done."""
    taken = select(mailbox.c.mailbox_key).where(
        mailbox.c.account_key == account_key, or_(mailbox.c.name == name, mailbox.c.shown_name == name)
    )
    return connection.scalar(taken.limit(1)) is not None


def load_prefix(connection: Connection, account_key: int) -> str:
    """What the names of the account's own mailboxes begin with, the inbox apart (RFC 2342); nothing on most servers."""
    return connection.scalar(select(account.c.mailbox_prefix).where(account.c.account_key == account_key)) or ""


def load_delimiter(connection: Connection, account_key: int) -> str | None:
    """The hierarchy delimiter of the account's server; None where it has no hierarchy."""
    return connection.scalar(
        select(mailbox.c.delimiter)
        .where(mailbox.c.account_key == account_key, mailbox.c.delimiter.is_not(None))
        .limit(1)
    )


def has_children(connection: Connection, parent: MailboxState) -> bool:
    delimiter = load_delimiter(connection, parent.account_key)
    names = connection.scalars(
        select(mailbox.c.name).where(mailbox.c.account_key == parent.account_key, mailbox.c.hidden == 0)
    )
    return delimiter is not None and any(name.startswith(parent.name + delimiter) for name in names)


def has_parent(connection: Connection, account_key: int, name: str) -> bool:
    """Whether the name is below one that is there."""
    delimiter = load_delimiter(connection, account_key)
    if delimiter is None:
        return False
    levels = name.split(delimiter)
    above = [delimiter.join(levels[:depth]) for depth in range(1, len(levels))]
    return any(find_by_name(connection, account_key, parent) is not None for parent in above)


def _state(row: Row[Any]) -> MailboxState:
    return MailboxState(
        mailbox_key=row.mailbox_key,
        account_key=row.account_key,
        name=row.name,
        special_use=SpecialUse(row.special_use),
        uidvalidity=row.uidvalidity,
        seen_below=row.seen_below,
        backfill_floor=row.backfill_floor,
        highestmodseq=row.highestmodseq,
        exists_count=row.exists_count,
        synced_at=row.synced_at,
        flags_compared_at=row.flags_compared_at,
        held_removals=tuple(json.loads(row.held_removals or "[]")),
        on_server=bool(row.on_server),
        news_from=row.news_from,
        news_since=row.news_since,
    )


def has_unnamed(connection: Connection, mailbox_key: int) -> bool:
    """Does a row of this mailbox still wait for its UID?"""
    waiting = select(location.c.location_key).where(
        location.c.mailbox_key == mailbox_key, location.c.uid.is_(None), location.c.on_server == 1
    )
    return connection.scalar(waiting.limit(1)) is not None
