"""The moments that are offered when mail is put off: an evening, a morning, next week. Pure: in this computer's time zone.

All lie ahead, each is named once, and the nearest comes first. Office hours are meant: mornings at eight, evenings at six.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QTime

from desktop.values import dataclass

MORNING, EVENING = QTime(8, 0), QTime(18, 0)
_SOONEST = 3600
"""Seconds: what is nearer than that is no putting off."""
_MONDAY = 1


@dataclass(frozen=True, slots=True)
class Moment:
    name: str
    at: int
    """Epoch seconds."""


def offered(now: int) -> list[Moment]:
    translate = QCoreApplication.translate
    today = QDateTime.fromSecsSinceEpoch(now).date()
    monday = today.addDays((_MONDAY - today.dayOfWeek()) % 7 or 7)
    candidates = [
        (translate("Later", "This morning"), _at(today, MORNING)),
        (translate("Later", "This evening"), _at(today, EVENING)),
        (translate("Later", "Tomorrow morning"), _at(today.addDays(1), MORNING)),
        (translate("Later", "Tomorrow evening"), _at(today.addDays(1), EVENING)),
        (translate("Later", "Monday morning"), _at(monday, MORNING)),
        (translate("Later", "In a week"), _at(today.addDays(7), MORNING)),
        (translate("Later", "In a month"), _at(today.addMonths(1), MORNING)),
    ]
    found: dict[int, Moment] = {}
    for name, at in candidates:
        if at >= now + _SOONEST:
            found.setdefault(at, Moment(name, at))
    return sorted(found.values(), key=lambda moment: moment.at)


def _at(day: QDate, time: QTime) -> int:
    return QDateTime(day, time).toSecsSinceEpoch()
