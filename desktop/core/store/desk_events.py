"""Events of the calendar and when to remind of them. Functions with a Recorder write on the writer; the others read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, Integer, Row, Select, cast, func, select, update

from desktop.core.api.desk import EventDetail, EventRow, Guest
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import desk_objects, invitations
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.schema import event, link
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

_ROWS = select(
    event.c.event_key, event.c.title, event.c.starts_at, event.c.ends_at, event.c.all_day, event.c.zone, event.c.place,
    event.c.remind_minutes,
)  # fmt: skip


def add_event(
    rows: Recorder,
    *,
    title: str,
    starts_at: int,
    ends_at: int,
    all_day: bool = False,
    zone: str = "",
    place: str = "",
    text: str = "",
    remind_minutes: int | None = None,
    wish_key: str | None = None,
    uid: str = "",
    guests: Sequence[Guest] = (),
) -> int:
    """`uid` is that of the meeting it is; where another event has it already, or none is given, it gets one of its own."""
    if not uid or invitations.find_event(rows.uow.connection, uid) is not None:
        uid = wish_key or str(uuid.uuid4())
    key = rows.insert(
        event, wish_key=wish_key, uid=uid, title=one_line(title), body=clean_text(text),
        starts_at=starts_at, ends_at=max(starts_at, ends_at), all_day=all_day, zone=one_line(zone, 100), place=one_line(place),
        remind_minutes=remind_minutes, remind_at=_remind_at(rows.uow.now, starts_at, remind_minutes),
        changed_at=rows.uow.now,
    )  # fmt: skip
    invitations.set_guests(rows, key, guests)
    return key


def set_event(
    rows: Recorder,
    event_key: int,
    *,
    title: str,
    starts_at: int,
    ends_at: int,
    all_day: bool,
    zone: str,
    place: str,
    text: str,
    remind_minutes: int | None,
) -> bool:
    """False when there is no such event. One that was moved is reminded of anew."""
    before = rows.uow.connection.execute(
        select(event.c.starts_at, event.c.remind_minutes, event.c.remind_at).where(event.c.event_key == event_key)
    ).one_or_none()
    if before is None:
        return False
    moved = (before.starts_at, before.remind_minutes) != (starts_at, remind_minutes)
    rows.update(
        event, event.c.event_key == event_key, title=one_line(title), body=clean_text(text), starts_at=starts_at,
        ends_at=max(starts_at, ends_at), all_day=all_day, zone=one_line(zone, 100), place=one_line(place),
        remind_minutes=remind_minutes, changed_at=rows.uow.now,
        remind_at=_remind_at(rows.uow.now, starts_at, remind_minutes) if moved else before.remind_at,
    )  # fmt: skip
    desk_objects.set_link_titles(rows, LinkKind.EVENT, event_key, one_line(title))
    over = max(starts_at, ends_at) <= rows.uow.now
    desk_objects.set_links(rows, LinkKind.EVENT, event_key, LinkState.DONE if over else LinkState.OPEN)
    return True


def drop_event(rows: Recorder, event_key: int) -> str | None:
    """The title of the event that went."""
    title = rows.uow.connection.scalar(select(event.c.title).where(event.c.event_key == event_key))
    if title is None:
        return None
    desk_objects.set_links(rows, LinkKind.EVENT, event_key, LinkState.GONE)
    desk_objects.drop_files(rows, LinkKind.EVENT, event_key)
    invitations.drop_guests(rows, event_key)
    rows.delete(event, event.c.event_key == event_key)
    return title


def find_by_wish(connection: Connection, wish_key: str) -> tuple[int, str] | None:
    row = connection.execute(select(event.c.event_key, event.c.title).where(event.c.wish_key == wish_key)).one_or_none()
    return None if row is None else (row[0], row[1])


def move_event(
    rows: Recorder, event_key: int, title: str, starts_at: int, ends_at: int, all_day: bool, zone: str, place: str
) -> bool:
    """Its organiser has changed it: what the user wrote about it and when to remind stays. False when there is none."""
    found = rows.uow.connection.execute(
        select(event.c.body, event.c.remind_minutes).where(event.c.event_key == event_key)
    ).one_or_none()
    return found is not None and set_event(
        rows, event_key, title=title, starts_at=starts_at, ends_at=ends_at, all_day=all_day, zone=zone, place=place,
        text=found.body, remind_minutes=found.remind_minutes,
    )  # fmt: skip


def ends_at(connection: Connection, event_key: int) -> int | None:
    return connection.scalar(select(event.c.ends_at).where(event.c.event_key == event_key))


def load_uid(connection: Connection, event_key: int) -> tuple[str, int] | None:
    """(UID of RFC 5545, when the event was last changed)."""
    row = connection.execute(
        select(event.c.uid, event.c.changed_at).where(event.c.event_key == event_key)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def load_events(connection: Connection, first: int, last: int) -> list[EventRow]:
    """Those that touch the span (epoch seconds), by start."""
    found = connection.execute(
        _ROWS.where(event.c.starts_at <= last, event.c.ends_at >= first).order_by(event.c.starts_at, event.c.event_key)
    ).all()
    mails = desk_objects.count_mails(connection, LinkKind.EVENT, [row.event_key for row in found])
    return [_row(row, mails.get(row.event_key, 0)) for row in found]


def load_event(connection: Connection, event_key: int) -> EventDetail | None:
    row = connection.execute(_ROWS.add_columns(event.c.body).where(event.c.event_key == event_key)).one_or_none()
    if row is None:
        return None
    mails = desk_objects.load_mails(connection, LinkKind.EVENT, event_key)
    files = desk_objects.load_files(connection, LinkKind.EVENT, event_key)
    guests = invitations.load_guests(connection, event_key)
    return EventDetail(_row(row, len(mails)), row.body, mails, files, guests=guests)


def next_reminder(connection: Connection) -> int | None:
    """When somebody must be reminded next (epoch seconds)."""
    return connection.scalar(select(func.min(event.c.remind_at)).where(event.c.remind_at.is_not(None)))


def take_due(uow: UnitOfWork) -> list[EventRow]:
    """Events to remind of now, each given out once; what is over already is passed over in silence."""
    due = uow.connection.execute(
        _ROWS.where(event.c.remind_at.is_not(None), event.c.remind_at <= uow.now).order_by(event.c.starts_at)
    ).all()
    keys = [row.event_key for row in due]
    if keys:
        uow.connection.execute(update(event).where(event.c.event_key.in_(keys)).values(remind_at=None))
    return [_row(row, 0) for row in due if row.ends_at > uow.now or row.starts_at >= uow.now]


def has_over(connection: Connection, now: int) -> bool:
    """Is there a link that says open of an event that is over?"""
    return connection.scalar(_over(now).limit(1)) is not None


def finish_over(uow: UnitOfWork) -> None:
    """The own desk is asked by nobody, so it says itself what is over."""
    rows = Recorder(uow, None)
    rows.update(link, link.c.link_key.in_(_over(uow.now)), state=LinkState.DONE.value)


def _over(now: int) -> Select:
    return (
        select(link.c.link_key)
        .join(event, event.c.event_key == cast(link.c.remote_id, Integer))
        .where(
            link.c.backend == desk_objects.LOCAL, link.c.kind == LinkKind.EVENT.value,
            link.c.state == LinkState.OPEN.value, event.c.ends_at <= now,
        )
    )  # fmt: skip


def _remind_at(now: int, starts_at: int, minutes: int | None) -> int | None:
    """None for what has begun: nobody wants to be told of that."""
    return None if minutes is None or starts_at <= now else starts_at - max(0, minutes) * 60


def _row(row: Row, mails: int) -> EventRow:
    key, title, starts_at, ends_at_, all_day, zone, place, minutes = row[:8]
    return EventRow(key, title, starts_at, ends_at_, bool(all_day), zone, place, minutes, mails)
