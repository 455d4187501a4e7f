"""A moment on a sheet: day, time, and the zone it is meant in, with the words of the mail that it was read from.

Invariant: what is shown and what `seconds` gives is the same wall time in the zone that is shown, wherever this computer is.
GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QTimeEdit, QWidget

from desktop.ui import words
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space


class TimeField(QWidget):
    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = QTimeZone.systemTimeZone()
        self.day, self.clock = QDateEdit(), QTimeEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(words.date_pattern())
        self.day.setAccessibleName(self.tr("{name}: day").format(name=name))
        self.clock.setAccessibleName(self.tr("{name}: time").format(name=name))
        self.day.setFixedWidth(158)
        self.clock.setFixedWidth(92)  # "10:42 AM" fits
        self.clock.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        self.clock.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zone_name = PlainLabel(kind="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.day)
        row.addWidget(self.clock)
        row.addWidget(self._zone_name)
        row.addStretch(1)
        self.day.dateChanged.connect(self.changed)
        self.clock.timeChanged.connect(self.changed)

    def set_moment(self, seconds: int, zone: str = "") -> None:
        """`zone` is an IANA name; one that this system does not know, or none, means the system's."""
        wanted = QTimeZone(QByteArray(zone.encode("ascii", "ignore"))) if zone else QTimeZone.systemTimeZone()
        self._zone = wanted if wanted.isValid() else QTimeZone.systemTimeZone()
        local = QDateTime.fromSecsSinceEpoch(seconds, self._zone)
        self.day.setDate(local.date())
        self.clock.setTime(QTime(local.time().hour(), local.time().minute()))
        name = self.zone()
        own = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        self._zone_name.setText("" if name == own else self._zone_words(seconds))
        self._zone_name.setVisible(bool(self._zone_name.text()))

    def _zone_words(self, seconds: int) -> str:
        """Like "Europe/Madrid"; a zone without a place by its distance, because "Etc/GMT-1" means UTC+1."""
        name = self.zone()
        if not name.startswith("Etc/"):
            return name.replace("_", " ")
        minutes = self._zone.offsetFromUtc(QDateTime.fromSecsSinceEpoch(seconds)) // 60
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "UTC"

    def set_all_day(self, on: bool) -> None:
        self.clock.setVisible(not on)

    def set_day(self, day: QDate) -> None:
        self.day.setDate(day)

    def seconds(self) -> int:
        return QDateTime(self.day.date(), self.clock.time(), self._zone).toSecsSinceEpoch()

    def start_of_day(self, days: int = 0) -> int:
        return QDateTime(self.day.date().addDays(days), QTime(0, 0), self._zone).toSecsSinceEpoch()

    def zone(self) -> str:
        """The IANA name."""
        return bytes(self._zone.id().data()).decode("ascii", "replace")
