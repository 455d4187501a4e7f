"""Which local copies are past their time, and their eviction. Linked, pending, draft and outbox mail is never among them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, exists, insert, or_, select

from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import links, messages
from desktop.core.store.operations import UNFINISHED
from desktop.core.store.schema import link, location, mailbox, message, operation, sweep_log
from desktop.core.store.writer import UnitOfWork


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
class Judged:
    """A mail as the sweep sees it: past its time or not, and what holds it all the same ("task", "crm_copy_pending",
    "operation", "draft"), if anything."""

    location_key: int
    mailbox_name: str
    message_id: str
    internaldate: int
    size: int
    is_past: bool
    held_by: str | None


RECEIVED = case((message.c.first_seen < location.c.internaldate, message.c.first_seen), else_=location.c.internaldate)
"""From when the age of a mail counts; asks for `location` joined with `message`."""
_TASK = exists().where(link.c.message_key == message.c.message_key, links.holds())
_COPY_UNSAFE = exists().where(
    link.c.message_key == message.c.message_key, link.c.kind == "crm", link.c.state.in_(links.UNSAFE)
)
_PROVISIONAL = and_(location.c.uid.is_(None), location.c.on_server == 1)
_WANTED_BY_QUEUE = exists().where(
    or_(
        operation.c.location_key == location.c.location_key,
        operation.c.result_location_key == location.c.location_key,
    ),
    operation.c.state.in_(UNFINISHED),
)


def leaves(received_before: int) -> ColumnElement[bool]:
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
    held_by = case(
        (_TASK, "task"),
        (_COPY_UNSAFE, "crm_copy_pending"),
        (or_(_PROVISIONAL, _WANTED_BY_QUEUE), "operation"),
        (mailbox.c.special_use == SpecialUse.DRAFTS.value, "draft"),
        else_=None,
    )
    rows = connection.execute(
        select(
            location.c.location_key, mailbox.c.name, message.c.message_id, location.c.internaldate, message.c.size,
            received_before > RECEIVED, held_by,
        )
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .order_by(location.c.internaldate, location.c.location_key)
    )  # fmt: skip
    return [Judged(*row[:5], is_past=bool(row[5]), held_by=row[6]) for row in rows]


def load_expired(connection: Connection, *, received_before: int, limit: int | None) -> list[Expiring]:
    """Locations received before that moment (epoch seconds) that nothing holds, oldest first. Age counts from INTERNALDATE,
    capped by the moment the mail was first seen here."""
    statement = (
        select(
            location.c.location_key, message.c.message_key, mailbox.c.mailbox_key, mailbox.c.name, message.c.message_id,
            location.c.internaldate, message.c.size,
        )
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(leaves(received_before))
        .order_by(location.c.internaldate, location.c.location_key)
        .limit(limit)
    )  # fmt: skip
    return [Expiring(*row) for row in connection.execute(statement)]


def evict(uow: UnitOfWork, expired: list[Expiring]) -> None:
    """Drop the rows; their messages are orphaned and may be purged at once."""
    if not expired:
        return
    keys = [entry.location_key for entry in expired]
    uow.connection.execute(delete(location).where(location.c.location_key.in_(keys)))
    messages.orphan_unheld(uow, {entry.message_key for entry in expired})
    uow.locations.update(keys)
    uow.mailboxes.update(entry.mailbox_key for entry in expired)


def log_sweep(uow: UnitOfWork, plan_id: str, storage_days: int, removed: int, size: int) -> None:
    uow.connection.execute(
        insert(sweep_log).values(at=uow.now, plan_id=plan_id, storage_days=storage_days, removed=removed, bytes=size)
    )
    uow.plan = True


def load_newest(connection: Connection, limit: int = 50) -> list[tuple[int, int]]:
    """(received to the minute as the server said, first seen by this computer's clock) of the newest mails, epoch seconds."""
    rows = connection.execute(
        select(message.c.message_key, message.c.first_seen).order_by(message.c.message_key.desc()).limit(limit)
    )
    return [(messages.received_minute(key) * 60, seen) for key, seen in rows]
