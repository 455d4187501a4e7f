"""Meetings that mails are about, what was answered to them, and who is asked to an event of the own desk.

Functions with a Recorder write on the writer and can be taken back; the others read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from desktop.core.api.desk import Guest
from desktop.core.api.invitations import Answer, Span
from desktop.core.mail.structure import CalendarMark
from desktop.core.store.desk_objects import one_line
from desktop.core.store.schema import calendar_mail, event, event_guest, invitation
from desktop.core.store.undo_rows import Recorder
from desktop.values import dataclass

_MOST_MAILS = 50
"""Of one meeting that are looked at, the newest versions first."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """`version` is (SEQUENCE, DTSTAMP) of the mail that was answered."""

    answer: Answer
    at: int
    version: tuple[int, int]
    span: Span
    outbox_key: int | None


def load_related(connection: Connection, mark: CalendarMark) -> list[tuple[int, CalendarMark]]:
    """(message key, mark) of the mails here that name the same organiser and meeting, the newest version first."""
    rows = connection.execute(
        select(calendar_mail)
        .where(_same(calendar_mail.c, mark))
        .order_by(calendar_mail.c.sequence.desc(), calendar_mail.c.stamp.desc())
        .limit(_MOST_MAILS)
    )
    return [
        (
            row.message_key,
            CalendarMark(row.method, row.uid, row.recurrence, row.sequence, row.stamp, row.organiser, bool(row.proven)),
        )
        for row in rows
    ]


def load_answer(connection: Connection, mark: CalendarMark) -> StoredAnswer | None:
    row = connection.execute(select(invitation).where(_same(invitation.c, mark))).one_or_none()
    if row is None:
        return None
    span = Span(row.starts_at, row.ends_at, bool(row.all_day), row.zone)
    return StoredAnswer(Answer(row.answer), row.answered_at, (row.sequence, row.stamp), span, row.outbox_key)


def set_answer(rows: Recorder, mark: CalendarMark, answer: Answer, span: Span, outbox_key: int) -> None:
    """One row a meeting: another answer takes the place of the one before."""
    values = {
        "sequence": mark.sequence, "stamp": mark.stamp, "answer": answer.value, "answered_at": rows.uow.now,
        "starts_at": span.starts_at, "ends_at": span.ends_at, "all_day": span.all_day, "zone": span.zone,
        "outbox_key": outbox_key,
    }  # fmt: skip
    where = _same(invitation.c, mark)
    if rows.uow.connection.scalar(select(invitation.c.invitation_key).where(where)) is None:
        rows.insert(invitation, uid=mark.uid, recurrence=mark.recurrence, organiser=mark.organiser, **values)
    else:
        rows.update(invitation, where, **values)


# guests of an event in the own desk


def set_guests(rows: Recorder, event_key: int, guests: Sequence[Guest]) -> None:
    """The whole list; who has answered stays so."""
    before = rows.uow.connection.execute(
        select(event_guest.c.address, event_guest.c.state, event_guest.c.stamp).where(
            event_guest.c.event_key == event_key, event_guest.c.state != ""
        )
    )
    known = {row.address.lower(): (row.state, row.stamp) for row in before}
    drop_guests(rows, event_key)
    for position, one in enumerate(guests):
        state, stamp = known.get(one.address.lower(), ("", 0))
        state = state if one.state in ("", "needs-action") else one.state
        rows.insert(
            event_guest, event_key=event_key, position=position, name=one_line(one.name, 200),
            address=one_line(one.address, 320), state=one_line(state or one.state, 20), organiser=one.organiser, stamp=stamp,
        )  # fmt: skip


def ask_again(rows: Recorder, event_key: int, *, all_of_them: bool) -> None:
    """Who was just invited has not answered; after another time was set, nobody has."""
    mine = and_(event_guest.c.event_key == event_key, ~event_guest.c.organiser)
    if not all_of_them:
        mine = and_(mine, event_guest.c.state == "")
    rows.update(event_guest, mine, state="needs-action")


def drop_guests(rows: Recorder, event_key: int) -> None:
    rows.delete(event_guest, event_guest.c.event_key == event_key)


def load_guests(connection: Connection, event_key: int) -> tuple[Guest, ...]:
    found = connection.execute(
        select(event_guest.c.name, event_guest.c.address, event_guest.c.state, event_guest.c.organiser)
        .where(event_guest.c.event_key == event_key)
        .order_by(event_guest.c.position)
    )
    return tuple(Guest(name, address, state, bool(organiser)) for name, address, state, organiser in found)


def find_event(connection: Connection, uid: str) -> int | None:
    """The event of the own desk that is this meeting."""
    return connection.scalar(select(event.c.event_key).where(event.c.uid == uid))


def load_noted(connection: Connection, event_key: int, address: str) -> tuple[str, int] | None:
    """(state, DTSTAMP of the answer that was noted) of a guest; None for who is not asked."""
    row = connection.execute(
        select(event_guest.c.state, event_guest.c.stamp)
        .where(_guest(event_key, address))
        .order_by(event_guest.c.position)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.state, row.stamp)


def set_noted(rows: Recorder, event_key: int, address: str, state: str, stamp: int) -> int:
    return rows.update(event_guest, _guest(event_key, address), state=state, stamp=stamp)


def _guest(event_key: int, address: str) -> ColumnElement[bool]:
    return and_(event_guest.c.event_key == event_key, func.lower(event_guest.c.address) == address.lower())


def _same(columns: ReadOnlyColumnCollection[str, Any], mark: CalendarMark) -> ColumnElement[bool]:
    return and_(
        columns.uid == mark.uid, columns.recurrence == mark.recurrence, columns.organiser == mark.organiser
    )  # fmt: skip
