"""Events of the calendar and when to remind of them. Functions with a Recorder write on the writer; the others read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, Row, Select, case, cast, func, select, update

from desktop.core.api.desk import ChangedTime, EventDetail, EventRow, Guest, Series
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import desk_objects, invitations, meetings
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.schema import event, link
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.moments import moment_at

_ROWS = select(
    event.c.event_key, event.c.title, event.c.starts_at, event.c.ends_at, event.c.all_day, event.c.zone, event.c.place,
    event.c.remind_minutes,
)  # fmt: skip


MOST_SERIES = 500
MOST_LEFT_OUT, MOST_CHANGED = 1_000, 200
NEVER = 253_402_128_000


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
    series: Series | None = None,
    of_series: tuple[int, int] | None = None,
) -> int:
    """`uid` is that of the meeting it is; where another event has it already, or none is given, it gets one of its own."""
    if not uid or invitations.find_event(rows.uow.connection, uid) is not None:
        uid = wish_key or str(uuid.uuid4())
    key = rows.insert(
        event, wish_key=wish_key, uid=uid, title=one_line(title), body=clean_text(text),
        starts_at=starts_at, ends_at=max(starts_at, ends_at), all_day=all_day, zone=one_line(zone, 100), place=one_line(place),
        remind_minutes=remind_minutes, remind_at=_remind_at(rows.uow.now, starts_at, remind_minutes, bool(series)),
        changed_at=rows.uow.now, **_series_values(series), series_key=of_series and of_series[0],
        series_at=of_series and of_series[1],
    )  # fmt: skip
    for number, one in enumerate((series.changed if series else ())[:MOST_CHANGED]):
        add_event(
            rows, title=one.title, starts_at=one.starts_at, ends_at=one.ends_at, all_day=one.all_day, zone=one.zone,
            place=one.place, text=one.text, remind_minutes=remind_minutes, uid=f"{uid}#{number}",
            of_series=(key, one.at),
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
    series: Series | None = None,
) -> bool:
    """False when there is no such event. One that was moved is reminded of anew."""
    before = rows.uow.connection.execute(
        select(event.c.starts_at, event.c.remind_minutes, event.c.remind_at, event.c.rule).where(
            event.c.event_key == event_key
        )
    ).one_or_none()
    if before is None:
        return False
    rule = series.rule if series else ""
    moved = (before.starts_at, before.remind_minutes, before.rule) != (starts_at, remind_minutes, rule)
    rows.update(
        event, event.c.event_key == event_key, title=one_line(title), body=clean_text(text), starts_at=starts_at,
        ends_at=max(starts_at, ends_at), all_day=all_day, zone=one_line(zone, 100), place=one_line(place),
        remind_minutes=remind_minutes, changed_at=rows.uow.now,
        remind_at=_remind_at(rows.uow.now, starts_at, remind_minutes, bool(series)) if moved else before.remind_at,
        **_series_values(series),
    )  # fmt: skip
    if not series:
        for key in _changed_keys(rows.uow.connection, event_key):
            _drop_row(rows, key)
    desk_objects.set_link_titles(rows, LinkKind.EVENT, event_key, one_line(title))
    over = not series and max(starts_at, ends_at) <= rows.uow.now
    desk_objects.set_links(rows, LinkKind.EVENT, event_key, LinkState.DONE if over else LinkState.OPEN)
    return True


def set_time(rows: Recorder, event_key: int, at: int, **fields: Any) -> int | None:
    """That time of a series is otherwise than the others: a row of its own, made or changed; its key. `fields` are those of
    `set_event`. None when there is no such series."""
    found = rows.uow.connection.execute(
        select(event.c.uid, event.c.zone, event.c.left_out).where(event.c.event_key == event_key, event.c.repeats)
    ).one_or_none()
    if found is None:
        return None
    known = find_time(rows.uow.connection, event_key, at)
    gone = [one for one in json.loads(found.left_out) if _day(one, found.zone) != _day(at, found.zone)]
    rows.update(event, event.c.event_key == event_key, left_out=json.dumps(gone), changed_at=rows.uow.now)
    if known is not None:
        set_event(rows, known, **fields)
        return known
    return add_event(rows, uid=f"{found.uid}#{at}", of_series=(event_key, at), **fields)


def find_time(connection: Connection, event_key: int, at: int) -> int | None:
    """The row of that time of a series, when it is otherwise than the others. It is known by its day, as those are that are left
    out: an edit of all times may have moved their hour."""
    zone = connection.scalar(select(event.c.zone).where(event.c.event_key == event_key)) or ""
    found = connection.execute(
        select(event.c.event_key, event.c.series_at).where(event.c.series_key == event_key).order_by(event.c.event_key)
    )
    return next((key for key, of in found if _day(of, zone) == _day(at, zone)), None)


def drop_event(rows: Recorder, event_key: int) -> str | None:
    """The title of the event that went."""
    found = rows.uow.connection.execute(
        select(event.c.title, event.c.series_key, event.c.series_at).where(event.c.event_key == event_key)
    ).one_or_none()
    if found is None:
        return None
    for key in (*_changed_keys(rows.uow.connection, event_key), event_key):
        _drop_row(rows, key)
    if found.series_key is not None:  # else the time would be back as it was before it was changed
        leave_out(rows, found.series_key, found.series_at)
    return found.title


def leave_out(rows: Recorder, event_key: int, starts_at: int) -> str | None:
    """That time of a series does not take place; the title."""
    found = rows.uow.connection.execute(
        select(event.c.title, event.c.left_out).where(event.c.event_key == event_key, event.c.repeats)
    ).one_or_none()
    if found is None:
        return None
    left_out = sorted({*json.loads(found.left_out), starts_at})[-MOST_LEFT_OUT:]
    rows.update(event, event.c.event_key == event_key, left_out=json.dumps(left_out), changed_at=rows.uow.now)
    return found.title


def drop_time(rows: Recorder, event_key: int, at: int) -> str | None:
    """That time of a series does not take place, however it was to be; the series' title."""
    changed = find_time(rows.uow.connection, event_key, at)
    if changed is not None:
        _drop_row(rows, changed)
    return leave_out(rows, event_key, at)


def _drop_row(rows: Recorder, event_key: int) -> None:
    desk_objects.set_links(rows, LinkKind.EVENT, event_key, LinkState.GONE)
    desk_objects.drop_files(rows, LinkKind.EVENT, event_key)
    invitations.drop_guests(rows, event_key)
    meetings.drop_meeting(rows, event_key)
    rows.delete(event, event.c.event_key == event_key)


def _changed_keys(connection: Connection, event_key: int) -> list[int]:
    return list(connection.scalars(select(event.c.event_key).where(event.c.series_key == event_key)))


def _series_values(series: Series | None) -> dict[str, Any]:
    series = series or Series("")
    return {
        "rule": series.rule, "left_out": json.dumps(series.left_out[:MOST_LEFT_OUT]),
        "also_at": json.dumps(series.also_at[:MOST_LEFT_OUT]), "repeats": bool(series),
    }  # fmt: skip


def find_by_wish(connection: Connection, wish_key: str) -> tuple[int, str] | None:
    row = connection.execute(select(event.c.event_key, event.c.title).where(event.c.wish_key == wish_key)).one_or_none()
    return None if row is None else (row[0], row[1])


def move_event(rows: Recorder, event_key: int, **fields: Any) -> bool:
    """Its organiser has changed it: what the user wrote about it and when to remind stays. `fields` are the others of
    `set_event`. False when there is none."""
    found = rows.uow.connection.execute(
        select(event.c.body, event.c.remind_minutes).where(event.c.event_key == event_key)
    ).one_or_none()
    return found is not None and set_event(
        rows, event_key, text=found.body, remind_minutes=found.remind_minutes, **fields
    )  # fmt: skip


def ends_at(connection: Connection, event_key: int) -> int | None:
    """One that repeats is never over."""
    over = case((event.c.repeats, NEVER), else_=event.c.ends_at)
    return connection.scalar(select(over).where(event.c.event_key == event_key))


def load_uid(connection: Connection, event_key: int) -> tuple[str, int] | None:
    """(UID of RFC 5545, when the event was last changed)."""
    row = connection.execute(
        select(event.c.uid, event.c.changed_at).where(event.c.event_key == event_key)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def load_events(connection: Connection, first: int, last: int) -> list[EventRow]:
    """Those that touch the span (epoch seconds), by start; without those that repeat."""
    found = connection.execute(
        _ROWS.where(event.c.starts_at <= last, event.c.ends_at >= first, ~event.c.repeats).order_by(
            event.c.starts_at, event.c.event_key
        )
    ).all()
    mails = desk_objects.count_mails(connection, LinkKind.EVENT, [row.event_key for row in found])
    return [_row(row, mails.get(row.event_key, 0)) for row in found]


def load_series(connection: Connection, before: int) -> list[tuple[EventRow, Series]]:
    """Those that repeat and begin before that moment: their first time, and how they go on. A bounded number, newest first."""
    found = connection.execute(
        _ROWS.add_columns(event.c.rule, event.c.left_out, event.c.also_at)
        .where(event.c.repeats, event.c.starts_at <= before)
        .order_by(event.c.event_key.desc())
        .limit(MOST_SERIES)
    ).all()
    keys = [row.event_key for row in found]
    mails = desk_objects.count_mails(connection, LinkKind.EVENT, keys)
    changed = _load_changed(connection, keys)
    return [(_row(row, mails.get(row.event_key, 0)), _series(row, changed.get(row.event_key, ()))) for row in found]


def _load_changed(connection: Connection, event_keys: Sequence[int]) -> dict[int, tuple[ChangedTime, ...]]:
    found: dict[int, tuple[ChangedTime, ...]] = {}
    for row in connection.execute(select(event).where(event.c.series_key.in_(event_keys)).order_by(event.c.series_at)):
        one = ChangedTime(
            row.series_at, row.title, row.starts_at, row.ends_at, bool(row.all_day), row.zone, row.place, row.body,
            row.event_key,
        )  # fmt: skip
        found[row.series_key] = (*found.get(row.series_key, ()), one)
    return found


def _series(row: Row, changed: tuple[ChangedTime, ...]) -> Series:
    return Series(row.rule, tuple(json.loads(row.left_out)), tuple(json.loads(row.also_at)), changed)


def load_rule(connection: Connection, event_key: int) -> str | None:
    """How it repeats; None for one that does not."""
    return connection.scalar(select(event.c.rule).where(event.c.event_key == event_key, event.c.repeats))


def load_series_of(connection: Connection, event_key: int) -> int | None:
    """The series of which that event is a changed time."""
    return connection.scalar(select(event.c.series_key).where(event.c.event_key == event_key))


def load_event(connection: Connection, event_key: int) -> EventDetail | None:
    columns = (event.c.body, event.c.repeats, event.c.rule, event.c.left_out, event.c.also_at, event.c.series_key)
    row = connection.execute(_ROWS.add_columns(*columns).where(event.c.event_key == event_key)).one_or_none()
    if row is None:
        return None
    mails = desk_objects.load_mails(connection, LinkKind.EVENT, event_key)
    files = desk_objects.load_files(connection, LinkKind.EVENT, event_key)
    guests = invitations.load_guests(connection, event_key)
    changed = _load_changed(connection, [event_key]).get(event_key, ())
    series = _series(row, changed) if row.repeats else None
    detail = EventDetail(
        _row(row, len(mails)), row.body, mails, files, guests=guests, series=series, of_series=row.series_key
    )
    return replace(detail, meeting=meetings.show_meeting(connection, detail))


def next_reminder(connection: Connection) -> int | None:
    """When somebody must be reminded next (epoch seconds)."""
    return connection.scalar(select(func.min(event.c.remind_at)).where(event.c.remind_at.is_not(None)))


def load_due_series(connection: Connection, now: int) -> list[tuple[EventRow, Series, int]]:
    """Those that repeat and are to be reminded of now, with the moment of which that was stored."""
    found = connection.execute(
        _ROWS.add_columns(event.c.remind_at, event.c.rule, event.c.left_out, event.c.also_at)
        .where(event.c.repeats, event.c.remind_at.is_not(None), event.c.remind_at <= now)
        .limit(MOST_SERIES)
    ).all()
    changed = _load_changed(connection, [row.event_key for row in found])
    return [(_row(row, 0), _series(row, changed.get(row.event_key, ())), row.remind_at) for row in found]


def set_next_reminders(uow: UnitOfWork, known: Mapping[int, tuple[int, int | None]]) -> set[int]:
    """event key -> (the reminder that is due, the next one): stored where nobody has changed it meanwhile; for which."""
    done = set()
    for key, (due, following) in known.items():
        where = (event.c.event_key == key, event.c.remind_at == due)
        if uow.connection.execute(update(event).where(*where).values(remind_at=following)).rowcount:
            done.add(key)
    return done


def take_due(uow: UnitOfWork) -> list[EventRow]:
    """Events to remind of now, each given out once; what is over already is passed over in silence. Without those that
    repeat."""
    due = uow.connection.execute(
        _ROWS.where(event.c.remind_at.is_not(None), event.c.remind_at <= uow.now, ~event.c.repeats).order_by(
            event.c.starts_at
        )
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
            link.c.state == LinkState.OPEN.value, event.c.ends_at <= now, ~event.c.repeats,
        )
    )  # fmt: skip


def _day(seconds: int, zone: str) -> date:
    try:
        return moment_at(seconds, ZoneInfo(zone) if zone else UTC).date()
    except (KeyError, ValueError, OSError, OverflowError):
        return moment_at(0).date()


def _remind_at(now: int, starts_at: int, minutes: int | None, repeats: bool = False) -> int | None:
    """None for what has begun: nobody wants to be told of that. For a series that has, now: the timer finds its next time."""
    if minutes is None or (starts_at <= now and not repeats):
        return None
    return max(starts_at - max(0, minutes) * 60, now if starts_at <= now else 0)


def _row(row: Row, mails: int) -> EventRow:
    key, title, starts_at, ends_at_, all_day, zone, place, minutes = row[:8]
    return EventRow(key, title, starts_at, ends_at_, bool(all_day), zone, place, minutes, mails)
