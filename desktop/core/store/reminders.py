"""Sent mail that waits for an answer: when it is brought forward, and whether that has been told. Functions with a Recorder or a
unit of work write.

A row names its mail by Message-ID, so that it outlives every copy of it here; there is one row for a mail at most.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, exists, func, insert, select, update

from desktop.core.api.rows import AwaitedRow
from desktop.core.mail.address import Address
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import bulk
from desktop.core.store.envelope_json import load_envelope
from desktop.core.store.schema import account, location, mailbox, message, reminder
from desktop.core.store.undo_rows import Recorder, touch
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

MOST_PEOPLE = 20
_MOST_LETTERS = 300
_ASIDE = (SpecialUse.TRASH.value, SpecialUse.JUNK.value, SpecialUse.DRAFTS.value)


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail on which somebody may be reminded. `is_own`: one of the program's own addresses wrote it, or it lies in Sent."""

    account_key: int
    message_id: str
    subject: str
    people: tuple[Address, ...]
    sent_at: int
    is_own: bool


def add(uow: UnitOfWork, account_key: int, message_id: str, subject: str, people: Sequence[Address], wait: int) -> None:
    """For a mail that goes into the outbox: the time runs from its sending on."""
    drop_of(uow, message_id)
    uow.connection.execute(
        insert(reminder).values(
            account_key=account_key, message_id=message_id, subject=subject, people=_dump(people), wait=wait,
            created_at=uow.now,
        )
    )  # fmt: skip
    uow.desk = True


def begin(uow: UnitOfWork, message_id: str) -> None:
    """It has left."""
    started = uow.connection.execute(
        update(reminder)
        .where(reminder.c.message_id == message_id, reminder.c.sent_at.is_(None))
        .values(sent_at=uow.now, due_at=uow.now + reminder.c.wait)
    )
    uow.desk = uow.desk or bool(started.rowcount)


def drop_of(uow: UnitOfWork, message_id: str) -> None:
    """Nothing is recorded: the mail does not go, or its answer is here."""
    for key in list(uow.connection.scalars(select(reminder.c.reminder_key).where(reminder.c.message_id == message_id))):
        touch(uow, reminder, key)
        uow.connection.execute(delete(reminder).where(reminder.c.reminder_key == key))


def set_due(rows: Recorder, mail: SentMail, at: int) -> bool:
    """Another moment for a mail that waits, or a first one; False where it was so already."""
    now = rows.uow.now
    same = reminder.c.message_id == mail.message_id
    known = rows.uow.connection.scalar(select(reminder.c.reminder_key).where(same))
    if known is not None:
        return bool(rows.update(reminder, same, due_at=at, sent_at=mail.sent_at, wait=max(0, at - now), told_at=None))
    rows.insert(
        reminder, account_key=mail.account_key, message_id=mail.message_id, subject=mail.subject,
        people=_dump(mail.people), wait=max(0, at - now), created_at=now, sent_at=mail.sent_at, due_at=at,
    )  # fmt: skip
    return True


def move_on(rows: Recorder, reminder_keys: Collection[int], at: int) -> int:
    """Another moment for these, which have left; how many."""
    wait = max(0, at - rows.uow.now)
    left = and_(reminder.c.reminder_key.in_(list(reminder_keys)), reminder.c.sent_at.is_not(None))
    return rows.update(reminder, left, due_at=at, wait=wait, told_at=None)


def forget(rows: Recorder, reminder_keys: Collection[int]) -> int:
    return rows.delete(reminder, reminder.c.reminder_key.in_(list(reminder_keys)))


def find_keys(connection: Connection, message_keys: Iterable[int]) -> list[int]:
    """Of the reminders on these mails."""
    return list(connection.scalars(select(reminder.c.reminder_key).where(_names(message_keys))))


def find_deleted(connection: Connection, message_keys: Iterable[int]) -> list[int]:
    """Of the reminders on those of the mails of which no copy is shown any more but in the Trash."""
    shown = _copies().where(location.c.hidden == 0, mailbox.c.special_use != SpecialUse.TRASH.value)
    return list(connection.scalars(select(reminder.c.reminder_key).where(_names(message_keys), ~shown.exists())))


def take_due(uow: UnitOfWork, limit: int = 200) -> list[AwaitedRow]:
    """Those whose moment has come, marked as told; what lies in the Trash, and nowhere else, is waited for no more."""
    due = select(reminder.c.reminder_key).where(_is_due(uow.now)).order_by(reminder.c.due_at).limit(limit)
    keys = list(uow.connection.scalars(due))
    binned = _copies().where(mailbox.c.special_use == SpecialUse.TRASH.value)
    elsewhere = _copies().where(mailbox.c.special_use != SpecialUse.TRASH.value)
    thrown = list(
        uow.connection.scalars(
            select(reminder.c.reminder_key).where(
                reminder.c.reminder_key.in_(keys), binned.exists(), ~elsewhere.exists()
            )
        )
    )
    for key in keys:
        touch(uow, reminder, key)
    uow.connection.execute(delete(reminder).where(reminder.c.reminder_key.in_(thrown)))
    left = [key for key in keys if key not in thrown]
    uow.connection.execute(update(reminder).where(reminder.c.reminder_key.in_(left)).values(told_at=uow.now))
    return [row for row in load_rows(uow.connection) if row.reminder_key in left] if left else []


def load_next(connection: Connection) -> int | None:
    """When the next is brought forward (epoch seconds)."""
    return connection.scalar(select(func.min(reminder.c.due_at)).where(reminder.c.told_at.is_(None)))


def load_awaited(connection: Connection) -> dict[str, int]:
    """Message-ID of each mail that waits -> when its answer began to be waited for."""
    return {row[0]: row[1] for row in connection.execute(select(reminder.c.message_id, reminder.c.created_at))}


def load_own_addresses(connection: Connection, message_id: str) -> set[str]:
    """Of the member who waits, in lower case."""
    mine = (
        select(account.c.member_key)
        .join(reminder, reminder.c.account_key == account.c.account_key)
        .where(reminder.c.message_id == message_id)
    ).scalar_subquery()
    own = select(func.lower(account.c.address)).where(account.c.member_key.is_not_distinct_from(mine))
    return set(connection.scalars(own))


def was_here_before(connection: Connection, message_key: int, moment: int) -> bool:
    first_seen = connection.scalar(select(message.c.first_seen).where(message.c.message_key == message_key))
    return first_seen is not None and first_seen < moment


def load_rows(connection: Connection, only: Collection[int] | None = None) -> list[AwaitedRow]:
    """What waits for an answer, what is due first at the top; `only` of those account keys."""
    waiting = connection.execute(
        select(reminder).order_by(reminder.c.due_at.is_(None), reminder.c.due_at, reminder.c.reminder_key)
    ).all()
    if not waiting:
        return []
    shown = {
        message_id: key
        for message_id, key in connection.execute(
            select(message.c.message_id, location.c.location_key)
            .join(location, location.c.message_key == message.c.message_key)
            .where(location.c.location_key.in_(select_shown()))
        )
    }
    return [
        AwaitedRow(
            reminder_key=row.reminder_key,
            account_key=row.account_key,
            location_key=shown.get(row.message_id),
            message_id=row.message_id,
            subject=row.subject,
            people=_people(row.people),
            sent_at=row.sent_at,
            due_at=row.due_at,
            told=row.told_at is not None,
            wait=row.wait,
        )
        for row in waiting
        if only is None or row.account_key in only
    ]


def load_due_of(connection: Connection, message_keys: Sequence[int]) -> dict[int, int]:
    """When these mails are brought forward, by message key: those that wait for an answer."""
    rows = bulk.select_among(connection, _DUE_OF, (), message_keys)
    return {message_key: due_at for message_key, due_at in rows}


_DUE_OF = (
    select(message.c.message_key, reminder.c.due_at)
    .join(reminder, reminder.c.message_id == message.c.message_id)
    .where(reminder.c.due_at.is_not(None), message.c.message_key.in_(bindparam("keys", expanding=True)))
)


def select_shown() -> Select[tuple[int]]:
    """One row of each mail that has left and waits. It begins with the few reminders: nothing is as long as the list of mails."""
    waiting = select(reminder.c.message_id).where(reminder.c.due_at.is_not(None))
    own = exists().where(reminder.c.message_id == message.c.message_id, reminder.c.account_key == message.c.account_key)
    mails = select(message.c.message_key).where(message.c.message_id.in_(waiting), own)
    return (
        select(func.max(location.c.location_key))
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.message_key.in_(mails), location.c.hidden == 0, mailbox.c.special_use.not_in(_ASIDE))
        .group_by(location.c.message_key)
    )


def load_sent(connection: Connection, location_keys: Iterable[int]) -> list[SentMail]:
    """What these rows are, each mail once."""
    own = exists().where(func.lower(account.c.address) == func.lower(message.c.sender_address))
    rows = connection.execute(
        select(
            mailbox.c.account_key, mailbox.c.special_use, message.c.message_id, message.c.subject, message.c.envelope,
            location.c.internaldate, own.label("own"),
        )
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.location_key.in_(list(location_keys)), location.c.hidden == 0)
    )  # fmt: skip
    found: dict[str, SentMail] = {}
    for row in rows:
        envelope = load_envelope(row.envelope)
        is_own = bool(row.own) or row.special_use == SpecialUse.SENT.value
        people = (*envelope.to, *envelope.cc)
        found[row.message_id] = SentMail(row.account_key, row.message_id, row.subject, people, row.internaldate, is_own)
    return list(found.values())


def _is_due(now: int) -> ColumnElement[bool]:
    return and_(reminder.c.due_at <= now, reminder.c.told_at.is_(None))


def _names(message_keys: Iterable[int]) -> ColumnElement[bool]:
    named = select(message.c.message_id).where(message.c.message_key.in_(list(message_keys)))
    return reminder.c.message_id.in_(named)


def _copies() -> Select[tuple[int]]:
    """Rows of the mail that a reminder names."""
    return (
        select(location.c.location_key)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(message.c.message_id == reminder.c.message_id)
        .correlate(reminder)
    )


def _dump(people: Sequence[Address]) -> str:
    return json.dumps(
        [[one.display_name[:_MOST_LETTERS], one.addr_spec[:_MOST_LETTERS]] for one in people[:MOST_PEOPLE]]
    )


def _people(text: str) -> tuple[Address, ...]:
    """What a damaged disk has turned costs the names, not the reminder."""
    try:
        return tuple(Address(str(name), str(address)) for name, address in json.loads(text))
    except (ValueError, TypeError):
        return ()
