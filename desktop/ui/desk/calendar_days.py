"""Days, weeks and months of a calendar as spans of seconds in the zone of this computer, and events laid out side by side.

Pure apart from the time zone and the locale of the process.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, QTimeZone

from desktop.core.api.desk import EventRow
from desktop.ui import words
from desktop.values import dataclass

SHORTEST = 30 * 60
"""An event is drawn at least this long."""


def date_of(seconds: int) -> QDate:
    return QDateTime.fromSecsSinceEpoch(seconds).date()


def start_of(day: QDate) -> int:
    return QDateTime(day, QTime(0, 0)).toSecsSinceEpoch()


def moment_of(day: QDate, minutes: int) -> int:
    """That wall time of the day, also where the clocks change on it."""
    return QDateTime(day, QTime(0, 0).addSecs(minutes * 60)).toSecsSinceEpoch()


def minutes_into(day: QDate, seconds: int) -> int:
    """What the wall clock says at that moment of the day, in minutes from midnight; 0 before it, 1,440 after it."""
    local = QDateTime.fromSecsSinceEpoch(seconds)
    if local.date() != day:
        return 0 if local.date() < day else 1_440
    return local.time().hour() * 60 + local.time().minute()


def first_of_week(day: QDate) -> QDate:
    first = QLocale().firstDayOfWeek().value
    return day.addDays(-((day.dayOfWeek() - first) % 7))


def month_grid(day: QDate) -> list[QDate]:
    """The days of the six weeks that a month is shown on."""
    first = first_of_week(QDate(day.year(), day.month(), 1))
    return [first.addDays(number) for number in range(42)]


def week_days(day: QDate) -> list[QDate]:
    first = first_of_week(day)
    return [first.addDays(number) for number in range(7)]


def days_of(event: EventRow) -> tuple[QDate, QDate]:
    """First and last day it touches. An all-day event means days where it was made, not hours here."""
    zone = (
        QTimeZone(event.zone.encode("ascii", "ignore")) if event.all_day and event.zone else QTimeZone.systemTimeZone()
    )
    if not zone.isValid():
        zone = QTimeZone.systemTimeZone()
    first = QDateTime.fromSecsSinceEpoch(event.starts_at, zone).date()
    last = QDateTime.fromSecsSinceEpoch(max(event.starts_at, event.ends_at - 1), zone).date()
    return first, last


def week_words(first: QDate, last: QDate) -> str:
    """7–13 Dec 2026; what both days have in common is said once."""
    locale = QLocale()
    if first.month() == last.month():
        ends = words.iso_day(last.toString(Qt.DateFormat.ISODate))
        number = locale.toString(last.day())
        at = ends.find(number)
        return f"{ends[:at]}{locale.toString(first.day())}–{ends[at:]}" if at >= 0 else ends
    return f"{words.day(start_of(first), start_of(last))} – {words.iso_day(last.toString(Qt.DateFormat.ISODate))}"


def moved_by(event: EventRow, days: int, minutes: int) -> tuple[int, int]:
    """(start, end) after moving it so far on the calendar: it keeps its hour, also where the clocks change, and its length."""
    zone = QTimeZone(event.zone.encode("ascii", "ignore")) if event.all_day and event.zone else QTimeZone()
    if not zone.isValid():
        zone = QTimeZone.systemTimeZone()
    begun = QDateTime.fromSecsSinceEpoch(event.starts_at, zone)
    starts = begun.addDays(days).toSecsSinceEpoch()
    if event.all_day:
        return starts, QDateTime.fromSecsSinceEpoch(event.ends_at, zone).addDays(days).toSecsSinceEpoch()
    starts += minutes * 60
    return starts, starts + event.ends_at - event.starts_at


def touches(event: EventRow, day: QDate) -> bool:
    first, last = days_of(event)
    return first <= day <= last


@dataclass(frozen=True, slots=True)
class Placed:
    """An event in the column of one day: minutes from midnight, and its place among those that overlap it."""

    event: EventRow
    start: int
    end: int
    lane: int
    lanes: int


def place_day(events: Sequence[EventRow], day: QDate) -> list[Placed]:
    """Those with hours on that day; overlapping ones side by side, each group only as wide as it needs."""
    midnight, next_midnight = start_of(day), start_of(day.addDays(1))
    spans = []
    for event in sorted(events, key=lambda one: (one.starts_at, -one.ends_at, one.event_key)):
        if event.all_day or event.starts_at >= next_midnight or max(event.ends_at, event.starts_at + 1) <= midnight:
            continue
        start = max(event.starts_at, midnight)
        end = min(max(event.ends_at, start + SHORTEST), next_midnight)
        first, last = minutes_into(day, start), minutes_into(day, end)
        spans.append((event, first, max(last, first + 15)))
    placed: list[Placed] = []
    group: list[tuple[EventRow, int, int, int]] = []
    ends: list[int] = []
    group_end = -1
    for event, start, end in spans:
        if group and start >= group_end:
            placed += [Placed(one, first, last, lane, len(ends)) for one, first, last, lane in group]
            group, ends = [], []
        lane = next((number for number, busy in enumerate(ends) if busy <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        group.append((event, start, end, lane))
        group_end = max(group_end, end) if len(group) > 1 else end
    placed += [Placed(one, first, last, lane, len(ends)) for one, first, last, lane in group]
    return placed


def span_words(event: EventRow) -> str:
    """Tuesday, 24 November 2026, 16:00–17:30; all-day ones without hours."""
    locale = QLocale()
    first, last = days_of(event)

    def long(day: QDate) -> str:
        text = locale.toString(day, QLocale.FormatType.LongFormat)
        return text[:1].upper() + text[1:]

    if event.all_day:
        return long(first) if first == last else f"{long(first)} – {long(last)}"
    start, end = words.clock_time(event.starts_at), words.clock_time(event.ends_at)
    if date_of(event.starts_at) == date_of(event.ends_at):
        return f"{long(date_of(event.starts_at))}, {start}–{end}"
    return f"{long(date_of(event.starts_at))}, {start} – {long(date_of(event.ends_at))}, {end}"
