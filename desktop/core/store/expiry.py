"""Which local copies are past their time, and their eviction. Linked, pending, draft and outbox mail is never among them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from desktop.core.api.workspace import FolderLoss
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import links, message_keys, orphans, purged
from desktop.core.store.database import inserted_key
from desktop.core.store.list_row import UNSAFE
from desktop.core.store.operations import UNFINISHED
from desktop.core.store.schema import account, link, location, mailbox, message, operation, sweep_log
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Expiring:
    location_key: int
    message_key: int
    mailbox_key: int
    mailbox_name: str
    message_id: str
    internaldate: int
    size: int


@dataclass(frozen=True, slots=True)
class LoggedSweep:
    at: int
    plan_id: str
    storage_days: int | None
    removed: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail as the sweep sees it: past its time or not, and what holds it all the same ("task", "crm_copy_pending",
    "operation", "draft"), if anything."""

    location_key: int
    mailbox_name: str
    message_id: str
    internaldate: int
    size: int
    address: str
    is_past: bool
    held_by: str | None


OWN_USES = (SpecialUse.SENT.value, SpecialUse.DRAFTS.value)
"""Mailboxes of mail that was written here: a client dates it."""
RECEIVED = case((message.c.first_seen < location.c.internaldate, message.c.first_seen), else_=location.c.internaldate)
"""From when the age of a mail counts; asks for `location` joined with `message`."""
_TASK = exists().where(link.c.message_key == message.c.message_key, links.holds())
_COPY_UNSAFE = exists().where(
    link.c.message_key == message.c.message_key, link.c.kind == "crm", link.c.state.in_(UNSAFE)
)
_PROVISIONAL = and_(location.c.uid.is_(None), location.c.on_server == 1)
_WANTED_BY_QUEUE = exists().where(
    or_(
        operation.c.location_key == location.c.location_key,
        operation.c.result_location_key == location.c.location_key,
    ),
    operation.c.state.in_(UNFINISHED),
)

_HELD_BY = case(
    (_TASK, "task"),
    (_COPY_UNSAFE, "crm_copy_pending"),
    (or_(_PROVISIONAL, _WANTED_BY_QUEUE), "operation"),
    (mailbox.c.special_use == SpecialUse.DRAFTS.value, "draft"),
    else_=None,
)


def leaves(received_before: int | ColumnElement[int]) -> ColumnElement[bool]:
    """What was received before that moment (epoch seconds) and nothing holds; asks for `location` joined with `message` and
    `mailbox`."""
    return and_(
        received_before > RECEIVED,
        ~_PROVISIONAL,
        mailbox.c.special_use != SpecialUse.DRAFTS.value,
        ~_TASK,
        ~_COPY_UNSAFE,
        ~_WANTED_BY_QUEUE,
    )


def select_leaving(received_before: int) -> Select[tuple[int]]:
    """The location keys of what leaves, for a condition of another statement."""
    return (
        select(location.c.location_key)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(leaves(received_before))
        .correlate(None)
    )


def load_judged(connection: Connection, *, received_before: int) -> list[Judged]:
    """Every mail with the same judgement that `load_expired` selects by, oldest first."""
    rows = connection.execute(
        select(
            location.c.location_key, mailbox.c.name, message.c.message_id, location.c.internaldate, message.c.size,
            account.c.address, received_before > RECEIVED, _HELD_BY,
        )
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .join(account, account.c.account_key == mailbox.c.account_key)
        .order_by(location.c.internaldate, location.c.location_key)
    )  # fmt: skip
    return [
        Judged(key, name, message_id, received, size, address, bool(is_past), held_by)
        for key, name, message_id, received, size, address, is_past, held_by in rows
    ]


def load_losses(connection: Connection, *, received_before: int) -> list[FolderLoss]:
    """What `load_expired` selects, counted by folder; most mails first."""
    rows = connection.execute(
        select(
            mailbox.c.mailbox_key, mailbox.c.account_key, account.c.address, mailbox.c.name, mailbox.c.special_use,
            func.count(), func.sum(message.c.size),
        )
        .select_from(location)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .join(account, account.c.account_key == mailbox.c.account_key)
        .where(leaves(received_before))
        .group_by(
            mailbox.c.mailbox_key, mailbox.c.account_key, account.c.address, mailbox.c.name, mailbox.c.special_use
        )
        .order_by(func.count().desc(), mailbox.c.mailbox_key)
    )  # fmt: skip
    return [FolderLoss(row[0], row[1], row[2], row[3], SpecialUse(row[4]), row[5], int(row[6])) for row in rows]


def count_staying(connection: Connection, *, received_before: int) -> list[tuple[str, int]]:
    """(what holds it, how many) of mails past their time."""
    held = (
        select(_HELD_BY.label("held_by"))
        .select_from(location)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(received_before > RECEIVED, ~leaves(received_before))
        .subquery()
    )
    rows = connection.execute(
        select(held.c.held_by, func.count()).group_by(held.c.held_by).order_by(func.count().desc(), held.c.held_by)
    )
    return [(row[0], row[1]) for row in rows]


def load_leaving_keys(connection: Connection, *, received_before: int) -> array[int]:
    """The location keys of what `load_expired` selects, oldest first."""
    statement = select_leaving(received_before).order_by(location.c.internaldate, location.c.location_key)
    return array("q", connection.scalars(statement))


def load_holder(connection: Connection, location_key: int) -> str | None:
    """What holds a mail, by its name: the title of the task or of the CRM entry, the folder of a draft or of what waits for
    the server. None when nothing holds it, or it is not here."""
    row = connection.execute(
        select(_HELD_BY, mailbox.c.name, message.c.message_key)
        .select_from(location)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.location_key == location_key)
    ).one_or_none()
    if row is None or row[0] is None:
        return None
    kind = {"task": "task", "crm_copy_pending": "crm"}.get(row[0])
    if kind is None:
        return str(row[1])
    holding = links.holds() if kind == "task" else and_(link.c.kind == kind, link.c.state.in_(UNSAFE))
    held = select(link.c.title).where(link.c.message_key == row[2], holding)
    return connection.scalar(held.order_by(link.c.link_key).limit(1)) or ""


def load_expired(connection: Connection, *, received_before: int, only: Sequence[int] | None = None) -> list[Expiring]:
    """Locations received before that moment (epoch seconds) that nothing holds, oldest first; `only` of those keys. Age counts
    from INTERNALDATE, capped by the moment the mail was first seen here."""
    if only is None:
        rows = connection.execute(_EXPIRED, {"before": received_before})
    else:
        rows = connection.execute(_EXPIRED_OF, {"before": received_before, "keys": only})
    return [Expiring(*row) for row in rows]


# Written once: a sweep runs these for every handful of mails.
_THESE = location.c.location_key.in_(bindparam("keys", expanding=True))
_EXPIRED = (
    select(
        location.c.location_key, message.c.message_key, mailbox.c.mailbox_key, mailbox.c.name, message.c.message_id,
        location.c.internaldate, message.c.size,
    )
    .join(message, message.c.message_key == location.c.message_key)
    .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
    .where(leaves(bindparam("before", type_=BigInteger)))
    .order_by(location.c.internaldate, location.c.location_key)
)  # fmt: skip
_EXPIRED_OF = _EXPIRED.where(_THESE)
_EVICT = delete(location).where(_THESE).returning(location.c.mailbox_key, location.c.hidden, location.c.flags)


def evict(uow: UnitOfWork, expired: Sequence[Expiring]) -> None:
    """Drop the rows, and the messages that nothing holds any more, with all that is known of them."""
    if not expired:
        return
    keys = [entry.location_key for entry in expired]
    purged.note(uow, keys)
    shown, unread = Counter[int](), Counter[int]()
    for mailbox_key, hidden, flags in uow.connection.execute(_EVICT, {"keys": keys}):
        shown[mailbox_key] += not hidden
        unread[mailbox_key] += not hidden and not flags & Flag.SEEN
    for mailbox_key, count in shown.items():
        uow.grow(mailbox_key, -count, -unread[mailbox_key])
    orphans.purge_unheld(uow, {entry.message_key for entry in expired})
    uow.locations.update(keys)


def log_sweep(
    uow: UnitOfWork, sweep_key: int | None, plan_id: str, storage_days: int | None, removed: int, size: int
) -> int:
    """Begin a row of the log, or add to one; its key."""
    if sweep_key is not None:
        uow.connection.execute(
            update(sweep_log)
            .where(sweep_log.c.sweep_key == sweep_key)
            .values(removed=sweep_log.c.removed + removed, bytes=sweep_log.c.bytes + size)
        )
        return sweep_key
    result = uow.connection.execute(
        insert(sweep_log).values(at=uow.now, plan_id=plan_id, storage_days=storage_days, removed=removed, bytes=size)
    )
    return inserted_key(result)


def load_sweeps(connection: Connection, limit: int) -> list[LoggedSweep]:
    """Newest first."""
    rows = connection.execute(
        select(
            sweep_log.c.at, sweep_log.c.plan_id, sweep_log.c.storage_days, sweep_log.c.removed, sweep_log.c.bytes
        )
        .order_by(sweep_log.c.sweep_key.desc())
        .limit(limit)
    )  # fmt: skip
    return [LoggedSweep(*row) for row in rows]


def load_newest(connection: Connection, limit: int = 50, *, received: bool = False) -> list[tuple[int, int]]:
    """(received to the minute as the server said, first seen by this computer's clock) of the newest mails, epoch seconds.
    `received`: none that was written and put there by a client, which dates it."""
    statement = select(message.c.message_key, message.c.first_seen).order_by(message.c.message_key.desc()).limit(limit)
    if received:
        own = (
            exists()
            .where(location.c.message_key == message.c.message_key)
            .where(mailbox.c.mailbox_key == location.c.mailbox_key)
            .where(mailbox.c.special_use.in_(OWN_USES))
        )
        statement = statement.where(~own)
    rows = connection.execute(statement)
    return [(message_keys.received_minute(key) * 60, seen) for key, seen in rows]
