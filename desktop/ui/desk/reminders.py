"""Says when an event is near: in the window, and by the system's tray where there is one.

Invariant: each event is told once for its start, also over a restart, and one that is over is not told any more. It looks at the
clock it was given every half minute. GUI thread; events are read on a worker.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop.core.api.desk import EventRow
from desktop.ui import words
from desktop.ui.desk.calendar_days import date_of, days_of
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.preferences import Preferences

EVERY_MS = 30_000
LONGEST_AHEAD = 8 * 86_400
_KEPT, MOST_KEPT = "reminded", 200


class Reminders(QObject):
    due = Signal(str, int)
    """(sentence, event key)"""

    def __init__(self, dispatch: Dispatch, preferences: Preferences, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._preferences, self._now = dispatch, preferences, now
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Read the events that are near, and tell those whose time has come."""
        now, desk = self._now(), self._dispatch.session.desk
        self._dispatch.read("reminders", lambda: desk.events(now, now + LONGEST_AHEAD), self._tell_due)

    def _tell_due(self, events: list[EventRow]) -> None:
        now, told = self._now(), self._preferences.names(_KEPT)
        fresh = [event for event in events if is_due(event, now) and _mark(event) not in told]
        for event in fresh:
            sentence = sentence_of(event, now)
            self.due.emit(sentence, event.event_key)
            self._tell_tray(sentence, event.event_key)
        if fresh:
            kept = sorted(told | {_mark(event) for event in fresh}, key=lambda mark: mark.partition(":")[2])
            self._preferences.keep_names(_KEPT, set(kept[-MOST_KEPT:]))

    def _tell_tray(self, sentence: str, event_key: int) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._tray.setToolTip("Bandeja")
            self._tray.show()
        self._tray.showMessage(self.tr("Calendar"), sentence, QSystemTrayIcon.MessageIcon.Information)


def is_due(event: EventRow, now: int) -> bool:
    if event.remind_minutes is None or event.ends_at <= now:
        return False
    return event.starts_at - event.remind_minutes * 60 <= now


def sentence_of(event: EventRow, now: int) -> str:
    from PySide6.QtCore import QCoreApplication

    translate = QCoreApplication.translate
    title, place = clean(event.title)[:120] or translate("Reminders", "Event"), clean(event.place)[:80]
    if event.all_day:
        day = days_of(event)[0]
        if day > date_of(now):
            text = translate("Reminders", "{title}, on {day}").format(title=title, day=words.day(event.starts_at, now))
        else:
            text = translate("Reminders", "{title}, today").format(title=title)
    elif event.starts_at <= now:
        text = translate("Reminders", "{title} has begun at {time}").format(
            title=title, time=words.clock_time(event.starts_at)
        )
    else:
        text = translate("Reminders", "{title} at {time}, in {wait}").format(
            title=title, time=words.clock_time(event.starts_at), wait=words.wait(event.starts_at - now)
        )
    return f"{text} · {place}" if place else text


def _mark(event: EventRow) -> str:
    return f"{event.event_key}:{event.starts_at}"
